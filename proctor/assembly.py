"""Samples into columns: who of the people in the picture belongs to which place.

Every person goes to the nearest place whose reach they are in, at which they stayed before rather
than at another; the one who is nearest and stayed longest is *its* person, the others there are
extra people. Whoever walks past a seat is nobody of it and counted apart; whoever is at no place
is in the aisle. A place that was not looked at gets no row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot, nan

import numpy as np

from proctor.geometry import Box
from proctor.observations import COLUMNS, Columns, LogHeader
from proctor.perception import Detection, Health
from proctor.places import AISLE, Place, Sighting, anchor_of
from proctor.placing.cabin import SMALLEST
from proctor.placing.stays import Paths
from proctor.timeline import SECOND, Microseconds, Span

Row = dict[str, float]

GLIMPSE = 0.5
"""Who was seen but once belongs to a seat only within this share of its reach."""
ROOTED: Microseconds = 20 * SECOND
"""Who stayed at a seat so long has half of its reach ahead of anybody else."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything made out in one sample."""

    media_us: Microseconds
    """Moment of the sample."""
    size: tuple[int, int]
    """(width, height) of the picture, pixels."""
    health: Health
    """Of the picture."""
    people: tuple[Sighting, ...]
    """With track numbers."""
    objects: tuple[Detection, ...] | None
    """``None`` when no model knows objects."""
    damaged: int
    """Packets damaged since the sample before."""
    within: tuple[Box, ...] = ()
    """Regions that were looked at, pixels; empty: the whole picture."""

    def saw(self, place: Place) -> bool:
        """Whether it was looked at the spot where the place's person has the head."""
        x, y = place.anchor[0] * self.size[0], place.anchor[1] * self.size[1]
        return not self.within or any(region.holds(x, y) for region in self.within)


@dataclass(slots=True)
class _Members:
    """Who is at one place."""

    people: list[Sighting] = field(default_factory=list)
    """The place's own person first."""
    passing: int = 0
    """How many more walk past."""


def columns_of(header: LogHeader, samples: Sequence[Looked]) -> Mapping[str, Columns]:
    """Columns for every place of the header; holes of the recording get rows with ``frame`` 0."""
    rows: dict[str, list[tuple[Microseconds, Row]]] = {p.name: [] for p in header.places}
    paths = Paths([sighting for sample in samples for sighting in sample.people])
    wheels = "wheel" in header.senses
    for sample in samples:
        for name, row in _rows(sample, header.places, paths, wheels).items():
            rows[name].append((sample.media_us, row))
    rows["picture"].extend(_hole_rows(header.account.holes, header.every_us))
    rows["picture"].sort(key=lambda pair: pair[0])
    return {name: _columns(pairs) for name, pairs in rows.items()}


def wheels_of(samples: Iterable[Looked]) -> dict[Microseconds, Box]:
    """The surest steering wheel of each look in which one was seen, pixels."""
    found: dict[Microseconds, Box] = {}
    for sample in samples:
        wheels = [thing for thing in sample.objects or () if thing.label == "wheel"]
        if wheels:
            found[sample.media_us] = max(wheels, key=lambda thing: thing.score).box
    return found


def _columns(pairs: Sequence[tuple[Microseconds, Row]]) -> Columns:
    times = np.array([at for at, _ in pairs], np.int64)
    used = {column for _, row in pairs for column in row}
    values = {
        column: np.array([row.get(column, nan) for _, row in pairs], np.float32)
        for column in COLUMNS
        if column in used
    }
    return Columns(times, values)


def _hole_rows(holes: Iterable[Span], every_us: Microseconds) -> list[tuple[Microseconds, Row]]:
    return [
        (at, {"frame": 0.0}) for hole in holes for at in range(hole.start_us, hole.end_us, every_us)
    ]


def _rows(sample: Looked, places: Sequence[Place], paths: Paths, wheels: bool) -> dict[str, Row]:
    own = [place for place in places if place.kind not in ("aisle", "picture")]
    members = _members(sample, own, paths)
    rows = {
        place.name: _place_row(sample, place, members[place.name], wheels)
        for place in own
        if sample.saw(place)
    }
    if not sample.within:
        rows[AISLE] = {"people": float(len(members[AISLE].people))}
    rows["picture"] = _picture_row(sample)
    return rows


def _picture_row(sample: Looked) -> Row:
    health = sample.health
    return {
        "frame": 1.0,
        "damaged": float(sample.damaged),
        "luma": health.luma,
        "contrast": health.contrast,
        "detail": health.detail,
        "change": health.change,
    }


