"""Hits of a detector in many squares as things of the frame, each of them once."""

from collections.abc import Sequence

from models.cuts import Square
from models.detectors import Found, suppressed
from proctor.geometry import Box
from proctor.perception import Detection

SMALLEST = 3.0
"""Pixels; what is left of a box at the frame's edge may be less."""
OVERLAP = 0.5
"""Two boxes that share more are one thing."""
PART = {"person": 0.85, "head": 0.6, "hand": 0.7, "phone": 0.7, "paper": 0.8, "wheel": 0.7}
"""A box that lies within a better one by this share is a part of it, and no other thing."""


def whole_things(
    found: Found, label: str, squares: Sequence[Square], width: int, height: int
) -> list[Detection]:
    """Each thing once, without those that the edge of a square cut off; best first."""
    boxes = zip(found.labels, found.boxes, found.scores, found.squares, strict=True)
    things = [
        Detection(name, Box(*(float(value) for value in box)).within(width, height), float(score))
        for name, box, score, place in boxes
        if name == label and not _cut_off(box, squares[int(place)], width, height)
    ]
    once = suppressed([thing for thing in things if _has_substance(thing.box)], OVERLAP)
    return _without_parts(once)


def merged(one: Sequence[Detection], other: Sequence[Detection]) -> list[Detection]:
    """The things of two detectors, each of them once, best first."""
    if not one or not other:
        return [*one, *other]
    return suppressed([*one, *other], OVERLAP)


def _without_parts(things: Sequence[Detection]) -> list[Detection]:
    kept: list[Detection] = []
    for thing in things:
        share = PART.get(thing.label, 1.0)
        if not any(thing.box.meet(k.box) > share * thing.box.area for k in kept):
            kept.append(thing)
    return kept


def _has_substance(box: Box) -> bool:
    return min(box.width, box.height) >= SMALLEST


def _cut_off(box: Sequence[float], square: Square, width: int, height: int) -> bool:
    """Whether the box ends at a side of the square that is not a side of the frame."""
    half, near = square.side / 2, 0.01 * square.side
    left, top = square.x - half, square.y - half
    right, bottom = square.x + half, square.y + half
    return bool(
        (box[0] < left + near and left > 0)
        or (box[1] < top + near and top > 0)
        or (box[2] > right - near and right < width)
        or (box[3] > bottom - near and bottom < height)
    )
