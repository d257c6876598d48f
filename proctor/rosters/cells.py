"""One cell into one value. Each reader raises ``ValueError`` with words for whoever typed it."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeAlias

from proctor.i18n import _
from proctor.perception import Subject
from proctor.rosters.numbers import is_resident, is_right
from proctor.rosters.sheets import Cell

_SUBJECTS: dict[str, Subject] = {
    **dict.fromkeys(("1", "一", "科目一", "科目1", "hall", "subject1", "理论"), "hall"),
    **dict.fromkeys(("2", "二", "科目二", "科目2", "field", "subject2", "场地"), "field"),
    **dict.fromkeys(("3", "三", "科目三", "科目3", "road", "subject3", "道路"), "road"),
}
_DATE = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(\d{1,2})\s*[:：时点]\s*(\d{1,2})\s*(?:[:：分]\s*(\d{1,2})\s*秒?)?分?")
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z\d]{4,6}学?")
_LICENCE = re.compile(r"(A[123]|B[12]|C[123456]|[DEFMNP])(\+?(A[123]|B[12]|C[123456]|[DEFMNP]))*")

Breaks: TypeAlias = tuple[tuple[time, time], ...]
"""Begin and end of each."""

LONGEST = 200
"""Characters; a longer cell is no name."""


def text(cell: Cell) -> str:
    """What stands there, numbers as a person would write them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    written = " ".join(str(cell).split())
    if len(written) > LONGEST:
        raise ValueError(_("It has more than {n} characters.").format(n=LONGEST))
    if not written.isprintable():
        raise ValueError(_("It has characters that cannot be printed."))
    return written


def filled(cell: Cell) -> str:
    """The same, never empty."""
    written = text(cell)
    if not written:
        raise ValueError(_("It is empty."))
    return written


def id_number(cell: Cell) -> str:
    """An identity number, upper case."""
    if isinstance(cell, float) or (isinstance(cell, int) and cell >= 10**15):
        raise ValueError(
            _("The spreadsheet took it for a number and lost its last digits; format it as text.")
        )
    number = filled(cell).upper().replace(" ", "").lstrip("'")
    if not is_right(number):
        raise ValueError(
            _("The check digit or the birthday is wrong.")
            if is_resident(number) and len(number) == 18
            else _("It is not an identity number: 18 characters, or those of a passport.")
        )
    return number


def subject(cell: Cell) -> Subject:
    """Which exam."""
    found = _SUBJECTS.get(filled(cell).casefold().replace(" ", ""))
    if found is None:
        raise ValueError(_("It is none of 1, 2, 3 (科目一, 科目二, 科目三)."))
    return found


def plate(cell: Cell) -> str:
    """A vehicle's plate, or nothing."""
    written = text(cell).upper().replace(" ", "").replace("·", "")
    if written and not _PLATE.fullmatch(written):
        raise ValueError(_("It is not a plate such as 京A1234学."))
    return written


def licence(cell: Cell) -> str:
    """A class of licence, or nothing."""
    written = text(cell).upper().replace(" ", "")
    if written and not _LICENCE.fullmatch(written):
        raise ValueError(_("It is not a class of licence such as C1."))
    return written


def day(cell: Cell) -> date:
    """A date."""
    if isinstance(cell, datetime):
        return _plausible(cell.date())
    if isinstance(cell, date):
        return _plausible(cell)
    found = _DATE.match(filled(cell))
    try:
        if found is not None:
            year, month, number = (int(part) for part in found.groups())
            return _plausible(date(year, month, number))
    except ValueError:
        pass
    raise ValueError(_("It is not a date such as 2026-11-23."))


def _plausible(found: date) -> date:
    if not 2000 <= found.year < 2100:
        raise ValueError(_("Its year cannot be right."))
    return found


def hour(cell: Cell) -> time:
    """A time of day."""
    if isinstance(cell, datetime):
        return cell.time()
    if isinstance(cell, time):
        return cell
    if isinstance(cell, float) and 0 <= cell < 1:  # a spreadsheet's time without its format
        minutes, second = divmod(round(cell * 86_400) % 86_400, 60)
        return time(*divmod(minutes, 60), second)
    found = re.search(_TIME, filled(cell))
    try:
        if found is not None:
            hours, minutes, seconds = (int(part or 0) for part in found.groups())
            return time(hours, minutes, seconds)
    except ValueError:
        pass
    raise ValueError(_("It is not a time such as 09:30."))


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


READERS: dict[str, Callable[[Cell], object]] = {
    "serial": filled,
    "id_number": id_number,
    "name": filled,
    "subject": subject,
    "site": text,
    "hall": text,
    "vehicle": plate,
    "seat": text,
    "licence": licence,
    "examiner": text,
    "officer": text,
    "school": text,
    "date": day,
    "starts": hour,
    "ends": hour,
    "check_in": hour_if_any,
    "breaks": breaks,
    "photo": text,
}
"""How each column is read."""
