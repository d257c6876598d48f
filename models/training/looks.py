"""How else a camera might have seen the same picture: light, colour, blur, grain, compression."""

from collections.abc import Callable
from functools import cache

import numpy as np

from proctor.perception import Image

INFRARED = 0.2
"""Share of recoloured pictures that lose all colour."""
GREYS = (1 / 3, 1 / 3, 1 / 3)
AXIS = 3**-0.5
SPAN, COARSE = 704, 32.0
"""Side of the noise that is kept, pixels, and its standard deviation in grey levels."""


def changed(image: Image, draw: np.random.Generator) -> Image:
    """The picture as another camera at another hour may have delivered it; same shape."""
    seen = _light(image, draw)
    for chance, change in CHANGES:
        if draw.random() < chance:
            seen = change(seen, draw)
    return seen


def _light(image: Image, draw: np.random.Generator) -> Image:
    """Brightness, contrast and the tint of each channel, in one table a channel."""
    import cv2

    gamma = np.exp(draw.normal(0, 0.3))
    gain, lift = draw.uniform(0.7, 1.25), draw.uniform(-25, 25)
    tints = np.exp(draw.normal(0, 0.06, 3))
    line = np.linspace(0, 1, 256)
    tables = [255 * (line**gamma) * gain * tint + lift for tint in tints]
    table = np.clip(np.stack(tables, axis=1), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(image, table[None]), np.uint8)


def _coloured(image: Image, draw: np.random.Generator) -> Image:
    """All hues turned, and less colour or more: clothes and walls of other colours, infrared.

    One matrix in the space of the colours, about the axis of the greys.
    """
    import cv2

    turn = float(draw.normal(0, 0.25))
    share = 0.0 if draw.random() < INFRARED else float(draw.uniform(0.2, 1.5))
    c, s, third = share * np.cos(turn), share * np.sin(turn), 1 / 3
    same, before, after = (2 * c * third, -c * third - s * AXIS, -c * third + s * AXIS)
    grey = np.array(GREYS)
    matrix = np.array([[same, before, after], [after, same, before], [before, after, same]])
    return np.asarray(cv2.transform(image, matrix + grey[None]), np.uint8)


def _blurred(image: Image, draw: np.random.Generator) -> Image:
    """Out of focus, or moved while the shutter was open."""
    import cv2

    if draw.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), float(draw.uniform(0.4, 1.6))), np.uint8)
    length = int(draw.integers(2, 6))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    if draw.random() < 0.3:
        kernel = kernel.T
    return np.asarray(cv2.filter2D(image, -1, kernel), np.uint8)


def _coarse(image: Image, draw: np.random.Generator) -> Image:
    """From a camera with fewer pixels."""
    import cv2

    share = float(draw.uniform(0.35, 0.8))
    height, width = image.shape[:2]
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height)), np.uint8)


def _grainy(image: Image, draw: np.random.Generator) -> Image:
    """Noise of the sensor."""
    import cv2

    height, width = image.shape[:2]
    y, x = draw.integers(0, 64, 2)
    across, down = (1 + (length + 64) // SPAN for length in (width, height))
    grain = np.tile(_grain(), (down, across, 1))
    grain = grain[y : y + height, x : x + width]
    strength = float(draw.uniform(2, 14)) / COARSE
    return np.asarray(cv2.addWeighted(image, 1, grain, strength, -128 * strength), np.uint8)


@cache
def _grain() -> Image:
    """Normal noise about 128, (SPAN, SPAN, 3), drawn once: drawing takes longer than the rest."""
    noise = 128 + COARSE * np.random.default_rng(0).standard_normal((SPAN, SPAN, 1))
    return np.repeat(np.clip(noise, 0, 255), 3, axis=2).astype(np.uint8)


def _squeezed(image: Image, draw: np.random.Generator) -> Image:
    """Compressed too much."""
    import cv2

    quality = int(draw.integers(18, 75))
    _ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


def _hidden(image: Image, draw: np.random.Generator) -> Image:
    """A grey or noisy patch over a part: something is always in the way."""
    height, width = image.shape[:2]
    h, w = (draw.uniform(0.05, 0.25, 2) * (height, width)).astype(int)
    y, x = int(draw.integers(height - h)), int(draw.integers(width - w))
    covered = image.copy()
    covered[y : y + h, x : x + w] = draw.integers(0, 256, 3)
    return covered


CHANGES: tuple[tuple[float, Callable[[Image, np.random.Generator], Image]], ...] = (
    (0.60, _coloured),
    (0.25, _coarse),
    (0.25, _blurred),
    (0.10, _hidden),
    (0.35, _grainy),
    (0.35, _squeezed),
)
"""Chance and change, in the order in which they happen in the world."""
