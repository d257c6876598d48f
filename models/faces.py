"""A face as a mesh of 468 points, and what the mesh says about the head.

The head's direction comes from the mesh's own geometry: the axis through pairs of points that
mirror each other, and the line from forehead to chin. Solving for a pose from six points puts a
frontal face 35° up and flips in profile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, exp, hypot, radians, sin
from pathlib import Path

import numpy as np

from models.cuts import Square, back_to_frame, cut
from models.runtime import Network, zero_to_one
from proctor.geometry import Floats
from proctor.perception import Image

RIGHT = (33, 127, 234, 93, 132, 58, 172, 61, 46, 50)
LEFT = (263, 356, 454, 323, 361, 288, 397, 291, 276, 280)
"""Points of the person's right half, and the points that mirror them."""
FOREHEAD, CHIN = 10, 152
BROW = radians(7)
"""A face looks so far above the line that stands square on the one from forehead to chin; median
of the rendered faces of ``tune``."""
EYES = (33, 263)
UPPER_LIP, LOWER_LIP = 13, 14
LIKELY = 0.02
"""A first mesh below this presence is not worth a second look."""
SMALLEST = 16.0
"""Pixels; a smaller mesh is drawn on nothing."""
FARTHEST = radians(80)
"""Nobody shows a face who is turned farther than that, or nods so far."""
SKEW, EYES_APART, DEPTH = 0.15, (0.42, 0.68), (0.45, 1.0)
"""Cosine between the axes of a head; outer corners of the eyes over the line from forehead to chin;
depth over size. All meshes of ``tune`` that are right lie well inside."""
ROOM = 1.5
"""Side of a face's cut over the larger side of the mesh."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face, in pixels of the frame."""

    mesh: Floats
    """(468, 3): x, y, and depth in pixels, towards the camera negative."""
    score: float
    """Whether there is a face in the cut at all, 0–1."""

    @property
    def size(self) -> float:
        """Larger side of the mesh, pixels."""
        width, height = np.ptp(self.mesh[:, :2], axis=0).tolist()
        return float(max(width, height))

    @property
    def is_plausible(self) -> bool:
        """Whether the mesh has the shape of a head: of one that it is not on, it often has not."""
        across, down = (self.mesh[list(LEFT)] - self.mesh[list(RIGHT)]).mean(axis=0), self._down
        height = float(np.linalg.norm(down))
        if not height or self.size < SMALLEST:
            return False
        skew = abs(float(np.dot(_unit(across), down))) / height
        eyes = float(np.linalg.norm(self.mesh[EYES[0]] - self.mesh[EYES[1]])) / height
        depth = float(np.ptp(self.mesh[:, 2])) / self.size
        yaw, pitch, _ = direction(self.mesh)
        turned = max(abs(yaw), abs(pitch)) <= FARTHEST
        return turned and skew <= SKEW and _in(eyes, EYES_APART) and _in(depth, DEPTH)

    @property
    def sigma(self) -> float:
        """Standard deviation of yaw and pitch, radians: worse of small and averted faces."""
        yaw, pitch, _ = direction(self.mesh)
        turn = degrees(acos(cos(yaw) * cos(pitch)))
        parts = (4.0, 220.0 / self.size, 20.0 * (1 - self.score), 0.3 * max(0.0, turn - 30.0))
        return radians(hypot(*parts))

    @property
    def _down(self) -> Floats:
        return np.asarray(self.mesh[CHIN] - self.mesh[FOREHEAD], np.float32)

    @property
    def mouth(self) -> float:
        """Gap between the lips over the height of the face, 0–1."""
        gap = float(np.linalg.norm(self.mesh[LOWER_LIP] - self.mesh[UPPER_LIP]))
        height = float(np.linalg.norm(self.mesh[CHIN] - self.mesh[FOREHEAD]))
        return min(1.0, gap / height) if height > 0 else 0.0

    @property
    def square(self) -> Square:
        """The cut that shows this face upright with room around it."""
        low, high = self.mesh[:, :2].min(axis=0), self.mesh[:, :2].max(axis=0)
        x, y = (low + high) / 2
        return Square(
            float(x), float(y), max(1.0, self.size * ROOM), eye_angle(*self.mesh[EYES, :2])
        )


class FaceReader:
    """Reads the face in each square, then once more in the square that its mesh asks for."""

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._size = self._network.input_shape[1]

    def read(self, image: Image, squares: Sequence[Square]) -> list[Face]:
        """One face per square, whatever its score."""
        found = self.once(image, squares)
        likely = [place for place, face in enumerate(found) if face.score >= LIKELY]
        finer = self.once(image, [found[place].square for place in likely])
        for place, face in zip(likely, finer, strict=True):
            found[place] = face
        return found

    def once(self, image: Image, squares: Sequence[Square]) -> list[Face]:
        """One face per square without a second look, whatever its score."""
        cuts = [cut(image, square, self._size) for square in squares]
        outputs = self._network.each(zero_to_one(piece) for piece, _ in cuts)
        return [
            _face(output, back, square.side / self._size)
            for output, (_, back), square in zip(outputs, cuts, squares, strict=True)
        ]


def direction(mesh: Floats) -> tuple[float, float, float]:
    """Yaw, pitch and roll in radians, against the line to the camera.

    Yaw > 0 turns to the left edge of the picture as the viewer has it, pitch > 0 looks down,
    roll > 0 tilts clockwise as the viewer has it.
    """
    across, _, forward = axes(mesh)
    x, y, z = (float(value) for value in forward)
    level = hypot(float(across[0]), float(across[2]))
    return atan2(-x, -z), atan2(y, hypot(x, z)), atan2(float(across[1]), level)


def axes(mesh: Floats) -> tuple[Floats, Floats, Floats]:
    """Unit vectors of the head: to the person's left, to the chin, and where the face points."""
    across = _unit((mesh[list(LEFT)] - mesh[list(RIGHT)]).mean(axis=0))
    level = _unit(np.cross(mesh[CHIN] - mesh[FOREHEAD], across))
    down = _unit(np.cross(across, level))
    forward = _unit(cos(BROW) * level - sin(BROW) * down)
    return across, _unit(np.cross(across, forward)), forward


def eye_angle(right: Floats, left: Floats) -> float:
    """Tilt in radians of the line from the person's right eye to the left one."""
    return atan2(float(left[1] - right[1]), float(left[0] - right[0]))


def _face(output: list[Floats], back: Floats, scale: float) -> Face:
    points = output[0].reshape(468, 3)
    flat = back_to_frame(points[:, :2], back)
    mesh = np.concatenate([flat, points[:, 2:] * scale], axis=1)
    return Face(mesh, 1 / (1 + exp(-min(60.0, max(-60.0, float(output[1].ravel()[0]))))))


def _in(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, np.float32)
