"""A roster's file as rows of cells: CSV in any of the usual encodings, or XLSX.

What a file is, its first bytes say, not its name: offices call workbooks ``.csv``, and the other
way round.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from proctor.errors import RosterError
from proctor.i18n import _
from proctor.reasons import spoken
from proctor.rosters.cell import Row
from proctor.rosters.workbooks import LARGEST, rows_of_workbook
from proctor.storage import regular_size

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LINES = 10
"""Lines that tell what parts the cells: the first ones may be titles."""
_TALLEST = 30
"""Lines of one row; more of them, and a quotation mark was never closed."""
_GUARDED = re.compile(r"=\"([^\"]*)\"|'(.*)")
"""How exports keep spreadsheets from taking text for a number: ``="0012"``, ``'0012``."""


def rows_of(path: Path) -> Iterator[Row]:
    """The rows with anything in them, headings included. Raises ``RosterError``."""
    try:
        for number, cells in _rows(path):
            bare = [_bare(cell) if isinstance(cell, str) else cell for cell in cells]
            if any(cell not in (None, "") for cell in bare):
                yield number, bare
    except OSError as error:
        raise RosterError(
            _("{path} cannot be read: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error


def lacks_columns(path: Path, names: Iterable[str]) -> RosterError:
    """The error for a table without columns that must be there."""
    return RosterError(
        _("{path} lacks columns: {names}.").format(path=path, names=", ".join(names)),
        hint=_(
            "Its headings may be those of the exam system (lsh, xm …), Chinese or English; CSV is"
            " parted by commas, semicolons or tabs."
        ),
    )


def _rows(path: Path) -> Iterable[Row]:
    if regular_size(path) > LARGEST:
        raise RosterError(
            _("{path} has more than {size} MB, which no roster needs.").format(
                path=path, size=LARGEST >> 20
            ),
            hint=_("Split it, or name another file."),
        )
    with path.open("rb") as file:
        start = file.read(4)
    if start == _ZIP:
        return rows_of_workbook(path)
    if not start:
        raise RosterError(
            _("{path} is empty.").format(path=path),
            hint=_("Save it from the spreadsheet again, as XLSX or as CSV."),
        )
    if start == _OLE:
        raise RosterError(
            _("{path} is an old .xls, or a workbook with a password.").format(path=path),
            hint=_("Open it in the spreadsheet and save it as XLSX, without a password."),
        )
    return _text(path)


def _bare(cell: str) -> str:
    """Text without what stands around it."""
    cell = cell.strip()
    guarded = _GUARDED.fullmatch(cell)
    return (guarded[1] or guarded[2] or "").strip() if guarded else cell


def _text(path: Path) -> Iterator[Row]:
    """CSV, parted by whichever of comma, semicolon and tab its first lines have most of."""
    text = _decoded(path)
    first = "".join(islice(io.StringIO(text), _LINES))
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    number, line = 0, 0
    try:
        for number, cells in enumerate(reader, 1):
            if reader.line_num - line > _TALLEST:
                raise _unclosed(path, number)
            yield number, cells
            line = reader.line_num
    except csv.Error as error:
        raise RosterError(
            _("{path} is not a table, row {row}.").format(path=path, row=number + 1),
            hint=_("Save it from the spreadsheet again, as XLSX or as CSV."),
        ) from error


def _unclosed(path: Path, row: int) -> RosterError:
    return RosterError(
        _("{path}, row {row}: a quotation mark is not closed.").format(path=path, row=row),
        hint=_("Save it from the spreadsheet again, as XLSX or as CSV."),
    )


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(
        _("{path} is not text in a known encoding.").format(path=path),
        hint=_("Save it as XLSX, or as CSV in UTF-8 or GB 18030."),
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    """What the text may be written in: that of its byte-order mark, or where its zeros stand."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return ("utf-32",)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    zeros = [data[first:4096:2].count(0) for first in (0, 1)]
    if sum(zeros) * 10 > len(data[:4096]):
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8-sig", "gb18030")
