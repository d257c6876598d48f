"""Exam sessions, gaps and decisions about gaps; each function works in the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from proctor.audit import tables as t
from proctor.audit.asking import AT_ONCE
from proctor.audit.entities import note_room
from proctor.audit.listing import between
from proctor.audit.writing import add, insert, site_id
from proctor.schedule import ExamSession, Gap, GapDecision, Missing, gap_id
from proctor.timeline import Microseconds, Span, moment, stamp, without

Key: TypeAlias = tuple[str, str, Microseconds]
"""Site, hall and start: what a session is known by."""


def add_session(connection: sa.Connection, session: ExamSession, now: datetime) -> None:
    """Add what is planned for a session; nothing when that is what was planned last."""
    at, c = site_id(connection, session.site), t.exam_sessions.c
    key = {"site_id": at, "hall": session.hall, "starts_us": stamp(session.starts)}
    same = [c[name] == value for name, value in key.items()]
    number = connection.scalar(sa.select(c.id).where(*same))
    if number is None:
        number = add(connection, t.exam_sessions, key)
    plan = {
        "subject": session.subject,
        "ends_us": stamp(session.ends),
        "cameras": list(session.cameras),
        "cancelled": session.cancelled,
    }
    note_room(connection, at, session.hall, session.subject)
    if _last_plan(connection, number) != plan:
        insert(connection, t.session_plans, [{"session_id": number, "at_us": stamp(now)} | plan])


def _last_plan(connection: sa.Connection, session: int) -> dict[str, object] | None:
    c = t.session_plans.c
    query = sa.select(c.subject, c.ends_us, c.cameras, c.cancelled).where(c.session_id == session)
    found = connection.execute(query.order_by(c.id.desc()).limit(1)).mappings().first()
    return None if found is None else dict(found)


def sessions(
    connection: sa.Connection, start: datetime | None, end: datetime | None, *, cancelled: bool
) -> list[ExamSession]:
    """Exam sessions that overlap a stretch of wall time, by start."""
    c, p = t.exam_sessions.c, t.session_plans.c
    query = (
        sa.select(t.sites.c.name, c.hall, p.subject, c.starts_us, p.ends_us, p.cameras, p.cancelled)
        .select_from(t.exam_sessions)
        .join(t.sites, t.sites.c.id == c.site_id)
        .join(t.last_session_plans, t.last_session_plans.c.session_id == c.id)
        .join(t.session_plans, p.id == t.last_session_plans.c.plan_id)
        .where(*between(c.starts_us, p.ends_us, start, end))
        .order_by(c.starts_us, t.sites.c.name, c.hall)
    )
    if not cancelled:
        query = query.where(p.cancelled == "")
    return [
        ExamSession(site, hall, subject, moment(starts), moment(ends), tuple(names), why)
        for site, hall, subject, starts, ends, names, why in connection.execute(query)
    ]


def gaps(connection: sa.Connection, start: datetime | None, end: datetime | None) -> list[Gap]:
    """Gaps on record that overlap a stretch of wall time, with their decisions; by start."""
    c = t.gaps.c
    query = _gaps().where(*between(c.start_us, c.end_us, start, end))
    rows = connection.execute(query.order_by(c.start_us, c.id)).all()
    made = _decisions(connection, {row.id for row in rows} if start or end else None)
    return [_gap(row, made) for row in rows]


def gaps_like(connection: sa.Connection, prefix: str, limit: int) -> list[Gap]:
    """Gaps whose id begins so, at most ``limit``."""
    query = _gaps().where(t.gaps.c.id.startswith(prefix, autoescape=True))
    rows = connection.execute(query.order_by(t.gaps.c.id).limit(limit)).all()
    made = _decisions(connection, {row.id for row in rows})
    return [_gap(row, made) for row in rows]


def _gaps() -> "sa.Select[Any]":
    c, s = t.gaps.c, t.exam_sessions.c
    return (
        sa.select(t.gaps, t.sites.c.name.label("site"), s.hall, s.starts_us)
        .select_from(t.gaps)
        .join(t.exam_sessions, s.id == c.session_id)
        .join(t.sites, t.sites.c.id == s.site_id)
    )


def _gap(row: "sa.Row[Any]", made: Mapping[str, tuple[GapDecision, ...]]) -> Gap:
    span = Span(row.start_us, row.end_us)
    missing = Missing(row.site, row.hall, moment(row.starts_us), row.camera, row.track, span)
    return Gap(row.id, missing, moment(row.found_us), made.get(row.id, ()))


def _decisions(
    connection: sa.Connection, ids: Collection[str] | None
) -> dict[str, tuple[GapDecision, ...]]:
    """Decisions per gap, the oldest first; ``None`` asks for those of every gap, many ids too."""
    c = t.gap_decisions.c
    query = sa.select(t.gap_decisions).order_by(c.id)
    if ids is not None and len(ids) <= AT_ONCE:
        query = query.where(c.gap_id.in_(ids))
    made = defaultdict[str, list[GapDecision]](list)
    for row in connection.execute(query):
        seen = tuple(Span(*pair) for pair in row.seen)
        made[row.gap_id].append(
            GapDecision(row.gap_id, row.verdict, row.reason, row.reviewer, moment(row.at_us), seen)
        )
    return {gap: tuple(decisions) for gap, decisions in made.items()}


def note_gaps(
    connection: sa.Connection, missing: Iterable[Missing], least: Microseconds, now: datetime
) -> None:
    """Put into the record what is not part of a gap there; pieces under ``least`` are left out.

    Raises ``KeyError`` for a session that is not on record.
    """
    wanted = list(missing)
    numbers = session_numbers(connection, {each.starts for each in wanted})
    taken = _taken(connection, set(numbers.values()))
    rows = []
    for each in wanted:
        session = numbers[each.site, each.hall, stamp(each.starts)]
        known = taken[session, each.camera, each.track]
        for piece in without(each.span, known):
            if piece.duration_us >= least:
                known.append(piece)
                rows.append(_columns(each.cut(piece), session, now))
    insert(connection, t.gaps, rows)


def _columns(missing: Missing, session: int, now: datetime) -> dict[str, object]:
    return {
        "id": gap_id(missing),
        "session_id": session,
        "camera": missing.camera,
        "track": missing.track,
        "start_us": missing.span.start_us,
        "end_us": missing.span.end_us,
        "found_us": stamp(now),
    }


def session_numbers(connection: sa.Connection, starts: Collection[datetime]) -> dict[Key, int]:
    """The sessions that begin between the first and the last of ``starts``."""
    if not starts:
        return {}
    c = t.exam_sessions.c
    query = (
        sa.select(t.sites.c.name, c.hall, c.starts_us, c.id)
        .join(t.sites)
        .where(c.starts_us.between(stamp(min(starts)), stamp(max(starts))))
    )
    return {(site, hall, at): number for site, hall, at, number in connection.execute(query)}


def _taken(
    connection: sa.Connection, sessions: Collection[int]
) -> defaultdict[tuple[int, str, str], list[Span]]:
    """Wall time of the gaps of those sessions, per session, camera and track."""
    taken = defaultdict[tuple[int, str, str], list[Span]](list)
    if not sessions:
        return taken
    c = t.gaps.c
    query = sa.select(c.session_id, c.camera, c.track, c.start_us, c.end_us)
    between_them = c.session_id.between(min(sessions), max(sessions))
    for session, camera, track, start, end in connection.execute(query.where(between_them)):
        taken[session, camera, track].append(Span(start, end))
    return taken


def add_decision(connection: sa.Connection, decision: GapDecision) -> None:
    """Add a decision about a gap that is on record."""
    values = {
        "gap_id": decision.gap,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "reviewer": decision.by,
        "at_us": stamp(decision.at),
        "seen": [[span.start_us, span.end_us] for span in decision.seen],
    }
    insert(connection, t.gap_decisions, [values])
