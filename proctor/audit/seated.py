"""Who sits where, from the record: attempts, rooms and what ties cameras to them. Plain SQL."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from proctor.audit.asking import Ask, in_parts
from proctor.audit.enrolment import LONGEST, attempts
from proctor.findings import FlagRow
from proctor.geometry import Box
from proctor.places import Kind, Place
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import NOBODY, Held, Key, RoomKind, Seating, Sitting, Spot
from proctor.weighing.acts import WITH

ROOMS = (
    "SELECT t.name, r.kind, r.name FROM rooms r JOIN sites t ON t.id = r.site_id ORDER BY r.name"
)
"""Site, kind and name of every room that was ever planned for."""

_TOLD = """
SELECT t.name, c.name, {value} FROM {table} x
JOIN cameras c ON c.id = x.camera_id JOIN sites t ON t.id = c.site_id
WHERE x.id = (SELECT max(y.id) FROM {table} y WHERE y.camera_id = x.camera_id)"""
_TIES = _TOLD.format(table="camera_rooms", value="x.room")
_SEATS = _TOLD.format(table="camera_seats", value="CAST(x.seats AS TEXT)")

_PLACES = "SELECT p.run_id, CAST(p.places AS TEXT) FROM run_places p WHERE p.run_id IN ({ids})"


def seating(ask: Ask, start: datetime, end: datetime) -> Seating:
    """Everything that tells who sits where in ``[start, end)``."""
    there = defaultdict[Key, list[Enrolled]](list)
    serials = defaultdict[Key, list[Enrolled]](list)
    held = defaultdict[str, list[Held]](list)
    for one, session in attempts(ask, start=start, end=end):
        there[one.site, one.room].append(one)
        serials[one.site, one.serial].append(one)
        if session.cameras and session not in held[one.site][-1:]:
            held[one.site].append(session)
    if not there:
        return Seating()
    rooms = defaultdict[tuple[str, RoomKind], list[str]](list)
    for site, kind, name in ask(ROOMS, {}):
        rooms[site, kind].append(name)
    return Seating(there, held, rooms, ties(ask), seats(ask), serials)


def seat_flags(ask: Ask, rows: Sequence[FlagRow], rooms: Sequence[str]) -> list[FlagRow]:
    """The flags with whom each concerns; ``rooms``: what was told of the recording of each."""
    dated = [(start, end) for row in rows for start, end in [_wall(row)] if start and end]
    if not dated:
        return [replace(row, sitting=Sitting("time")) for row in rows]
    known = seating(ask, min(start for start, _end in dated), max(end for _start, end in dated))
    judged = places(ask, {row.run_number for row in rows}) if known.attempts else {}
    return [
        _seated(known, row, _spot(row, room, judged)) for row, room in zip(rows, rooms, strict=True)
    ]


def _seated(known: Seating, row: FlagRow, spot: Spot) -> FlagRow:
    """The flag with whom it concerns, at its place and at the other place of two."""
    start, end = _wall(row)
    if row.is_of_data:
        return replace(row, sitting=_of_results(known, row))
    other = row.flag.reasons.get(WITH)
    with_whom = replace(spot, place=other) if isinstance(other, str) and known.attempts else None
    partner = known.at(with_whom, start, end) if with_whom else None
    return replace(row, sitting=known.at(spot, start, end), partner=partner)


def _of_results(known: Seating, row: FlagRow) -> Sitting:
    """What rests on results tells the attempt by itself, or is about no single one."""
    serial = row.flag.reasons.get("serial")
    if not isinstance(serial, str) or row.start is None or row.end is None:
        return NOBODY
    return known.of_serial(row.site, serial, row.start, row.end)


def _spot(row: FlagRow, room: str, judged: Mapping[int, tuple[Place, ...]]) -> Spot:
    places = judged.get(row.run_number, ())
    return Spot(row.site, row.camera, row.subject, row.flag.place, room, places)


def _wall(row: FlagRow) -> tuple[datetime | None, datetime | None]:
    """The flag's wall time, as much longer as its clock may be off."""
    if row.start is None or row.end is None:
        return None, None
    doubt = timedelta(seconds=min(row.clock.uncertainty_s, LONGEST.total_seconds()))
    return row.start - doubt, row.end + doubt


def ties(ask: Ask) -> Mapping[Key, str]:
    """Site and camera → the hall or vehicle that somebody said it shows."""
    return {(site, camera): room for site, camera, room in ask(_TIES, {}) if room}


def seats(ask: Ask) -> Mapping[Key, Mapping[str, Box]]:
    """Site and camera → seat as rosters call it → its zone, 0–1 of the frame."""
    return {
        (site, camera): {seat: Box(*zone) for seat, zone in json.loads(told).items()}
        for site, camera, told in ask(_SEATS, {})
    }


def places(ask: Ask, runs: Collection[int]) -> Mapping[int, tuple[Place, ...]]:
    """Run → the places it judged, where they were written down."""
    found: dict[int, tuple[Place, ...]] = {}
    for part in in_parts(runs):
        values = {f"id{n}": number for n, number in enumerate(part)}
        sql = _PLACES.format(ids=", ".join(f":{name}" for name in values))
        found |= {run: tuple(map(_place, json.loads(told))) for run, told in ask(sql, values)}
    return found


def _place(told: tuple[str, Kind, float, float, float, float, float, float]) -> Place:
    name, kind, x0, y0, x1, y1, x, y = told
    return Place(name, kind, Box(x0, y0, x1, y1), (x, y))


def places_json(places: tuple[Place, ...]) -> list[list[object]]:
    """Places as a run stores them; four digits are more than a picture has pixels."""
    return [
        [p.name, p.kind, *(round(float(value), 4) for value in (*p.zone, *p.anchor))]
        for p in places
    ]
