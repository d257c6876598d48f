"""Worn round neck and trunk: scarf and coat."""

import numpy as np

from bench.world.assets.reading import base, weights
from bench.world.people.wear import drape

SCARVES = [
    (0.35, 0.04, 0.05),
    (0.1, 0.1, 0.12),
    (0.45, 0.38, 0.28),
    (0.08, 0.12, 0.25),
    (0.4, 0.4, 0.4),
]
COATS = [
    (0.02, 0.02, 0.024),
    (0.03, 0.045, 0.1),
    (0.07, 0.08, 0.05),
    (0.34, 0.27, 0.18),
    (0.16, 0.16, 0.17),
    (0.25, 0.03, 0.035),
]
TRUNK = ("pelvis", "spine_01", "spine_02", "spine_03", "clavicle", "upperarm", "lowerarm", "neck")


def _clad(human):
    """Points that cloth lies over: skin and garments."""
    return np.concatenate([p["V"] for p in human.parts if p["kind"] in ("skin", "cloth")])


def _weighted(human, rows):
    """Weights (n, bones) of {bone: share array}."""
    w = np.zeros((len(next(iter(rows.values()))), len(human.names)), np.float32)
    for bone, share in rows.items():
        w[:, human.num[bone]] = share
    return w


def _soft(kind, name, verts, faces, w, **more):
    part = {"kind": kind, "name": name, "V": np.asarray(verts, np.float32), "W": w, "F": faces}
    return dict(part, FT=None, T=None, tex=None, bind=None, **more)


def scarf(human, rng):
    """A wound scarf between shoulders and chin, one end hanging down the chest."""
    neck, chin = human.head[human.num["neck_01"]], drape.at(human, 0, 6.23, 1.45)
    rows, columns = 17, 40
    v, turn = np.linspace(0, 1, rows)[:, None], np.linspace(-np.pi, np.pi, columns + 1)[:-1]
    low, high = neck[1] - 0.012 - 0.022 * np.cos(turn), chin[1] - 0.012 + 0.012 * (1 - np.cos(turn))
    heights = low * (1 - v) + high * v
    middle = (0.0, float(neck[2]) + 0.022)
    points = _clad(human)
    points = points[np.hypot(points[:, 0], points[:, 2] - middle[1]) < 0.13]
    r = np.minimum(drape.ring_reach(points, heights, turn, middle, 4, 0.02), 0.094 - 0.024 * v)
    wound = np.abs(np.sin(v * 3 * np.pi + 0.5 * np.sin(turn) + 0.35 * np.sin(3 * turn)))
    r = drape.smoothed(r, 3, closed=True) + 0.010 + 0.011 * wound
    r[-2:] -= [[0.012], [0.026]]
    r[0] -= 0.015
    ring = drape.cylinder_points(r, heights, turn, middle)
    up = np.repeat(v[:, 0] * 0.55, columns)
    tail, tail_faces = _tail(human, ring.reshape(rows, columns, 3), columns, rng)
    w = _weighted(human, {"neck_01": up, "spine_03": 1 - up})
    w = np.concatenate([w, _weighted(human, {"spine_03": np.ones(len(tail))})])
    verts, faces = drape.joined([(ring, drape.grid_faces(rows, columns, True)), (tail, tail_faces)])
    paint = {"scarf": {"col": rng.choice(SCARVES), "rough": 1, "spec": 0.05, "noise": 70}}
    return [_soft("wear", "scarf", verts, faces, w, paint=paint)]


