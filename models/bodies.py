"""A body as 33 points, one person per cut (BlazePose GHUM, full).

Cuts are upright: people in an exam sit, and a cut that turns with a bent back makes the wrists
jump. They are measured from the head, which is seen, and not from the hips, which a desk hides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from pathlib import Path

import numpy as np

from models.blaze import sigmoid
from models.cuts import Square, back_to_frame, cut
from models.heads import Head
from models.runtime import Network, zero_to_one
from proctor.geometry import Floats
from proctor.perception import Image

NOSE, LEFT_EAR, RIGHT_EAR = 0, 7, 8
HEAD_POINTS = tuple(range(11))
HANDS = ((15, 17, 19), (16, 18, 20))
"""Wrist, little finger, index finger of the left and of the right hand."""


SQUARES = ((2.4, 8.0), (1.8, 6.0))
"""Cuts to try in turn: how far their centre lies below the head's, and their side, in heads."""
SURE = 0.4
"""A body below this score says nothing about hands or direction."""
ASTRAY = 0.6
"""A body whose head lies farther from the head that was found, in heads, is someone else's."""


@dataclass(frozen=True, slots=True)
class Body:
    """One body, in pixels of the frame."""

    points: Floats
    """(33, 3): x, y, and depth in pixels with the hips at zero, towards the camera negative."""
    seen: Floats
    """(33,), 0–1: inside the picture and not hidden, as far as the model can tell."""
    score: float
    """Whether there is a person in the cut at all, 0–1."""

    @property
    def head(self) -> tuple[float, float]:
        """Middle of the points of the head."""
        x, y = self.points[list(HEAD_POINTS), :2].mean(axis=0)
        return float(x), float(y)

    def belongs_to(self, head: Head) -> bool:
        """Whether this is a body at all, and that of ``head``; a guessed head may be off."""
        apart = hypot(self.head[0] - head.x, self.head[1] - head.y) / head.size
        return self.score >= SURE and apart <= (ASTRAY if head.body is None else 3 * ASTRAY)


class BodyReader:
    """Reads the body in each square."""

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._size = self._network.input_shape[1]

    def under(self, image: Image, heads: Sequence[Head]) -> list[Body | None]:
        """The body of each head; ``None`` where none can be made out in any of the cuts."""
        found: list[Body | None] = [None] * len(heads)
        for drop, side in SQUARES:
            open_ = [place for place, body in enumerate(found) if body is None]
            squares = [heads[place].body_square(drop, side) for place in open_]
            for place, body in zip(open_, self.read(image, squares), strict=True):
                found[place] = body if body.belongs_to(heads[place]) else None
        return found

    def read(self, image: Image, squares: Sequence[Square]) -> list[Body]:
        """One body per square, whatever its score."""
        cuts = [cut(image, square, self._size) for square in squares]
        outputs = self._network.each(zero_to_one(piece) for piece, _ in cuts)
        return [
            _body(output, back, square.side / self._size)
            for output, (_, back), square in zip(outputs, cuts, squares, strict=True)
        ]


def _body(output: list[Floats], back: Floats, scale: float) -> Body:
    rows = output[0].reshape(39, 5)
    rows = rows[:33]
    flat = back_to_frame(rows[:, :2], back)
    points = np.concatenate([flat, rows[:, 2:3] * scale], axis=1)
    seen = np.minimum(sigmoid(rows[:, 3]), sigmoid(rows[:, 4]))
    return Body(points, seen, float(output[1].ravel()[0]))
