"""Cells that tell a day or a time, in whichever way a spreadsheet or a person writes them.

Each reader raises ``ValueError`` with words for whoever typed it. Nothing is read that is not
understood to its last character: ``2:30`` of 下午2:30 is another hour than was meant.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from proctor.i18n import _
from proctor.rosters.cell import Cell
from proctor.rosters.texts import filled, narrow, text

_DATE = (
    r"(?:(?P<year>\d{4})(?:[-/.年]\s*(?P<month>\d{1,2})[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<month2>\d\d)(?P<day2>\d\d)))"
)
_HALF = "上午|早上|凌晨|下午|晚上|am|pm"
_HOUR = (
    rf"(?:(?P<half>{_HALF})\s*)?(?:(?P<hour>\d{{1,2}})\s*[:时点]\s*(?P<minute>\d{{1,2}})"
    r"\s*(?:[:分]\s*(?P<second>\d{1,2})(?:\.\d+)?\s*秒?|分)?"
    r"|(?P<hour2>\d{1,2})(?P<minute2>\d\d)(?P<second2>\d\d)?)"
    rf"(?:\s*(?P<half2>{_HALF}))?"
)
_DAY = re.compile(rf"{_DATE}(?:[t\s]\s*{_HOUR})?")
_TIME = re.compile(rf"(?:{_DATE}[t\s]\s*)?{_HOUR}")
_AFTERNOON = ("下午", "晚上", "pm")
_NUMBER = re.compile(r"\d{5}(?:\.\d+)?|0?\.\d+")
_DAY_0 = date(1899, 12, 30)
"""From which spreadsheets count days."""
_DAYS = range(36_526, 73_051)
"""Days of this century as spreadsheets count them."""

Breaks: TypeAlias = tuple[tuple[time, time], ...]
"""Begin and end of each."""


def day(cell: Cell) -> date:
    """A date of this century."""
    filled(cell)
    try:
        found = day_within(cell)
    except ValueError:
        found = None
    if found is None:
        raise ValueError(_("It is not a date such as 2026-11-23."))
    if not 2000 <= found.year < 2100:
        raise ValueError(_("Its year cannot be right."))
    return found


def day_within(cell: Cell) -> date | None:
    """The date of a cell that may tell a time with it; ``None`` for one that tells none.

    Raises ``ValueError`` for a date that no calendar has.
    """
    cell = _moment(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.date() > _DAY_0 + timedelta(days=1) else None
    if isinstance(cell, date):
        return cell
    found = None if isinstance(cell, time) else _DAY.fullmatch(narrow(cell).casefold())
    if found is None:
        return None
    month, number = (int(found[name] or found[f"{name}2"]) for name in ("month", "day"))
    return date(int(found["year"]), month, number)


def hour(cell: Cell) -> time:
    """A time of day, to the second."""
    cell = _moment(cell)
    if isinstance(cell, datetime):
        if cell.time() == time() and day_within(cell) is not None:
            raise ValueError(_("It tells a day and no time."))
        return cell.time()
    if isinstance(cell, time):
        return _to_the_second(datetime.combine(_DAY_0, cell)).time()
    found = _TIME.fullmatch(narrow(filled(cell)).casefold())
    try:
        if found is not None:
            day_within(cell)
            parts = (found[name] or found[f"{name}2"] for name in ("hour", "minute", "second"))
            hours, minutes, seconds = (int(part or 0) for part in parts)
            return time(_of_day(hours, found["half"] or found["half2"]), minutes, seconds)
    except ValueError:
        pass
    raise ValueError(_("It is not a time such as 09:30."))


def _of_day(hours: int, half: str | None) -> int:
    """Hours since midnight. Raises ``ValueError`` for those that the morning does not have."""
    if half is None or (half in _AFTERNOON and hours >= 12):
        return hours
    if hours >= 12:
        raise ValueError(hours)
    return hours + 12 if half in _AFTERNOON else hours


def _moment(cell: Cell) -> Cell:
    """The cell; a moment for what a spreadsheet holds of one without its format, or as text."""
    if isinstance(cell, str) and _NUMBER.fullmatch(cell):
        cell = float(cell)
    if isinstance(cell, int | float) and (0 <= cell < 1 or int(cell) in _DAYS):
        cell = datetime.combine(_DAY_0, time()) + timedelta(days=cell)
    return _to_the_second(cell) if isinstance(cell, datetime) else cell


def _to_the_second(moment: datetime) -> datetime:
    """Spreadsheets keep parts of days, and miss seconds by some microseconds."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def hour_if_any(cell: Cell) -> time | None:
    """A time of day, or nothing."""
    return None if cell is None or cell == "" else hour(cell)


def breaks(cell: Cell) -> Breaks:
    """Stretches of the day such as ``10:00-10:10; 11:00-11:10``, or nothing."""
    found = []
    for part in filter(None, (one.strip() for one in re.split("[;；,，、]", text(cell)))):
        ends = re.split("[-–—~～至]", part)
        if len(ends) != 2:
            raise ValueError(_("It is not a break such as 10:00-10:10."))
        found.append((hour(ends[0]), hour(ends[1])))
    return tuple(found)
