"""Where to look: the squares of a picture that each detector is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from models.cuts import Square, tiled, whole
from proctor.geometry import Box
from proctor.perception import Subject

SMALLEST = 120
"""Pixels; smaller squares only enlarge the noise."""
FINEST = 240
"""Pixels; in a square of this side a head of 24 pixels is a tenth."""
SHARP = 900
"""Shorter side of a frame, from which heads too small for its thirds can be made out."""
OBJECT_SIDE = 640
"""Objects are looked for at full resolution, in squares no larger than this."""
CLOSE, WIDE = 0.5, 0.67
"""Steps between squares, in sides."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Squares for each kind of detector."""

    bodies: tuple[Square, ...]
    """For the body detector."""
    faces: tuple[Square, ...]
    """For the face detector, which is cheap: more of them."""
    objects: tuple[Square, ...]
    """For an object detector; the whole frame comes first."""

    def touching(self, regions: Sequence[Box]) -> "Plan":
        """Only the squares that meet one of the regions; all of them when there are none."""
        if not regions:
            return self
        bodies, faces, objects = (
            tuple(s for s in squares if any(s.box.meet(region) > 0 for region in regions))
            for squares in (self.bodies, self.faces, self.objects)
        )
        return Plan(bodies, faces, objects)


@lru_cache(maxsize=16)
def plan(width: int, height: int, subject: Subject) -> Plan:
    """The squares for a frame of that size.

    In a cabin two people fill the picture, but a phone is small in it. In a hall heads are a
    tenth to a thirtieth of the frame's height: squares of the height, a half (bodies) and a third
    (faces) of it, and for cameras with more pixels still smaller ones.
    """
    short = min(width, height)
    near = tiled(width, height, short, CLOSE)
    if subject != "hall":
        return Plan(tuple(near), tuple(near), (whole(width, height), *near))
    bodies: list[tuple[float, float]] = [(2, WIDE)]
    faces: list[tuple[float, float]] = [(3, CLOSE)]
    if short >= SHARP:
        bodies.append((3, WIDE))
        faces.append((short / FINEST, WIDE))
    objects = tiled(width, height, min(short, OBJECT_SIDE), WIDE)
    return Plan(
        (*near, *_finer(width, height, bodies)),
        (*near, *_finer(width, height, faces)),
        (whole(width, height), *objects),
    )


def _finer(width: int, height: int, levels: list[tuple[float, float]]) -> list[Square]:
    short = min(width, height)
    sides = [(max(SMALLEST, int(short / part)), step) for part, step in levels]
    kept = [(side, step) for side, step in sides if side < short]
    return [square for side, step in kept for square in tiled(width, height, side, step)]
