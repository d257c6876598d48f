"""What of a thing the camera sees: points in space against the depth of the picture."""

import numpy as np

from bench.world.blender.scene import project

SKIN = 0.03
"""Metres by which a point may lie behind the surface in front of it and still belong to it."""


def seen_share(points, depth):
    """Share of world ``points`` (n,3) that nothing hides, in a picture with that ``depth`` (h,w).

    Points outside the picture count as hidden; so does the far side of a solid thing, wherefore
    half is about all that can be seen of a hand.
    """
    if not len(points):
        return 0.0
    h, w = depth.shape
    x, y, z = project(points, (w, h)).T
    inside = (x >= 0) & (x < w) & (y >= 0) & (y < h) & (z > 0)
    column, row = np.clip(x, 0, w - 1).astype(int), np.clip(y, 0, h - 1).astype(int)
    return float(np.mean(inside & (z <= depth[row, column] + SKIN)))
