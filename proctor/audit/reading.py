"""Flags as they are read: a fixed number of statements however long the list.

Plain SQL that SQLite and PostgreSQL both understand, over the views of the schema.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from proctor.audit.asking import Ask, Row
from proctor.audit.seated import seat_flags
from proctor.audit.values import clock_of
from proctor.audit.weighed import weighed
from proctor.findings import Evidence, Flag, FlagQuery, FlagRow, Review, RunKey, Weight
from proctor.timeline import ClockMap, Span, moment, stamp

_Item = TypeVar("_Item")
_PARAMETERS = 500
"""Ids asked for in one statement; SQLite's oldest limit is 999."""

_STATE = """coalesce(
    (SELECT v.verdict FROM decisions d JOIN reviews v ON v.id = d.review_id
     WHERE d.happening = f.happening ORDER BY v.id DESC LIMIT 1), 'pending')"""

_FLAGS = f"""
SELECT f.id, f.code, f.level, f.place, f.start_us, f.end_us, f.score, f.peak_us,
    CAST(f.reasons AS TEXT), f.run_id, f.happening, s.subject, c.name, t.name, s.path,
    {_STATE}, r.fingerprint, u.perception, u.rulebook,
    s.clock_us, s.clock_source, s.clock_uncertainty_s, s.room
FROM flags f
JOIN runs u ON u.id = f.run_id
JOIN recordings r ON r.id = u.recording_id
JOIN last_sightings l ON l.recording_id = r.id
JOIN sightings s ON s.id = l.sighting_id
JOIN cameras c ON c.id = s.camera_id
JOIN sites t ON t.id = c.site_id
WHERE """  # noqa: S608 - joined from texts of this file; values come as parameters

_BY_TIME = " ORDER BY s.clock_us IS NULL, s.clock_us + f.start_us, r.id, f.start_us, f.id"

_CONDITIONS = {
    "code": "f.code = :code",
    "state": f"{_STATE} = :state",
    "subject": "s.subject = :subject",
    "camera": "c.name = :camera",
    "level": "f.level <= :level",
    "start": "s.clock_us + f.start_us >= :start",
    "end": "s.clock_us + f.start_us < :end",
    "run": "f.run_id = :run",
}

_REVIEWS = """
SELECT d.happening, v.flag_id, v.verdict, v.reason, v.reviewer, v.at_us
FROM decisions d JOIN reviews v ON v.id = d.review_id
WHERE d.happening IN ({ids}) ORDER BY v.id"""

_EVIDENCE = """
SELECT e.flag_id, e.flag_id, e.kind, e.path, e.sha256, e.size, e.start_us, e.end_us, e.note
FROM evidence e WHERE e.flag_id IN ({ids}) ORDER BY e.kind, e.start_us, e.id"""


def flags(ask: Ask, query: FlagQuery) -> list[FlagRow]:
    """The standing flags, or those of ``query.run``, that ``query`` asks for."""
    asked = {
        name: stamp(value) if isinstance(value, datetime) else value
        for name in _CONDITIONS
        if (value := getattr(query, name)) is not None
    }
    conditions = [_CONDITIONS[name] for name in asked]
    if query.run is None:
        conditions.append("f.id IN (SELECT flag_id FROM standing_flags)")
    sql = f"{_FLAGS}{' AND '.join(conditions)}"
    known = weighed(ask)
    if query.order == "gravity":
        return _gravest(ask, ask(sql + _BY_TIME, asked), known, query.limit)
    if query.limit is not None:
        sql, asked = f"{sql}{_BY_TIME} LIMIT :limit", {**asked, "limit": query.limit}
        return _filled(ask, ask(sql, asked), known)
    return _filled(ask, ask(sql + _BY_TIME, asked), known)


def flags_like(ask: Ask, prefix: str, most: int) -> list[FlagRow]:
    """Flags of any run whose id begins with ``prefix``, hex digits as they are."""
    sql = f"{_FLAGS} f.id >= :low AND f.id < :high ORDER BY f.id LIMIT :most"
    return _filled(ask, ask(sql, {"low": prefix, "high": f"{prefix}g", "most": most}), weighed(ask))


def _gravest(
    ask: Ask, rows: Sequence[Row], known: Mapping[str, Weight], limit: int | None
) -> list[FlagRow]:
    """The first ``limit`` of rows that are in order of time; flags of one happening together."""

    def place(row: Row) -> tuple[float, str]:
        weight = known.get(row[0])
        return (-weight.gravity, weight.group) if weight else (0.0, "")

    first: dict[tuple[float, str], int] = {}
    for at, row in enumerate(rows):
        first.setdefault(place(row), at)
    ordered = sorted(rows, key=lambda row: (place(row)[0], first[place(row)]))
    return _filled(ask, ordered[:limit], known)


def _filled(ask: Ask, rows: Sequence[Row], known: Mapping[str, Weight]) -> list[FlagRow]:
    reviews = _by(ask, _REVIEWS, {row[10] for row in rows}, _review)
    evidence = _by(ask, _EVIDENCE, [row[0] for row in rows], _evidence)
    origins: dict[int, tuple[RunKey, ClockMap]] = {}
    filled = []
    for row in rows:
        flag, (run, happening, subject, camera, site, path, state) = _flag(row), row[9:16]
        if run not in origins:
            origins[run] = RunKey(*row[16:19]), clock_of(*row[19:22])
        key, clock = origins[run]
        decided, shown = tuple(reviews.get(happening, ())), tuple(evidence.get(flag.id, ()))
        one = FlagRow(flag, key, run, subject, camera, site, path, clock, state, decided, shown)
        filled.append(replace(one, weight=known.get(flag.id)))
    return seat_flags(ask, filled, [row[22] for row in rows])


def _flag(row: Row) -> Flag:
    flag, code, level, place, start_us, end_us, score, peak_us, reasons = row[:9]
    span = Span(start_us, end_us)
    return Flag(flag, code, level, place, span, score, peak_us, json.loads(reasons))


def _review(row: Row) -> Review:
    _happening, flag, verdict, reason, by, at_us = row
    return Review(flag, verdict, reason, by, moment(at_us))


def _evidence(row: Row) -> Evidence:
    _of, flag, kind, path, sha256, size, start_us, end_us, note = row
    return Evidence(flag, kind, path, sha256, size, Span(start_us, end_us), note)


def _by(
    ask: Ask, sql: str, ids: Iterable[str], made: Callable[[Row], _Item]
) -> dict[str, list[_Item]]:
    """Items made of the rows that belong to any of ``ids``, by the first column."""
    found: dict[str, list[_Item]] = defaultdict(list)
    asked = sorted(ids)
    for at in range(0, len(asked), _PARAMETERS):
        values = {f"id{n}": value for n, value in enumerate(asked[at : at + _PARAMETERS])}
        for row in ask(sql.format(ids=", ".join(f":{name}" for name in values)), values):
            found[row[0]].append(made(row))
    return found
