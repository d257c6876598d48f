"""Recordings, runs and cameras as lists."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit import tables as t
from proctor.audit.asking import in_parts
from proctor.audit.rows import CameraRow, RunRow
from proctor.audit.values import account_of, clock_of, not_judged_of
from proctor.findings import DATA, DATA_CAMERA, RecordingFacts, RecordingRow, RunKey
from proctor.timeline import moment, stamp

Row: TypeAlias = sa.Row[Any]
"""One row of a result; its columns are checked by the tests, not by types."""

_latest = t.last_sightings.c.sighting_id == t.sightings.c.id
_current = t.current_runs

_flags_of_run = (
    sa.select(sa.func.count())
    .select_from(t.flags)
    .where(t.flags.c.run_id == t.runs.c.id)
    .scalar_subquery()
)


def recordings(
    connection: sa.Connection,
    start: datetime | None,
    end: datetime | None,
    subject: str | None,
    camera: str | None,
) -> list[RecordingRow]:
    """Recordings with the run that counts, by wall time, then path."""
    c = t.sightings.c
    query = (
        sa.select(
            t.sightings,
            t.recordings.c.fingerprint,
            t.recordings.c.size,
            t.cameras.c.name.label("camera"),
            t.sites.c.name.label("site"),
            t.runs.c.id.label("run"),
            t.runs.c.perception,
            t.runs.c.rulebook,
            t.runs.c.not_judged,
            t.runs.c.judged,
            t.run_shares.c.judged.label("judged_later"),
            _flags_of_run.label("flags"),
        )
        .join(t.last_sightings, _latest)
        .join(t.recordings, t.recordings.c.id == c.recording_id)
        .join(t.cameras, t.cameras.c.id == c.camera_id)
        .join(t.sites, t.sites.c.id == t.cameras.c.site_id)
        .outerjoin(_current, _current.c.recording_id == c.recording_id)
        .outerjoin(t.runs, t.runs.c.id == _current.c.run_id)
        .outerjoin(t.run_shares, t.run_shares.c.run_id == t.runs.c.id)
        .where(*between(c.clock_us, c.clock_end_us, start, end))
        .where(t.recordings.c.fingerprint.not_like(f"{DATA}%"))
        .order_by(c.clock_us.is_(None), c.clock_us, c.path)
    )
    for column, value in ((c.subject, subject), (t.cameras.c.name, camera)):
        query = query if value is None else query.where(column == value)
    return [_recording_row(row) for row in connection.execute(query)]


def between(
    starts: sa.Column[int], ends: sa.Column[int], start: datetime | None, end: datetime | None
) -> list[sa.ColumnElement[bool]]:
    """Whether something overlaps ``[start, end)``; what lasts no time at all lies at its start."""
    conditions: list[sa.ColumnElement[bool]] = []
    if start is not None:
        at = stamp(start)
        conditions.append(sa.or_(ends > at, starts >= at))
    if end is not None:
        conditions.append(starts < stamp(end))
    return conditions


def _recording_row(row: Row) -> RecordingRow:
    return RecordingRow(
        facts=RecordingFacts(
            fingerprint=row.fingerprint,
            path=row.path,
            size=row.size,
            subject=row.subject,
            camera=row.camera,
            site=row.site,
            clock=clock_of(row.clock_us, row.clock_source, row.clock_uncertainty_s),
            account=account_of(row.account),
            fault=row.fault,
            room=row.room,
        ),
        run=None if row.run is None else RunKey(row.fingerprint, row.perception, row.rulebook),
        run_number=row.run,
        not_judged=not_judged_of(row.not_judged),
        judged=row.judged or row.judged_later or {},
        flags=row.flags if row.run is not None else 0,
    )


def runs(connection: sa.Connection, recording: str | None) -> list[RunRow]:
    """Every run, or those of one recording, the oldest first."""
    query = (
        sa.select(
            t.runs,
            t.recordings.c.fingerprint,
            _flags_of_run.label("flags"),
            (_current.c.run_id == t.runs.c.id).label("current"),
        )
        .join(t.recordings, t.recordings.c.id == t.runs.c.recording_id)
        .outerjoin(_current, _current.c.recording_id == t.runs.c.recording_id)
        .order_by(t.runs.c.id)
    )
    if recording is not None:
        query = query.where(t.recordings.c.fingerprint == recording)
    return [_run_row(row) for row in connection.execute(query)]


def _run_row(row: Row) -> RunRow:
    return RunRow(
        number=row.id,
        key=RunKey(row.fingerprint, row.perception, row.rulebook),
        created=moment(row.created_us),
        software=row.software,
        models=row.models,
        senses=tuple(row.senses),
        flags=row.flags,
        current=bool(row.current),
        not_judged=not_judged_of(row.not_judged),
    )


def rulebook(connection: sa.Connection, number: int) -> str | None:
    """The rulebook of a run, as it was stored."""
    query = sa.select(t.rulebooks.c.text).join(t.runs).where(t.runs.c.id == number)
    return connection.scalar(query)


def scheduled_rulebooks(connection: sa.Connection, numbers: Collection[int]) -> dict[int, str]:
    """Run → its rulebook as stored, of those runs whose recordings had a schedule."""
    found: dict[int, str] = {}
    book = t.rulebooks.c.text
    for part in in_parts(numbers):
        query = sa.select(t.runs.c.id, book).join(t.rulebooks)
        query = query.where(t.runs.c.id.in_(part), book.like('%"phases":%'))
        found.update((row.id, row.text) for row in connection.execute(query))
    return found


def cameras(connection: sa.Connection) -> list[CameraRow]:
    """Every camera, by site and name."""
    c = t.cameras.c
    firsts = _first_footage()
    query = (
        sa.select(c.name, t.sites.c.name, c.subject, firsts.c.first_us, _told_room())
        .join(t.sites)
        .outerjoin(firsts, firsts.c.camera_id == c.id)
        .where(c.name != DATA_CAMERA)
        .order_by(t.sites.c.name, c.name)
    )
    return [
        CameraRow(name, site, subject, None if first is None else moment(first), room or "")
        for name, site, subject, first, room in connection.execute(query)
    ]


def _told_room() -> sa.ScalarSelect[str]:
    """The hall or vehicle that a camera was said to show last."""
    c = r.camera_rooms.c
    told = sa.select(c.room).where(c.camera_id == t.cameras.c.id).correlate(t.cameras)
    return told.order_by(c.id.desc()).limit(1).scalar_subquery()


def _first_footage() -> sa.Subquery:
    """Per camera the wall time at which its earliest dated recording begins."""
    c = t.sightings.c
    query = (
        sa.select(c.camera_id, sa.func.min(c.clock_us).label("first_us"))
        .join(t.last_sightings, _latest)
        .group_by(c.camera_id)
    )
    return query.subquery()
