"""Staff, schools, halls and vehicles: rows of their own, made when somebody names them first."""

from collections.abc import Iterable

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit.writing import insert
from proctor.perception import Subject
from proctor.rosters.seating import kind_of


def named(connection: sa.Connection, table: sa.Table, names: Iterable[str]) -> dict[str, int]:
    """Name → number of its row in ``staff`` or ``schools``; empty names have none."""
    wanted = {name for name in names if name}
    known = _numbers(connection, table)
    fresh = sorted(wanted - known.keys())
    insert(connection, table, [{"name": name} for name in fresh])
    return _numbers(connection, table) if fresh else known


def _numbers(connection: sa.Connection, table: sa.Table) -> dict[str, int]:
    return {
        name: int(number)
        for name, number in connection.execute(sa.select(table.c.name, table.c.id))
    }


def note_room(connection: sa.Connection, site: int, name: str, subject: Subject) -> None:
    """Make the hall or vehicle known, unless it is."""
    c, kind = r.rooms.c, kind_of(subject)
    same = c.site_id == site, c.name == name, c.kind == kind
    if connection.scalar(sa.select(c.id).where(*same)) is None:
        insert(connection, r.rooms, [{"site_id": site, "name": name, "kind": kind}])
