"""Rotations of three-vectors; numpy only."""

import math

import numpy as np


def norm(v):
    """The direction of ``v``."""
    v = np.asarray(v, float)
    return v / (math.sqrt(v @ v) + 1e-12)


def rot(axis, deg):
    """Rotation matrix about ``axis`` by ``deg`` degrees."""
    x, y, z = (float(a) for a in axis)
    size = math.sqrt(x * x + y * y + z * z) + 1e-12
    x, y, z = x / size, y / size, z / size
    t = math.radians(deg)
    c, s = math.cos(t), math.sin(t)
    k = 1 - c
    return np.array(
        [
            [c + x * x * k, x * y * k - z * s, x * z * k + y * s],
            [x * y * k + z * s, c + y * y * k, y * z * k - x * s],
            [x * z * k - y * s, y * z * k + x * s, c + z * z * k],
        ]
    )


def align(a, b):
    """The shortest rotation that takes direction ``a`` to ``b``."""
    a, b = norm(a), norm(b)
    v, c = np.cross(a, b), a @ b
    if c < -0.9999:
        return rot(np.cross(a, [0.3, 0.5, 0.8]), 180)
    k = np.array([[0, -v[2], v[1]], [v[2], 0, -v[0]], [-v[1], v[0], 0]])
    return np.eye(3) + k + k @ k / (1 + c)


def frame(f, n):
    """Columns: ``f``, ``n`` made square to it, and their cross product."""
    f = norm(f)
    n = norm(np.asarray(n, float) - f * (f @ n))
    return np.stack([f, n, np.cross(f, n)], 1)
