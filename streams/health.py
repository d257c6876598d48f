"""Whether a picture shows anything: brightness, contrast, structure, change."""

from math import nan
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor.perception import Health, Image

_DETAIL_WIDTH = 320
_CHANGE_SIZE = (160, 90)

_Grey: TypeAlias = NDArray[np.uint8]


class Meter:
    """Health of successive samples of one source; satisfies ``proctor.ports.PictureMeter``."""

    def __init__(self) -> None:
        self._before: _Grey | None = None

    def read(self, image: Image) -> Health:
        """Measure one sample; ``change`` is against the sample read before."""
        grey = np.asarray(cv2.cvtColor(_shrunken(image), cv2.COLOR_BGR2GRAY), np.uint8)
        small = np.asarray(cv2.resize(grey, _CHANGE_SIZE, interpolation=cv2.INTER_AREA), np.uint8)
        before, self._before = self._before, small
        change = nan if before is None else float(cv2.absdiff(before, small).mean())
        return Health(float(grey.mean()), float(grey.std()), _detail(grey), change)


def _shrunken(image: Image) -> Image:
    """At most 320 wide, shape kept; small pictures stay as they are."""
    height, width = image.shape[:2]
    if width <= _DETAIL_WIDTH:
        return image
    size = _DETAIL_WIDTH, max(1, round(height * _DETAIL_WIDTH / width))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def _detail(grey: _Grey) -> float:
    """Mean gradient magnitude, grey levels per pixel, by central differences."""
    levels = grey.astype(np.float32)
    across = (levels[1:-1, 2:] - levels[1:-1, :-2]) / 2
    down = (levels[2:, 1:-1] - levels[:-2, 1:-1]) / 2
    return float(np.hypot(across, down).mean()) if across.size else 0.0
