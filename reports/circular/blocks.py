"""What a report is made of, whatever the format: headings, sentences, figures, tables, cases.

``circular`` composes blocks from facts; ``docx_report`` and ``html_report`` draw them,
``xlsx_report`` draws sheets. Every text here is in the report's language and safe for XML.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

Tone: TypeAlias = Literal["", "grave", "warn", "good", "quiet"]
"""How a text wants to be read; a renderer may colour it."""

Shape: TypeAlias = Literal[
    "text", "count", "decimal", "share", "change", "points", "length", "wall"
]
"""What a cell's value is: how a workbook formats it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as people read it, and as a workbook counts with it."""

    text: str
    """In the report's language."""
    value: int | float | datetime | None = None
    """For workbooks; ``None`` when it is only text. Lengths are seconds, moments naive local."""
    shape: Shape = "text"
    """How a workbook formats ``value``."""
    tone: Tone = ""
    """How it wants to be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    heading: str
    """Its title."""
    width: float
    """Relative width; about the number of Latin letters that fit."""
    right: bool = False
    """Whether numbers stand in it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is a section."""

    kind: ClassVar[str] = "heading"
    text: str
    """Numbered already."""
    level: int = 1
    """1, or 2 inside a section."""


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    kind: ClassVar[str] = "text"
    text: str
    """Sentences."""
    tone: Tone = ""
    """``quiet`` for definitions and remarks."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something nobody may overlook."""

    kind: ClassVar[str] = "notice"
    title: str
    """In one line."""
    lines: tuple[str, ...] = ()
    """Details."""
    tone: Tone = "warn"
    """``warn`` or ``grave``."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One key figure."""

    label: str
    """What it is."""
    text: str
    """The number with its unit."""
    note: str = ""
    """Interval, change or denominator."""
    tone: Tone = ""
    """How it wants to be read."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Key figures side by side."""

    kind: ClassVar[str] = "figures"
    figures: tuple[Figure, ...]
    """In order of importance."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has as many cells as there are columns."""

    kind: ClassVar[str] = "table"
    title: str
    """Caption above it; may be empty."""
    columns: tuple[Column, ...]
    """From left to right."""
    rows: tuple[tuple[Cell, ...], ...]
    """From top to bottom."""
    note: str = ""
    """Small print below it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    """Below or before it."""
    value: float
    """Its length; never negative."""
    text: str
    """The value as people read it."""
    part: float = 0.0
    """The darker part of it, such as the confirmed; at most ``value``."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars to compare."""

    kind: ClassVar[str] = "bars"
    title: str
    """Caption."""
    bars: tuple[Bar, ...]
    """In order."""
    upright: bool = False
    """Columns along a time axis; otherwise lying bars."""
    note: str = ""
    """What the colours mean."""


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case with its picture."""

    kind: ClassVar[str] = "case"
    title: str
    """Number and what is suspected."""
    state: str
    """Where its review stands."""
    tone: Tone
    """``grave`` when confirmed, ``warn`` while it waits."""
    lines: tuple[tuple[str, str], ...]
    """Label and value."""
    picture: bytes | None
    """JPEG or PNG."""
    picture_note: str
    """Caption, or why there is no picture."""
    unshown: str = ""
    """What to say when ``picture`` turns out to be none."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign."""

    kind: ClassVar[str] = "signatures"
    labels: tuple[str, ...]
    """Who signs."""


@dataclass(frozen=True, slots=True)
class Appendix:
    """Everything after it is an appendix: wide tables on turned pages where pages exist."""

    kind: ClassVar[str] = "appendix"


Block: TypeAlias = (
    Heading | Text | Notice | Figures | Table | Bars | CaseCard | Signatures | Appendix
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook."""

    name: str
    """On its tab; at most 31 letters."""
    table: Table
    """What stands on it."""
    chart: tuple[int, int] | None = None
    """Columns (label, number) to draw beside the table."""
    notices: tuple[Notice, ...] = ()
    """Above the table."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to be drawn."""

    name: str
    """File name without its ending."""
    lang: str
    """``zh`` or ``en``."""
    title: str
    """Of the document."""
    subtitle: str
    """The period in words."""
    meta: str
    """Span, zone and moment of making in one line."""
    footer: str
    """On every page."""
    page: str
    """Words around the page number, ``{page}`` and ``{pages}`` in them."""
    made: datetime
    """Aware UTC."""
    blocks: tuple[Block, ...]
    """For docx and html."""
    sheets: tuple[Sheet, ...]
    """For xlsx."""
