"""Tables, and what is laid out as one: notices, key figures, places to sign."""

from typing import TYPE_CHECKING

from reports.circular.blocks import Cell, Column, Figure, Figures, Notice, Signatures, Table
from reports.word import xml
from reports.word.paper import room
from reports.word.style import COLOURS, DEEP, INK, LINE, WASH, wash

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement


def place(document: "Document", table: "BaseOxmlElement") -> None:
    """``table`` at the end, with the paragraph that keeps it from growing into the next one."""
    end = document.add_paragraph(style="Cell")
    end._p.addprevious(table)


def table(document: "Document", block: Table) -> None:
    """A table with its caption; the heading row comes again on every page."""
    if block.title:
        document.add_paragraph(block.title, "Caption")
    widths = xml.shares([column.width for column in block.columns], room(document))
    rows = [_heading(block.columns, widths)]
    rows += [_row(cells, block.columns, widths) for cells in block.rows]
    place(document, xml.table(rows, widths, LINE, margin=50))
    if block.note:
        document.add_paragraph(block.note, "Remark")


def _heading(columns: tuple[Column, ...], widths: list[int]) -> "BaseOxmlElement":
    cells = [
        xml.cell(
            xml.paragraph(xml.run(column.heading, size=8.5, bold=True), align=_align(column)),
            width=width,
            fill=WASH,
            middle=True,
        )
        for column, width in zip(columns, widths, strict=True)
    ]
    return xml.row(*cells, heading=True)


def _row(
    cells: tuple[Cell, ...], columns: tuple[Column, ...], widths: list[int]
) -> "BaseOxmlElement":
    made = [
        xml.cell(
            xml.paragraph(xml.run(cell.text, COLOURS[cell.tone]), align=_align(column)), width=width
        )
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return xml.row(*made)


def _align(column: Column) -> str:
    return "right" if column.right else "left"


def notice(document: "Document", block: Notice) -> None:
    """A box with a coloured edge."""
    colour, width = COLOURS[block.tone], room(document)
    lines = [xml.paragraph(xml.run(block.title, colour, 11.5, bold=True), together=True, line=17)]
    mark = "· " if len(block.lines) > 1 else ""
    lines += [xml.paragraph(xml.run(mark + line, INK, 10.5), line=15) for line in block.lines]
    cell = xml.cell(*lines, width=width, fill=wash(block.tone), borders={"left": (24, colour)})
    place(document, xml.table([xml.row(cell)], [width], margin=140))


def figures(document: "Document", block: Figures) -> None:
    """Key figures, three in a row."""
    width = room(document) // 3
    threes = [block.figures[at : at + 3] for at in range(0, len(block.figures), 3)]
    rows = [xml.row(*(_figure(each, width) for each in three)) for three in threes]
    place(document, xml.table(rows, [width] * 3, LINE))


def _figure(figure: Figure, width: int) -> "BaseOxmlElement":
    colour = COLOURS[figure.tone] if figure.tone else DEEP
    return xml.cell(
        xml.paragraph(xml.run(figure.label, COLOURS["quiet"], 10), align="center", line=14),
        xml.paragraph(xml.run(figure.text, colour, 20, bold=True), align="center", line=26),
        xml.paragraph(xml.run(figure.note or " ", COLOURS["quiet"], 9), align="center"),
        width=width,
    )


def signatures(document: "Document", block: Signatures) -> None:
    """Labels with room to sign."""
    # Signatures alone on a page would vouch for nothing.
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    document.add_paragraph(style="Cell").paragraph_format.keep_with_next = True
    weights = [1.8, 2.0] * len(block.labels)
    widths = xml.shares(weights, room(document))
    cells = []
    for at, label in enumerate(block.labels):
        name = xml.paragraph(xml.run(label, size=11), align="right", line=16)
        line = xml.paragraph(xml.run(" "))
        cells.append(xml.cell(name, width=widths[2 * at], middle=True))
        cells.append(xml.cell(line, width=widths[2 * at + 1], borders={"bottom": (4, INK)}))
    place(document, xml.table([xml.row(*cells, height=560)], widths))
