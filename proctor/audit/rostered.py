"""Attempts in the record; each function works in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from proctor.audit import tables as t
from proctor.audit.listing import between
from proctor.audit.planned import Key, add_session, session_numbers, sessions
from proctor.audit.writing import insert
from proctor.rosters.sealing import Enrolled
from proctor.rosters.telling import Told
from proctor.schedule import ExamSession
from proctor.timeline import Microseconds, moment, stamp

Plan: TypeAlias = Mapping[str, object]

_TOLD = ("person", "id_shown", "name", "seat", "licence", "examiner", "officer", "school", "photo")
"""What a roster may correct, beside the end."""


def add_attempts(connection: sa.Connection, attempts: Sequence[Enrolled], now: datetime) -> Told:
    """Store what is new or says something else than before."""
    if not attempts:
        return Told()
    numbers = _sessions(connection, attempts, now)
    known = _known(connection, set(numbers.values()))
    fresh = {
        (number, one.serial): {"session_id": number, "serial": one.serial}
        for one in attempts
        if ((number := numbers[_key(one)]), one.serial) not in known
    }
    insert(connection, t.attempts, list(fresh.values()))
    rows = _known(connection, set(numbers.values())) if fresh else known
    plans = []
    for one in attempts:
        attempt, before = rows[numbers[_key(one)], one.serial]
        if before != (plan := _plan(one)):
            plans.append({"attempt_id": attempt, "at_us": stamp(now), **plan})
    insert(connection, t.attempt_plans, plans)
    new, changed = len(fresh), len(plans) - len(fresh)
    return Told(new, changed, len(attempts) - new - changed)


def _key(one: Enrolled) -> Key:
    return one.site, one.room, stamp(one.starts)


def _plan(one: Enrolled) -> Plan:
    return {"ends_us": stamp(one.ends), **{name: getattr(one, name) for name in _TOLD}}


def _sessions(
    connection: sa.Connection, attempts: Sequence[Enrolled], now: datetime
) -> dict[Key, int]:
    """Numbers of the sessions of ``attempts``; those that are not there or too short are added."""
    first, last = min(a.starts for a in attempts), max(a.ends for a in attempts)
    planned = {
        (s.site, s.hall, stamp(s.starts)): s
        for s in sessions(connection, first, last, cancelled=True)
    }
    wanted: dict[Key, ExamSession] = {}
    for one in attempts:
        new = ExamSession(one.site, one.room, one.subject, one.starts, one.ends)
        before = wanted.get(_key(one)) or planned.get(_key(one)) or new
        wanted[_key(one)] = replace(before, ends=max(before.ends, one.ends))
    for key, session in wanted.items():
        if planned.get(key) != session:
            add_session(connection, session, now)
    return session_numbers(connection, {one.starts for one in attempts})


def _known(
    connection: sa.Connection, numbers: Collection[int]
) -> dict[tuple[int, str], tuple[int, Plan | None]]:
    """Session and serial → number of the attempt, and what was said of it last."""
    a, p = t.attempts.c, t.attempt_plans.c
    query = (
        sa.select(a.id, a.session_id, a.serial, p.ends_us, *(p[name] for name in _TOLD))
        .select_from(t.attempts)
        .outerjoin(t.last_attempt_plans, t.last_attempt_plans.c.attempt_id == a.id)
        .outerjoin(t.attempt_plans, p.id == t.last_attempt_plans.c.plan_id)
        .where(a.session_id.between(min(numbers), max(numbers)))
    )
    found: dict[tuple[int, str], tuple[int, Plan | None]] = {}
    for number, session, serial, *plan in connection.execute(query):
        said = dict(zip(("ends_us", *_TOLD), plan, strict=True))
        found[session, serial] = number, None if said["person"] is None else said
    return found


def attempts(
    connection: sa.Connection,
    start: datetime | None,
    end: datetime | None,
    *,
    room: str | None,
    seat: str | None,
) -> list[Enrolled]:
    """Attempts that overlap a stretch of wall time, by start, room and seat."""
    a, p, s, q = t.attempts.c, t.attempt_plans.c, t.exam_sessions.c, t.session_plans.c
    query = (
        sa.select(t.attempt_plans, a.serial, t.sites.c.name.label("site"), s.hall, s.starts_us)
        .add_columns(q.subject)
        .select_from(t.attempts)
        .join(t.last_attempt_plans, t.last_attempt_plans.c.attempt_id == a.id)
        .join(t.attempt_plans, p.id == t.last_attempt_plans.c.plan_id)
        .join(t.exam_sessions, s.id == a.session_id)
        .join(t.sites, t.sites.c.id == s.site_id)
        .join(t.last_session_plans, t.last_session_plans.c.session_id == s.id)
        .join(t.session_plans, q.id == t.last_session_plans.c.plan_id)
        .where(*between(s.starts_us, p.ends_us, start, end))
        .order_by(s.starts_us, s.hall, p.seat, a.serial)
    )
    for column, value in ((s.hall, room), (p.seat, seat)):
        query = query if value is None else query.where(column == value)
    return [_enrolled(row) for row in connection.execute(query).mappings()]


def _enrolled(row: "sa.RowMapping") -> Enrolled:
    told: dict[str, Any] = {name: row[name] for name in _TOLD}
    starts: Microseconds = row["starts_us"]
    return Enrolled(
        serial=row["serial"],
        subject=row["subject"],
        site=row["site"],
        room=row["hall"],
        starts=moment(starts),
        ends=moment(row["ends_us"]),
        **told,
    )