def _tail(human, ring, columns, rng):
    """The hanging end: a leaf lying over the chest."""
    start = ring[4, columns // 2 + rng.choice((-3, 3))]
    points, rows, wide = _clad(human), 9, 0.055
    out = []
    for k in range(rows):
        y = start[1] - 0.026 * k
        for u in np.linspace(-1, 1, 6):
            x = start[0] * 1.3 + u * wide
            near = points[(np.abs(points[:, 1] - y) < 0.02) & (np.abs(points[:, 0] - x) < 0.02)]
            z = near[:, 2].max() if len(near) else start[2] - 0.01
            out.append([x, y, max(z, start[2] - 0.05) + 0.012 + 0.004 * np.cos(2.5 * u)])
    return np.array(out), drape.grid_faces(rows, 6)


def coat(human, rng):
    """A thick jacket over the clothes, open or shut in front, plain or quilted."""
    verts, faces, rows = _jacket_mesh(human)
    normal = _normals(verts, faces)
    w = weights()[rows].astype(np.float32)
    arm = w[:, [human.num[n] for n in human.names if "arm" in n]].sum(1)
    away = np.maximum(0.017 - 0.004 * arm, _outside(human, verts, normal) + 0.006)
    near = _neighbours(len(verts), faces)
    away = np.maximum(_even(away[:, None], near, 3)[:, 0], away * 0.9)
    verts = _even(verts + normal * np.minimum(away, 0.05)[:, None], near, 1)
    is_open = rng.random() < 0.6
    if is_open:
        faces = [f for f in faces if not _in_front(verts[f], 0.045)]
    verts = _trimmed_edges(human, verts, faces)
    quilted = rng.random() < 0.5
    rough = {"col": rng.choice(COATS), "rough": 0.55 if quilted else 0.95, "spec": 0.2}
    paint = {"coat": dict(rough, quilt=quilted, noise=0 if quilted else 120, zipped=not is_open)}
    part = _soft("cloth", "coat", verts, faces, w, paint=paint)
    _under(human, verts, faces)
    return [part]


def _trimmed_edges(human, verts, faces):
    """Straight hem, collar and front edges in place of the stairs that whole faces leave."""
    v, edge = verts.copy(), _border(faces)
    hip, neck = human.head[human.num["pelvis"]][1] - 0.06, human.head[human.num["neck_01"]][1]
    for k in edge:
        x, y, z = v[k]
        if y < hip + 0.05:
            v[k, 1] = hip
        elif y > neck - 0.01 and abs(x) < 0.12:
            v[k, 1] = neck + 0.03 - 0.25 * max(0, z - 0.02)
        if abs(x) < 0.11 and z > 0.02:
            v[k, 0] = np.sign(x) * (0.04 + 0.05 * np.clip((y - neck + 0.2) / 0.25, 0, 1))
    return v


def _jacket_mesh(human):
    """Tights of the base mesh above the hips, no hands or head: vertices, faces, base numbers."""
    _, _, all_faces, _, groups = base()
    w, names = weights(), human.names
    trunk = w[:, [i for i, n in enumerate(names) if n.startswith(TRUNK)]].sum(1)
    hip = human.head[human.num["pelvis"]][1] - 0.05
    collar = human.head[human.num["neck_01"]][1] + 0.035
    keep = (trunk > 0.5) & (human.V[:, 1] > hip) & (human.V[:, 1] < collar)
    faces = [
        f for f, g in zip(all_faces, groups, strict=True) if g == "helper-tights" and keep[f].all()
    ]
    rows = np.unique(np.concatenate(faces))
    new = -np.ones(len(keep), int)
    new[rows] = np.arange(len(rows))
    return human.V[rows], [[int(new[x]) for x in f] for f in faces], rows


def _normals(verts, faces):
    q = np.array([f[:4] if len(f) > 3 else [*f, f[2]] for f in faces])
    n = np.cross(verts[q[:, 2]] - verts[q[:, 0]], verts[q[:, 3]] - verts[q[:, 1]])
    out = np.zeros_like(verts)
    for k in range(4):
        np.add.at(out, q[:, k], n)
    return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-12)


def _outside(human, verts, normal):
    """How far garments stand out from each vertex along its normal."""
    out = np.zeros(len(verts))
    for p in human.parts:
        if p["kind"] != "cloth" or "shoes" in p["name"]:
            continue
        for v in p["V"]:
            d = v - verts
            near = np.einsum("ij,ij->i", d, d) < 0.03**2
            along = np.einsum("ij,ij->i", d[near], normal[near])
            out[near] = np.maximum(out[near], np.minimum(along, 0.03))
    return out


def _neighbours(n, faces):
    pairs = {(a, b) for f in faces for a, b in zip(f, [*f[1:], f[0]], strict=True)}
    return np.array(sorted(pairs | {(b, a) for a, b in pairs})), n


def _even(values, near, times):
    """Values (n, k) drawn half-way to the mean of their neighbours, ``times`` over."""
    pairs, n = near
    count = np.bincount(pairs[:, 0], minlength=n)[:, None]
    for _ in range(times):
        total = np.zeros_like(values)
        np.add.at(total, pairs[:, 0], values[pairs[:, 1]])
        values = (values + total / np.maximum(count, 1)) / 2
    return values


def _in_front(corners, wide):
    c = corners.mean(0)
    return abs(c[0]) < wide and c[2] > 0.02


def _under(human, verts, faces):
    """Leave out what the coat covers well, so that nothing pokes through when the body bends."""
    middle = np.array([verts[f].mean(0) for f in faces])
    edge = _border(faces)
    rim = verts[edge]
    for p in human.parts:
        if p["kind"] != "cloth" or "shoes" in p["name"]:
            continue
        hit = np.array([np.linalg.norm(middle - v, axis=1).min() < 0.05 for v in p["V"]])
        clear = np.array([np.linalg.norm(rim - v, axis=1).min() > 0.06 for v in p["V"]])
        gone = hit & clear
        keep = [k for k, f in enumerate(p["F"]) if not gone[f].all()]
        p["F"], p["FT"] = [p["F"][k] for k in keep], [p["FT"][k] for k in keep]


def _border(faces):
    """Vertices on an edge that only one face has."""
    count = {}
    for f in faces:
        for a, b in zip(f, [*f[1:], f[0]], strict=True):
            key = (min(a, b), max(a, b))
            count[key] = count.get(key, 0) + 1
    return sorted({v for k, n in count.items() if n == 1 for v in k})
