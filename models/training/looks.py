"""How else a camera might have seen the same picture: light, colour, blur, grain, compression."""

from collections.abc import Callable
from functools import cache

import numpy as np

from proctor.geometry import Floats
from proctor.perception import Image


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


def _paler(image: Image, draw: np.random.Generator) -> Image:
    """Less colour, or more."""
    import cv2

    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    share = float(draw.uniform(0.0, 1.5))
    return np.asarray(cv2.addWeighted(image, share, grey, 1 - share, 0), np.uint8)


def _grey(image: Image, draw: np.random.Generator) -> Image:
    """Infrared: no colour at all."""
    import cv2

    del draw
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR), np.uint8)


def _hued(image: Image, draw: np.random.Generator) -> Image:
    """All hues turned: clothes and walls of other colours."""
    import cv2

    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int16) + int(draw.integers(-12, 13))) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2BGR), np.uint8)


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
    grain = _grain()[y : y + height, x : x + width] * np.float32(draw.uniform(2, 14))
    if grain.shape != (height, width):
        grain = np.resize(grain, (height, width))
    return np.asarray(cv2.add(image, cv2.merge([grain] * 3), dtype=cv2.CV_8U), np.uint8)


@cache
def _grain() -> Floats:
    """Standard normal noise, (1024, 1024), drawn once: drawing takes longer than all the rest."""
    return np.random.default_rng(0).standard_normal((1024, 1024), np.float32)


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
    (0.35, _hued),
    (0.30, _paler),
    (0.12, _grey),
    (0.25, _coarse),
    (0.25, _blurred),
    (0.10, _hidden),
    (0.35, _grainy),
    (0.35, _squeezed),
)
"""Chance and change, in the order in which they happen in the world."""
