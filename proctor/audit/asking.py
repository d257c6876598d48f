"""How the record is asked: a statement with named values in, plain rows out."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Row: TypeAlias = Sequence[Any]
"""The columns of one row, in the order of the statement."""

AT_ONCE = 500
"""Numbers or ids that one statement names; SQLite's oldest limit is 999 values."""


def in_parts(numbers: Collection[int]) -> Iterator[Sequence[int]]:
    """The numbers in order, so many at a time as one statement names."""
    asked = sorted(numbers)
    return (asked[at : at + AT_ONCE] for at in range(0, len(asked), AT_ONCE))


class Ask(Protocol):
    """One state of the database, on SQLite or PostgreSQL; values are written ``:name``."""

    def __call__(self, sql: str, values: Mapping[str, object], /) -> Sequence[Row]:
        """Every row."""
        ...
