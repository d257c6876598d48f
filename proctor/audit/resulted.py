"""Results in the record; each function works in the caller's transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

import sqlalchemy as sa

from proctor.audit import tables as t
from proctor.audit.writing import insert, site_id
from proctor.results.result import Item, Items, Outcome
from proctor.rosters.telling import Told
from proctor.timeline import Microseconds, Span, moment, stamp

Key: TypeAlias = tuple[int, str, str, Microseconds]
"""Site, subject, serial and start: what a result is known by."""
Facts: TypeAlias = Mapping[str, object]

_TOLD = ("person", "id_shown", "name", "room", "seat", "licence", "examiner", "officer", "school")


def add_results(
    connection: sa.Connection, outcomes: Sequence[Outcome], file: str, now: datetime
) -> Told:
    """Store what is new or says something else than before."""
    if not outcomes:
        return Told()
    places = {name: site_id(connection, name) for name in {one.site for one in outcomes}}
    keyed = {
        (places[one.site], one.subject, one.serial, stamp(one.starts)): one for one in outcomes
    }
    span = min(key[3] for key in keyed), max(key[3] for key in keyed)
    known = _known(connection, *span)
    names = ("site_id", "subject", "serial", "starts_us")
    fresh: list[dict[str, object]] = [
        dict(zip(names, key, strict=True)) for key in keyed if key not in known
    ]
    insert(connection, t.results, fresh)
    known = _known(connection, *span) if fresh else known
    told = []
    for key, one in keyed.items():
        number, before = known[key]
        if before != (facts := _facts(one)):
            told.append({"result_id": number, "at_us": stamp(now), "file": file, **facts})
    insert(connection, t.result_facts, told)
    changed = len(told) - len(fresh)
    return Told(len(fresh), changed, len(keyed) - len(told))


def _facts(one: Outcome) -> Facts:
    return {
        "ends_us": stamp(one.ends),
        **{name: getattr(one, name) for name in _TOLD},
        "score": one.score,
        "passed": None if one.passed is None else int(one.passed),
        "items": [_item_told(item) for item in one.items],
    }


def _item_told(item: Item) -> list[object]:
    """Name, seconds, points; and from when to when, where either is known."""
    when = [None if at is None else stamp(at) for at in (item.starts, item.ends)]
    return [item.name, item.seconds, item.deducted, *(when if any(when) else [])]


def _item(name: str, seconds: float | None, deducted: float | None, *when: int | None) -> Item:
    starts, ends = (None if us is None else moment(us) for us in when or (None, None))
    return Item(name, seconds, deducted, starts, ends)


def _query() -> "sa.Select[Any]":
    r, f = t.results.c, t.result_facts.c
    return (
        sa.select(t.results, t.sites.c.name.label("site"), f.ends_us)
        .add_columns(*(f[name] for name in (*_TOLD, "score", "passed", "items")))
        .select_from(t.results)
        .join(t.sites, t.sites.c.id == r.site_id)
        .outerjoin(t.last_result_facts, t.last_result_facts.c.result_id == r.id)
        .outerjoin(t.result_facts, f.id == t.last_result_facts.c.facts_id)
    )


def _known(
    connection: sa.Connection, first: Microseconds, last: Microseconds
) -> dict[Key, tuple[int, Facts | None]]:
    """Results that start from ``first`` to ``last``: their number and what was said last."""
    query = _query().where(t.results.c.starts_us.between(first, last))
    found: dict[Key, tuple[int, Facts | None]] = {}
    for row in connection.execute(query).mappings():
        facts = {name: row[name] for name in ("ends_us", *_TOLD, "score", "passed", "items")}
        key = row["site_id"], row["subject"], row["serial"], row["starts_us"]
        found[key] = row["id"], None if row["person"] is None else facts
    return found


def results(connection: sa.Connection, start: datetime, end: datetime) -> list[Outcome]:
    """Results of attempts that start in ``[start, end)``, by start, site, subject and serial."""
    r = t.results.c
    query = (
        _query()
        .where(r.starts_us >= stamp(start), r.starts_us < stamp(end))
        .order_by(r.starts_us, t.sites.c.name, r.subject, r.serial)
    )
    return [_outcome(row) for row in connection.execute(query).mappings()]


def _outcome(row: "sa.RowMapping") -> Outcome:
    told: dict[str, Any] = {name: row[name] for name in ("serial", "subject", "site", *_TOLD)}
    return Outcome(
        **told,
        starts=moment(row["starts_us"]),
        ends=moment(row["ends_us"]),
        score=row["score"],
        passed=None if row["passed"] is None else bool(row["passed"]),
        items=tuple(_item(*item) for item in row["items"]),
    )


def timed_items(connection: sa.Connection, start: datetime, end: datetime) -> list[Items]:
    """When the items of attempts in vehicles were that start in ``[start, end)``, where told."""
    r = t.results.c
    query = (
        _query()
        .where(r.starts_us >= stamp(start), r.starts_us < stamp(end), r.subject != "hall")
        .order_by(r.starts_us, r.id)
    )
    found = []
    for row in connection.execute(query).mappings():
        items = (_item(*each) for each in row["items"])
        spans = tuple(i.span for i in items if i.span is not None and not i.is_whole_exam)
        if spans and row["room"]:
            whole = Span(row["starts_us"], row["ends_us"])
            found.append(Items(row["site"], row["room"], whole, spans))
    return found
