"""Meshes of many materials in the making: plates, discs, turned bodies."""

import math
from dataclasses import dataclass, field

import numpy as np

from bench.world.blender.scene import addmesh


@dataclass
class Shape:
    """A mesh in the making: parts with their own materials, put together into one object."""

    verts: list = field(default_factory=list)
    faces: list = field(default_factory=list)
    uvs: list = field(default_factory=list)
    mats: list = field(default_factory=list)
    which: list = field(default_factory=list)
    smooth: list = field(default_factory=list)

    def add(self, verts, faces, material, uv=None, smooth=False):
        """Append a part; ``uv`` is one texture point for each of its vertices."""
        n = len(self.verts)
        self.verts += [tuple(v) for v in verts]
        if material not in self.mats:
            self.mats.append(material)
        for f in faces:
            self.faces.append(tuple(n + i for i in f))
            self.uvs += [tuple(uv[i]) if uv is not None else (0.0, 0.0) for i in f]
            self.which.append(self.mats.index(material))
            self.smooth.append(smooth)

    def made(self, name):
        """The object, in the scene."""
        o = addmesh(name, self.verts, self.faces, None, uv=self.uvs, smooth=False)
        for m in self.mats:
            o.data.materials.append(m)
        o.data.polygons.foreach_set("material_index", self.which)
        o.data.polygons.foreach_set("use_smooth", self.smooth)
        return o


def outline(length, width, corner, n=5):
    """Points of a rounded rectangle about the origin, counter-clockwise seen from the front."""
    out = []
    for k, (i, j) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        for a in range(n + 1):
            t = math.pi / 2 * (k + a / n)
            x, y = i * (length / 2 - corner), j * (width / 2 - corner)
            out.append((x + corner * math.cos(t), y + corner * math.sin(t)))
    return np.array(out)


def slab(shape, size, corner, bevel, paints, at=(0, 0, 0)):
    """A rounded plate: ``paints`` are those of back, edge and front."""
    length, width, thick = size
    h = thick / 2
    rings = ((bevel, -h), (bevel * 0.3, -h + bevel * 0.3), (0, -h + bevel), (0, h - bevel),
             (bevel * 0.3, h - bevel * 0.3), (bevel, h))  # fmt: skip
    verts = np.concatenate(
        [
            np.c_[outline(length - 2 * i, width - 2 * i, corner - i), np.full(24, z)]
            for i, z in rings
        ]
    ) + np.array(at)
    sides = [
        (r * 24 + k, r * 24 + (k + 1) % 24, (r + 1) * 24 + (k + 1) % 24, (r + 1) * 24 + k)
        for r in range(5)
        for k in range(24)
    ]
    uv = verts[:, :2] / (length, width) + 0.5
    shape.add(verts, sides, paints[1], smooth=True)
    shape.add(verts[:24], [tuple(range(23, -1, -1))], paints[0], np.c_[uv[:24, 1], uv[:24, 0]])
    shape.add(verts[120:], [tuple(range(24))], paints[2])


def disc(shape, at, radius, height, paint, n=16):
    """A short cylinder whose end looks along ``height`` (negative: backwards)."""
    a = 2 * math.pi * np.arange(n) / n
    ring = np.c_[at[0] + radius * np.cos(a), at[1] + radius * np.sin(a), np.full(n, at[2])]
    verts = np.concatenate([ring, ring + np.array([0, 0, height])])
    sides = [(k, (k + 1) % n, n + (k + 1) % n, n + k) for k in range(n)]
    end = tuple(range(n, 2 * n))
    if height < 0:
        sides, end = [f[::-1] for f in sides], end[::-1]
    shape.add(verts, [*sides, end], paint, smooth=False)


def lathe(shape, profile, paint, n=20):
    """A body of revolution about x: ``profile`` rows are (x, radius)."""
    a = 2 * math.pi * np.arange(n) / n
    verts = np.array([(x, r * math.cos(t), r * math.sin(t)) for x, r in profile for t in a])
    faces = [
        (i * n + k, i * n + (k + 1) % n, (i + 1) * n + (k + 1) % n, (i + 1) * n + k)
        for i in range(len(profile) - 1)
        for k in range(n)
    ]
    shape.add(verts, [f[::-1] for f in faces], paint, smooth=True)
