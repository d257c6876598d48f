"""Pixels into detections: weights, the runtime, and the eyes made of them."""
