"""The document of the office: A4, styles, real tables, pictures, page numbers, room to sign."""

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reports.circular.blocks import (
    Appendix,
    Bars,
    CaseCard,
    Figures,
    Heading,
    Notice,
    Report,
    Signatures,
    Table,
    Text,
)
from reports.word import case, chart, paper, style, table

if TYPE_CHECKING:
    from docx.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)


def draw(report: Report) -> bytes:
    """``report`` as the bytes of a docx file."""
    from docx import Document

    document = Document()
    style.dress(document, report.lang)
    _properties(document, report)
    paper.first_page(document, report)
    paper.head(document, report)
    for block in report.blocks:
        _draw(document, report, block)
    buffer = BytesIO()
    document.save(buffer)
    return _timeless(buffer.getvalue())


def _draw(document: "Document", report: Report, block: object) -> None:
    match block:
        case Heading():
            document.add_heading(block.text, block.level)
        case Text():
            document.add_paragraph(block.text, "Remark" if block.tone == "quiet" else "Body Text")
        case Notice():
            table.notice(document, block)
        case Figures():
            table.figures(document, block)
        case Table():
            table.table(document, block)
        case Bars():
            chart.bars(document, block)
        case CaseCard():
            case.card(document, block)
        case Signatures():
            table.signatures(document, block)
        case Appendix():
            paper.turned_page(document, report)


def _properties(document: "Document", report: Report) -> None:
    about = document.core_properties
    made = report.made.replace(tzinfo=None, microsecond=0)
    about.title, about.subject, about.comments = report.title, report.subtitle, report.footer
    about.author, about.last_modified_by, about.revision = "proctor", "proctor", 1
    about.created = about.modified = made
    about.language = "zh-CN" if report.lang == "zh" else "en"


def _timeless(data: bytes) -> bytes:
    """The same archive without the moment of packing: the same facts give the same bytes."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, old.read(name))
    return buffer.getvalue()
