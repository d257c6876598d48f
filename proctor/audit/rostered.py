"""Attempts in the record; each function works in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit import tables as t
from proctor.audit.entities import named
from proctor.audit.moved import note_moves
from proctor.audit.planned import Key, add_session, session_numbers, sessions
from proctor.audit.writing import insert
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.telling import Told
from proctor.schedule import EMPTIED, ExamSession
from proctor.timeline import stamp

Plan: TypeAlias = Mapping[str, object]

_WORDS = ("person", "id_shown", "name", "seat", "licence")
_TOLD = (*_WORDS, "examiner_id", "officer_id", "school_id", "ends_us", "check_in_us", "breaks")
"""What a roster may correct."""


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
    serving = _Serving(connection, attempts)
    for one in attempts:
        attempt, before = rows[numbers[_key(one)], one.serial]
        if before != (plan := serving.plan(one)):
            plans.append({"attempt_id": attempt, "at_us": stamp(now), **plan})
    insert(connection, t.attempt_plans, plans)
    new, changed = len(fresh), len(plans) - len(fresh)
    moved = note_moves(connection, attempts, now)
    return Told(new, changed, len(attempts) - new - changed, moved)


def _key(one: Enrolled) -> Key:
    return one.site, one.room, stamp(one.starts)


class _Serving:
    """Numbers of the staff and the schools that attempts name."""

    def __init__(self, connection: sa.Connection, attempts: Sequence[Enrolled]) -> None:
        staff = (name for one in attempts for name in (one.examiner, one.officer))
        self.staff = named(connection, r.staff, staff)
        self.schools = named(connection, r.schools, (one.school for one in attempts))

    def plan(self, one: Enrolled) -> Plan:
        """What a roster says, as columns."""
        return {
            **{name: getattr(one, name) for name in _WORDS},
            "examiner_id": self.staff.get(one.examiner),
            "officer_id": self.staff.get(one.officer),
            "school_id": self.schools.get(one.school),
            "ends_us": stamp(one.ends),
            "check_in_us": None if one.check_in is None else stamp(one.check_in),
            "breaks": [[stamp(first), stamp(last)] for first, last in one.breaks],
        }


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
        if before.cancelled == EMPTIED:  # somebody is examined in it again
            before = replace(before, cancelled="")
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
        sa.select(a.id, a.session_id, a.serial, *(p[name] for name in _TOLD))
        .select_from(t.attempts)
        .outerjoin(t.last_attempt_plans, t.last_attempt_plans.c.attempt_id == a.id)
        .outerjoin(t.attempt_plans, p.id == t.last_attempt_plans.c.plan_id)
        .where(a.session_id.between(min(numbers), max(numbers)))
    )
    found: dict[tuple[int, str], tuple[int, Plan | None]] = {}
    for number, session, serial, *plan in connection.execute(query):
        said = dict(zip(_TOLD, plan, strict=True))
        found[session, serial] = number, None if said["person"] is None else said
    return found
