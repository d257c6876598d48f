"""Cameras and recordings into frames, and pieces of recordings into evidence."""
