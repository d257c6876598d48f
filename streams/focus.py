"""How sharp a picture is, and how sharp for its place: fine structure over coarser structure.

Blurred anew, a sharp picture loses much and a blurred one little (F. Crété et al., The blur effect,
SPIE 6492, 2007). Fine is what a blur of one pixel takes away, coarse what a blur of three takes of
the rest; light and contrast fall out of their ratio.
"""

from math import nan

import cv2
import numpy as np
from numpy.typing import NDArray

from streams.edges import COLUMNS, FEWEST, ROWS, Grey, Tiles, Votes

BARE = 1.0
"""Structure below which there is nothing to be sharp, grey levels."""
_TILES = (8, 6)
_LEARNT = 10
"""Samples that make a tile's usual sharpness."""
_MEMORY = 240
"""Samples over which it forgets."""
_TEXTURED = 0.3
"""Usual sharpness from which a tile has something to lose."""
_SOFT = 0.85
"""Share of the usual sharpness below which a picture teaches nothing."""


def structure(grey: Grey) -> tuple[float, float]:
    """Coarse structure, RMS grey levels, and sharpness; ``NaN`` where there is next to nothing.

    Both are medians of the better structured half of 8 × 6 tiles.
    """
    fine, coarse = _energies(grey, _TILES)
    structured = np.argsort(coarse, axis=None)[coarse.size // 2 :]
    coarse, ratio = coarse.ravel()[structured], _ratio(fine, coarse).ravel()[structured]
    found = float(np.sqrt(np.median(coarse)))
    return found, float(np.median(ratio)) if found >= BARE else nan


class Focus:
    """Knows how sharp each tile of a view usually is, and tells how much of it is left."""

    def __init__(self) -> None:
        self._usual: Tiles = np.zeros((ROWS, COLUMNS), np.float32)
        self._learnt = np.zeros((ROWS, COLUMNS), np.int64)

    def read(self, grey: Grey, standing: Votes) -> float:
        """Sharpness over the usual one, median of the tiles ``standing`` at home; else ``NaN``.

        Somebody who stands before the camera is another texture and has no part in it. A picture
        that lost sharpness does not become the usual one.
        """
        fine, coarse = _energies(grey, (COLUMNS, ROWS))
        sharp = _ratio(fine, coarse)
        seen = standing & (coarse >= BARE**2)
        told = seen & (self._learnt >= _LEARNT) & (self._usual >= _TEXTURED)
        share = float(np.median(sharp[told] / self._usual[told])) if told.sum() >= FEWEST else nan
        if not share < _SOFT:
            self._learn(sharp, seen)
        return share

    def _learn(self, sharp: Tiles, seen: Votes) -> None:
        self._learnt = np.minimum(self._learnt + seen, _MEMORY)
        step = np.where(seen, 1.0 / np.maximum(self._learnt, 1), 0.0).astype(np.float32)
        self._usual += (sharp - self._usual) * step


def _energies(grey: Grey, tiles: tuple[int, int]) -> tuple[Tiles, Tiles]:
    """Mean squares of the fine and of the coarse structure of each tile, grey levels squared."""
    levels = grey.astype(np.float32)
    once = cv2.GaussianBlur(levels, (0, 0), 1.0)
    more = cv2.blur(cv2.blur(once, (5, 5)), (5, 5))
    return _tiled((levels - once) ** 2, tiles), _tiled((once - more) ** 2, tiles)


def _tiled(values: NDArray[np.float32], tiles: tuple[int, int]) -> Tiles:
    return np.asarray(cv2.resize(values, tiles, interpolation=cv2.INTER_AREA), np.float32)


def _ratio(fine: Tiles, coarse: Tiles) -> Tiles:
    """Sharpness of each tile; the fine structure of the barest is noise and left out of all."""
    clean = np.maximum(fine - np.percentile(fine, 10), 0.0)
    return np.asarray(np.sqrt(clean / (coarse + 0.01)), np.float32)
