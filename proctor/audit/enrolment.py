"""Attempts as they are read: plain SQL that SQLite and PostgreSQL both understand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from proctor.audit.asking import Ask
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Held
from proctor.timeline import moment, stamp

LONGEST = timedelta(hours=24)
"""No attempt takes so long, check-in included; an index is searched by it."""

Read: TypeAlias = tuple[Enrolled, Held]
"""An attempt, and the session that it belongs to."""

_ATTEMPTS = """
SELECT a.serial, p.person, p.id_shown, p.name, q.subject, t.name, s.hall, p.seat, p.licence,
    coalesce(e.name, ''), coalesce(o.name, ''), coalesce(c.name, ''),
    s.starts_us, p.ends_us, p.check_in_us, CAST(p.breaks AS TEXT), coalesce(f.sha256, ''),
    s.id, q.ends_us, CAST(q.cameras AS TEXT)
FROM exam_sessions s
JOIN sites t ON t.id = s.site_id
JOIN last_session_plans m ON m.session_id = s.id
JOIN session_plans q ON q.id = m.plan_id
JOIN attempts a ON a.session_id = s.id
JOIN last_attempt_plans l ON l.attempt_id = a.id
JOIN attempt_plans p ON p.id = l.plan_id
LEFT JOIN staff e ON e.id = p.examiner_id
LEFT JOIN staff o ON o.id = p.officer_id
LEFT JOIN schools c ON c.id = p.school_id
LEFT JOIN last_attempt_moves w ON w.attempt_id = a.id
LEFT JOIN attempt_moves v ON v.id = w.move_id
LEFT JOIN last_photos g ON g.person = p.person
LEFT JOIN photos f ON f.id = g.photo_id
WHERE q.cancelled = '' AND v.to_id IS NULL"""

_CONDITIONS = {
    "start": " AND s.starts_us > :start - :longest AND p.ends_us > :start",
    "end": " AND s.starts_us < :end + :longest AND coalesce(p.check_in_us, s.starts_us) < :end",
    "room": " AND s.hall = :room",
    "seat": " AND p.seat = :seat",
    "serial": " AND a.serial = :serial",
}


def attempts(ask: Ask, **asked: datetime | str | None) -> list[Read]:
    """Attempts of sessions that are held, by start, room and seat.

    ``start`` and ``end``: those that overlap ``[start, end)``, check-in included; ``room``,
    ``seat``, ``serial``: only those.
    """
    values: dict[str, Any] = {
        name: stamp(value) if isinstance(value, datetime) else value
        for name, value in asked.items()
        if value is not None
    }
    sql = _ATTEMPTS + "".join(_CONDITIONS[name] for name in values)
    if values.keys() & {"start", "end"}:
        values["longest"] = LONGEST // timedelta(microseconds=1)
    rows = ask(f"{sql} ORDER BY s.starts_us, s.hall, p.seat, a.serial", values)
    reader = _Reader()
    return [reader.read(row) for row in rows]


@dataclass(slots=True)
class _Reader:
    """Rows into attempts; what many of them share is made once."""

    moments: dict[int, datetime] = field(default_factory=dict)
    held: dict[int, Held] = field(default_factory=dict)

    def read(self, row: Sequence[Any]) -> Read:
        """One row."""
        *words, starts_us, ends_us, check_in_us, breaks, photo, session, held_us, cameras = row
        values: list[Any] = [  # in the order of the fields
            *words,
            self._moment(starts_us),
            self._moment(ends_us),
            None if check_in_us is None else self._moment(check_in_us),
            () if breaks == "[]" else self._breaks(breaks),
            photo,
        ]
        enrolled = Enrolled(*values)
        if session not in self.held:
            last, names = self._moment(held_us), tuple(json.loads(cameras))
            self.held[session] = Held(enrolled.room, enrolled.starts, last, names)
        return enrolled, self.held[session]

    def _moment(self, us: int) -> datetime:
        found = self.moments.get(us)
        if found is None:
            found = self.moments[us] = moment(us)
        return found

    def _breaks(self, text: str) -> tuple[tuple[datetime, datetime], ...]:
        return tuple((self._moment(first), self._moment(last)) for first, last in json.loads(text))
