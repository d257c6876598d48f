"""Rules of the house that are checked and not argued over."""
