"""Where heads point: a small network on crops, for heads too small or too far turned for a mesh."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atan2, exp, pi, radians, sqrt
from pathlib import Path

import numpy as np

from models.crops import ROOM
from models.cuts import Square, cut
from models.runtime import Network
from proctor.geometry import Box, Floats
from proctor.perception import Image

TWICE = 36.0
"""Pixels; smaller heads are read once."""
MIRROR = np.array([-1, 1, 1, 1, 1, 1], np.float32)
"""A mirrored head turns the other way: the sine of its yaw changes its sign."""
LEAST = radians(6)
"""Error that is always left."""
MOST = radians(100)
"""Beyond that nothing is known."""
WIDER = 1.25
"""What the network's own doubt is multiplied with; from the errors on ``tune``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Direction of a head against the line to the camera, radians, signs as in ``Person``."""

    yaw: float
    """−π to π; > 0 to the left of the picture."""
    pitch: float
    """> 0 down."""
    sigma: float
    """Standard deviation of both."""


class HeadingReader:
    """Reads the direction of each head in a picture."""

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._side = self._network.input_shape[2]

    def read(self, image: Image, heads: Sequence[Box]) -> list[Heading]:
        """One direction a head, from the front and from behind.

        Heads of ``TWICE`` pixels and more are read a second time as in a mirror, and the mean is
        taken: what the network prefers of left and right cancels out.
        """
        twice = [head.height >= TWICE for head in heads]
        crops = [cut(image, _square(head), self._side)[0] for head in heads]
        mirrored = [crop[:, ::-1] for crop, again in zip(crops, twice, strict=True) if again]
        outputs = self._network.each(_planes(crop) for crop in (*crops, *mirrored))
        found = [output[0].ravel() for output in outputs]
        second = iter(found[len(crops) :])
        return [
            _heading(np.asarray((said + MIRROR * next(second)) / 2, np.float32) if again else said)
            for said, again in zip(found, twice, strict=False)
        ]


def apart(one: float, other: float) -> float:
    """Difference of two angles the short way round, −π to π."""
    return (one - other + pi) % (2 * pi) - pi


def _square(head: Box) -> Square:
    x, y = head.centre
    return Square(x, y, max(1.0, head.height * ROOM))


def _planes(crop: Image) -> Floats:
    return np.ascontiguousarray(crop.transpose(2, 0, 1)[None], np.float32) / np.float32(255)


def _heading(row: Floats) -> Heading:
    said: list[float] = row.tolist()
    yaw, pitch = atan2(said[0], said[1]), atan2(said[2], said[3])
    # Of a Laplace distribution the standard deviation is the scale times the root of two.
    scale = max(exp(min(1.5, max(-4.0, said[4]))), exp(min(1.5, max(-4.0, said[5]))))
    return Heading(yaw, pitch, min(MOST, max(LEAST, WIDER * sqrt(2) * scale)))
