"""An XLSX workbook as rows of cells.

It comes from elsewhere: it may lie, be damaged, or be a bomb.
"""

import math
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from proctor.errors import RosterError
from proctor.i18n import _
from proctor.rosters.cell import Cell, Row

LARGEST = 256 << 20
"""Bytes of a file, and of what a workbook unpacks to: it may claim to be a few kilobytes."""
_MOST = 1 << 20
"""Rows; spreadsheets have no more, whatever a file says."""
_TITLES = 10
"""Rows in which headings are looked for: exports have titles above them."""
_LEAST = 5
"""Filled cells; a row of fewer is no heading of a roster."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_CHUNK = 1 << 20
_REF = 64
"""Bytes at the end of a chunk that may hold the beginning of what is looked for."""

Merged: TypeAlias = Mapping[int, tuple[int, int]]
"""Column from 0 → first and last row of a cell that reaches over several rows."""

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # what parsers of XML raise
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)
"""What the library raises on files that are not what they claim to be."""


def rows_of_workbook(path: Path) -> Iterator[Row]:
    """The rows of its only table. Raises ``RosterError``, also where there are several."""
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    # Of styles and extensions that a roster has no use for.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    try:
        _refuse_bomb(path)
        with (
            path.open("rb") as file,  # by its path, the library goes by its name
            closing(openpyxl.load_workbook(file, read_only=True, data_only=True)) as book,
        ):
            sheet = _table(path, book.worksheets)
            yield from _filled_down(_cells(path, sheet), _merges(path, sheet))
    except OSError as error:
        if error.errno is not None:  # the disk, not what stands on it
            raise
        raise _unreadable(path) from error
    except (InvalidFileException, *_DAMAGED) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> RosterError:
    return RosterError(
        _("{path} is not an XLSX workbook, or it is damaged.").format(path=path),
        hint=_("Open it in the spreadsheet and save it as XLSX."),
    )


def _refuse_bomb(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > LARGEST:
        raise RosterError(
            _("{path} unpacks to {size} MB, which no roster needs.").format(
                path=path, size=size >> 20
            ),
            hint=_("Split it, or save it as CSV."),
        )


def _table(path: Path, sheets: Sequence[Any]) -> Any:
    """The only sheet with headings; the first one where none has any.

    Several with the same headings are one roster in pieces, of which none must get lost.
    """
    tables = [
        (sheet, heads)
        for sheet in sheets
        if sheet.sheet_state == "visible" and len(heads := _heads(path, sheet)) >= _LEAST
    ]
    if not tables:
        _refuse_hidden(path, sheets)
        return sheets[0]
    first, heads = tables[0]
    more = [sheet.title for sheet, other in tables[1:] if len(heads & other) >= _LEAST]
    if more:
        raise RosterError(
            _("{path} has several tables: {names}.").format(
                path=path, names=", ".join((first.title, *more))
            ),
            hint=_("Save each sheet as a file of its own."),
        )
    return first


def _refuse_hidden(path: Path, sheets: Sequence[Any]) -> None:
    """What somebody hid is not taken in, nor passed over in silence."""
    hidden = [one.title for one in sheets if len(_heads(path, one)) >= _LEAST]
    if hidden:
        raise RosterError(
            _("{path} has its table on a hidden sheet: {names}.").format(
                path=path, names=", ".join(hidden)
            ),
            hint=_("If it is the right one, show it in the spreadsheet and save the file."),
        )


def _heads(path: Path, sheet: Any) -> frozenset[Cell]:
    """What stands in the fullest of its first rows."""
    rows = (cells for _number, cells in islice(_cells(path, sheet), _TITLES))
    filled = (frozenset(cell for cell in cells if cell not in (None, "")) for cells in rows)
    return max(filled, key=len, default=frozenset())


def _cells(path: Path, sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some exports claim to have one cell only
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _MOST:
            raise RosterError(
                _("{path} has more than {n} rows.").format(path=path, n=_MOST),
                hint=_("Split it, or save it as CSV."),
            )
        yield number, [_cell(value) for value in values]


def _cell(value: object) -> Cell:
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    if isinstance(value, str | int | float | datetime | date | time) or value is None:
        return value
    return str(value)


def _merges(path: Path, sheet: Any) -> Mapping[int, Merged]:
    """First row → cells that reach down from there."""
    from openpyxl.utils import column_index_from_string

    found = defaultdict[int, dict[int, tuple[int, int]]](dict)
    for column, first, last in _references(path, sheet._worksheet_path):
        if first < last:
            found[first][column_index_from_string(column) - 1] = first, last
    return found


def _references(path: Path, part: str) -> Iterator[tuple[str, int, int]]:
    """Column, first row, last row of merged cells, which the reader of long sheets skips."""
    with zipfile.ZipFile(path) as parts, parts.open(part) as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            kept += chunk
            end = 0
            for hit in _MERGED.finditer(kept):
                yield hit[1].decode(), int(hit[2]), int(hit[3])
                end = hit.end()
            kept = kept[max(end, len(kept) - _REF) :]


def _filled_down(rows: Iterable[Row], merges: Mapping[int, Merged]) -> Iterator[Row]:
    """The rows, with what stands in a cell over several rows in each of them."""
    standing: dict[int, tuple[int, Cell]] = {}
    for number, cells in rows:
        cells = list(cells)
        for at in [at for at, (last, _value) in standing.items() if last < number]:
            del standing[at]
        for at, (_last, value) in standing.items():
            cells += [None] * (at + 1 - len(cells))
            cells[at] = value if cells[at] is None else cells[at]
        for at, (_first, last) in merges.get(number, {}).items():
            if at < len(cells):
                standing[at] = last, cells[at]
        yield number, cells
