"""Training pictures with labels, from scenes drawn by lot."""
