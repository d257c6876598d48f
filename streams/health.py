"""Whether a picture shows anything, and the same as before: light, structure, sharpness, view.

Recorders write clock and name along the upper and lower edge; all but the view is measured between
them, so that a clock that runs hides no frozen, black or covered picture.
"""

from math import nan
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor.perception import Health, Image
from streams.view import ReferenceView

_WRITTEN = 9
"""The upper and lower ninth may be written on."""
_WIDTH = 320
_LONGEST = 320
_CHANGE_SIZE = (160, 90)
_BLOCKS = (16, 9)
_STOOD = 0.15
"""Mean difference up to which a block of the picture stood still, grey levels."""
_SHARP_TILES = (8, 6)
_STRIP, _STRIPS = 16, 6
"""Rows of full resolution in which noise is measured."""
_BARE = 1.0
"""Detail below which a picture does not begin a reference view, and structure below which there is
nothing to be sharp, grey levels."""

_Grey: TypeAlias = NDArray[np.uint8]
_Levels: TypeAlias = NDArray[np.float32]


class Meter:
    """Health of successive samples of one source; satisfies ``proctor.ports.PictureMeter``."""

    def __init__(self) -> None:
        self._before: _Grey | None = None
        self._view = ReferenceView()

    def read(self, image: Image) -> Health:
        """Measure one sample; ``change`` and ``still`` are against the sample read before."""
        inner = _between_writing(image)
        shrunk = _shrunken(inner)
        grey = _grey(shrunk)
        change, still = self._against_before(grey)
        detail = _detail(grey)
        structure, sharpness = _structure(grey)
        view = self._view.locate(_grey(_shrunken(image)), sound=detail >= _BARE)
        return Health(
            luma=float(grey.mean()),
            contrast=float(grey.std()),
            detail=detail,
            change=change,
            still=still,
            structure=structure,
            sharpness=sharpness,
            noise=_noise(inner),
            colour=_colour(shrunk),
            view_home=view.home,
            view_away=view.away,
            view_x=view.shift_x,
            view_y=view.shift_y,
            view_turn=view.turn,
            view_steady=view.steady,
        )

    def _against_before(self, grey: _Grey) -> tuple[float, float]:
        """Mean difference, and share of the blocks that stood still; ``NaN`` for the first."""
        small = np.asarray(cv2.resize(grey, _CHANGE_SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        before, self._before = self._before, small
        if before is None:
            return nan, nan
        off = cv2.absdiff(before, small).astype(np.float32)
        blocks = cv2.resize(off, _BLOCKS, interpolation=cv2.INTER_AREA)
        return float(off.mean()), float((blocks <= _STOOD).mean())


def _grey(image: Image) -> _Grey:
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)


def _between_writing(image: Image) -> Image:
    edge = image.shape[0] // _WRITTEN
    return image[edge : image.shape[0] - edge]


def _shrunken(image: Image) -> Image:
    """At most 320 wide, shape kept; small pictures stay as they are."""
    height, width = image.shape[:2]
    if width <= _WIDTH:
        return image
    size = _WIDTH, max(1, round(height * _WIDTH / width))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _detail(grey: _Grey) -> float:
    """Mean gradient magnitude, grey levels per pixel, by central differences."""
    levels = grey.astype(np.float32)
    across = (levels[1:-1, 2:] - levels[1:-1, :-2]) / 2
    down = (levels[2:, 1:-1] - levels[:-2, 1:-1]) / 2
    return float(np.hypot(across, down).mean()) if across.size else 0.0


def _structure(grey: _Grey) -> tuple[float, float]:
    """Coarse structure, and how much of fine structure goes with it.

    Blurred anew, a sharp picture loses much and a blurred one little (F. Crété et al., The blur
    effect, SPIE 6492, 2007). Fine is what a blur of one pixel takes away, coarse what a blur of
    three takes of the rest, root mean squares; light and contrast fall out of their ratio. Medians
    of the better structured half of 8 × 6 tiles are given; the fine structure of the barest tiles
    is noise and left out everywhere. Sharpness is ``NaN`` where there is hardly any structure.
    """
    levels = grey.astype(np.float32)
    once = cv2.GaussianBlur(levels, (0, 0), 1.0)
    more = cv2.blur(cv2.blur(once, (5, 5)), (5, 5))
    fine = cv2.resize((levels - once) ** 2, _SHARP_TILES, interpolation=cv2.INTER_AREA).ravel()
    coarse = cv2.resize((once - more) ** 2, _SHARP_TILES, interpolation=cv2.INTER_AREA).ravel()
    structured = np.argsort(coarse)[len(coarse) // 2 :]
    clean = np.maximum(fine - np.percentile(fine, 10), 0.0)[structured]
    structure = float(np.sqrt(np.median(coarse[structured])))
    if structure < _BARE:
        return structure, nan
    return structure, float(np.median(np.sqrt(clean / (coarse[structured] + 0.01))))


def _noise(image: Image) -> float:
    """Standard deviation of the noise in full resolution, grey levels.

    Of second differences both ways, which edges and slopes pass by (J. Immerkær, Fast noise
    variance estimation, CVIU 64, 1996); their median magnitude, so that textures count little.
    """
    height = image.shape[0]
    if height < _STRIP:
        return nan
    tops = np.linspace(0, height - _STRIP, _STRIPS).astype(int)
    rows = _grey(np.concatenate([image[top : top + _STRIP] for top in tops])).astype(np.float32)
    mask = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(cv2.filter2D(rows, cv2.CV_32F, mask))[1:-1, 1:-1]
    return float(np.median(rough)) / (6 * 0.6745)


def _colour(image: Image) -> float:
    """Mean distance between the strongest and the weakest of the three colours, 0–255."""
    blue, green, red = cv2.split(image)
    strongest = cv2.max(cv2.max(blue, green), red)
    weakest = cv2.min(cv2.min(blue, green), red)
    return float(cv2.subtract(strongest, weakest).mean())
