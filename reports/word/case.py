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
from reports.word.style import COLOURS, WASH
from reports.word.table import place

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_NOT_PICTURES = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)
_BARE = {"top": (0, "auto"), "bottom": (0, "auto")}
_EDGE = 120
"""Air between picture and cell, in twentieths of a point."""


def card(document: "Document", block: CaseCard) -> None:
    """A box that no page break splits."""
    label, text, picture = xml.shares([10, 34, 44], room(document))
    rows = [
        xml.row(_title(block, label + text + picture)),
        *_body(document, block, label, text, picture),
    ]
    place(document, xml.table(rows, [label, text, picture], lines="D5DCE5", margin=80))


def _title(block: CaseCard, width: int) -> "BaseOxmlElement":
    words = xml.paragraph(
        xml.run(block.title, size=11, bold=True),
        xml.run(f"   {block.state}", COLOURS[block.tone], 10, bold=True),
        together=True,
    )
    return xml.cell(words, width=width, fill=WASH, span=3)


def _body(
    document: "Document", block: CaseCard, label: int, text: int, picture: int
) -> "list[BaseOxmlElement]":
    labels = [xml.paragraph(xml.run(name, COLOURS["quiet"])) for name, _ in block.lines]
    shown = _picture(document, block, picture - 2 * _EDGE)
    rows = []
    for at, (_, value) in enumerate(block.lines):
        last = at == len(block.lines) - 1
        words = xml.paragraph(xml.run(value), together=not last)
        right = xml.cell(
            *(shown if at == 0 else [xml.paragraph()]),
            width=picture,
            merge="restart" if at == 0 else "continue",
            middle=True,
        )
        left = xml.cell(labels[at], width=label, borders=_BARE)
        rows.append(xml.row(left, xml.cell(words, width=text, borders=_BARE), right))
    return rows


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
    paragraph = document.add_paragraph(style="Cell")
    element: BaseOxmlElement = paragraph._p
    element.getparent().remove(element)
    try:
        paragraph.add_run().add_picture(BytesIO(picture), width=Twips(width))
    except _NOT_PICTURES:
        return None
    return element
