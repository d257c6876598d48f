"""The SQLite file of a home folder: how every connection to it behaves. Standard library only.

Lists of flags are read through here, because importing SQLAlchemy takes longer than the reading.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from proctor.audit.asking import Ask
from proctor.audit.refusals import broken, trouble

FILE = "proctor.db"
"""Name of the SQLite file in the home folder."""

HEAD = "0008"
"""The newest migration; a test holds it against the steps."""

_BUSY_MS = 30_000
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
)
_CHECKED_AT_OPENING = 8 << 20
"""Files up to so many bytes are checked whenever they are opened; ``check`` does the others."""


def prepare(connection: sqlite3.Connection) -> None:
    """Make a fresh connection durable, strict and patient; transactions are ours to begin."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


@contextmanager
def writers_turn(path: Path) -> Iterator[None]:
    """Waits for other processes that write or checkpoint the same file.

    SQLite before 3.51.3 can corrupt a WAL when two connections write and checkpoint at the same
    moment (https://sqlite.org/wal.html#walresetbug), so its own locks are not enough. The lock
    goes with the process that holds it, however that ends.
    """
    if os.name == "nt":
        yield
        return
    import fcntl

    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class File:
    """An open SQLite file, for reading."""

    def __init__(self, path: Path) -> None:
        """Creates the folder and the file if need be; raises ``RecordError``, ``StorageError``."""
        self.path = path
        self._lock = Lock()
        with self._translated():
            path.parent.mkdir(parents=True, exist_ok=True)
            with writers_turn(path):  # the first connection turns the log on
                self._connection = sqlite3.connect(path, check_same_thread=False)
                prepare(self._connection)

    def close(self) -> None:
        """Close; the last one to do so makes SQLite tidy its log, in a writer's turn."""
        with self._translated(), writers_turn(self.path):
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[Ask]:
        """A way to ask that sees one state of the database throughout."""
        with self._lock, self._translated():
            self._connection.execute("BEGIN")
            try:
                yield lambda sql, values: self._connection.execute(sql, values).fetchall()
            finally:
                self._connection.rollback()

    def version(self) -> str | None:
        """The step of the schema; ``None`` for an empty file."""
        with self.reading() as ask:
            if not ask("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'", {}):
                return None
            found = ask("SELECT version_num FROM alembic_version", {})
        return str(found[0][0]) if found else None

    def refuse_damaged(self) -> None:
        """Raises ``RecordError`` if the file, unless it is large, has a fault SQLite can see."""
        if self.path.stat().st_size > _CHECKED_AT_OPENING:
            return
        with self.reading() as ask:
            found = ask("PRAGMA quick_check(1)", {})
        if found != [("ok",)]:
            raise broken(str(self.path), " ".join(str(found[0][0]).split()))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise  # a mistake of this program, not of the disk: it keeps its traceback
        except sqlite3.DatabaseError as error:
            refused = isinstance(error, sqlite3.OperationalError)
            raise trouble(str(self.path), str(error), refused=refused) from error
        except OSError as error:
            raise trouble(str(self.path), error.strerror or str(error), refused=True) from error
