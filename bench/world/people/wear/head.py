"""Worn on the head: glasses, surgical mask, cap."""

import numpy as np

from bench.world.people.parts import on_head
from bench.world.people.wear import drape

FRAMES = [(0.012, 0.012, 0.014)] * 3 + [(0.05, 0.03, 0.02), (0.35, 0.34, 0.33), (0.25, 0.18, 0.08)]
MASKS = [(0.75, 0.77, 0.78), (0.3, 0.52, 0.68), (0.3, 0.52, 0.68), (0.025, 0.025, 0.028)]
CAPS = [(0.03, 0.03, 0.035), (0.04, 0.06, 0.14), (0.28, 0.03, 0.03), (0.5, 0.48, 0.42)]


def _eyes(human):
    return next(p for p in human.parts if p["kind"] == "eye")["centres"].astype(float)


def glasses(human, rng):
    """A thin frame and nearly clear lenses, resting before the eyes, temples to the ears."""
    left, right = _eyes(human)
    apart = left[0] - right[0]
    wide, tall = apart * rng.uniform(0.37, 0.41), apart * rng.uniform(0.24, 0.33)
    power, thin = rng.choice([2, 3, 4]), rng.choice([0.0009, 0.0013, 0.002])
    front = max(left[2] + 0.026, drape.at(human, 0, 7.2, 1.54)[2] - 0.004)
    rims, lenses = [], []
    for eye, sign in ((left, 1), (right, -1)):
        centre = np.array([eye[0] + sign * 0.002, eye[1] - 0.003, front])
        ring = centre + _lens_outline(wide, tall, power, sign)
        rims.append(drape.tube(ring, thin, closed=True))
        lenses.append((np.vstack([ring, np.add(centre, [0, 0, 0.002])]), _fan(len(ring))))
        rims.append(drape.tube(_temple(human, centre, wide, tall, sign), thin * 1.1))
    inner = left[0] + 0.002 - wide
    y = left[1] - 0.003 + tall * 0.35
    arch = [[inner * k, y + 0.004 * (1 - k * k), front + 0.003] for k in np.linspace(-1, 1, 7)]
    rims.append(drape.tube(arch, thin * 1.2))
    v, f = drape.joined(rims)
    lv, lf = drape.joined(lenses)
    frame = {"col": rng.choice(FRAMES), "rough": 0.4, "spec": 0.3}
    clear = {"col": (0.8, 0.86, 0.9), "rough": 0.08, "spec": 0.6, "opaque": 0.06}
    return [
        on_head("wear", "glasses", v, f, paint={"frame": frame}),
        on_head("wear", "lenses", lv, lf, paint={"lens": clear}),
    ]


def _lens_outline(wide, tall, power, sign):
    a = np.linspace(0, 2 * np.pi, 25)[:-1]
    c, s = np.cos(a), np.sin(a)
    r = (np.abs(c) ** power + np.abs(s) ** power) ** (-1 / power)
    x = r * c * wide
    bend = -0.12 * np.maximum(0, x * sign) - 1.2 * np.maximum(0, x * sign) ** 2
    return np.stack([x, r * s * tall, bend], 1)


def _fan(n):
    return [[k, (k + 1) % n, n] for k in range(n)]


def _temple(human, centre, wide, tall, sign):
    """From the rim's outer end past the temple to behind the ear."""
    start = np.add(centre, [sign * wide, tall * 0.4, -0.010])
    hinge = np.add(start, [sign * 0.003, 0, -0.006])
    root = drape.at(human, 0.76 * sign, 7.40, 0.62)
    top = np.add(root, [sign * 0.003, 0.004, 0])
    hook = np.add(top, [-sign * 0.001, -0.008, -0.016])
    return [
        start,
        hinge,
        (hinge + top) / 2,
        top,
        hook,
        np.add(hook, [-sign * 0.003, -0.022, -0.010]),
    ]


