"""What a face does: expressions as morph shares, and the time courses of speech and blinking."""

import bisect
import functools
import math
import random

import numpy as np

from bench.world.assets.reading import base, face_target
from bench.world.ground.turning import rot

NEUTRAL = {"mouth": 0.0, "blink": 0.0, "gaze": (0.0, 0.0), "smile": 0.0, "brow": 0.0}
LANDMARKS = {"upper_lip": 474, "lower_lip": 493, "chin": 5211, "nasion": 132}  # of the base mesh
LOOK_FULL = {"Out": 24.0, "In": 24.0, "Down": 18.0, "Up": 12.0}  # degrees of a whole eyeLook target
BLOCK, HOUR, BLINK = 3.0, 3600.0, 0.15
GAZE_LIMIT = (35.0, 28.0)


def shares(x):
    """{face target: share} of an expression with the keys of ``NEUTRAL``."""
    mouth, smile, brow = x["mouth"], x["smile"], x["brow"]
    out = {"jawOpen": 0.42 * mouth, "mouthFunnel": 0.3 * mouth}
    for side in ("Left", "Right"):
        out[f"mouthLowerDown{side}"] = 0.35 * mouth
        out[f"mouthUpperUp{side}"] = 0.25 * mouth
        out[f"eyeBlink{side}"] = x["blink"]
        out[f"mouthSmile{side}"] = smile
        out[f"cheekSquint{side}"] = 0.4 * smile
        out[f"browDown{side}"] = max(0, -brow)
        out[f"browOuterUp{side}"] = max(0, brow)
    out["browInnerUp"] = max(0, brow)
    out.update(_looking(*x["gaze"], 1 - x["blink"]))
    return {k: v for k, v in out.items() if v > 0.004}


def _looking(yaw, pitch, lids):
    """Lids that go with the eyes; yaw > 0 to the person's left, pitch > 0 down."""
    across = ("Out", "In") if yaw > 0 else ("In", "Out")
    upright = "Down" if pitch > 0 else "Up"
    out = {}
    for side, turn in zip(("Left", "Right"), across, strict=True):
        out[f"eyeLook{turn}{side}"] = min(1.3, abs(yaw) / LOOK_FULL[turn]) * lids
        out[f"eyeLook{upright}{side}"] = min(1.1, abs(pitch) / LOOK_FULL[upright]) * lids
    return out


def eye_turn(gaze):
    """Rotation of the eyeballs for a gaze (yaw, pitch) in degrees, held to what eyes can do."""
    yaw, pitch = (max(-m, min(m, g)) for g, m in zip(gaze, GAZE_LIMIT, strict=True))
    return rot([0, 1, 0], yaw) @ rot([1, 0, 0], pitch)


def rows(part, name):
    """Vertex numbers and offsets (metres) by which a face target moves a part; kept with it."""
    kept = part.setdefault("rows", {})
    if name not in kept:
        i, d = face_target(name)
        moved = np.zeros((len(base()[0]), 3), np.float32)
        moved[i] = d * 0.1
        idx, w = part["bind"]
        delta = moved[idx] if w is None else (moved[idx] * w[:, :, None]).sum(1)
        hit = np.flatnonzero(np.abs(delta).max(1) > 1e-6)
        kept[name] = (hit, delta[hit])
    return kept[name]


def morphed(part, wanted):
    """The part's rest vertices (n, 3) with {face target: share} applied; else the same array."""
    v = part["V"]
    if not wanted or part.get("bind") is None:
        return v
    out = None
    for name, share in wanted.items():
        hit, delta = rows(part, name)
        if len(hit):
            out = v.copy() if out is None else out
            out[hit] += delta * share
    return v if out is None else out


def landmarks(verts, wanted):
    """Where the midline ``LANDMARKS`` lie at rest (metres) with {face target: share} applied."""
    at = verts[list(LANDMARKS.values())].copy()
    for name, share in wanted.items():
        hit, delta = _landmark_rows(name)
        at[hit] += delta * share
    return dict(zip(LANDMARKS, at, strict=True))


@functools.lru_cache(128)
def _landmark_rows(name):
    return rows({"bind": (np.array(list(LANDMARKS.values())), None)}, name)


@functools.lru_cache(4096)
def _syllables(seed, block):
    """(start, length, height) of the syllables in a block of ``BLOCK`` seconds; some pauses."""
    rng, t, out = random.Random(f"{seed} speech {block}"), 0.0, []
    while t < BLOCK:
        if rng.random() < 0.13:
            t += rng.uniform(0.25, 0.7)
        length = rng.uniform(1 / 6, 1 / 3)
        out.append((t, length, rng.uniform(0.25, 1.0)))
        t += length * rng.uniform(0.9, 1.1)
    return out


def talking(seed, t):
    """How far a talking mouth is open at ``t`` (s), 0..1: syllables at 3 to 6 Hz with pauses."""
    block = math.floor(t / BLOCK)
    most = 0.0
    for k in (block - 1, block):
        for start, length, height in _syllables(seed, k):
            u = (t - k * BLOCK - start) / length
            if 0 < u < 1:
                most = max(most, height * math.sin(math.pi * u) ** 0.8)
    return most


@functools.lru_cache(256)
def _blinks(seed):
    rng, t, out = random.Random(f"{seed} blink"), 0.0, []
    while t < HOUR:
        t += rng.uniform(2, 6)
        out.append(t)
    return out


def blinking(seed, t):
    """How far the lids are shut at ``t`` (s), 0..1: blinks of 0.15 s, one every 2 to 6 s."""
    t %= HOUR
    starts = _blinks(seed)
    k = bisect.bisect_right(starts, t) - 1
    u = (t - starts[k]) / BLINK if k >= 0 else 2
    return min(1.0, 1.6 * math.sin(math.pi * u)) if 0 <= u <= 1 else 0.0
