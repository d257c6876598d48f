"""The few elements of WordprocessingML (ECMA-376) that python-docx has no words for."""

from collections.abc import Mapping
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


def tab() -> "BaseOxmlElement":
    """A jump to the next stop."""
    return element("r", element("tab"))


def paragraph(
    *runs: "BaseOxmlElement",
    align: str = "left",
    together: bool = False,
    indent: int = 0,
    hang: int = 0,
    line: float = 0,
) -> "BaseOxmlElement":
    """A paragraph of a cell; ``together`` keeps it on the page of the next.

    ``indent`` holds it off both edges and ``hang`` its further lines off the left one, in
    twentieths of a point; ``line`` is the height of a line in points for text larger than a
    cell's.
    """
    look = element("pPr", element("pStyle", val="Cell"))
    if together:
        look.append(element("keepNext"))
    if line:
        look.append(element("spacing", line=round(line * 20), lineRule="exact"))
    if indent:
        look.append(element("ind", left=indent, right=indent))
    if hang:
        look.append(element("ind", left=hang, hanging=hang))
    look.append(element("jc", val=align))
    return element("p", look, *runs)


def cell(
    *content: "BaseOxmlElement",
    width: int,
    span: int = 1,
    borders: Mapping[str, tuple[int, str]] | None = None,
    fill: str = "",
    middle: bool = False,
) -> "BaseOxmlElement":
    """A table cell, width in twentieths of a point, over ``span`` columns of the grid.

    ``borders`` maps top, left, bottom or right, in this order, to eighths of a point and RRGGBB.
    """
    # The schema wants its properties in this very order.
    look = element("tcPr", element("tcW", w=width, type="dxa"))
    if span > 1:
        look.append(element("gridSpan", val=span))
    if borders:
        look.append(element("tcBorders", *(_border(*each) for each in borders.items())))
    if fill:
        look.append(element("shd", val="clear", color="auto", fill=fill))
    if middle:
        look.append(element("vAlign", val="center"))
    return element("tc", look, *content)


def _border(side: str, rule: tuple[int, str]) -> "BaseOxmlElement":
    size, colour = rule
    return element(side, val="single", sz=size, color=colour)


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
