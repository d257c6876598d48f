"""What it costs: measured by scripts that anyone can run."""
