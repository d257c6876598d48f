"""From the name a run gave a place to the name the reference has for it.

Names are tried first, for ``driver`` means the same to everybody; but a name counts only where the
reference's box agrees with the zone the run looked at. Otherwise the reference's place is taken
whose head is nearest to the anchor, measured in widths and heights of its own box, so that a far
seat and a near one are treated alike. Where two seats of a run are nearest to one place, and one of
them as good as nearest to another, each gets its own. Without boxes, or without an observation
log, only names are left.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from proctor.assignment import paired
from proctor.evaluation.references import Reference
from proctor.findings import PICTURE
from proctor.geometry import Box
from proctor.i18n import _
from proctor.places import AISLE, Place

Placing: TypeAlias = Callable[[str], str]
"""The reference's name of a place of the run; the run's own name where nothing fits."""

HEAD_DOWN = 0.2
"""Share of a place's box above the middle of the head of who sits there."""
REACH = 0.75
"""How far from that head an anchor may be, in widths and heights of the box."""

AS_NEAR = 0.1
"""A place farther than the nearest one by so much, in the same measure, is as good as nearest."""


def head_of(box: Box) -> tuple[float, float]:
    """Where the head of somebody in the box is, in the box's own coordinates."""
    return box.centre[0], box.y0 + HEAD_DOWN * box.height


def placing(places: Sequence[Place], boxes: Mapping[str, Box]) -> Placing:
    """The mapping of one recording: ``places`` of its observation log, ``boxes`` of its truth."""
    names = {place.name: nearest(place, boxes) for place in places} | _own(places, boxes)
    return lambda name: names.get(name, name)


def nearest(place: Place, boxes: Mapping[str, Box]) -> str:
    """The reference's name for one place of a run."""
    if _is_named(place, boxes):
        return place.name
    near = _near(place, boxes)
    return min(near, key=lambda name: (near[name], name), default=place.name)


def _own(places: Sequence[Place], boxes: Mapping[str, Box]) -> dict[str, str]:
    """Place of a run → the reference's that is its alone, as far as there are enough."""
    asked = [place for place in places if not _is_named(place, boxes)]
    numbers = {name: number for number, name in enumerate(boxes)}
    gains: dict[tuple[int, int], float] = {}
    for row, place in enumerate(asked):
        near = _near(place, boxes)
        least = min(near.values(), default=0.0)
        for name, away in near.items():
            if away <= least + AS_NEAR:
                gains[row, numbers[name]] = 1 + REACH - away
    names = list(boxes)
    return {asked[row].name: names[column] for row, column in paired(gains)}


def _is_named(place: Place, boxes: Mapping[str, Box]) -> bool:
    """Whether its own name is the right one, or the only one."""
    if place.name in (PICTURE, AISLE) or place.kind in ("cell", "sound", "clock") or not boxes:
        return True
    return place.name in boxes and place.zone.holds(*head_of(boxes[place.name]))


def _near(place: Place, boxes: Mapping[str, Box]) -> dict[str, float]:
    """Places of the reference in reach → how far their head is from the anchor."""
    away = {name: _away(place, box) for name, box in boxes.items() if box.area > 0}
    return {name: gap for name, gap in away.items() if gap <= REACH}


def _away(place: Place, box: Box) -> float:
    """Distance of the anchor from the head, in widths or heights, whichever is more."""
    x, y = head_of(box)
    return max(abs(place.anchor[0] - x) / box.width, abs(place.anchor[1] - y) / box.height)


def unplaced(reference: Reference) -> Iterator[str]:
    """A note on events at places that the reference itself does not have: they are anywhere."""
    known = {*reference.places, PICTURE, ""}
    odd = sorted({event.place for event in reference.events} - known) if reference.places else []
    if odd:
        text = _("{clip} has no place {places}: what happens there may be found anywhere.")
        yield text.format(clip=reference.clip, places=", ".join(odd))
