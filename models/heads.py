"""Where heads are: the hits of face and body detectors over many squares, joined.

A body detector alone misses people behind desks, a face detector alone misses those who look
away, and neither sees heads that are small in its input. So both look at overlapping squares of
several sizes, and what counts is how many squares agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.cuts import Square
from models.detectors import Found
from models.faces import ROOM, eye_angle
from proctor.geometry import Box, Floats

REACH = 3.2
"""Reach of a body over the height of its head with hair."""
HALF_REACH = 2.25
"""Reach of the upper body over the height of the head."""
FACE = 0.6
"""Side of a face's box over the height of the head."""
BODY_RISE, FACE_RISE = 0.41, 0.17
"""How far the head's centre lies above the centre of the body's and the face's box, in heads."""
HIPS = 2.4
"""How far the hips lie below the head's centre, in heads, when nobody saw them."""
WIDTH = 0.8
"""Width of a head over its height."""
BODY_POWER, FACE_POWER = 2.5, 1.5
"""How much doubt a hit of the body and of the face detector is met with."""
SMALLEST = 8.0
"""Pixels; nothing can be said of smaller heads."""
SAME_HEAD = 0.6
"""Hits nearer than this share of a head's height are the same head."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head in the picture and where the body below it should be."""

    x: float
    """Centre, pixels of the frame."""
    y: float
    """Centre, pixels of the frame."""
    size: float
    """Height with hair, pixels."""
    sureness: float
    """Agreement of the squares that could see it, 0–1."""
    hips: tuple[float, float]
    """Middle of the hips, also when hidden."""
    tilt: float = nan
    """Tilt of the line between the eyes, radians; ``NaN`` when no face was found."""
    face: tuple[float, float, float] | None = None
    """Centre and side of the face's box, when one was found."""
    body: Box | None = None
    """Set when only the body was found, by an object detector: the head is then a guess."""

    @property
    def box(self) -> Box:
        """Head with hair."""
        half = self.size / 2
        wide = half * WIDTH
        return Box(self.x - wide, self.y - half, self.x + wide, self.y + half)

    def body_square(self, drop: float, side: float) -> Square:
        """The cut for a body reader: centre below the head's, and side, in heads."""
        return Square(self.x, self.y + drop * self.size, side * self.size)

    @property
    def face_square(self) -> Square:
        """The cut that a face reader wants."""
        if self.face is None:
            return Square(self.x, self.y + FACE_RISE * self.size, self.size * FACE * ROOM * 1.2)
        x, y, side = self.face
        return Square(x, y, side * ROOM, self.tilt)

    def near(self, other: "Head") -> bool:
        """Whether both are the same head."""
        apart = hypot(self.x - other.x, self.y - other.y)
        return apart < SAME_HEAD * max(self.size, other.size)


@dataclass(frozen=True, slots=True)
class _Hits:
    """Hits of all detectors in one list, best first."""

    heads: Floats
    """(N, 3): centre and height of the head."""
    scores: Floats
    """(N,)."""
    source: Floats
    """(N,): the square and the detector, as one number."""
    hips: Floats
    """(N, 2); NaN from a face."""
    faces: Floats
    """(N, 4): centre, side, tilt; NaN from a body."""

    def of(self, kept: NDArray[Any]) -> "_Hits":
        names = ("heads", "scores", "source", "hips", "faces")
        return _Hits(*(getattr(self, name)[kept] for name in names))


def heads(bodies: Found | None, faces: Found | None) -> list[Head]:
    """Every head that any hit speaks of, surest first; the caller decides how sure is enough."""
    parts = [_from_bodies(bodies)] if bodies else []
    parts += [_from_faces(faces)] if faces else []
    if not parts:
        return []
    hits, found = _merged(parts), []
    hits = hits.of(hits.heads[:, 2] >= SMALLEST)
    while len(hits.scores):
        x, y, size = hits.heads[0]
        apart = np.hypot(hits.heads[:, 0] - x, hits.heads[:, 1] - y)
        same = apart < SAME_HEAD * size
        same[0] = True
        found.append(_head(hits.of(same)))
        hits = hits.of(~same)
    return once(found)


def once(found: Sequence[Head]) -> list[Head]:
    """Each head once, the surest of those that are the same."""
    kept: list[Head] = []
    for head in sorted(found, key=lambda head: (-head.sureness, head.x, head.y)):
        if not any(head.near(other) for other in kept):
            kept.append(head)
    return kept


def _merged(parts: Sequence[_Hits]) -> _Hits:
    names = ("heads", "scores", "source", "hips", "faces")
    together = _Hits(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))
    return together.of(np.argsort(-together.scores, kind="stable"))


def _from_bodies(found: Found) -> _Hits:
    middles = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    hips, rim, chest, chest_rim = (found.points[:, place] for place in range(4))
    reach = np.hypot(*(rim - hips).T)
    sizes = (reach / REACH + np.hypot(*(chest_rim - chest).T) / HALF_REACH) / 2
    return _Hits(
        np.column_stack([middles[:, 0], middles[:, 1] - BODY_RISE * sizes, sizes]),
        found.scores,
        found.squares * 2.0,
        hips,
        np.full((len(sizes), 4), nan),
    )


def _from_faces(found: Found) -> _Hits:
    middles = (found.boxes[:, :2] + found.boxes[:, 2:]) / 2
    sides = found.boxes[:, 2] - found.boxes[:, 0]
    sizes = sides / FACE
    tilts = [eye_angle(*points[:2]) for points in found.points]
    return _Hits(
        np.column_stack([middles[:, 0], middles[:, 1] - FACE_RISE * sizes, sizes]),
        found.scores,
        found.squares * 2.0 + 1,
        np.full((len(sizes), 2), nan),
        np.column_stack([middles, sides, np.array(tilts, np.float32).reshape(-1)]),
    )


def _head(hits: _Hits) -> Head:
    """One head out of hits on it: weighted by score, sure by the number of squares."""
    x, y, size = (float(value) for value in _mean(hits.heads, hits.scores))
    hips = _mean(hits.hips, hits.scores)
    below = (x, y + HIPS * size) if np.isnan(hips[0]) else (float(hips[0]), float(hips[1]))
    faced = np.flatnonzero(~np.isnan(hits.faces[:, 0]))
    face = hits.faces[faced[0]].tolist() if len(faced) else None
    return Head(
        x,
        y,
        size,
        _agreement(hits),
        below,
        face[3] if face else nan,
        (face[0], face[1], face[2]) if face else None,
    )


def _mean(rows: Floats, weights: Floats) -> Floats:
    known = ~np.isnan(rows[:, 0])
    if not known.any():
        return np.full(rows.shape[1], nan, np.float32)
    return np.asarray(np.average(rows[known], axis=0, weights=weights[known]), np.float32)


def _agreement(hits: _Hits) -> float:
    """Chance that not all squares err, each by its best hit.

    Powers make a half-hearted hit count for less than its score says: table legs and trousers
    collect many of them, people at least one good one.
    """
    sources, best = np.unique(hits.source, return_index=True)
    powers = np.where(sources % 2 == 0, BODY_POWER, FACE_POWER)
    return float(1 - np.prod(1 - hits.scores[best].astype(np.float64) ** powers))
