"""One case: title and state, its lines on the left, its key frame on the right."""

from io import BytesIO
from typing import TYPE_CHECKING

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.shared import Twips

from reports.circular.blocks import CaseCard
from reports.word import xml
from reports.word.paper import room
from reports.word.style import COLOURS, LINE, WASH
from reports.word.table import place

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_NOT_PICTURES = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
_EDGE = 120
"""Air between picture and cell, in twentieths of a point."""
_LABEL = 900
"""Room for the label of a line, in twentieths of a point."""


def card(document: "Document", block: CaseCard) -> None:
    """Two rows that stay on one page: the title, then lines and picture."""
    widths = xml.shares([1, 1], room(document))
    left = xml.cell(*(_line(name, value) for name, value in block.lines), width=widths[0])
    right = xml.cell(
        *_picture(document, block, widths[1] - 2 * _EDGE), width=widths[1], middle=True
    )
    rows = [xml.row(_title(block, sum(widths))), xml.row(left, right)]
    place(document, xml.table(rows, widths, lines=LINE, margin=80))


def _title(block: CaseCard, width: int) -> "BaseOxmlElement":
    name = xml.run(block.title, size=11, bold=True)
    state = xml.run(f"   {block.state}", COLOURS[block.tone], 10, bold=True)
    words = xml.paragraph(name, state, together=True, line=15)
    return xml.cell(words, width=width, fill=WASH, span=2)


def _line(name: str, value: str) -> "BaseOxmlElement":
    label = xml.run(name, COLOURS["quiet"])
    return xml.paragraph(label, xml.tab(), xml.run(value), hang=_LABEL)


def _picture(document: "Document", block: CaseCard, width: int) -> "list[BaseOxmlElement]":
    """The picture with its caption, or the sentence that says why there is none."""
    caption = block.picture_note
    if block.picture is not None:
        drawn = _drawn(document, block.picture, width)
        if drawn is not None:
            return [drawn, xml.paragraph(xml.run(caption, COLOURS["quiet"], 8), align="center")]
        caption = block.unshown
    return [xml.paragraph(xml.run(caption, COLOURS["quiet"], 10), align="center")]


def _drawn(document: "Document", picture: bytes, width: int) -> "BaseOxmlElement | None":
    """A paragraph with the picture, taken out of the page again; ``None`` if it is no picture."""
    paragraph = document.add_paragraph(style="Picture")
    element: BaseOxmlElement = paragraph._p
    element.getparent().remove(element)
    try:
        paragraph.add_run().add_picture(BytesIO(picture), width=Twips(width))
    except _NOT_PICTURES:
        return None
    return element
