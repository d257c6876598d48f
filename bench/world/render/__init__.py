"""From a scenario to raw frames with their truth, and on to a clip."""
