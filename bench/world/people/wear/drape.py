"""Surfaces laid round a body: grids, tubes, and how far out cloth lies.  Numpy only, metres."""

import functools

import numpy as np

from bench.world.assets.reading import base
from bench.world.ground.turning import norm


@functools.cache
def nearest(x, y, z):
    """The skin vertex of the base mesh nearest to a point of the neutral body (decimetres)."""
    skin = base()[0][:13380]
    return int(np.linalg.norm(skin - np.array([x, y, z]), axis=1).argmin())


def at(human, x, y, z):
    """Where the neutral body's point lies on this body."""
    return human.V[nearest(x, y, z)]


def grid_faces(rows, columns, closed=False):
    """Quads of a grid of points in row order; ``closed`` joins the last column to the first."""
    last = columns if closed else columns - 1
    return [
        [
            r * columns + c,
            r * columns + (c + 1) % columns,
            (r + 1) * columns + (c + 1) % columns,
            (r + 1) * columns + c,
        ]
        for r in range(rows - 1)
        for c in range(last)
    ]


def tube(points, radius, sides=6, closed=False):
    """Vertices and faces of a round tube along ``points`` (n, 3)."""
    p = np.asarray(points, float)
    ahead = np.roll(p, -1, 0) - np.roll(p, 1, 0)
    if not closed:
        ahead[0], ahead[-1] = p[1] - p[0], p[-1] - p[-2]
    turns = np.linspace(0, 2 * np.pi, sides + 1)[:-1]
    verts = []
    for q, d in zip(p, ahead, strict=True):
        side = norm(np.cross(d, [0.13, 1.0, 0.07]))
        up = norm(np.cross(side, d))
        verts += [q + radius * (np.cos(a) * side + np.sin(a) * up) for a in turns]
    n = len(p) + (1 if closed else 0)
    return np.array(verts), [[i % len(verts) for i in f] for f in grid_faces(n, sides, True)]


def joined(pieces):
    """One mesh of several (vertices, faces)."""
    verts, faces, n = [], [], 0
    for v, f in pieces:
        faces += [[x + n for x in q] for q in f]
        verts.append(v)
        n += len(v)
    return np.concatenate(verts), faces


def reach(points, centre, directions, sharp=8):
    """How far out cloth lies over ``points`` in each direction; lower ``sharp`` bridges more."""
    p = points - centre
    length = np.linalg.norm(p, axis=1)
    cos = directions @ (p / np.maximum(length, 1e-6)[:, None]).T
    return (np.clip(cos, 0, 1) ** sharp * length).max(1)


def ring_reach(points, heights, angles, middle, sharp=8, soft=0.012):
    """Radius (rows, columns) over points near each height, about an axis at ``middle`` (x, z)."""
    x, z = points[:, 0] - middle[0], points[:, 2] - middle[1]
    length, turn = np.hypot(x, z), np.arctan2(x, z)
    out = np.zeros(np.shape(heights))
    for r, row in enumerate(heights):
        for c, y in enumerate(row):
            d = np.clip(np.cos(turn - angles[c]), 0, 1) ** sharp
            out[r, c] = (length * d - ((points[:, 1] - y) / soft) ** 2 * 0.004).max()
    return out


def smoothed(r, times=2, closed=False):
    """A grid of radii with each value drawn to its neighbours."""
    for _ in range(times):
        p = np.pad(r, ((1, 1), (0, 0)), "edge")
        r = (p[:-2] + 2 * p[1:-1] + p[2:]) / 4
        p = np.pad(r, ((0, 0), (1, 1)), "wrap" if closed else "edge")
        r = (p[:, :-2] + 2 * p[:, 1:-1] + p[:, 2:]) / 4
    return r


def cylinder_points(radius, heights, angles, middle):
    """Points (rows * columns, 3) of a grid of radii about an upright axis."""
    a = np.broadcast_to(angles, radius.shape)
    x, z = middle[0] + radius * np.sin(a), middle[1] + radius * np.cos(a)
    return np.stack([x, np.broadcast_to(heights, radius.shape), z], -1).reshape(-1, 3)
