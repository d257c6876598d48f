"""Rotations of three-vectors; numpy only."""

import numpy as np


def norm(v):
    """The direction of ``v``."""
    v = np.asarray(v, float)
    return v / (np.linalg.norm(v) + 1e-12)


def rot(axis, deg):
    """Rotation matrix about ``axis`` by ``deg`` degrees."""
    a, t = norm(axis), np.radians(deg)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    return np.eye(3) + np.sin(t) * k + (1 - np.cos(t)) * k @ k


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