def mask(human, rng):
    """A surgical mask from the bridge of the nose to under the chin; its foot follows the jaw."""
    rows, columns = 15, 25
    u = np.linspace(-1, 1, columns)
    angles = np.radians(72) * u
    nose, chin, jaw = (
        drape.at(human, 0, y, z)[1] for y, z in ((7.12, 1.56), (6.23, 1.45), (6.62, 0.9))
    )
    top = nose - 0.020 * np.abs(u) ** 1.3
    low = chin - 0.006 + (jaw - chin - 0.004) * np.abs(u) ** 1.6
    v = np.linspace(0, 1, rows)[:, None]
    heights = top * (1 - v) + low * v
    middle = (0.0, float(drape.at(human, 0.75, 7.0, 0.7)[2]) + 0.005)
    r = drape.ring_reach(human.V[:13380], heights, angles, middle, sharp=6, soft=0.010)
    r = drape.smoothed(r) + 0.004
    folds = 0.0014 * np.sin(v * 22) * np.clip(1.5 - 2 * np.abs(v - 0.5), 0, 1)
    r += folds * np.clip(1.2 - np.abs(u), 0, 1)
    r[-1] -= 0.014 * (1 - np.abs(u))
    points = drape.cylinder_points(r, heights, angles, middle)
    colour = rng.choice(MASKS)
    shell = on_head(
        "wear",
        "mask",
        points,
        drape.grid_faces(rows, columns),
        paint={"mask": {"col": colour, "rough": 0.85, "spec": 0.1}},
    )
    shell["bind"] = _on_skin(human, points, np.repeat(0.9 * v[:, 0] ** 1.6, columns))
    white = {"mask_loop": {"col": (0.7, 0.7, 0.7), "rough": 0.8, "spec": 0.1}}
    lv, lf = _loops(human, points.reshape(rows, columns, 3))
    return [shell, on_head("wear", "mask_loops", lv, lf, paint=white)]


def _on_skin(human, points, share):
    skin = human.V[:13380]
    idx = np.array([np.linalg.norm(skin - p, axis=1).argmin() for p in points])
    return idx[:, None], share[:, None].astype(np.float32)


def _loops(human, grid):
    pieces = []
    for column, sign in ((-1, 1), (0, -1)):
        high = np.add(drape.at(human, 0.8 * sign, 7.42, 0.6), [sign * 0.002, 0, -0.012])
        low = np.add(drape.at(human, 0.72 * sign, 6.85, 0.6), [sign * 0.003, 0, -0.006])
        back = np.add(high / 2 + low / 2, [sign * 0.002, 0, -0.014])
        pieces.append(drape.tube([grid[1, column], high, back, low, grid[-3, column]], 0.0011, 5))
    return drape.joined(pieces)


def cap(human, rng):
    """A cap with a visor; the hair under it is pressed to the skull."""
    brow, back = drape.at(human, 0, 7.62, 1.53), drape.at(human, 0, 7.35, -0.95)
    centre = np.array([0, brow[1] * 0.7 + back[1] * 0.3, (brow[2] + back[2]) / 2])
    rows, columns = 11, 36
    turn = np.linspace(0, 2 * np.pi, columns + 1)[:-1]
    rise = np.radians(np.linspace(0, 88, rows))[:, None]
    tilt = 0.16 * np.cos(turn) * np.cos(rise)
    d = np.stack(
        [np.cos(rise) * np.sin(turn), np.sin(rise) + tilt, np.cos(rise) * np.cos(turn)], -1
    )
    d = (d / np.linalg.norm(d, axis=-1, keepdims=True)).reshape(-1, 3)
    skull = human.V[:13380][human.V[:13380, 1] > brow[1] - 0.03]
    r = drape.reach(skull, centre, d, 10).reshape(rows, columns)
    r = drape.smoothed(r, 2, closed=True) + 0.013
    crown = centre + d * r.reshape(-1, 1)
    _press(human, centre, d, r.ravel())
    v, f = drape.joined(
        [(crown, drape.grid_faces(rows, columns, True)), _visor(crown[:columns], turn)]
    )
    paint = {"cap": {"col": rng.choice(CAPS), "rough": 0.9, "spec": 0.1, "noise": 150}}
    return [on_head("wear", "cap", v, f, paint=paint)]


def _visor(rim, turn):
    """The peak: a curved leaf out from the front of the rim."""
    order = np.argsort((turn + np.pi) % (2 * np.pi))
    front = [k for k in order if np.cos(turn[k]) > 0.6]
    edge = rim[front]
    u = np.linspace(-1, 1, len(front))
    rows = []
    for k in np.linspace(0, 1, 5):
        out = k * 0.068 * np.sqrt(np.clip(1 - 0.75 * u**2, 0, 1))
        drop = 0.012 * k + 0.014 * k * u**2
        rows.append(edge + np.stack([0 * u, -drop, out], 1))
    return np.concatenate(rows), drape.grid_faces(5, len(front))


def _press(human, centre, directions, radius):
    for p in human.parts:
        if p["kind"] != "hair":
            continue
        v = p["V"] - centre
        length = np.linalg.norm(v, axis=1)
        unit = v / np.maximum(length, 1e-6)[:, None]
        cos = unit @ directions.T
        limit = radius[cos.argmax(1)] - 0.004
        inside = (cos.max(1) > 0.985) & (length > limit)
        v[inside] = unit[inside] * limit[inside, None]
        p["V"] = (v + centre).astype(np.float32)
