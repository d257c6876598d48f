"""Crops around heads, as the reader of directions was trained on them."""

SIDE = 80
"""Pixels of a crop."""
ROOM = 1.6
"""Side of a crop over the height of the head in it."""
