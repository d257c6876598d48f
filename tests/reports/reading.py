"""What a reader finds in a report, whatever its format."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def html_text(data: bytes) -> str:
    page = _Page()
    page.feed(data.decode())
    return "\n".join(text.strip() for text in page.texts if text.strip())


def html_tags(data: bytes) -> list[str]:
    page = _Page()
    page.feed(data.decode())
    return page.tags


def docx_text(data: bytes) -> str:
    body = Document(BytesIO(data)).element.body
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        for paragraph in body.iter(qn("w:p"))
    )


def xlsx_cells(data: bytes) -> list[str]:
    """Every cell of every sheet: texts as they are, numbers as written."""
    with ZipFile(BytesIO(data)) as book:
        shared = _parsed(book, "xl/sharedStrings.xml")
        strings = ["".join(item.itertext()) for item in shared]
        sheets = sorted(name for name in book.namelist() if re.match(r"xl/worksheets/s", name))
        found = []
        for name in sheets:
            for cell in _parsed(book, name).iter(f"{MAIN}c"):
                value = cell.findtext(f"{MAIN}v") or ""
                found.append(strings[int(value)] if cell.get("t") == "s" else value)
        return found


def xlsx_text(data: bytes) -> str:
    return "\n".join(xlsx_cells(data))


READ: dict[str, Callable[[bytes], str]] = {
    "docx": docx_text,
    "xlsx": xlsx_text,
    "html": html_text,
}


def _parsed(book: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))  # noqa: S314 - we wrote the book ourselves
