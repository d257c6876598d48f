"""What can befall a camera's picture: functions from a good picture to a bad one.

Each takes the picture (h,w,3 RGB), the fault as planned, and how far it is: ``age`` in seconds
since its start and ``left`` until its end.
"""

import cv2
import numpy as np

SLIDE = 0.7
"""Seconds a hand or cloth takes to come over the lens."""
SKIN, CLOTH, TAPE = (150, 92, 74), (66, 70, 82), (104, 92, 72)


def amount(age, left, fade):
    """0 to 1 and back: half there at the start and at the end of a fault, as with poses."""
    x = min(age / fade + 0.5, left / fade + 0.5, 1.0)
    return float(np.clip(x * x * (3 - 2 * x), 0, 1))


def black(a, spec, age, _left):
    """No light: the sensor's own noise (``how: cap``) or the recorder's nothing (``signal``)."""
    if spec.get("how") == "signal":
        return np.zeros_like(a)
    noise = np.random.default_rng(round(age * 1000)).normal(5, 1.6, a.shape)
    return np.clip(noise, 0, 255).astype(np.uint8)


def covered(a, spec, age, left):
    """A hand, cloth or tape before the lens, out of focus, with light leaking past an edge."""
    h, w = a.shape[:2]
    there = amount(age, left, SLIDE)
    sheet = _sheet((h, w), spec.get("how", "hand"), spec.get("seed", 1))
    shake = (2.5 * np.sin(age * 5), 2 * np.sin(age * 3.7)) if spec.get("how") != "tape" else (0, 0)
    down = (there - 1) * h * 1.15 + shake[1]
    sheet = cv2.warpAffine(
        sheet, np.float32([[1, 0, shake[0]], [0, 1, down]]), (w, h), borderMode=cv2.BORDER_REPLICATE
    )
    over = _edge((h, w), down, spec)
    dimmed = a * (1 - 0.25 * there)
    out = dimmed * (1 - over) + (sheet + 0.05 * cv2.GaussianBlur(a, (0, 0), h / 12)) * over
    noise = np.random.default_rng(round(age * 1000)).normal(0, 3, (h, w, 1))
    return np.clip(out + noise, 0, 255).astype(np.uint8)


def _edge(shape, down, spec):
    """How opaque the cover is (h,w,1): soft at its lower edge, a leak at one side."""
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    wavy = down + h * (1.06 + 0.02 * np.sin(x / w * 9 + 1))
    over = 1 / (1 + np.exp((y - wavy) / (h * 0.03)))
    leak = spec.get("leak", 0.06)
    gap = np.exp(-(((x - w) / (w * leak)) ** 2)) * (0.75 + 0.25 * np.sin(y / h * 5))
    return (over * (1 - 0.85 * gap))[..., None]


def _sheet(shape, how, seed):
    """The near side of what covers the lens."""
    h, w = shape
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    rng = np.random.default_rng(seed)
    if how == "cloth":
        folds = np.sin(x / w * 17 + 2.5 * np.sin(y / h * 3)) * 0.22
        weave = 0.05 * np.sin(x * 1.3) * np.sin(y * 1.3)
        shade, colour, blur = 0.8 + folds + weave, CLOTH, 2.2
    elif how == "tape":
        shade, colour, blur = 0.8 + 0.5 * np.exp(-y / h * 9), TAPE, 6
    else:
        fingers = np.abs(np.sin((x + 0.35 * y) / w * 4.2 * np.pi)) ** 0.35
        shade, colour, blur = 0.25 + 0.75 * fingers, SKIN, h / 40
    cloud = cv2.resize(rng.normal(0, 1, (6, 9)).astype(np.float32), (w, h), None, 0, 0, 2)
    lit = 1.15 - 0.5 * np.hypot(x / w - 0.62, y / h - 0.4) + 0.06 * cloud
    sheet = (shade * lit)[..., None] * np.float32(colour)
    return cv2.GaussianBlur(sheet.astype(np.float32), (0, 0), blur)


def view(size, spec, age=1e9, left=1e9):
    """2x3 matrix of a moved camera; no border of the old picture comes into sight.

    ``pan`` and ``tilt`` are shares of the picture, ``turn`` degrees, ``zoom`` at least 1.
    """
    w, h = size
    there = amount(age, left, spec.get("seconds", 0.4))
    pan, tilt = spec.get("pan", 0.0) * there, spec.get("tilt", 0.0) * there
    turn, zoom = np.radians(spec.get("turn", 0.0) * there), 1 + (spec.get("zoom", 1.0) - 1) * there
    cos, sin = abs(np.cos(turn)), abs(np.sin(turn))
    wide = (cos + sin * h / w) / (1 - 2 * abs(pan))
    high = (cos + sin * w / h) / (1 - 2 * abs(tilt))
    zoom = max(zoom, wide, high)
    c, s = zoom * np.cos(turn), zoom * np.sin(turn)
    x, y = w * (0.5 + pan), h * (0.5 + tilt)
    return np.array([[c, -s, w / 2 - c * x + s * y], [s, c, h / 2 - s * x - c * y]])


def moved(a, spec, age, left):
    """The view of a camera that was pushed aside."""
    size = a.shape[1::-1]
    m = view(size, spec, age, left)
    out = cv2.warpAffine(a, m, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    if not 0.05 < amount(age, left, spec.get("seconds", 0.4)) < 0.95:
        return out
    return cv2.blur(out, (15, 5))  # it is being pushed just now


def defocused(a, spec, age, left):
    """A picture out of focus by ``radius`` pixels at 540 lines."""
    radius = spec.get("radius", 7) * a.shape[0] / 540 * amount(age, left, 1.0)
    n = int(radius) * 2 + 3
    y, x = np.mgrid[0:n, 0:n] - n // 2
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    disc[n // 2, n // 2] = 1
    return cv2.filter2D(a, -1, disc / disc.sum())


def noisy(a, spec, age, left):
    """The grain of a sensor at night: coarse, coloured, with bands."""
    h, w = a.shape[:2]
    rng = np.random.default_rng(round(age * 1000) + 7)
    strength = spec.get("strength", 26) * amount(age, left, 0.4)
    fine = rng.normal(0, strength, (h, w, 1)) + rng.normal(0, strength * 0.35, (h, w, 3))
    coarse = rng.normal(0, strength * 0.5, (h // 3, w // 3, 3)).astype(np.float32)
    bands = rng.normal(0, strength * 0.15, (h, 1, 1))
    dark = a.astype(np.float32) * 0.8
    return np.clip(dark + fine + cv2.resize(coarse, (w, h)) + bands, 0, 255).astype(np.uint8)
