"""What is read from the record: a fixed number of queries however long the list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

import sqlalchemy as sa

from proctor.audit import tables as t
from proctor.audit.values import Row, clock_of, evidence_of, flag_of, review_of, to_us
from proctor.findings import Evidence, FlagQuery, FlagRow, Review, RunKey
from proctor.timeline import ClockMap

Order: TypeAlias = Literal["time", "gravity"]
"""By wall time, or the gravest and surest first."""

_Item = TypeVar("_Item")
_PARAMETERS = 500
"""Ids asked for in one statement; SQLite's oldest limit is 999."""


def _newest(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row is the last one about its recording; one look into the index each."""
    later = table.alias()
    last = sa.select(sa.func.max(later.c.id)).where(later.c.recording_id == table.c.recording_id)
    return table.c.id == last.correlate(table).scalar_subquery()


latest = _newest(t.sightings)
"""Whether a sighting says what is known of its recording now."""

current = (
    sa.select(t.run_choices.c.recording_id, t.run_choices.c.run_id)
    .where(_newest(t.run_choices))
    .subquery("current")
)
"""(recording_id, run_id) of the run that counts for each recording."""


def _standing() -> sa.CompoundSelect[Any]:
    """Ids of flags of current runs, and of decided ones that no current run raised again."""
    own = sa.select(t.flags.c.id).join(current, current.c.run_id == t.flags.c.run_id)
    again = t.flags.alias("again")
    last = sa.select(sa.func.max(t.reviews.c.id)).group_by(t.reviews.c.happening)
    left = (
        sa.select(t.reviews.c.flag_id)
        .join(t.flags, t.flags.c.id == t.reviews.c.flag_id)
        .join(t.runs, t.runs.c.id == t.flags.c.run_id)
        .join(current, current.c.recording_id == t.runs.c.recording_id)
        .where(
            t.reviews.c.id.in_(last),
            ~sa.exists().where(
                again.c.happening == t.reviews.c.happening, again.c.run_id == current.c.run_id
            ),
        )
    )
    return sa.union_all(own, left)


_state = sa.func.coalesce(
    sa.select(t.reviews.c.verdict)
    .join(t.decisions, t.decisions.c.review_id == t.reviews.c.id)
    .where(t.decisions.c.happening == t.flags.c.happening)
    .order_by(t.reviews.c.id.desc())
    .limit(1)
    .scalar_subquery(),
    "pending",
)
_wall = t.sightings.c.clock_us + t.flags.c.start_us

_rows = (
    sa.select(
        t.flags,
        t.recordings.c.fingerprint,
        t.runs.c.perception,
        t.runs.c.rulebook,
        t.sightings.c.path,
        t.sightings.c.subject,
        t.sightings.c.clock_us,
        t.sightings.c.clock_source,
        t.sightings.c.clock_uncertainty_s,
        t.cameras.c.name.label("camera"),
        t.sites.c.name.label("site"),
        _state.label("state"),
    )
    .join(t.runs, t.runs.c.id == t.flags.c.run_id)
    .join(t.recordings, t.recordings.c.id == t.runs.c.recording_id)
    .join(t.sightings, t.sightings.c.recording_id == t.recordings.c.id)
    .join(t.cameras, t.cameras.c.id == t.sightings.c.camera_id)
    .join(t.sites, t.sites.c.id == t.cameras.c.site_id)
    .where(latest)
)

_by_time = (_wall.is_(None), _wall, t.runs.c.recording_id, t.flags.c.start_us, t.flags.c.id)
_ORDERS: dict[Order, tuple[sa.ColumnElement[Any], ...]] = {
    "time": _by_time,
    "gravity": (t.flags.c.level, t.flags.c.score.desc(), *_by_time),
}


def flags(connection: sa.Connection, query: FlagQuery, order: Order = "time") -> list[FlagRow]:
    """The standing flags, or those of ``query.run``, that ``query`` asks for."""
    chosen = t.flags.c.id.in_(_standing()) if query.run is None else t.flags.c.run_id == query.run
    wanted = _rows.where(chosen, *_conditions(query)).order_by(*_ORDERS[order])
    return _filled(connection, connection.execute(wanted.limit(query.limit)).all())


def _conditions(query: FlagQuery) -> list[sa.ColumnElement[bool]]:
    asked: list[tuple[object, sa.ColumnElement[bool]]] = [
        (query.code, t.flags.c.code == query.code),
        (query.state, _state == query.state),
        (query.subject, t.sightings.c.subject == query.subject),
        (query.camera, t.cameras.c.name == query.camera),
    ]
    if query.level is not None:
        asked.append((query.level, t.flags.c.level <= query.level))
    if query.start is not None:
        asked.append((query.start, _wall >= to_us(query.start)))
    if query.end is not None:
        asked.append((query.end, _wall < to_us(query.end)))
    return [condition for value, condition in asked if value is not None]


def flags_like(connection: sa.Connection, prefix: str, most: int) -> list[FlagRow]:
    """Flags of any run whose id begins with ``prefix``."""
    like = t.flags.c.id.startswith(prefix, autoescape=True)
    wanted = _rows.where(like).order_by(t.flags.c.id).limit(most)
    return _filled(connection, connection.execute(wanted).all())


def _filled(connection: sa.Connection, rows: Sequence[Row]) -> list[FlagRow]:
    reviews = _reviews(connection, {row.happening for row in rows})
    shown = _evidence(connection, [row.id for row in rows])
    origins: dict[int, tuple[RunKey, ClockMap]] = {}
    filled = []
    for row in rows:
        if (origin := origins.get(row.run_id)) is None:
            key = RunKey(row.fingerprint, row.perception, row.rulebook)
            origin = origins[row.run_id] = key, clock_of(row)
        filled.append(_flag_row(row, origin, tuple(reviews[row.happening]), tuple(shown[row.id])))
    return filled


def _flag_row(
    row: Row,
    origin: tuple[RunKey, ClockMap],
    reviews: tuple[Review, ...],
    evidence: tuple[Evidence, ...],
) -> FlagRow:
    return FlagRow(
        flag=flag_of(row),
        run=origin[0],
        run_number=row.run_id,
        subject=row.subject,
        camera=row.camera,
        site=row.site,
        recording=row.path,
        clock=origin[1],
        state=row.state,
        reviews=reviews,
        evidence=evidence,
    )


def _reviews(connection: sa.Connection, happenings: Iterable[str]) -> dict[str, list[Review]]:
    """Oldest first, by happening."""
    c = t.decisions.c
    query = sa.select(c.happening.label("of"), t.reviews).join(t.reviews).order_by(t.reviews.c.id)
    return _by(connection, query, c.happening, happenings, review_of)


def _evidence(connection: sa.Connection, ids: Iterable[str]) -> dict[str, list[Evidence]]:
    """The clip first, then key frames in order, by flag."""
    c = t.evidence.c
    query = sa.select(c.flag_id.label("of"), t.evidence).order_by(c.kind, c.start_us, c.id)
    return _by(connection, query, c.flag_id, ids, evidence_of)


def _by(
    connection: sa.Connection,
    query: sa.Select[Any],
    column: sa.Column[str],
    ids: Iterable[str],
    made: Callable[[Row], _Item],
) -> dict[str, list[_Item]]:
    """Items made of the rows with any of ``ids`` in ``column``, by that column."""
    found: dict[str, list[_Item]] = defaultdict(list)
    asked = sorted(ids)
    for at in range(0, len(asked), _PARAMETERS):
        some = query.where(column.in_(asked[at : at + _PARAMETERS]))
        for row in connection.execute(some):
            found[row.of].append(made(row))
    return found
