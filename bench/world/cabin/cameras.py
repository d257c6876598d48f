"""Where the cameras of the cabin hang; plain data."""

CAMERAS = {
    "dash": ((0.02, -1.02, 1.24), (0, 0.12, 0.80), 92),
    "pillar": ((-0.55, -0.98, 1.25), (0.22, 0.1, 0.82), 82),
    "rear": ((0.0, 0.70, 1.26), (0.03, -0.55, 0.74), 102),
    "pedals": ((0.0, -0.49, 0.66), (0, -0.68, 0.18), 108),
}
"""Name -> (place, aim, horizontal angle); metres, the car looks to -y."""
