"""Pages: A4 upright, the head of the document, page numbers, turned pages for wide tables."""

import re
from typing import TYPE_CHECKING

from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from reports.circular.blocks import Report
from reports.word.style import COLOURS
from reports.word.xml import element, run

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import Section

_LONG, _SHORT = Mm(297), Mm(210)


def first_page(document: "Document", report: Report) -> None:
    """A4 upright with margins and a footer."""
    section = document.sections[0]
    section.page_width, section.page_height = _SHORT, _LONG
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    _footer(section, report)


def turned_page(document: "Document", _report: Report) -> None:
    """A new section on turned pages; header and footer stay linked."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = _LONG, _SHORT
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(18)


def head(document: "Document", report: Report) -> None:
    """Title, period, and a line about the span under a red rule."""
    document.add_paragraph(report.title, "Title")
    document.add_paragraph(report.subtitle, "Subtitle")
    meta = document.add_paragraph(report.meta, "Remark")
    meta.alignment = WD_ALIGN_PARAGRAPH.CENTER
    rule = element("bottom", val="single", sz=18, space=6, color=COLOURS["grave"])
    borders = element("pBdr", rule)
    # The schema has an order: the rule comes before the spacing and the alignment.
    meta._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def room(document: "Document") -> int:
    """Width between the margins of the current page, in twentieths of a point."""
    section = document.sections[-1]
    sides = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = (int(side or 0) for side in sides)
    return (width - left - right) // 635


def _footer(section: "Section", report: Report) -> None:
    lines = section.footer.paragraphs[0]
    lines.alignment = WD_ALIGN_PARAGRAPH.CENTER
    grey = COLOURS["quiet"]
    lines._p.append(run(f"{report.footer}    ", grey))
    for part in re.split(r"(\{pages?\})", report.page):
        if part in ("{page}", "{pages}"):
            lines._p.extend(_field("PAGE" if part == "{page}" else "NUMPAGES"))
        elif part:
            lines._p.append(run(part, grey))


def _field(code: str) -> "list[BaseOxmlElement]":
    """A field that Word fills in itself."""
    instruction = element("instrText")
    instruction.text = code
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", instruction),
        element("r", element("fldChar", fldCharType="separate")),
        run("1", COLOURS["quiet"]),
        element("r", element("fldChar", fldCharType="end")),
    ]
