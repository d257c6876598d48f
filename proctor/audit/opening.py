"""The database through SQLAlchemy: its address, its transactions, its schema."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry

from proctor.audit.asking import Ask, Row
from proctor.audit.file import FILE as FILE
from proctor.audit.file import HEAD, prepare, writers_turn
from proctor.audit.refusals import trouble
from proctor.errors import StorageError
from proctor.i18n import _

_WRITERS = 0x70726F63
"""Key of the advisory lock that lets one writer at a time into a PostgreSQL database."""


def file_engine(path: Path) -> sa.Engine:
    """An engine for the SQLite file; nothing is opened yet."""
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)), json_serializer=_compact)
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begun)
    return engine


def server_engine(address: str) -> sa.Engine:
    """An engine for a server. Raises ``StorageError`` for an address that is none.

    A bare ``postgresql://`` means psycopg 3. The address may hold a password and is not repeated.
    """
    try:
        url = sa.make_url(address)
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() != "postgresql":
            raise sa.exc.ArgumentError
        return sa.create_engine(url, json_serializer=_compact)
    except (sa.exc.ArgumentError, ImportError):
        message = _("PROCTOR_DATABASE is not the address of a PostgreSQL database.")
        hint = _("Write it like postgresql://user@host/proctor, and install proctor[postgres].")
        raise StorageError(message, hint=hint) from None


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _prepared(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    prepare(connection)


def _begun(connection: sa.Connection) -> None:
    # A deferred BEGIN that later writes fails at once with SQLITE_BUSY_SNAPSHOT.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one state of the database throughout."""
    with translated(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def asking(connection: sa.Connection) -> Ask:
    """The plain way to ask on a SQLAlchemy connection."""

    def ask(sql: str, values: Mapping[str, object], /) -> Sequence[Row]:
        return [tuple(row) for row in connection.execute(sa.text(sql), values)]

    return ask


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction, alone among writers: everything or nothing, durable on return."""
    with translated(engine), _turn(engine), engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
            yield connection


def close(engine: sa.Engine) -> None:
    """Let go of every connection, in a writer's turn: the last one tidies SQLite's log."""
    with translated(engine), _turn(engine):
        engine.dispose()


@contextmanager
def _turn(engine: sa.Engine) -> Iterator[None]:
    path = _path_of(engine)
    with nullcontext() if path is None else writers_turn(path):
        yield


def _path_of(engine: sa.Engine) -> Path | None:
    return Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None


def shown(engine: sa.Engine) -> str:
    """Path or address for people, passwords hidden."""
    return str(_path_of(engine) or engine.url.render_as_string(hide_password=True))


@contextmanager
def translated(engine: sa.Engine) -> Iterator[None]:
    """Errors of the database and its driver come out as ``RecordError`` or ``StorageError``."""
    try:
        yield
    except (sa.exc.IntegrityError, sa.exc.ProgrammingError):
        raise  # a mistake of this program, not of the disk: it keeps its traceback
    except sa.exc.DBAPIError as error:
        refused = isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError)
        reason = str(error.orig).strip().splitlines()[0]
        raise trouble(shown(engine), reason, refused=refused) from error
    except OSError as error:
        raise trouble(shown(engine), error.strerror or str(error), refused=True) from error


def current_schema(connection: sa.Connection) -> str | None:
    """The step the database is at; ``None`` for an empty one. No Alembic is needed to know."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: sa.Engine) -> None:
    """Bring the database to the present schema; raises ``RecordError`` if it is a newer one's."""
    with reading(engine) as connection:
        version = current_schema(connection)
    if version != HEAD:
        from proctor.audit.migrating import upgrade

        with translated(engine), _turn(engine), engine.connect() as fresh:
            upgrade(fresh, shown(engine))
