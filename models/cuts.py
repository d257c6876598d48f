"""Square pieces of a picture at a network's size, and the way back into the picture."""

from collections.abc import Sequence
from math import ceil, cos, sin
from typing import NamedTuple, TypeAlias

import numpy as np

from proctor.geometry import Box, Floats
from proctor.perception import Image

Matrix: TypeAlias = Floats
"""2×3: pixels of the cut, with a one appended, to pixels of the frame."""


GENTLE = 0.75
"""From this scale on, single pixels stand for their neighbours well enough."""


class Square(NamedTuple):
    """A square of the frame, upright or turned about its centre."""

    x: float
    """Centre, pixels of the frame."""
    y: float
    """Centre, pixels of the frame."""
    side: float
    """Pixels of the frame."""
    angle: float = 0.0
    """Radians; positive turns the square clockwise as the viewer has it."""

    @property
    def box(self) -> Box:
        """The square as a box; its turn is left out."""
        half = self.side / 2
        return Box(self.x - half, self.y - half, self.x + half, self.y + half)


def cut(image: Image, square: Square, size: int, *, rim: int = 0) -> tuple[Image, Matrix]:
    """RGB of ``square`` as (``size``, ``size``, 3) uint8, grey level ``rim`` beyond the frame.

    A large square is shrunk by area first: taking single pixels out of a 4-megapixel frame makes
    small heads flicker.
    """
    import cv2

    back = _to_frame(square, size)
    x0, y0, x1, y1 = bounds = _bounds(square, image.shape)
    if x1 <= x0 or y1 <= y0:
        return np.full((size, size, 3), rim, np.uint8), back
    region = _shrunk(image[y0:y1, x0:x1], size / square.side)
    if region.shape[:2] != (size, size) or not _is_exactly(square, bounds):
        scale = np.array([[region.shape[1] / (x1 - x0)], [region.shape[0] / (y1 - y0)]])
        into = (back - np.array([[0, 0, x0], [0, 0, y0]])) * scale
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        rims = (rim, rim, rim)
        region = np.asarray(cv2.warpAffine(region, into, (size, size), flags=how, borderValue=rims))
    return np.asarray(cv2.cvtColor(region, cv2.COLOR_BGR2RGB), np.uint8), back


def back_to_frame(points: Floats, back: Matrix) -> Floats:
    """Points (..., 2) in pixels of a cut as pixels of the frame."""
    return np.asarray(points @ back[:, :2].T + back[:, 2], np.float32)


def tiled(width: int, height: int, side: int, step: float) -> list[Square]:
    """Squares that cover a frame of that size in even steps of at most ``step`` sides."""
    columns, rows = (_starts(length, side, step) for length in (width, height))
    half = side / 2
    return [Square(x + half, y + half, side) for y in rows for x in columns]


def _starts(length: int, side: int, step: float) -> Sequence[float]:
    if length <= side:
        return [0.0]
    count = 1 + ceil((length - side) / (side * step) - 1e-6)
    return [float(x) for x in np.round(np.linspace(0, length - side, count))]


def _to_frame(square: Square, size: int) -> Matrix:
    scale = square.side / size
    c, s = cos(square.angle) * scale, sin(square.angle) * scale
    half = size / 2
    return np.array(
        [[c, -s, square.x - c * half + s * half], [s, c, square.y - s * half - c * half]],
        np.float64,
    ).astype(np.float32)


def _bounds(square: Square, shape: Sequence[int]) -> tuple[int, int, int, int]:
    reach = square.side / 2 * (abs(cos(square.angle)) + abs(sin(square.angle)))
    x0, x1 = np.clip((square.x - reach, square.x + reach), 0, shape[1])
    y0, y1 = np.clip((square.y - reach, square.y + reach), 0, shape[0])
    return int(x0), int(y0), ceil(x1), ceil(y1)


def whole(width: int, height: int) -> Square:
    """The square around the whole frame."""
    return Square(width / 2, height / 2, max(width, height))


def _shrunk(region: Image, scale: float) -> Image:
    """The region at that scale where this takes several pixels together, else as it is."""
    import cv2

    if scale >= GENTLE:
        return region
    height, width = (max(1, round(length * scale)) for length in region.shape[:2])
    return np.asarray(cv2.resize(region, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _is_exactly(square: Square, bounds: tuple[int, int, int, int]) -> bool:
    """Whether the square is upright, whole pixels, and inside the frame."""
    x0, y0, x1, y1 = bounds
    return square.angle == 0 and x1 - x0 == square.side == y1 - y0
