"""Bars made of table cells: they print everywhere and need neither pictures nor fonts."""

from typing import TYPE_CHECKING

from reports.circular.blocks import Bar, Bars
from reports.word import xml
from reports.word.paper import room
from reports.word.style import DEEP, LIGHT
from reports.word.table import place

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_STEPS = 60
"""Grid columns of the longest bar."""


def bars(document: "Document", block: Bars) -> None:
    """Lying bars with their numbers; the darker part first."""
    if not block.bars:
        return
    document.add_paragraph(block.title, "Caption")
    top = max(bar.value for bar in block.bars) or 1.0
    label, step, number = _widths(room(document), upright=block.upright)
    rows = [_row(bar, top, label, step, number) for bar in block.bars]
    place(document, xml.table(rows, [label, *[step] * _STEPS, number], margin=0))
    if block.note:
        document.add_paragraph(block.note, "Remark")


def _widths(whole: int, *, upright: bool) -> tuple[int, int, int]:
    label = whole // (12 if upright else 4)
    number = whole // 9
    return label, (whole - label - number) // _STEPS, number


def _row(bar: Bar, top: float, label: int, step: int, number: int) -> "BaseOxmlElement":
    """A row of label, dark part, light part, and what is left with the number in it."""
    whole = round(_STEPS * bar.value / top) or (1 if bar.value else 0)
    dark = min(whole, round(_STEPS * bar.part / top) or (1 if bar.part else 0))
    parts = [(dark, DEEP), (whole - dark, LIGHT)]
    cells = [xml.cell(xml.paragraph(xml.run(f"{bar.label}  "), align="right"), width=label)]
    cells += [_piece(span, step, fill) for span, fill in parts if span]
    rest = _wide(xml.paragraph(xml.run(f"  {bar.text}")), _STEPS - whole + 1, step, number)
    return xml.row(*cells, rest, height=260)


def _piece(span: int, step: int, fill: str) -> "BaseOxmlElement":
    made = xml.cell(xml.paragraph(xml.run(" ", size=6)), width=span * step, fill=fill)
    _spanned(made, span)
    return made


def _wide(text: "BaseOxmlElement", span: int, step: int, number: int) -> "BaseOxmlElement":
    made = xml.cell(text, width=(span - 1) * step + number)
    _spanned(made, span)
    return made


def _spanned(cell: "BaseOxmlElement", span: int) -> None:
    cell[0].insert(1, xml.element("gridSpan", val=span))
