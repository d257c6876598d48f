"""Samples into columns: who of the people in the picture belongs to which place.

Every person goes to the nearest place whose reach they are in; the one nearest to the place's own
anchor is *its* person, the others there are extra people. Whoever is at no place is in the aisle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot, nan

import numpy as np

from proctor.geometry import Box
from proctor.observations import COLUMNS, Columns, LogHeader
from proctor.perception import Account, Detection, Health
from proctor.places import AISLE, Place, Sighting, anchor_of
from proctor.timeline import Microseconds

Row = dict[str, float]

SMALLEST_IN_CAR = 0.5
"""A person in a car is at least half as tall as the tallest in the picture; others are outside."""


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything made out in one sample."""

    media_us: Microseconds
    """Moment of the sample."""
    size: tuple[int, int]
    """(width, height) of the picture, pixels."""
    health: Health | None
    """Of the picture; ``None`` when it was not measured."""
    people: tuple[Sighting, ...]
    """With track numbers."""
    objects: tuple[Detection, ...] | None
    """``None`` when no model knows objects."""
    damaged: int
    """Packets damaged since the sample before."""
    places: frozenset[str] | None = None
    """Names of the places looked at; ``None``: the whole picture."""


def columns_of(header: LogHeader, samples: Sequence[Looked]) -> Mapping[str, Columns]:
    """Columns for every place of the header; holes of the recording get rows with ``frame`` 0."""
    rows: dict[str, list[tuple[Microseconds, Row]]] = {p.name: [] for p in header.places}
    for sample in samples:
        for name, row in _rows(sample, header.places).items():
            rows[name].append((sample.media_us, row))
    rows["picture"].extend(_hole_rows(header.account, header.every_us, rows["picture"]))
    rows["picture"].sort(key=lambda pair: pair[0])
    return {name: _columns(pairs) for name, pairs in rows.items()}


def _columns(pairs: Sequence[tuple[Microseconds, Row]]) -> Columns:
    times = np.array([at for at, _ in pairs], np.int64)
    used = {column for _, row in pairs for column in row}
    values = {
        column: np.array([row.get(column, nan) for _, row in pairs], np.float32)
        for column in COLUMNS
        if column in used
    }
    return Columns(times, values)


def _hole_rows(
    account: Account, every_us: Microseconds, seen: Sequence[tuple[Microseconds, Row]]
) -> list[tuple[Microseconds, Row]]:
    """Rows through every hole, and one where it ends, though the next sample may come later."""
    rows = []
    known = {at for at, _ in seen}
    for hole in account.holes:
        rows += [(at, {"frame": 0.0}) for at in range(hole.start_us, hole.end_us, every_us)]
        if hole.end_us < account.span.end_us and hole.end_us not in known:
            rows.append((hole.end_us, {"frame": 1.0}))
    return rows


def _rows(sample: Looked, places: Sequence[Place]) -> dict[str, Row]:
    own = [place for place in places if place.kind not in ("aisle", "picture")]
    members = _members(sample, own)
    looked = [p for p in own if sample.places is None or p.name in sample.places]
    rows = {place.name: _place_row(sample, place, members[place.name]) for place in looked}
    if sample.places is None:
        rows[AISLE] = {"people": float(len(members[AISLE]))}
    if sample.health is not None or sample.damaged:
        rows["picture"] = _picture_row(sample)
    return rows


def _picture_row(sample: Looked) -> Row:
    health = sample.health
    row: Row = {"frame": 1.0, "damaged": float(sample.damaged)}
    if health is None:
        return row
    return row | {
        "luma": health.luma,
        "contrast": health.contrast,
        "detail": health.detail,
        "change": health.change,
    }


def _members(sample: Looked, places: Sequence[Place]) -> dict[str, list[Sighting]]:
    """People per place, the nearest to its anchor first."""
    reached: dict[str, list[tuple[float, Sighting]]] = {AISLE: [], **{p.name: [] for p in places}}
    for sighting in _inside(sample, places):
        near = min(((_distance(sighting, p, sample.size), p.name) for p in places), default=None)
        if near is None or near[0] > 1.0:
            reached[AISLE].append((0.0, sighting))
        else:
            reached[near[1]].append((near[0], sighting))
    return {
        name: [s for _, s in sorted(pairs, key=lambda pair: pair[0])]
        for name, pairs in reached.items()
    }


def _inside(sample: Looked, places: Sequence[Place]) -> Iterable[Sighting]:
    if not any(place.kind == "driver" for place in places):
        return sample.people
    tallest = max((s.person.box.height for s in sample.people), default=0.0)
    return [s for s in sample.people if s.person.box.height >= SMALLEST_IN_CAR * tallest]


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


def _place_row(sample: Looked, place: Place, members: Sequence[Sighting]) -> Row:
    row: Row = {"person": 0.0, "people": float(len(members))}
    if members:
        row |= _person_row(members[0], sample.size)
    if sample.objects is not None:
        row |= _phone_row(sample, place, members)
    return row


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
