"""Pictures of lines, areas and words, drawn alike as SVG and as PNG.

Coordinates are pixels of the finished picture, x to the right, y down; colours are ``#rrggbb``.
"""

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

if TYPE_CHECKING:
    import cv2
    import numpy as np
    from numpy.typing import NDArray

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["start", "middle", "end"]

_FINE = 2
"""A PNG is drawn so many times larger and made smaller again: cv2's own edges are coarse."""
_SHIFT = 4
"""Bits of a pixel's fraction that cv2 is told."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    kind: ClassVar[str] = "stroke"
    points: tuple[Point, ...]
    """From one end to the other."""
    colour: str
    """Of the line."""
    width: float = 1.0
    """Pixels."""
    dash: float = 0.0
    """Length of a dash and of the gap behind it, pixels; 0 for an unbroken line."""


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    kind: ClassVar[str] = "area"
    points: tuple[Point, ...]
    """Its corners."""
    colour: str
    """Of the inside."""


@dataclass(frozen=True, slots=True)
class Label:
    """One line of words."""

    kind: ClassVar[str] = "label"
    text: str
    """Anything; both languages can be drawn."""
    at: Point
    """On the base line, where the anchor is."""
    size: float
    """Height of the letters, pixels."""
    colour: str
    """Of the letters."""
    anchor: Anchor = "start"
    """Which end of the words stands at ``at``."""
    bold: bool = False
    """Whether heavier letters are used."""
    turned: bool = False
    """Whether it reads upwards."""


Mark: TypeAlias = Stroke | Area | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as what is on it."""

    size: tuple[int, int]
    """Width and height, pixels."""
    marks: tuple[Mark, ...]
    """Painted in this order."""


def png(drawing: Drawing) -> bytes:
    """``drawing`` as the bytes of a PNG file, on white."""
    import cv2
    import numpy as np

    width, height = drawing.size
    paper = np.full((height * _FINE, width * _FINE, 3), 255, np.uint8)
    for mark in drawing.marks:
        _paint(paper, mark)
    small = cv2.resize(paper, drawing.size, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".png", small, [cv2.IMWRITE_PNG_COMPRESSION, 9])[1].tobytes()


def svg(drawing: Drawing) -> str:
    """``drawing`` as the text of an SVG file, on white."""
    width, height = drawing.size
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
    paper = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return "\n".join((head, paper, *map(_element, drawing.marks), "</svg>\n"))


def _element(mark: Mark) -> str:
    match mark:
        case Stroke():
            dash = f' stroke-dasharray="{mark.dash}"' if mark.dash else ""
            look = f'fill="none" stroke="{mark.colour}" stroke-width="{mark.width}"{dash}'
            return f'<polyline points="{_corners(mark.points)}" {look}/>'
        case Area():
            return f'<polygon points="{_corners(mark.points)}" fill="{mark.colour}"/>'
        case Label():
            x, y = (round(value, 1) for value in mark.at)
            turn = f' transform="rotate(-90 {x} {y})"' if mark.turned else ""
            weight = ' font-weight="700"' if mark.bold else ""
            look = f'font-size="{mark.size}" fill="{mark.colour}" text-anchor="{mark.anchor}"'
            font = f'font-family="sans-serif"{weight}{turn}'
            return f'<text x="{x}" y="{y}" {look} {font}>{escape(mark.text)}</text>'


def _corners(points: tuple[Point, ...]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _paint(paper: "NDArray[np.uint8]", mark: Mark) -> None:
    match mark:
        case Stroke():
            _stroke(paper, mark)
        case Area():
            import cv2

            corners = [_fixed(mark.points)]
            cv2.fillPoly(paper, corners, _bgr(mark.colour), cv2.LINE_AA, _SHIFT)
        case Label():
            _write(paper, mark)


def _stroke(paper: "NDArray[np.uint8]", mark: Stroke) -> None:
    import cv2

    pieces = [_fixed(piece) for piece in _dashes(mark)]
    thick = max(1, round(mark.width * _FINE))
    cv2.polylines(paper, pieces, False, _bgr(mark.colour), thick, cv2.LINE_AA, _SHIFT)


def _dashes(mark: Stroke) -> list[tuple[Point, ...]]:
    """The pieces of a straight broken line; the whole of an unbroken one."""
    if not mark.dash:
        return [mark.points]
    (x0, y0), (x1, y1) = mark.points[0], mark.points[-1]
    length = max(abs(x1 - x0), abs(y1 - y0))
    count = max(1, round(length / (2 * mark.dash)))

    def at(share: float) -> Point:
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    return [(at(n / count), at((n + 0.5) / count)) for n in range(count)]


def _write(paper: "NDArray[np.uint8]", label: Label) -> None:
    """Words; turned ones are written on a turned sheet."""
    import cv2
    import numpy as np

    font, size, weight = cv2.FontFace("uni"), round(label.size * _FINE), 700 if label.bold else 400
    x, y = (value * _FINE for value in label.at)
    if label.turned:
        sheet = np.ascontiguousarray(cv2.rotate(paper, cv2.ROTATE_90_CLOCKWISE))
        x, y = paper.shape[0] - y, x
    else:
        sheet = paper
    x -= (
        _width(font, label.text, size, weight) * {"start": 0, "middle": 0.5, "end": 1}[label.anchor]
    )
    cv2.putText(sheet, label.text, (round(x), round(y)), _bgr(label.colour), font, size, weight)
    if label.turned:
        paper[:] = cv2.rotate(sheet, cv2.ROTATE_90_COUNTERCLOCKWISE)


def _width(font: "cv2.FontFace", text: str, size: int, weight: int) -> int:
    import cv2

    return int(cv2.getTextSize((0, 0), text, (0, 0), font, size, weight)[2]) if text else 0


def _fixed(points: tuple[Point, ...]) -> "NDArray[np.int32]":
    import numpy as np

    exact = np.array(points, np.float64) * (_FINE << _SHIFT)
    fixed: NDArray[np.int32] = np.rint(exact).astype(np.int32)
    return fixed


def _bgr(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return blue, green, red
