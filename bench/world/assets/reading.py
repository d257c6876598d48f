"""Readers for the assets: MakeHuman base mesh, targets, rig, clothes fits.  Numpy only."""

import functools
import gzip
import json
import re

import numpy as np

from bench.world.ground.settings import folder

ASSETS = folder()


def read_obj(path):
    """Vertices (n,3), texture points (m,2), faces, texture faces, face groups of a gzipped OBJ."""
    verts, uvs, faces, uv_faces, groups, group = [], [], [], [], [], ""
    for line in gzip.decompress(path.read_bytes()).decode().splitlines():
        s = line.split()
        if not s:
            continue
        if s[0] == "v":
            verts.append([float(x) for x in s[1:4]])
        elif s[0] == "vt":
            uvs.append([float(x) for x in s[1:3]])
        elif s[0] == "g":
            group = s[1] if len(s) > 1 else ""
        elif s[0] == "f":
            parts = [x.split("/") for x in s[1:]]
            faces.append([int(p[0]) - 1 for p in parts])
            uv_faces.append([int(p[1]) - 1 if len(p) > 1 and p[1] else 0 for p in parts])
            groups.append(group)
    return np.array(verts), np.array(uvs) if uvs else np.zeros((1, 2)), faces, uv_faces, groups


@functools.cache
def base():
    """The hm08 base mesh (decimetres)."""
    return read_obj(ASSETS / "body/base.obj.gz")


def _rows(path):
    """Vertex numbers and offsets (decimetres) of a target file, gzipped or not; may be empty."""
    text = ""
    if path.exists():
        text = (
            gzip.decompress(path.read_bytes()).decode()
            if path.suffix == ".gz"
            else path.read_text()
        )
    rows = [[float(x) for x in s.split()] for s in text.splitlines() if s.strip() and s[0] != "#"]
    a = np.array(rows)
    return (a[:, 0].astype(int), a[:, 1:]) if a.size else (np.zeros(0, int), np.zeros((0, 3)))


@functools.cache
def target(name):
    """Vertex numbers and offsets of one macro target; empty where there is none of that name."""
    return _rows(ASSETS / f"body/targets/{name}.target.gz")


@functools.cache
def face_target(name):
    """Vertex numbers and offsets of one facial action, such as ``jawOpen``."""
    return _rows(ASSETS / f"body/face/{name}.target")


@functools.cache
def shape_target(name):
    """Vertex numbers and offsets of one trait of a face, such as ``nose/nose-volume-incr``."""
    return _rows(ASSETS / f"body/shape/{name}.target.gz")


def _json(name):
    return json.load(gzip.open(ASSETS / f"body/{name}.json.gz", "rt"))


@functools.cache
def rig():
    """Bones of the 53-bone game-engine rig, by name."""
    return _json("rig")


@functools.cache
def bone_order():
    """Bone names, parents before children."""
    out = []

    def add(name):
        if name in out:
            return
        if rig()[name]["parent"]:
            add(rig()[name]["parent"])
        out.append(name)

    for name in rig():
        add(name)
    return out


@functools.cache
def weights():
    """Skin weights (vertices, bones), each row summing to one; loose vertices follow the head."""
    table, names = _json("weights")["weights"], bone_order()
    w = np.zeros((len(base()[0]), len(names)), np.float32)
    for i, n in enumerate(names):
        a = np.array(table.get(n, []))
        if len(a):
            w[a[:, 0].astype(int), i] = a[:, 1]
    s = w.sum(1, keepdims=True)
    w = np.where(s > 0, w / np.maximum(s, 1e-9), 0)
    w[s[:, 0] == 0, names.index("head")] = 1
    return w


@functools.cache
def joint_cubes():
    """Vertex numbers of each joint helper group of the base mesh."""
    return {
        k: np.concatenate([np.arange(a, b + 1) for a, b in v])
        for k, v in _json("vertex_groups").items()
    }


def texture(folder):
    """The texture of an asset folder (``tex.jpg`` or ``tex.png``)."""
    jpg = folder / "tex.jpg"
    return str(jpg if jpg.exists() else folder / "tex.png")


@functools.cache
def fit(kind, name):
    """How a garment, hair or brow mesh hangs on the base mesh: indices, weights, offsets, scale."""
    folder = ASSETS / kind / name
    info = {
        "scale": {},
        "hidden": set(),
        "mesh": read_obj(folder / "mesh.obj.gz"),
        "tex": texture(folder),
    }
    rows, mode = [], None
    for line in gzip.decompress((folder / "fit.mhclo.gz").read_bytes()).decode().splitlines():
        s = line.split()
        if not s or s[0][0] == "#":
            continue
        if s[0] in ("x_scale", "y_scale", "z_scale"):
            info["scale"][s[0][0]] = (int(s[1]), int(s[2]), float(s[3]))
        elif s[0] == "verts":
            mode = "v"
        elif s[0] == "delete_verts":
            mode = "d"
        elif s[0] == "weights":
            mode = None
        elif mode == "v" and re.match(r"^-?\d", s[0]):
            rows.append(
                [int(s[0]), 0, 0, 1, 0, 0, 0, 0, 0] if len(s) == 1 else [float(x) for x in s[:9]]
            )
        elif mode == "d":
            _hide(info["hidden"], s)
    r = np.array(rows)
    info["idx"], info["w"], info["off"] = r[:, :3].astype(int), r[:, 3:6], r[:, 6:9]
    return info


def _hide(hidden, s):
    i = 0
    while i < len(s):
        if i + 2 < len(s) and s[i + 1] == "-":
            hidden.update(range(int(s[i]), int(s[i + 2]) + 1))
            i += 3
        else:
            hidden.add(int(s[i]))
            i += 1
