"""One row of the log: what was seen at one place, or of the picture, in one sample."""

from collections.abc import Sequence
from dataclasses import asdict
from math import hypot

import numpy as np

from proctor.geometry import Box
from proctor.looked import Looked, Members
from proctor.perception import Person
from proctor.places import SAT_AT, Place, Sighting

Row = dict[str, float]

FEWEST_WHEELS = 3
"""Samples in which a steering wheel must be seen to be believed."""
WHEEL_RIM = 0.15
"""Share of its size by which a hand at a wheel may stand over it, but not below: there are laps."""
IN_HAND = 0.5
"""Gap to the nearest hand, in head widths, up to which a paper is held."""


def picture_row(sample: Looked) -> Row:
    """The health of the picture, as far as it was measured."""
    row: Row = {"frame": 1.0, "damaged": float(sample.damaged)}
    return row if sample.health is None else row | asdict(sample.health)


def wheel_of(place: Place, samples: Sequence[Looked]) -> Box | None:
    """Where the steering wheel before that place is, pixels; ``None`` when it was hardly seen.

    A wheel stays where it is, so the median of all of a recording is taken and arms before it do
    no harm.
    """
    wheels = [
        thing.box
        for sample in samples
        for thing in sample.objects or ()
        if thing.label == "wheel" and place.zone.scaled(*sample.size).meet(thing.box) > 0
    ]
    if len(wheels) < FEWEST_WHEELS:
        return None
    return Box(*(float(v) for v in np.median(np.array(wheels), axis=0)))


def place_row(
    sample: Looked, place: Place, members: Members, wheel: Box | None, *, known: bool
) -> Row:
    """Everything about one place; ``known`` says whether a loaded model knows steering wheels."""
    people = members.people
    row: Row = {} if members.hidden else {"person": 0.0, "people": float(len(people))}
    if place.kind in SAT_AT:
        row |= {"passing": float(members.passing), "patrol": float(members.patrol)}
    elif known:
        row["wheel"] = _wheel(sample, place)
    if people:
        row |= _person_row(people[0], sample.size)
        rim = None if wheel is None else _rim(wheel, place)
        row |= _hands_row(people[0].person, rim, sample.size)
    if sample.objects is not None and not members.hidden:
        row |= _things_row(sample, place, people)
    return row


def _wheel(sample: Looked, place: Place) -> float:
    """Score of the surest steering wheel whose middle lies in the zone, 0 when there is none."""
    zone = place.zone.scaled(*sample.size)
    things = [d for d in sample.objects or () if d.label == "wheel" and zone.holds(*d.box.centre)]
    return max((thing.score for thing in things), default=0.0)


def _person_row(sighting: Sighting, size: tuple[int, int]) -> Row:
    person = sighting.person
    row: Row = {
        "person": person.score,
        "track": float(sighting.track),
        "yaw": person.yaw,
        "pitch": person.pitch,
        "roll": person.roll,
        "direction_sigma": person.direction_sigma,
        "gaze_yaw": person.gaze_yaw,
        "gaze_pitch": person.gaze_pitch,
        "gaze_sigma": person.gaze_sigma,
        "mouth": person.mouth,
        "hand_ear": person.hand_ear,
        "hand_face": person.hand_face,
        **{f"clothes_{axis}": value for axis, value in zip("lab", person.clothes, strict=True)},
        **_box_row("", person.box, size),
    }
    return row | (_box_row("head_", person.head, size) if person.head else {})


def _hands_row(person: Person, rim: Box | None, size: tuple[int, int]) -> Row:
    """Hands in sight, and those before the wheel; hands that nobody sees may be anywhere."""
    if person.hands is None:
        return {}
    row: Row = {"hands": float(len(person.hands))}
    middles = sorted(hand.centre for hand in person.hands[:2])
    for number, (x, y) in enumerate(middles, start=1):
        row |= {f"hand{number}_x": x / size[0], f"hand{number}_y": y / size[1]}
    if rim is None or not person.hands:
        return row
    return row | {"hands_wheel": float(sum(rim.holds(*hand.centre) for hand in person.hands))}


def _rim(wheel: Box, place: Place) -> Box:
    """Where the middle of a hand at the wheel is; a passenger's above it only points.

    So does one at its upper edge: from the pillar a hand before the windscreen appears there.
    """
    reach = wheel.grown(WHEEL_RIM)._replace(y1=wheel.y1)
    top = wheel.y0 + WHEEL_RIM * wheel.height
    return reach if place.kind == "driver" else reach._replace(y0=top)


def rest_row(sample: Looked, people: Sequence[Sighting], *, back: bool = False) -> Row:
    """What is known of whoever is at no place of their own: in the aisle, or ``back`` in a car."""
    row: Row = {"people": float(len(people))}
    if back:
        surest = max((sighting.person.score for sighting in people), default=0.0)
        return row | {"person": surest}
    if sample.objects is None:
        return row
    phones = [
        thing
        for thing in sample.objects
        if thing.label == "phone"
        if any(_gap(thing.box, sighting.person) <= IN_HAND for sighting in people)
    ]
    best = max(phones, key=lambda thing: thing.score, default=None)
    row["phone"] = 0.0 if best is None else best.score
    return row | ({} if best is None else _box_row("phone_", best.box, sample.size))


def _things_row(sample: Looked, place: Place, members: Sequence[Sighting]) -> Row:
    """The surest phone and paper whose middle lies in the zone or on the body of its person."""
    zone = place.zone.scaled(*sample.size)
    person = members[0].person if members else None
    spots = [zone, *([person.box] if person else [])]
    near = [d for d in sample.objects or () if any(b.holds(*d.box.centre) for b in spots)]
    held = [d for d in near if d.label == "paper" and _gap(d.box, person) <= IN_HAND]
    row: Row = {"paper": max((d.score for d in held), default=0.0)}
    phones = [d for d in near if d.label == "phone"]
    if not phones:
        return row | {"phone": 0.0}
    best = max(phones, key=lambda d: d.score)
    row |= {"phone": best.score, **_box_row("phone_", best.box, sample.size)}
    gap = _gap(best.box, person)
    return row | ({"phone_hand": gap} if np.isfinite(gap) else {})


def _gap(thing: Box, person: Person | None) -> float:
    """From a thing to the nearest hand or the head of a person, head widths; inf without either."""
    if person is None:
        return float("inf")
    parts = [*(person.hands or ()), *([person.head] if person.head else [])]
    size = person.head.width if person.head else person.box.width / 3
    gaps = [hypot(*_between(thing, part)) for part in parts]
    return min(gaps, default=float("inf")) / max(1.0, size)


def _between(one: Box, other: Box) -> tuple[float, float]:
    """Empty space between two boxes, across and down, pixels; 0 where they overlap."""
    across = max(0.0, one.x0 - other.x1, other.x0 - one.x1)
    return across, max(0.0, one.y0 - other.y1, other.y0 - one.y1)


def _box_row(prefix: str, box: Box, size: tuple[int, int]) -> Row:
    x0, y0, x1, y1 = box.scaled(1 / size[0], 1 / size[1])
    return {f"{prefix}x0": x0, f"{prefix}y0": y0, f"{prefix}x1": x1, f"{prefix}y1": y1}
