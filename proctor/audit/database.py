"""One database behind two doors: plain reading at once, SQLAlchemy when it is first needed."""

import gc
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from proctor.audit.asking import Ask
from proctor.audit.file import FILE, HEAD, File

if TYPE_CHECKING:
    import sqlalchemy as sa

URL_VARIABLE = "PROCTOR_DATABASE"
"""The address of a PostgreSQL database in this environment variable replaces the file."""


def is_there(home: Path) -> bool:
    """Whether the home has a record, without making one."""
    return bool(os.environ.get(URL_VARIABLE)) or (home / FILE).exists()


class Database:
    """The record's database, of the present schema from the moment it is open."""

    def __init__(self, home: Path) -> None:
        """Opens, creates or upgrades it; raises ``StorageError`` or ``RecordError``."""
        self._address = os.environ.get(URL_VARIABLE, "")
        self._file = None if self._address else File(home / FILE)
        try:
            self._ready()
        except BaseException:
            self.close()
            raise

    def _ready(self) -> None:
        if self._file is not None:
            self._file.refuse_damaged()
            if self._file.version() == HEAD:
                return
        from proctor.audit.opening import migrate

        migrate(self._engine)

    @cached_property
    def _engine(self) -> "sa.Engine":
        collecting = gc.isenabled()
        gc.disable()  # the import makes no garbage; looking for it takes a tenth of its time
        try:
            from proctor.audit.opening import file_engine, server_engine
        finally:
            if collecting:
                gc.enable()
        file = self._file
        return server_engine(self._address) if file is None else file_engine(file.path)

    @contextmanager
    def asking(self) -> Iterator[Ask]:
        """Plain statements on one state of the database; on SQLite without SQLAlchemy."""
        if self._file is not None:
            with self._file.reading() as ask:
                yield ask
            return
        from proctor.audit.opening import asking

        with self.reading() as connection:
            yield asking(connection)

    def reading(self) -> "AbstractContextManager[sa.Connection]":
        """A connection that sees one state of the database throughout."""
        from proctor.audit.opening import reading

        return reading(self._engine)

    def writing(self) -> "AbstractContextManager[sa.Connection]":
        """One transaction, alone among writers: everything or nothing, durable on return."""
        from proctor.audit.opening import writing

        return writing(self._engine)

    def close(self) -> None:
        """Let go of every connection."""
        if "_engine" in self.__dict__:
            from proctor.audit.opening import close

            close(self._engine)
        if self._file is not None:
            self._file.close()
