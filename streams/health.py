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
from streams.focus import BARE, Focus, structure
from streams.view import ReferenceView

_WRITTEN = 9
"""The upper and lower ninth may be written on."""
_WIDTH = 320
_LONGEST = 320
_CHANGE_SIZE = (160, 90)
_BLOCKS = (16, 9)
_STOOD = 0.15
"""Mean difference up to which a block of the picture stood still, grey levels."""
_STRIP, _STRIPS = 16, 6
"""Rows of full resolution in which noise is measured."""
_Grey: TypeAlias = NDArray[np.uint8]
_Levels: TypeAlias = NDArray[np.float32]


class Meter:
    """Health of successive samples of one source; satisfies ``proctor.ports.PictureMeter``."""

    def __init__(self) -> None:
        self._before: _Grey | None = None
        self._view = ReferenceView()
        self._focus = Focus()

    def read(self, image: Image) -> Health:
        """Measure one sample; ``change`` and ``still`` are against the sample read before."""
        inner = _between_writing(image)
        shrunk = _shrunken(inner)
        grey = _grey(shrunk)
        change, still = self._against_before(grey)
        detail = _detail(grey)
        relief, sharpness = structure(grey)
        whole = _grey(_shrunken(image))
        view = self._view.locate(whole, sound=detail >= BARE)
        return Health(
            luma=float(grey.mean()),
            contrast=float(grey.std()),
            detail=detail,
            change=change,
            still=still,
            structure=relief,
            sharpness=sharpness,
            noise=_noise(inner),
            colour=_colour(shrunk),
            focus=self._focus.read(whole, self._view.standing),
            view_home=view.home,
            view_away=view.away,
            view_x=view.shift_x,
            view_y=view.shift_y,
            view_turn=view.turn,
            view_steady=view.steady,
            view_kept=view.kept,
            view_else=view.other,
            view_left=view.left,
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
