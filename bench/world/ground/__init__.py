"""What everything stands on: settings, JSON files, rotations, progress, the one error."""
