"""Candidates whom a roster moves to another session; each function works in its transaction.

A candidate has one place to be examined in a subject. So an attempt that lies within the days and
the site that a roster is about, and that it does not have any more, has moved when the roster has
the same candidate, serial number and subject elsewhere. What has a result took place and stays.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit import tables as t
from proctor.audit.planned import Key, add_session, sessions
from proctor.audit.writing import insert
from proctor.days import days_between
from proctor.perception import Subject
from proctor.rosters.enrolled import Enrolled
from proctor.schedule import EMPTIED
from proctor.timeline import Microseconds, moment, stamp


@dataclass(frozen=True, slots=True)
class _Known:
    """An attempt on record."""

    number: int
    site: str
    room: str
    starts_us: Microseconds
    ends_us: Microseconds
    serial: str
    person: str
    subject: Subject
    moved_to: int | None
    """The attempt that takes its place."""

    @property
    def session(self) -> Key:
        """The one that it belongs to."""
        return self.site, self.room, self.starts_us

    @property
    def key(self) -> tuple[str, str, Microseconds, str]:
        """What a roster knows it by."""
        return *self.session, self.serial

    @property
    def candidacy(self) -> tuple[str, str, str, str]:
        """What there is one place for."""
        return self.site, self.subject, self.serial, self.person


_Move: TypeAlias = tuple[_Known, _Known]
"""An attempt, and the one that takes its place."""


def note_moves(connection: sa.Connection, attempts: Sequence[Enrolled], now: datetime) -> int:
    """Note which attempts on record ``attempts`` have elsewhere; how many were not moved before.

    ``attempts`` are on record already. One that a roster has where it was counts again.
    """
    told = {(one.site, one.room, stamp(one.starts), one.serial) for one in attempts}
    known = _known(connection, attempts)
    there = [one for one in known if one.key in told]
    targets = {one.candidacy: one for one in there}
    moves = [
        (one, targets[one.candidacy])
        for one in known
        if one.key not in told and one.candidacy in targets and one.moved_to is None
    ]
    moves = _without_results(connection, moves)
    rows: list[tuple[int, int | None]]
    rows = [(one.number, None) for one in there if one.moved_to is not None]
    rows += [(one.number, target.number) for one, target in moves]
    insert(
        connection,
        r.attempt_moves,
        [{"attempt_id": one, "at_us": stamp(now), "to_id": to} for one, to in rows],
    )
    _cancel_emptied(connection, {one.session for one, _target in moves}, now)
    return len(moves)


def _known(connection: sa.Connection, attempts: Sequence[Enrolled]) -> list[_Known]:
    """Attempts of the sites and days that the roster is about."""
    told: dict[str, list[datetime]] = {}
    for one in attempts:
        told.setdefault(one.site, []).append(one.starts)
    found: list[_Known] = []
    for site, starts in told.items():
        days = days_between(min(starts), max(starts), None)
        found += _between(connection, site, days.start_us, days.end_us)
    return found


def _between(
    connection: sa.Connection, site: str, begin: Microseconds, end: Microseconds
) -> list[_Known]:
    a, s, p = t.attempts.c, t.exam_sessions.c, t.attempt_plans.c
    query = (
        sa.select(a.id, t.sites.c.name, s.hall, s.starts_us, p.ends_us, a.serial, p.person)
        .add_columns(t.session_plans.c.subject, r.attempt_moves.c.to_id)
        .select_from(t.attempts)
        .join(t.exam_sessions, s.id == a.session_id)
        .join(t.sites, t.sites.c.id == s.site_id)
        .join(t.last_session_plans, t.last_session_plans.c.session_id == s.id)
        .join(t.session_plans, t.session_plans.c.id == t.last_session_plans.c.plan_id)
        .join(t.last_attempt_plans, t.last_attempt_plans.c.attempt_id == a.id)
        .join(t.attempt_plans, p.id == t.last_attempt_plans.c.plan_id)
        .outerjoin(r.last_attempt_moves, r.last_attempt_moves.c.attempt_id == a.id)
        .outerjoin(r.attempt_moves, r.attempt_moves.c.id == r.last_attempt_moves.c.move_id)
        .where(t.sites.c.name == site, s.starts_us >= begin, s.starts_us < end)
        .order_by(s.starts_us, a.id)
    )
    return [_Known(*row) for row in connection.execute(query)]


def _without_results(connection: sa.Connection, moves: Sequence[_Move]) -> list[_Move]:
    """Those of which no result says that they took place where they were."""
    if not moves:
        return []
    c = t.results.c
    first = min(one.starts_us for one, _target in moves)
    last = max(one.ends_us for one, _target in moves)
    query = (
        sa.select(t.sites.c.name, c.subject, c.serial, c.starts_us)
        .join(t.sites)
        .where(c.starts_us >= first, c.starts_us < last)
    )
    held: dict[tuple[str, str, str], list[Microseconds]] = {}
    for site, subject, serial, starts_us in connection.execute(query):
        held.setdefault((site, subject, serial), []).append(starts_us)

    def took_place(one: _Known, target: _Known) -> bool:
        return any(
            one.starts_us <= at < one.ends_us and not target.starts_us <= at < target.ends_us
            for at in held.get(one.candidacy[:3], ())
        )

    return [move for move in moves if not took_place(*move)]


def _cancel_emptied(connection: sa.Connection, left: Collection[Key], now: datetime) -> None:
    """No footage is owed for a session that was left and in which nobody is examined any more."""
    if not left:
        return
    first, last = min(key[2] for key in left), max(key[2] for key in left)
    filled = {
        one.session
        for site in {key[0] for key in left}
        for one in _between(connection, site, first, last + 1)
        if one.moved_to is None
    }
    for session in sessions(connection, moment(first), moment(last + 1), cancelled=False):
        key = session.site, session.hall, stamp(session.starts)
        if key in left and key not in filled:
            add_session(connection, replace(session, cancelled=EMPTIED), now)
