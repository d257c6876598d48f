"""Opening the database: where it lies, how its connections behave, which schema it has."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from proctor.audit.tables import HEAD
from proctor.errors import RecordError, StorageError
from proctor.i18n import _

FILE = "proctor.db"
"""Name of the SQLite file in the home folder."""

URL_VARIABLE = "PROCTOR_DATABASE"
"""A SQLAlchemy URL in this environment variable takes the place of the file."""

_BUSY_MS = 30_000
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)
_WRITERS = 0x70726F63
"""Key of the advisory lock that lets one writer at a time into a PostgreSQL database."""


def database_url(home: Path) -> sa.URL:
    """The database of a home folder: ``PROCTOR_DATABASE``, else the SQLite file in it.

    A bare ``postgresql://`` means psycopg 3. Raises ``StorageError`` for an address that is none.
    """
    given = os.environ.get(URL_VARIABLE, "")
    if not given:
        return sa.URL.create("sqlite", database=str(home / FILE))
    try:
        url = sa.make_url(given)
    except sa.exc.ArgumentError:
        # The address may hold a password: it is not repeated.
        message = _("{variable} is not a database address.").format(variable=URL_VARIABLE)
        hint = _(
            "Write it like postgresql://user@host/proctor, or unset it to use the home folder."
        )
        raise StorageError(message, hint=hint) from None
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def engine_for(url: sa.URL) -> sa.Engine:
    """An engine whose connections behave alike on every dialect; nothing is opened yet."""
    engine = sa.create_engine(url, json_serializer=_compact)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepared)
        event.listen(engine, "begin", _begun)
    return engine


def _compact(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _prepared(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begun(connection: sa.Connection) -> None:
    # A deferred BEGIN that later writes fails at once with SQLITE_BUSY_SNAPSHOT.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database throughout."""
    with translated(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, alone among writers: everything or nothing, durable on return."""
    with translated(engine), writers_turn(engine), engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
            yield connection


@contextmanager
def writers_turn(engine: sa.Engine) -> Iterator[None]:
    """Waits for other processes that write or checkpoint the same SQLite file.

    SQLite before 3.51.3 can corrupt a WAL when two connections write and checkpoint at the same
    moment (https://sqlite.org/wal.html#walresetbug), so its own locks are not enough. The lock
    goes with the process that holds it, however that ends.
    """
    path = file_of(engine.url)
    if path is None or os.name == "nt":
        yield
        return
    import fcntl

    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def file_of(url: sa.URL) -> Path | None:
    """The SQLite file; ``None`` for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Errors of the database and its driver come out as ``RecordError`` or ``StorageError``."""
    try:
        yield
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError):
        raise  # a mistake of this program, not of the disk: it keeps its traceback
    except sa.exc.DBAPIError as error:
        raise _ours(error, engine.url) from error
    except OSError as error:
        raise StorageError(
            _("The audit database {name} cannot be used: {reason}.").format(
                name=shown(engine.url), reason=error.strerror or error
            ),
            hint=_("Check the folder and its permissions, or choose another one with --home."),
        ) from error


def shown(url: sa.URL) -> str:
    """Path or address for people, passwords hidden."""
    return str(file_of(url) or url.render_as_string(hide_password=True))


_BROKEN = ("malformed", "not a database", "no such table", "no such column")
"""Words of SQLite for a file that is not what it should be."""


def _ours(error: sa.exc.DBAPIError, url: sa.URL) -> RecordError | StorageError:
    reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    refused = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
    if refused and not any(word in reason for word in _BROKEN):
        message = _("The audit database {name} cannot be used: {reason}.")
        hint = _("Check the folder, its permissions and the free space of the disk.")
        return StorageError(message.format(name=shown(url), reason=reason), hint=hint)
    return broken(url, reason)


def broken(url: sa.URL, reason: str) -> RecordError:
    """The error for a database that cannot be trusted."""
    return RecordError(
        _("The audit database {name} is broken: {reason}.").format(name=shown(url), reason=reason),
        hint=_("Keep the file as it is for inquiry, and restore the last backup in its place."),
    )


def current_schema(connection: sa.Connection) -> str | None:
    """The step the database is at; ``None`` for an empty one. Costs one query, no Alembic."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def ensure_schema(engine: sa.Engine) -> None:
    """Bring the database to ``HEAD``; raises ``RecordError`` if it is a newer program's."""
    with reading(engine) as connection:
        version = current_schema(connection)
    if version == HEAD:
        return
    from proctor.audit.migrating import migrate

    migrate(engine)


def quick_check(connection: sa.Connection, most: int = 100) -> list[str]:
    """What SQLite finds wrong with its file; always empty on a server."""
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql(f"PRAGMA quick_check({most})").scalars()
    return [line for line in found if line != "ok"]
