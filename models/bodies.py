"""A body as 33 points, one person per cut (BlazePose GHUM, full).

Cuts are upright: people in an exam sit, and a cut that turns with a bent back makes the wrists
jump. The cut's centre is the middle of the hips, its side 2.5 times the reach of the body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.blaze import sigmoid
from models.cuts import Square, back_to_frame, cut
from models.runtime import Network
from proctor.geometry import Floats
from proctor.perception import Image

NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
HEAD_POINTS = tuple(range(11))
SHOULDERS, HIPS = (11, 12), (23, 24)
HANDS = ((15, 17, 19), (16, 18, 20))
"""Wrist, little finger, index finger of the left and of the right hand."""


@dataclass(frozen=True, slots=True)
class Body:
    """One body, in pixels of the frame."""

    points: Floats
    """(33, 3): x, y, and depth in pixels with the hips at zero, towards the camera negative."""
    seen: Floats
    """(33,), 0–1: inside the picture and not hidden, as far as the model can tell."""
    score: float
    """Whether there is a person in the cut at all, 0–1."""
    hips: tuple[float, float]
    """Middle of the hips as the model has it, also when hidden."""
    reach: float
    """Distance from the hips to the rim of the whole body's circle, pixels."""


class BodyReader:
    """Reads the body in each square."""

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._size = self._network.input_shape[1]

    def read(self, image: Image, squares: Sequence[Square]) -> list[Body]:
        """One body per square, whatever its score."""
        cuts = [cut(image, square, self._size) for square in squares]
        outputs = self._network.each(
            np.asarray(piece[None], np.float32) / 255 for piece, _ in cuts
        )
        return [
            _body(output, back, square.side / self._size)
            for output, (_, back), square in zip(outputs, cuts, squares, strict=True)
        ]


def _body(output: list[Floats], back: Floats, scale: float) -> Body:
    rows = output[0].reshape(39, 5)
    flat = back_to_frame(rows[:, :2], back)
    points = np.concatenate([flat, rows[:, 2:3] * scale], axis=1)[:33]
    seen = np.minimum(sigmoid(rows[:33, 3]), sigmoid(rows[:33, 4]))
    hips, rim = flat[33], flat[34]
    reach = float(np.hypot(*(rim - hips)))
    score = float(output[1].ravel()[0])
    return Body(points, seen, score, (float(hips[0]), float(hips[1])), reach)
