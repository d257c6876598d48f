"""Lines of sight: where the irises stand in the eyes of a face that is large enough.

An eyeball turns about its middle, and the iris is where it looks. In the picture the iris stands
off the middle between the corners of the eye for two reasons: the eye has turned in the head, and
it bulges before the corners, so that a turned head alone moves it. Both are undone with sizes that
differ little from one adult to the next (A. Bekerman et al., J. Ophthalmol. 2014, 503645: eyeball;
L. G. Farkas, Anthropometry of the Head and Face, 1994: corners), which leaves a few degrees of bias
for each person. Rules take it out: they compare a driver with the same driver.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, atan2, hypot, radians, sqrt
from pathlib import Path

import numpy as np

from models.cuts import Matrix, Square, back_to_frame, cut
from models.faces import Face, axes, eye_angle
from models.runtime import Network, zero_to_one
from proctor.geometry import Floats
from proctor.perception import Image

CORNERS = ((33, 133), (263, 362))
"""Outer and inner corner of the person's right eye, and of the left one."""
SIDES = (0, 1)
"""Right and left."""
OUTER_MM = 90.0
"""Between the outer corners of both eyes."""
REACH_MM = 10.5
"""From the middle of an eyeball, about which it turns, to its iris."""
BULGE_MM = 7.0
"""From the middle of an eyeball forward to the plane of its corners."""
TEMPORAL_MM, RISE_MM = 1.1, 1.8
"""How far the middle of an eyeball lies outside of and above the middle between its corners; the
three are means of the rendered faces of ``tune`` and of two real ones."""
ROOM = 2.3
"""Side of an eye's cut over its width; that is what the network was trained on."""
SMALLEST = 12.0
"""Pixels; in narrower eyes the iris cannot be told from the lashes."""
OPEN = 0.14
"""Gap between the lids over the width of the eye from which an iris is seen."""
AWAY = radians(45)
"""A face turned farther shows one eye from the side, which tells nothing."""
UPPER, LOWER = slice(9, 16), slice(1, 8)
"""Points of the contour along the lids, between the corners."""
STEADY, PIXEL = radians(6), 0.7
"""Error that is always left, and error of an iris in pixels of the frame."""


@dataclass(frozen=True, slots=True)
class Gaze:
    """A line of sight against the line to the camera, radians, signs as those of the head."""

    yaw: float
    """Head and eyes together; > 0 to the left edge of the picture as the viewer has it."""
    pitch: float
    """> 0 down."""
    sigma: float
    """Standard deviation of both."""
    open: float
    """Gap between the lids over the width of the eye, of the wider open eye."""


@dataclass(frozen=True, slots=True)
class _Eye:
    """One eye of one face, pixels of the frame."""

    middle: Floats
    """Between the corners, (2,)."""
    width: float
    """Between the corners, as the picture shows it."""
    iris: Floats
    """Centre, (2,)."""
    gap: float
    """Between the lids over ``width``."""


class GazeReader:
    """Reads the eyes of faces whose mesh is known."""

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._size = self._network.input_shape[1]

    def read(self, image: Image, faces: Sequence[Face | None]) -> list[Gaze | None]:
        """A line of sight for each face; ``None`` of small, averted and shut eyes."""
        read = [(place, face) for place, face in enumerate(faces) if face and readable(face)]
        squares = [_square(face, side) for _, face in read for side in SIDES]
        eyes = iter(self._eyes(image, squares, SIDES * len(read)))
        found: list[Gaze | None] = [None] * len(faces)
        for place, face in read:
            found[place] = sight(face, [next(eyes) for _ in SIDES])
        return found

    def _eyes(self, image: Image, squares: Sequence[Square], sides: Sequence[int]) -> list[_Eye]:
        """The network knows right eyes; left ones are mirrored before and their points after."""
        cuts = [cut(image, square, self._size) for square in squares]
        mirrored = [side == 1 for side in sides]
        pieces = (
            np.ascontiguousarray(piece[:, ::-1]) if flip else piece
            for (piece, _), flip in zip(cuts, mirrored, strict=True)
        )
        outputs = self._network.each(zero_to_one(piece) for piece in pieces)
        return [
            _eye(output, back, self._size if flip else 0)
            for output, (_, back), flip in zip(outputs, cuts, mirrored, strict=True)
        ]


def readable(face: Face) -> bool:
    """Whether the eyes of a face are large enough and turned to the camera enough."""
    _, _, forward = axes(face.mesh)
    widths = [_width(face, side) for side in (0, 1)]
    turn = atan2(hypot(float(forward[0]), float(forward[1])), -float(forward[2]))
    return max(widths) >= SMALLEST and turn <= AWAY


def sight(face: Face, eyes: Sequence[_Eye]) -> Gaze | None:
    """The line of sight of the right and the left eye; the one that shows more counts for more."""
    scale = float(np.linalg.norm(face.mesh[CORNERS[0][0]] - face.mesh[CORNERS[1][0]])) / OUTER_MM
    seen = [(eye, side) for side, eye in enumerate(eyes) if eye.gap >= OPEN and eye.width > 0]
    if not seen or scale <= 0:
        return None
    looks = [(eye.iris - eye.middle) / scale - _rest(face, side) for eye, side in seen]
    weights = [eye.width**2 for eye, _ in seen]
    x, y = (float(v) for v in np.average(looks, axis=0, weights=weights) / REACH_MM)
    length = hypot(x, y)
    if length >= 1.0:
        return None
    apart = hypot(*(looks[0] - looks[-1])) / 2
    unsure = hypot(PIXEL / scale, apart) / sqrt(len(seen)) / REACH_MM
    gap = max(eye.gap for eye, _ in seen)
    return Gaze(atan2(-x, sqrt(1 - length**2)), asin(y), hypot(STEADY, unsure), gap)


def _rest(face: Face, side: int) -> Floats:
    """Where the middle of an eyeball stands off the middle of its corners, (2,), mm."""
    across, down, forward = (axis[:2] for axis in axes(face.mesh))
    outwards = across if side == 1 else -across
    return np.asarray(TEMPORAL_MM * outwards - RISE_MM * down - BULGE_MM * forward, np.float32)


def _width(face: Face, side: int) -> float:
    outer, inner = (face.mesh[point, :2] for point in CORNERS[side])
    return float(np.linalg.norm(outer - inner))


def _square(face: Face, side: int) -> Square:
    outer, inner = (face.mesh[point, :2] for point in CORNERS[side])
    x, y = ((outer + inner) / 2).tolist()
    ends = (outer, inner) if side == 0 else (inner, outer)
    return Square(x, y, max(1.0, _width(face, side) * ROOM), eye_angle(*ends))


def _eye(output: Sequence[Floats], back: Matrix, mirror: int) -> _Eye:
    contour, iris = sorted((part.reshape(-1, 3)[:, :2] for part in output), key=len, reverse=True)
    if mirror:
        flip = np.array([-1, 1], np.float32)
        contour, iris = (part * flip + np.array([mirror, 0]) for part in (contour, iris))
    contour, iris = back_to_frame(contour, back), back_to_frame(iris, back)
    outer, inner = contour[0], contour[8]
    width = float(np.linalg.norm(outer - inner))
    gap = float(np.linalg.norm(contour[UPPER].mean(axis=0) - contour[LOWER].mean(axis=0)))
    return _Eye((outer + inner) / 2, width, iris[0], gap / max(width, 1e-6))
