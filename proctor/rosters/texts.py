"""Cells as text. Each reader raises ``ValueError`` with words for whoever typed it."""

import re
from datetime import date, time

from proctor.i18n import _
from proctor.rosters.cell import Cell

_BROKEN = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)")
_ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
_DATED = re.compile(r"\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2}")
"""What spreadsheets make of ``1-2`` when they write CSV."""
_MOST_DIGITS = 10**15
"""A spreadsheet keeps no more digits of a number than fifteen."""
_NARROW = {0x3000: " "} | {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
"""What Chinese keyboards type in full width."""

LONGEST = 200
"""Characters; a longer cell is no name."""


def text(cell: Cell) -> str:
    """What stands there, numbers as a person would write them."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    written = " ".join(str(cell).split())
    if _BROKEN.fullmatch(written):
        raise ValueError(_("It is a formula that failed."))
    if len(written) > LONGEST:
        raise ValueError(_("It has more than {n} characters.").format(n=LONGEST))
    if not written.isprintable():
        raise ValueError(_("It has characters that cannot be printed."))
    return written


def title(cell: Cell) -> str:
    """A heading, whatever stands there."""
    try:
        return text(cell)
    except ValueError:
        return ""


def filled(cell: Cell) -> str:
    """The same as ``text``, never empty."""
    written = text(cell)
    if not written:
        raise ValueError(_("It is empty."))
    return written


def narrow(cell: Cell) -> str:
    """What stands there, letters, digits and signs in half width."""
    return text(cell).translate(_NARROW).strip()


def words(cell: Cell) -> str:
    """What stands there, which is no date: spreadsheets take seat ``1-2`` for the 2nd of January.

    They also put it into the file as that date, and what was typed is lost.
    """
    written = text(cell)
    if isinstance(cell, date | time) or _DATED.fullmatch(written):
        raise ValueError(
            _("The spreadsheet took it for a date; format it as text and type it again.")
        )
    return written


def refuse_rounded(cell: Cell) -> None:
    """Raise ``ValueError`` for a long number that a spreadsheet has rounded."""
    number = cell if isinstance(cell, int | float) else 0
    if number >= _MOST_DIGITS or number % 1 or _ROUNDED.fullmatch(text(cell)):
        raise ValueError(
            _("The spreadsheet took it for a number and lost its last digits; format it as text.")
        )
