"""What comes into the picture and is nothing to flag: people, doors, screens, chairs, sun."""

import cv2
import numpy as np

from bench.health.camera import SIZE, Light

Lot = np.random.Generator
WIDE, HIGH = SIZE


def walker(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Somebody who walks past close to the camera; ``share`` of the time is over."""
    del age
    return figure(light, lot, share, lot.uniform(0.3, 0.7))


def walkers(light: Light, lot: Lot, share: float, age: float) -> Light:
    """One after the other, each smaller and for two to four seconds."""
    del share
    each, seed = lot.uniform(2, 4), int(lot.integers(1 << 30))
    number, part = divmod(age / each, 1)
    lot = np.random.default_rng(seed + int(number))
    return figure(light, lot, part, lot.uniform(0.1, 0.35))


def stander(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Somebody who comes near, stands there for minutes, sways, and goes again."""
    wide, stop = lot.uniform(0.2, 0.55), lot.uniform(0.25, 0.75)
    come = min(1.0, share / 0.03, (1 - share) / 0.03)
    sway = 0.01 * np.sin(age / 1.7) + 0.015 * np.sin(age / 7.3 + 1)
    return figure(light, lot, stop * come + sway, wide)


def figure(light: Light, lot: Lot, share: float, wide: float) -> Light:
    """Somebody out of focus, ``wide`` of the picture's width, that far on the way through it."""
    way = share if lot.integers(2) else 1 - share
    middle, half = round((way * (1 + wide) - wide / 2) * WIDE), round(wide * WIDE / 2)
    mask = np.zeros((HIGH, WIDE), np.float32)
    top = round(HIGH * lot.uniform(0.0, 0.3))
    cv2.ellipse(mask, (middle, HIGH), (half, HIGH - top - half // 2), 0, 0, 360, 1.0, -1)
    cv2.circle(mask, (middle, top + half // 2), half // 2, 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), 5)[..., None]
    colour = lot.uniform(20, 190, 3).astype(np.float32)
    folds = 1 + 0.15 * np.sin(np.arange(WIDE, dtype=np.float32) / lot.uniform(8, 30))
    return np.asarray(light * (1 - mask) + colour * folds[None, :, None] * mask, np.float32)


def door(light: Light, lot: Lot, share: float, age: float) -> Light:
    """A door opens onto a bright corridor, stands open, and shuts."""
    del age
    x, wide = int(lot.integers(0, WIDE - 120)), int(lot.integers(50, 120))
    top, level = int(lot.integers(20, 160)), lot.uniform(120, 260)
    now = round(wide * min(1.0, share / 0.05, (1 - share) / 0.05))
    out = light.copy()
    out[top:, x : x + now] = level * np.linspace(0.7, 1.0, HIGH - top)[:, None, None]
    cv2.rectangle(out, (x, top), (x + now, HIGH), (30, 30, 30), 2)
    return out


def screens(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Screens show another page every few seconds."""
    del share
    out, turn = light.copy(), lot.uniform(2, 9)
    for _ in range(int(lot.integers(4, 14))):
        wide = int(lot.integers(24, 80))
        x, y = int(lot.integers(0, WIDE - wide)), int(lot.integers(0, HIGH - wide))
        page = np.random.default_rng([int(lot.integers(1 << 30)), int(age / turn)])
        high = wide * 5 // 8
        part = np.full((high, wide, 3), page.uniform(60, 240, 3), np.float32)
        for line in range(3, high - 2, 4):
            part[line : line + 2, 3 : int(page.integers(6, wide))] = page.uniform(20, 230)
        out[y : y + high, x : x + wide] = part
    return out


def chairs(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Chairs and bags stand elsewhere: pieces of the room are where others were."""
    del share, age
    out = light.copy()
    for _ in range(int(lot.integers(2, 7))):
        wide, high = int(lot.integers(30, 110)), int(lot.integers(30, 110))
        x, y = int(lot.integers(0, WIDE - wide)), int(lot.integers(60, HIGH - high))
        u, v = int(lot.integers(0, WIDE - wide)), int(lot.integers(60, HIGH - high))
        out[y : y + high, x : x + wide] = light[v : v + high, u : u + wide]
    return out


def sun(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Sun through a window: a patch with hard edges that wanders."""
    del age
    x, y = lot.uniform(0.0, 0.7) + 0.2 * share, lot.uniform(0.2, 0.7)
    wide, high, lean = lot.uniform(0.1, 0.4), lot.uniform(0.1, 0.4), lot.uniform(-0.2, 0.2)
    corners = [(x, y), (x + wide, y), (x + wide + lean, y + high), (x + lean, y + high)]
    mask = np.zeros((HIGH, WIDE), np.float32)
    cv2.fillConvexPoly(mask, np.array([(a * WIDE, b * HIGH) for a, b in corners], np.int32), 1.0)
    rise = min(1.0, share / 0.1, (1 - share) / 0.1) * lot.uniform(0.5, 1.5)
    return np.asarray(light * (1 + rise * mask[..., None]), np.float32)


def insect(light: Light, lot: Lot, share: float, age: float) -> Light:
    """A fly on the glass: small, out of focus, now here and now there."""
    del share
    spot = np.random.default_rng([int(lot.integers(1 << 30)), int(age / 1.5)])
    at = int(spot.integers(0, WIDE)), int(spot.integers(0, HIGH))
    mask = np.zeros((HIGH, WIDE), np.float32)
    cv2.circle(mask, at, int(lot.integers(8, 40)), 1.0, -1)
    mask = cv2.GaussianBlur(mask, (0, 0), 6)[..., None]
    return np.asarray(light * (1 - 0.9 * mask), np.float32)


def flicker(light: Light, lot: Lot, share: float, age: float) -> Light:
    """Lamps that beat with the shutter: bands go down the picture."""
    del share
    y = np.arange(HIGH, dtype=np.float32)[:, None, None] / HIGH
    wave = np.sin(2 * np.pi * (y * lot.uniform(1, 4) - age * lot.uniform(0.1, 0.9)))
    return np.asarray(light * (1 + lot.uniform(0.1, 0.35) * wave), np.float32)
