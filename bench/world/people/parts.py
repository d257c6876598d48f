"""The meshes of one person: skin, what is worn over it, eyes, teeth, lashes.

A part is a dict: kind, name, V (n,3) rest vertices, W (n,bones) weights or ``bone`` for a rigid
one, F and FT faces and texture faces, T texture points, tex, and ``bind`` (base vertex numbers,
shares) by which the face moves it.
"""

import math

import numpy as np

from bench.world.assets.reading import base, weights

TEETH = ("helper-upper-teeth", "helper-lower-teeth")
LASHES = ("helper-l-eyelashes-2", "helper-r-eyelashes-2")
EYES = (("l", "helper-l-eye"), ("r", "helper-r-eye"))
IRIS, PUPIL, LIMBUS = 0.44, 0.19, 0.5  # radians from the eye's axis
RINGS, TURNS = (0.0, 0.10, PUPIL, 0.30, IRIS, LIMBUS, 0.7, 0.95, 1.25, 1.6, 2.1, 2.7), 20


def from_base(verts, kind, wanted, hidden=frozenset()):
    """A part of the base mesh: the faces of the ``wanted`` groups but those wholly ``hidden``."""
    _, uvs, faces, uv_faces, groups = base()
    keep = [
        i for i, g in enumerate(groups) if g in wanted and not all(x in hidden for x in faces[i])
    ]
    return trimmed(
        {
            "kind": kind,
            "name": kind,
            "V": verts,
            "W": weights(),
            "F": [faces[i] for i in keep],
            "FT": [uv_faces[i] for i in keep],
            "T": uvs,
            "tex": None,
            "bind": (np.arange(len(verts)), None),
        }
    )


def worn(verts, kind, name, m, head):
    """A garment, hair or brow mesh hung on the body by its fit ``m``; ``head`` is a bone number."""
    scale = np.array(
        [
            abs(verts[m["scale"][k][0], i] - verts[m["scale"][k][1], i]) / m["scale"][k][2]
            if k in m["scale"]
            else 0.1
            for i, k in enumerate("xyz")
        ]
    )
    v = (verts[m["idx"]] * m["w"][:, :, None]).sum(1) + m["off"] * scale
    share = np.clip(m["w"], 0, None)
    share = share / np.maximum(share.sum(1, keepdims=True), 1e-9)
    w = (weights()[m["idx"]] * share[:, :, None]).sum(1)
    if kind != "cloth":
        w[:] = 0
        w[:, head] = 1
    _, uvs, faces, uv_faces, _ = m["mesh"]
    bind = (m["idx"], m["w"].astype(np.float32)) if kind == "brow" else None
    part = {"kind": kind, "name": name, "V": v, "W": w, "F": faces, "FT": uv_faces, "T": uvs}
    return trimmed(dict(part, tex=m["tex"], bind=bind))


def trimmed(p):
    """The part without vertices that no face uses."""
    used = np.unique(np.concatenate([np.array(f) for f in p["F"]]))
    new = -np.ones(len(p["V"]), int)
    new[used] = np.arange(len(used))
    p["V"], p["W"] = p["V"][used].astype(np.float32), p["W"][used].astype(np.float32)
    p["F"] = [[int(new[x]) for x in f] for f in p["F"]]
    if p["bind"] is not None:
        idx, w = p["bind"]
        p["bind"] = (idx[used], None if w is None else w[used])
    return p


def on_head(kind, name, verts, faces, **more):
    """A part that follows the head rigidly."""
    part = {"kind": kind, "name": name, "V": np.asarray(verts, np.float32), "bone": "head"}
    return dict(part, F=faces, FT=None, T=None, tex=None, bind=None, **more)


def eyeballs(verts):
    """Both eyes as spheres with pupil, iris and white; ``centres`` and ``side`` let them turn."""
    balls, faces, slots, centres, side = [], [], [], [], []
    at = _groups()
    for k, (_, group) in enumerate(EYES):
        p = verts[at[group]]
        centre, radius = (p.max(0) + p.min(0)) / 2, np.ptp(p[:, :2], axis=0).mean() / 2
        ball, ball_faces, ball_slots = _ball()
        faces += [[x + len(ball) * k for x in f] for f in ball_faces]
        balls.append(ball * radius * np.array([1, 1, 1.02]) + centre)
        centres.append(centre)
        side += [k] * len(ball)
        slots += ball_slots
    return on_head(
        "eye",
        "eye",
        np.concatenate(balls),
        faces,
        slots=slots,
        centres=np.array(centres, np.float32),
        side=np.array(side),
    )


def _groups():
    _, _, faces, _, groups = base()
    out = {}
    for f, g in zip(faces, groups, strict=True):
        if g in (EYES[0][1], EYES[1][1]):
            out.setdefault(g, set()).update(f)
    return {g: sorted(v) for g, v in out.items()}


def _ball():
    """A unit sphere of rings about z, the cornea bulging: vertices, faces, slot of each face."""
    v = [(0, 0, _radius(0))]
    for a in RINGS[1:]:
        r = _radius(a)
        turns = [2 * math.pi * k / TURNS for k in range(TURNS)]
        v += [
            (r * math.sin(a) * math.cos(b), r * math.sin(a) * math.sin(b), r * math.cos(a))
            for b in turns
        ]
    faces, slots = [], []
    for k in range(TURNS):
        faces.append([0, 1 + k, 1 + (k + 1) % TURNS])
        slots.append(0)
    for i in range(1, len(RINGS) - 1):
        a, b = 1 + (i - 1) * TURNS, 1 + i * TURNS
        kind = (
            0
            if RINGS[i + 1] <= PUPIL
            else 1
            if RINGS[i + 1] <= IRIS
            else 2
            if RINGS[i + 1] <= LIMBUS
            else 3
        )
        for k in range(TURNS):
            n = (k + 1) % TURNS
            faces.append([a + k, b + k, b + n, a + n])
            slots.append(kind)
    return np.array(v), faces, slots


def _radius(angle):
    return 1 + 0.02 * max(0, math.cos(angle * math.pi / 2 / LIMBUS)) if angle < LIMBUS else 1.0


def hanging(part, ear, spine, head):
    """Let hair below the ear (height in metres) fall with the trunk, not turn with the head."""
    y = part["V"][:, 1]
    u = np.clip((ear - y) / 0.16, 0, 1)
    k = 0.85 * u * u * (3 - 2 * u)
    part["W"][:, head], part["W"][:, spine] = 1 - k, k
    return part


def fuzz(part, thick=0.004):
    """A second, ragged layer over short hair, so that its outline is not that of a cap."""
    v, normal = part["V"], np.zeros_like(part["V"])
    for f in part["F"]:
        n = np.cross(v[f[1]] - v[f[0]], v[f[2]] - v[f[0]])
        normal[f] += n
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
    return dict(part, V=(v + thick * normal).astype(np.float32), fuzz=True)
