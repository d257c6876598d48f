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

_AIR = {"top": (18, "FFFFFF"), "bottom": (18, "FFFFFF")}
"""White rules keep one bar from touching the next."""
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
    label = whole // 12 if upright else whole * 3 // 10
    number = whole // 9
    return label, (whole - label - number) // _STEPS, number


def _row(bar: Bar, top: float, label: int, step: int, number: int) -> "BaseOxmlElement":
    """A row of label, dark part, light part, and what is left with the number in it."""
    whole = round(_STEPS * bar.value / top) or (1 if bar.value else 0)
    dark = min(whole, round(_STEPS * bar.part / top) or (1 if bar.part else 0))
    parts = [(dark, DEEP), (whole - dark, LIGHT)]
    cells = [xml.cell(xml.paragraph(xml.run(bar.label), align="right", indent=100), width=label)]
    cells += [_piece(span, step, fill) for span, fill in parts if span]
    text = xml.paragraph(xml.run(bar.text), indent=100)
    rest = _STEPS - whole
    cells.append(xml.cell(text, width=rest * step + number, span=rest + 1))
    return xml.row(*cells, height=260)


def _piece(span: int, step: int, fill: str) -> "BaseOxmlElement":
    blank = xml.paragraph(xml.run(" ", size=6))
    return xml.cell(blank, width=span * step, span=span, fill=fill, borders=_AIR)
