"""What does not hold together in the record, for ``proctor doctor``."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit import tables as t
from proctor.audit.guards import APPEND_ONLY, guard_names
from proctor.home import Home
from proctor.i18n import _
from proctor.reasons import spoken


def findings(connection: sa.Connection, home: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong; none when the record is whole."""
    if connection.dialect.name == "sqlite":
        yield from _damage(connection)
        yield from _orphans(connection)
        yield from _missing_guards(connection)
    yield from _unchosen(connection)
    yield from _evidence(connection, home)
    yield from _photos(connection, home)


def _damage(connection: sa.Connection) -> Iterator[str]:
    for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
        if line != "ok":
            yield _("The database file is damaged (SQLite: {reason}).").format(reason=line)


def _orphans(connection: sa.Connection) -> Iterator[str]:
    for table, row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _("Row {row} of {table} belongs to a row of {parent} that is gone.").format(
            row=row, table=table, parent=parent
        )


def _missing_guards(connection: sa.Connection) -> Iterator[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    there = set(connection.exec_driver_sql(query).scalars())
    for table in APPEND_ONLY:
        if not there.issuperset(guard_names(table)):
            yield _("Somebody removed what keeps {table} append-only.").format(table=table)


def _unchosen(connection: sa.Connection) -> Iterator[str]:
    c = t.run_choices.c
    query = sa.select(t.runs.c.id).outerjoin(t.run_choices, c.run_id == t.runs.c.id)
    for number in connection.scalars(query.where(c.id.is_(None))):
        yield _("Run {number} was never chosen for its recording.").format(number=number)


def _evidence(connection: sa.Connection, home: Path) -> Iterator[str]:
    c = t.evidence.c
    for flag, path, sha256 in connection.execute(sa.select(c.flag_id, c.path, c.sha256)):
        problem = _problem(home / path, sha256)
        if problem:
            yield _("Evidence {path} of flag {flag}: {problem}.").format(
                path=path, flag=flag, problem=problem
            )


def _photos(connection: sa.Connection, home: Path) -> Iterator[str]:
    for sha256 in connection.scalars(sa.select(r.photos.c.sha256).distinct()):
        path = Home(home).photo(sha256)
        if problem := _problem(path, sha256):
            yield _("Enrolment photo {path}: {problem}.").format(
                path=path.relative_to(home), problem=problem
            )


def _problem(file: Path, sha256: str) -> str:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return _("the file is missing")
    except OSError as error:
        return _("the file cannot be read ({reason})").format(reason=spoken(error))
    return "" if found == sha256 else _("the file is not the one that was stored")
