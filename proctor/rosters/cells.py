"""One cell into one value. Each reader raises ``ValueError`` with words for whoever typed it."""

import re
from collections.abc import Callable

from proctor.i18n import _
from proctor.perception import Subject
from proctor.rosters.cell import Cell
from proctor.rosters.dates import breaks, day, hour, hour_if_any
from proctor.rosters.numbers import is_resident, is_right
from proctor.rosters.texts import filled, narrow, refuse_rounded, text, words

_SUBJECTS: dict[str, Subject] = {
    **dict.fromkeys(("1", "一", "科目一", "科目1", "hall", "subject1", "理论"), "hall"),
    **dict.fromkeys(("2", "二", "科目二", "科目2", "field", "subject2", "场地"), "field"),
    **dict.fromkeys(("3", "三", "科目三", "科目3", "road", "subject3", "道路"), "road"),
}
_PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z\d]{4,6}学?")
_LICENCE = re.compile(r"(A[123]|B[12]|C[123456]|[DEFMNP])(\+?(A[123]|B[12]|C[123456]|[DEFMNP]))*")


def serial(cell: Cell) -> str:
    """A serial number, never empty."""
    refuse_rounded(cell)
    return narrow(filled(words(cell)))


def named(cell: Cell) -> str:
    """A name, never empty."""
    return filled(words(cell))


def seat(cell: Cell) -> str:
    """A seat, or nothing."""
    return narrow(words(cell))


def id_number(cell: Cell) -> str:
    """An identity number, upper case."""
    refuse_rounded(cell)
    number = narrow(filled(cell)).upper().replace(" ", "")
    if not is_right(number):
        raise ValueError(
            _("The check digit or the birthday is wrong.")
            if is_resident(number) and len(number) == 18
            else _("It is not an identity number: 18 characters, or those of a passport.")
        )
    return number


def subject(cell: Cell) -> Subject:
    """Which exam."""
    found = _SUBJECTS.get(narrow(filled(cell)).casefold().replace(" ", ""))
    if found is None:
        raise ValueError(_("It is none of 1, 2, 3 (科目一, 科目二, 科目三)."))
    return found


def plate(cell: Cell) -> str:
    """A vehicle's plate, or nothing."""
    written = re.sub(r"[\s·•-]", "", narrow(cell).upper())
    if written and not _PLATE.fullmatch(written):
        raise ValueError(_("It is not a plate such as 京A1234学."))
    return written


def licence(cell: Cell) -> str:
    """A class of licence, or nothing."""
    written = narrow(cell).upper().replace(" ", "")
    if written and not _LICENCE.fullmatch(written):
        raise ValueError(_("It is not a class of licence such as C1."))
    return written


READERS: dict[str, Callable[[Cell], object]] = {
    "serial": serial,
    "id_number": id_number,
    "name": named,
    "subject": subject,
    "site": words,
    "hall": words,
    "vehicle": plate,
    "seat": seat,
    "licence": licence,
    "examiner": words,
    "officer": words,
    "school": words,
    "date": day,
    "starts": hour,
    "ends": hour,
    "check_in": hour_if_any,
    "breaks": breaks,
    "photo": text,
}
"""How each column is read."""
