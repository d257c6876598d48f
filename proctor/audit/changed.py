"""What rosters changed since they first spoke: corrections and moves. Plain SQL."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any

from proctor.audit.asking import Ask
from proctor.rosters.telling import Change, What
from proctor.timeline import Microseconds, moment, stamp

_PLANS = """
SELECT a.id, a.serial, p.id_shown, p.name, t.name, s.hall, s.starts_us, p.at_us,
    p.person, p.seat, p.ends_us, p.check_in_us, CAST(p.breaks AS TEXT), coalesce(e.name, ''),
    coalesce(o.name, ''), coalesce(c.name, ''), p.licence
FROM attempt_plans p
JOIN attempts a ON a.id = p.attempt_id
JOIN exam_sessions s ON s.id = a.session_id
JOIN sites t ON t.id = s.site_id
LEFT JOIN staff e ON e.id = p.examiner_id
LEFT JOIN staff o ON o.id = p.officer_id
LEFT JOIN schools c ON c.id = p.school_id
WHERE a.id IN (SELECT attempt_id FROM attempt_plans GROUP BY attempt_id HAVING count(*) > 1)
"""

_MOVES = """
SELECT a.serial, p.id_shown, p.name, t.name, s.hall, s.starts_us, m.at_us, p.seat,
    n.hall, n.starts_us, q.seat
FROM attempt_moves m
JOIN attempts a ON a.id = m.attempt_id
JOIN exam_sessions s ON s.id = a.session_id
JOIN sites t ON t.id = s.site_id
JOIN last_attempt_plans l ON l.attempt_id = a.id
JOIN attempt_plans p ON p.id = l.plan_id
LEFT JOIN attempts b ON b.id = m.to_id
LEFT JOIN exam_sessions n ON n.id = b.session_id
LEFT JOIN last_attempt_plans k ON k.attempt_id = b.id
LEFT JOIN attempt_plans q ON q.id = k.plan_id
WHERE 1 = 1
"""

_CONDITIONS = {"start": " AND s.starts_us >= :start", "end": " AND s.starts_us < :end"}
_SAID: tuple[What, ...] = (
    "seat",
    "ends",
    "check_in",
    "breaks",
    "examiner",
    "officer",
    "school",
    "licence",
)
"""The last columns of a plan, in their order; name and person are compared beside them."""


def changes(ask: Ask, start: datetime | None, end: datetime | None) -> list[Change]:
    """Every change of attempts whose session started in ``[start, end)``, the oldest first."""
    values: Mapping[str, Any] = {
        name: stamp(at) for name, at in (("start", start), ("end", end)) if at is not None
    }
    where = "".join(_CONDITIONS[name] for name in values)
    plans = ask(f"{_PLANS}{where} ORDER BY a.id, p.id", values)
    found = [
        change
        for _attempt, rows in groupby(plans, key=lambda row: row[0])
        for one, other in pairwise(rows)
        for change in _corrected(one, other)
    ]
    moves = ask(f"{_MOVES}{where} ORDER BY m.id", values)
    return sorted([*found, *map(_moved, moves)], key=lambda change: (change.at, change.serial))


def _corrected(one: Sequence[Any], other: Sequence[Any]) -> Iterator[Change]:
    _id, serial, id_shown, name, site, room, starts_us, at_us, person, *_said = other
    known = moment(at_us), serial, id_shown, name, site, room, moment(starts_us)
    if person != one[8]:  # what is shown of two numbers may be the same
        yield Change(*known, "id_number", one[2], id_shown)
    told: list[tuple[What, object, object]] = [("name", one[3], name)]
    told += zip(_SAID, one[9:], other[9:], strict=True)
    for what, old, new in told:
        if old != new:
            yield Change(*known, what, _text(what, old), _text(what, new))


def _moved(row: Sequence[Any]) -> Change:
    serial, id_shown, name, site, room, starts_us, at_us, seat, *to = row
    here = _place(room, starts_us, seat)
    known = moment(at_us), serial, id_shown, name, site, room, moment(starts_us)
    if to[0] is None:  # a roster has it where it was again
        return Change(*known, "place", "", here)
    return Change(*known, "place", here, _place(*to))


def _place(room: str, starts_us: Microseconds, seat: str) -> str:
    return " · ".join(filter(None, (room, moment(starts_us).isoformat(), seat)))


def _text(what: What, value: object) -> str:
    if what == "breaks":
        pauses = (map(moment, pause) for pause in json.loads(str(value)))
        return "; ".join(f"{first.isoformat()}–{last.isoformat()}" for first, last in pauses)
    if isinstance(value, int):
        return moment(value).isoformat()
    return "" if value is None else str(value)
