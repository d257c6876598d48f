"""What an object detector adds: phones, and people whose head nobody found."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.cuts import Square
from models.detectors import Found, suppressed
from models.heads import HIPS, Head
from models.people import BROAD, TALL, seated_box
from proctor.geometry import Box
from proctor.perception import Detection

HEAD_ZONE = 0.45
"""A person's head lies in this upper share of the box."""
ALONE = 0.5
"""A person without a found head counts from this score."""
HANDS, OWNER = 0.75, 0.9
"""A head below the first sureness in front of somebody above the second is taken for hands."""
SMALLEST = 3.0
"""Pixels; what is left of a box at the frame's edge may be less."""
OVERLAP = 0.5
"""Two boxes that share more are one thing."""


def whole_things(
    found: Found, label: str, squares: Sequence[Square], width: int, height: int
) -> list[Detection]:
    """Each thing once, without those that the edge of a square cut off."""
    boxes = zip(found.labels, found.boxes, found.scores, found.squares, strict=True)
    things = [
        Detection(name, Box(*(float(value) for value in box)).within(width, height), float(score))
        for name, box, score, place in boxes
        if name == label and not _cut_off(box, squares[int(place)], width, height)
    ]
    return suppressed([thing for thing in things if _has_substance(thing.box)], OVERLAP)


def backed(heads: Sequence[Head], persons: Iterable[Detection]) -> list[Head]:
    """The heads, surer where a person's box hangs below them; a box has one head."""
    known = list(heads)
    for person in persons:
        within = [place for place, head in enumerate(known) if _is_head_of(head, person.box)]
        if within:
            best = max(within, key=lambda place: (known[place].sureness, -place))
            doubt = (1 - known[best].sureness) * (1 - person.score)
            known[best] = replace(known[best], sureness=1 - doubt)
    return known


def without_hands(heads: Sequence[Head]) -> list[Head]:
    """The heads, without doubtful ones in front of somebody sure: folded hands look like a face.

    Who sits in front of somebody is nearer to the camera, and larger.
    """
    owners = [head for head in heads if head.sureness >= OWNER]
    return [
        head
        for head in heads
        if head.sureness >= HANDS or not any(_may_be_hands_of(owner, head) for owner in owners)
    ]


def headless(persons: Iterable[Detection], heads: Sequence[Head]) -> list[Head]:
    """Where the head should be of people whose head nobody found."""
    found: list[Head] = []
    for person in persons:
        taken = any(_is_head_of(head, person.box) for head in (*heads, *found))
        if person.score >= ALONE and not taken:
            found.append(_guessed(person))
    return found


def _may_be_hands_of(owner: Head, head: Head) -> bool:
    inside = seated_box(owner).holds(head.x, head.y) and not owner.near(head)
    return inside and head.size <= owner.size


def _has_substance(box: Box) -> bool:
    return min(box.width, box.height) >= SMALLEST


def _is_head_of(head: Head, box: Box) -> bool:
    zone = Box(box.x0, box.y0 - head.size / 2, box.x1, box.y0 + HEAD_ZONE * box.height)
    return zone.holds(head.x, head.y) and 0.08 < head.size / max(1.0, box.height) < 0.9


def _guessed(person: Detection) -> Head:
    box = person.box
    size = min(box.height / TALL, box.width / BROAD * 1.2)
    x, y = box.centre[0], box.y0 + size / 2
    return Head(x, y, size, person.score, (x, y + HIPS * size), body=box)


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
