"""The folder outside the repository: what belongs there, filling it, reading it."""
