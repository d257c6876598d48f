"""One case: title and state, its lines, its key frame."""

from io import BytesIO
from typing import TYPE_CHECKING

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)
from docx.shared import Mm, Pt

from reports.circular.blocks import CaseCard
from reports.word import xml
from reports.word.paper import room
from reports.word.style import COLOURS
from reports.word.table import place

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_NOT_PICTURES = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError)


def card(document: "Document", block: CaseCard) -> None:
    """Title, lines, and the picture or why there is none; all on one page."""
    _title(document, block)
    widths = xml.shares([1, 6], room(document))
    rows = [_row(label, text, widths) for label, text in block.lines]
    place(document, xml.table(rows, widths))
    shown = block.picture is not None and _picture(document, block.picture)
    note = block.picture_note if shown or block.picture is None else block.unshown
    document.add_paragraph(note, "Remark")


def _title(document: "Document", block: CaseCard) -> None:
    title = document.add_paragraph(style="Caption")
    title._p.append(xml.run(block.title, size=12))
    title._p.append(xml.run(f"  [{block.state}]", COLOURS[block.tone], 10.5))


def _row(label: str, text: str, widths: list[int]) -> "BaseOxmlElement":
    left = xml.paragraph(xml.run(label, COLOURS["quiet"], 10), together=True)
    right = xml.paragraph(xml.run(text, size=10), together=True)
    return xml.row(xml.cell(left, width=widths[0]), xml.cell(right, width=widths[1]))


def _picture(document: "Document", picture: bytes) -> bool:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(2)
    try:
        paragraph.add_run().add_picture(BytesIO(picture), width=Mm(110))
    except _NOT_PICTURES:
        return False
    return True