def _members(sample: Looked, places: Sequence[Place], paths: Paths) -> dict[str, _Members]:
    """Who is where; whoever walks past a seat is in the aisle as well."""
    members: dict[str, _Members] = {name: _Members() for name in (AISLE, *(p.name for p in places))}
    ranks: dict[int, float] = {}
    for sighting in _inside(sample, places):
        place, rank = _place_of(sighting, places, sample.size, paths)
        passes = place is not None and place.kind == "seat" and paths.passes(sighting)
        if place is not None and passes:
            members[place.name].passing += 1
        name = AISLE if place is None or passes else place.name
        members[name].people.append(sighting)
        ranks[id(sighting)] = rank
    for group in members.values():
        group.people.sort(key=lambda sighting: ranks[id(sighting)])
    return members


def _place_of(
    sighting: Sighting, places: Sequence[Place], size: tuple[int, int], paths: Paths
) -> tuple[Place | None, float]:
    """The place this person is at, and how far from being its own person; the less, the more so."""
    best: tuple[float, Place] | None = None
    for place in places:
        away = _distance(sighting, place, size)
        seat = place.kind == "seat"
        if away > (GLIMPSE if seat and paths.glimpsed(sighting) else 1.0):
            continue
        rank = away - (_rooted(sighting, place, size, paths) if seat else 0.0)
        if best is None or (rank, place.name) < (best[0], best[1].name):
            best = rank, place
    return (None, 0.0) if best is None else (best[1], best[0])


def _rooted(sighting: Sighting, place: Place, size: tuple[int, int], paths: Paths) -> float:
    """How much a person belongs to a seat for having stayed there, 0–0.5."""
    at = place.anchor[0] * size[0], place.anchor[1] * size[1]
    stayed = paths.stayed_us(sighting.track, at, 0.4 * place.zone.width * size[0])
    return 0.5 * min(1.0, stayed / ROOTED)


def _inside(sample: Looked, places: Sequence[Place]) -> Iterable[Sighting]:
    if not any(place.kind == "driver" for place in places):
        return sample.people
    tallest = max((s.person.box.height for s in sample.people), default=0.0)
    return [s for s in sample.people if s.person.box.height >= SMALLEST * tallest]


def _distance(sighting: Sighting, place: Place, size: tuple[int, int]) -> float:
    """0 at the place's anchor, 1 at the edge of its reach.

    A seat reaches as far as its zone is wide on either side; a cabin's places reach through their
    zone and no further.
    """
    x, y = anchor_of(sighting.person)
    x, y = x / size[0], y / size[1]
    if place.kind != "seat":
        return 0.5 if place.zone.holds(min(x, 0.999), min(max(y, 0.0), 0.999)) else 2.0
    dx = (x - place.anchor[0]) / max(0.6 * place.zone.width, 1e-6)
    dy = (y - place.anchor[1]) / max(0.6 * place.zone.height, 1e-6)
    return hypot(dx, dy)


def _place_row(sample: Looked, place: Place, members: _Members, wheels: bool) -> Row:
    people = members.people
    row: Row = {"person": 0.0, "people": float(len(people))}
    if place.kind == "seat":
        row["passing"] = float(members.passing)
    elif wheels:
        row["wheel"] = _wheel(sample, place)
    if people:
        row |= _person_row(people[0], sample.size)
    if sample.objects is not None:
        row |= _phone_row(sample, place, people)
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
        **_box_row("", person.box, size),
    }
    return row | (_box_row("head_", person.head, size) if person.head else {})


def _phone_row(sample: Looked, place: Place, members: Sequence[Sighting]) -> Row:
    """The surest phone whose middle lies in the zone or on the body of the place's person."""
    zone = place.zone.scaled(*sample.size)
    bodies = [members[0].person.box] if members else []
    near = [
        d
        for d in sample.objects or ()
        if d.label == "phone" and any(b.holds(*d.box.centre) for b in (zone, *bodies))
    ]
    if not near:
        return {"phone": 0.0}
    best = max(near, key=lambda d: d.score)
    return {"phone": best.score, **_box_row("phone_", best.box, sample.size)}


def _box_row(prefix: str, box: Box, size: tuple[int, int]) -> Row:
    x0, y0, x1, y1 = box.scaled(1 / size[0], 1 / size[1])
    return {f"{prefix}x0": x0, f"{prefix}y0": y0, f"{prefix}x1": x1, f"{prefix}y1": y1}
