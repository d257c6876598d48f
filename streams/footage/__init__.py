"""Footage on the disk: segments that a camera's watch keeps, and archives in their own layout."""
