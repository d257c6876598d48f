"""The workbook: numbers that can be counted on, one sheet per appendix, native charts."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from reports.circular.blocks import Cell, Notice, Report, Shape, Sheet, Tone

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FORMATS: dict[Shape, str] = {
    "text": "@",
    "count": "#,##0",
    "decimal": "#,##0.00",
    "share": "0.0%",
    "change": "+0.0%;-0.0%;0.0%",
    "points": '+0.0" pp";-0.0" pp";0.0" pp"',
    "length": "[h]:mm:ss.0",
    "wall": "yyyy-mm-dd hh:mm:ss",
}
_COLOURS: dict[Tone, str] = {
    "": "#1F2933",
    "grave": "#B3261E",
    "warn": "#8A5A00",
    "good": "#1B6E3C",
    "quiet": "#8792A2",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that a spreadsheet may take for a formula (OWASP, CSV injection); the last
four are the first four in full width."""

_BLUE, _DEEP = "#A9C4E4", "#2F5D93"
_WIDE = 60.0
_DAY = 86_400


def harmless(text: str) -> str:
    """``text`` that no spreadsheet runs, not even after a detour through CSV."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def draw(report: Report) -> bytes:
    """``report`` as the bytes of an xlsx file."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(buffer, safe) as book:
        book.set_properties(
            {
                "title": report.title,
                "subject": report.subtitle,
                "comments": report.footer,
                "created": report.made.replace(tzinfo=None, microsecond=0),
            }
        )
        look = _Look(book, "等线" if report.lang == "zh" else "Calibri")
        for sheet in report.sheets:
            _Page(book, look, report, sheet).draw()
    return buffer.getvalue()


class _Look:
    """Formats of the workbook, each made once."""

    def __init__(self, book: "Workbook", font: str) -> None:
        self._book, self._font = book, font
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **wanted: Any) -> "Format":
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            base = {"font_name": self._font, "font_size": 10.5, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | wanted)
        return self._made[key]


class _Page:
    """One sheet being drawn."""

    def __init__(self, book: "Workbook", look: _Look, report: Report, sheet: Sheet) -> None:
        self._book, self._look, self._report, self._sheet = book, look, report, sheet
        self._paper: Worksheet = book.add_worksheet(sheet.name)

    def draw(self) -> None:
        """Title, warnings, table, chart, print set-up."""
        head = self._notices(self._title())
        self._table(head)
        self._print(head)
        if self._sheet.chart and self._sheet.table.rows:
            self._chart(head, *self._sheet.chart)

    def _title(self) -> int:
        paper, look = self._paper, self._look
        paper.set_row(0, 26)
        title = f"{self._report.title}  {self._report.subtitle}  {self._sheet.name}"
        paper.write_string(0, 0, title, look(bold=True, font_size=15, font_color=_DEEP))
        paper.write_string(1, 0, self._report.meta, look(font_size=9, font_color=_COLOURS["quiet"]))
        return 2

    def _notices(self, row: int) -> int:
        for notice in self._sheet.notices:
            row = self._notice(notice, row)
        return row + 1

    def _notice(self, notice: Notice, row: int) -> int:
        colour = _COLOURS[notice.tone]
        self._paper.write_string(
            row, 0, harmless(notice.title), self._look(bold=True, font_color=colour)
        )
        for offset, line in enumerate(notice.lines, 1):
            self._paper.write_string(
                row + offset, 0, harmless(line), self._look(font_color=colour, indent=1)
            )
        return row + 1 + len(notice.lines)

    def _table(self, head: int) -> None:
        table, paper = self._sheet.table, self._paper
        heading = self._look(
            bold=True,
            font_color="#FFFFFF",
            bg_color=_DEEP,
            text_wrap=True,
            align="center",
            border=1,
            border_color="#FFFFFF",
        )
        for at, column in enumerate(table.columns):
            paper.set_column(at, at, min(_WIDE, max(column.width, 8) * 1.25))
            paper.write_string(head, at, column.heading, heading)
        paper.set_row(head, 32)
        for down, cells in enumerate(table.rows, head + 1):
            for at, cell in enumerate(cells):
                self._cell(down, at, cell, table.columns[at].right)
        if table.rows:
            paper.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
        paper.freeze_panes(head + 1, 1)
        if table.note:
            small = self._look(font_size=9, font_color=_COLOURS["quiet"])
            paper.write_string(head + len(table.rows) + 2, 0, harmless(table.note), small)

    def _cell(self, row: int, at: int, cell: Cell, right: bool) -> None:
        look = self._look(
            num_format=_FORMATS[cell.shape if cell.value is not None else "text"],
            font_color=_COLOURS[cell.tone],
            bottom=1,
            bottom_color="#D9E0E8",
            align="right" if right else "left",
        )
        match cell.value:
            case None:
                self._paper.write_string(row, at, harmless(cell.text), look)
            case int() | float():
                days = cell.value / _DAY if cell.shape == "length" else cell.value
                self._paper.write_number(row, at, days, look)
            case moment:
                self._paper.write_datetime(row, at, moment, look)

    def _chart(self, head: int, labels: int, numbers: int) -> None:
        table = self._sheet.table
        first, last = head + 1, head + len(table.rows)
        chart = self._book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": [self._sheet.name, head, numbers],
                "categories": [self._sheet.name, first, labels, last, labels],
                "values": [self._sheet.name, first, numbers, last, numbers],
                "fill": {"color": _BLUE},
                "border": {"color": _DEEP},
                "gap": 60,
            }
        )
        chart.set_title({"name": table.columns[numbers].heading, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis(
            {
                "min": 0,
                "num_format": "0%" if table.rows[0][numbers].shape == "share" else "#,##0",
                "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}},
            }
        )
        chart.set_size({"width": 720, "height": 320})
        self._paper.insert_chart(last + 4, 0, chart)

    def _print(self, head: int) -> None:
        paper = self._paper
        paper.set_landscape()
        paper.set_paper(9)  # A4
        paper.fit_to_pages(1, 0)
        paper.repeat_rows(head)
        paper.hide_gridlines(2)
        page = self._report.page.format(page="&P", pages="&N")
        paper.set_footer(f"&L&9{self._report.footer}&R&9{page}")
