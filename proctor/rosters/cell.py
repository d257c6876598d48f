"""A cell of a table as its file has it: text, a number, a date, a time, or nothing."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypeAlias

Cell: TypeAlias = str | int | float | datetime | date | time | None
Row: TypeAlias = tuple[int, Sequence[Cell]]
"""Number of the row as a spreadsheet shows it, and its cells."""
