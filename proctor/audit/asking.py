"""How the record is asked: a statement with named values in, plain rows out."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = Sequence[Any]
"""The columns of one row, in the order of the statement."""


class Ask(Protocol):
    """One state of the database, on SQLite or PostgreSQL; values are written ``:name``."""

    def __call__(self, sql: str, values: Mapping[str, object], /) -> Sequence[Row]:
        """Every row."""
        ...
