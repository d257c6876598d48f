"""A roster's file as rows of cells: CSV in any of the usual encodings, or the first sheet of XLSX.

A cell is what the file says: text, a number, a date, a time, or nothing.
"""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeAlias

from proctor.errors import RosterError
from proctor.i18n import _

Cell: TypeAlias = str | int | float | datetime | date | time | None
Row: TypeAlias = tuple[int, Sequence[Cell]]
"""Number of the row as a spreadsheet shows it, and its cells."""

_LARGEST = 256 << 20
"""Bytes; a workbook may claim to be a few kilobytes and unpack to gigabytes."""


def rows_of(path: Path) -> Iterator[Row]:
    """The rows with anything in them, headings included. Raises ``RosterError``."""
    try:
        rows = _workbook(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _text(path)
        for number, cells in rows:
            if any(cell not in (None, "") for cell in cells):
                yield number, cells
    except OSError as error:
        raise RosterError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror),
            hint=_("Check that the file exists and that you may read it."),
        ) from error


def _text(path: Path) -> Iterator[Row]:
    """CSV, parted by whichever of comma, semicolon and tab its first line has most of."""
    text = _decoded(path)
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise RosterError(
            _("{path} is not a table, line {line}.").format(path=path, line=reader.line_num),
            hint=_("Save it from the spreadsheet again, as XLSX or as CSV."),
        ) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        if data.startswith(b"\xff\xfe"):
            encoding = "utf-16"
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RosterError(
        _("{path} is not text in a known encoding.").format(path=path),
        hint=_("Save it as XLSX, or as CSV in UTF-8 or GB 18030."),
    )


def _workbook(path: Path) -> Iterator[Row]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    _not_a_bomb(path)
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some exports claim to have one cell only
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, [_cell(value) for value in cells]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise _no_workbook(path) from error


def _not_a_bomb(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile as error:
        raise _no_workbook(path) from error
    if size > _LARGEST:
        raise RosterError(
            _("{path} unpacks to {size} MB, which no roster needs.").format(
                path=path, size=size >> 20
            ),
            hint=_("Split it, or save it as CSV."),
        )


def _no_workbook(path: Path) -> RosterError:
    return RosterError(
        _("{path} is not an XLSX workbook.").format(path=path),
        hint=_("Open it in the spreadsheet and save it as XLSX; the old .xls is not read."),
    )


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value.strip()
    if value is None or isinstance(value, int | float | datetime | date | time):
        return value
    return str(value)
