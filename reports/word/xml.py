"""The few elements of WordprocessingML (ECMA-376) that python-docx has no words for."""

from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement


def element(tag: str, *children: "BaseOxmlElement", **attributes: object) -> "BaseOxmlElement":
    """``<w:tag w:attribute="…">children</w:tag>``."""
    made: BaseOxmlElement = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(children)
    return made


def run(text: str, colour: str = "", size: float = 0, bold: bool = False) -> "BaseOxmlElement":
    """A stretch of text with its own look; size in points."""
    look = element("rPr")
    if bold:
        look.append(element("b"))
    if colour:
        look.append(element("color", val=colour))
    if size:
        look.append(element("sz", val=round(size * 2)))
        look.append(element("szCs", val=round(size * 2)))
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    return element("r", look, words)


def paragraph(
    *runs: "BaseOxmlElement", style: str = "Cell", align: str = "left", together: bool = False
) -> "BaseOxmlElement":
    """A paragraph; ``together`` keeps it on the page of the next."""
    look = element("pPr", element("pStyle", val=style))
    if together:
        look.append(element("keepNext"))
    look.append(element("jc", val=align))
    return element("p", look, *runs)


def cell(
    *content: "BaseOxmlElement", width: int, fill: str = "", borders: str = "", middle: bool = False
) -> "BaseOxmlElement":
    """A table cell, width in twentieths of a point; ``borders`` is left, top or bottom:colour."""
    look = element("tcPr", element("tcW", w=width, type="dxa"))
    if borders:
        side, colour = borders.split(":")
        size = 24 if side == "left" else 4
        look.append(element("tcBorders", element(side, val="single", sz=size, color=colour)))
    if fill:
        look.append(element("shd", val="clear", color="auto", fill=fill))
    if middle:
        look.append(element("vAlign", val="center"))
    return element("tc", look, *content)


def row(*cells: "BaseOxmlElement", heading: bool = False, height: int = 0) -> "BaseOxmlElement":
    """A table row that no page break splits; ``heading`` repeats it on every page."""
    look = element("trPr", element("cantSplit"))
    if height:
        look.append(element("trHeight", val=height, hRule="exact"))
    if heading:
        look.append(element("tblHeader"))
    return element("tr", look, *cells)


def table(
    rows: "list[BaseOxmlElement]", widths: list[int], lines: str = "", margin: int = 70
) -> "BaseOxmlElement":
    """A table of fixed widths in twentieths of a point; ``lines`` colours the horizontal rules."""
    look = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
    )
    if lines:
        sides = ("top", "bottom", "insideH")
        rules = (element(side, val="single", sz=4, space=0, color=lines) for side in sides)
        look.append(element("tblBorders", *rules))
    look.append(element("tblLayout", type="fixed"))
    margins = (element(side, w=margin, type="dxa") for side in ("left", "right"))
    look.append(element("tblCellMar", *margins))
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    return element("tbl", look, grid, *rows)


def shares(weights: list[float], whole: int) -> list[int]:
    """``whole`` divided by ``weights``."""
    total = sum(weights)
    return [round(whole * weight / total) for weight in weights]
