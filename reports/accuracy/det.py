"""The curve of detection error tradeoff: events missed against false alarms per minute."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, log10, pi, sin

from proctor.evaluation import RATES, CodeScore, Scoresheet
from proctor.i18n import _
from reports.accuracy.drawing import Area, Drawing, Label, Mark, Point, Stroke

SIZE = (1120, 560)
"""Width and height of the picture unless asked otherwise, pixels."""

_INK, _SOFT, _FAINT, _GRID, _BLIND = "#1f2933", "#5b6875", "#8792a2", "#e8ecf1", "#f1f3f6"
_GUIDE, _BLUE = "#9db4d0", "#2f5d93"
_COLOURS = (
    "#d1495b",
    "#00798c",
    "#d9972b",
    "#4f8f5f",
    "#8d5fd3",
    "#e07a3f",
    "#3b82c4",
    "#a23b72",
    "#7b8b1f",
    "#a47148",
    "#14a3a8",
    "#6c757d",
)
_SHAPES: tuple[tuple[Point, ...], ...] = (
    tuple((cos(turn * pi / 8), sin(turn * pi / 8)) for turn in range(16)),
    ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    ((0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)),
)
"""Circle, square, triangle, diamond; around the origin."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 76, 64, 236, 66
_TICKS = (1, 2, 5)
_PARTS = 16
"""Straight pieces that stand for a bent one."""
_BESIDE = 3.5
"""Pixels between curves that coincide."""
_SAME = 1e-9
"""Rates nearer than this are one."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the axes lie, and what they span."""

    size: tuple[int, int]
    least: float
    """False alarms per minute at the left edge."""
    most: float
    """The same at the right edge."""
    lift: float = 0.0
    """Pixels by which a curve is moved up, to be seen beside one that it coincides with."""

    @property
    def left(self) -> float:
        return _LEFT

    @property
    def right(self) -> float:
        return self.size[0] - _RIGHT

    @property
    def top(self) -> float:
        return _TOP

    @property
    def bottom(self) -> float:
        return self.size[1] - _BOTTOM

    def x(self, rate: float) -> float:
        """Pixels from the left; rates beyond the axis stand on its edge."""
        inside = min(max(rate, self.least), self.most)
        share = log10(inside / self.least) / log10(self.most / self.least)
        return self.left + share * (self.right - self.left)

    def y(self, pmiss: float) -> float:
        """Pixels from the top; everything missed is at the top."""
        return self.bottom - self.lift - pmiss * (self.bottom - self.top)


def drawn(sheet: Scoresheet) -> list[CodeScore]:
    """The codes that have a curve: those that happen and were flagged at least once."""
    return [score for score in sheet.codes if score.curve and score.references and score.claims]


def undrawn(sheet: Scoresheet) -> list[CodeScore]:
    """The codes that happen and were never flagged: every event is missed at any rate."""
    return [score for score in sheet.codes if score.references and not score.claims]


def blind_below(sheet: Scoresheet) -> float | None:
    """False alarms per minute below which nothing can be measured: a single one is more."""
    return 1 / sheet.minutes if sheet.minutes else None


def det(sheet: Scoresheet, size: tuple[int, int] = SIZE) -> Drawing:
    """The curves of ``sheet`` with their axes and legend, in the language in force."""
    frame = _frame(sheet, size)
    scores = drawn(sheet)
    ways = [replace(frame, lift=lift) for lift in _lifts(scores)]
    marks = [
        *_ground(frame, blind_below(sheet)),
        *_axes(frame),
        *(_line(frame, sheet.overall, _INK, 3.6) if sheet.overall.curve else ()),
        *(mark for n, way in enumerate(ways) for mark in _curve(way, scores[n], n)),
        *_legend(frame, scores),
    ]
    return Drawing(size, tuple(marks))


def _frame(sheet: Scoresheet, size: tuple[int, int]) -> _Frame:
    curves = [*drawn(sheet), sheet.overall]
    rates = [point.rate for score in curves for point in score.curve]
    blind = blind_below(sheet) or 1.0
    most = max(2.0, 5 * blind, *(1.5 * rate for rate in rates))
    return _Frame(size, 0.7 * min(RATES[-1], blind), most)


def _lifts(scores: Sequence[CodeScore]) -> Iterator[float]:
    """Curves that end at the same miss rate lie side by side, towards the middle."""
    before: Counter[float] = Counter()
    for score in scores:
        end = score.curve[-1].pmiss
        yield before[end] * (_BESIDE if end < 0.5 else -_BESIDE)
        before[end] += 1


def _ground(frame: _Frame, blind: float | None) -> Iterator[Mark]:
    """What lies under the curves: the part nobody can measure, the grid, the guide lines."""
    if blind is not None:
        yield from _unmeasured(frame, blind)
    for tick in _ticks(frame):
        x = frame.x(tick)
        yield Stroke(((x, frame.top), (x, frame.bottom)), _GRID)
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        y = frame.y(share)
        yield Stroke(((frame.left, y), (frame.right, y)), _GRID)
    for rate in RATES:
        x = frame.x(rate)
        yield Stroke(((x, frame.top), (x, frame.bottom)), _GUIDE, 1.2, dash=4)


def _unmeasured(frame: _Frame, blind: float) -> Iterator[Mark]:
    x = frame.x(blind)
    corners = (
        (frame.left, frame.top),
        (x, frame.top),
        (x, frame.bottom),
        (frame.left, frame.bottom),
    )
    yield Area(corners, _BLIND)
    yield Stroke(((x, frame.top), (x, frame.bottom)), _FAINT)
    text = _("too little footage to measure below {rate}").format(rate=f"{blind:.2g}")
    yield Label(text, (frame.left, frame.top - 34), 12.5, _SOFT)


def _axes(frame: _Frame) -> Iterator[Mark]:
    corner = (frame.left, frame.bottom)
    yield Stroke(((frame.left, frame.top), corner, (frame.right, frame.bottom)), _SOFT, 1.2)
    yield Label("0", (frame.left, frame.bottom + 19), 12.5, _INK, "middle")
    for tick in sorted({*_ticks(frame), *RATES}):
        colour = _BLUE if tick in RATES else _INK
        yield Label(f"{tick:g}", (frame.x(tick), frame.bottom + 19), 12.5, colour, "middle")
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        at = (frame.left - 9, frame.y(share) + 4.5)
        yield Label(f"{share:.0%}", at, 12.5, _INK, "end")
    across = ((frame.left + frame.right) / 2, frame.bottom + 47)
    yield Label(_("False alarms per minute"), across, 14, _SOFT, "middle")
    up = (24, (frame.top + frame.bottom) / 2)
    yield Label(_("Events missed"), up, 14, _SOFT, "middle", turned=True)


def _ticks(frame: _Frame) -> list[float]:
    decades = range(-6, 7)
    values = [float(f"{step}e{decade}") for decade in decades for step in _TICKS]
    return [value for value in values if frame.least <= value <= frame.most]


def _curve(frame: _Frame, score: CodeScore, number: int) -> Iterator[Mark]:
    yield from _line(frame, score, _colour(number), 2.0)
    lowest = {point.rate: point.pmiss for point in score.curve}
    for (_rate, before), (rate, pmiss) in pairwise([(0.0, 1.0), *lowest.items()]):
        if pmiss < before:
            yield from _marker((frame.x(rate), frame.y(pmiss)), number, 4.2)
    last = score.curve[-1]
    yield from _marker((frame.x(last.rate), frame.y(last.pmiss)), number, 6.0)


def _line(frame: _Frame, score: CodeScore, colour: str, width: float) -> Iterator[Mark]:
    """Through the operating points, level behind the last; dashed where nothing is measurable."""
    edge = 1 / score.minutes
    points = [(point.rate, point.pmiss) for point in score.curve]
    before = [point for point in points if point[0] < edge - _SAME]
    after = [point for point in points if point[0] >= edge - _SAME]
    if not before:
        before, after = [(0.0, 1.0)], [(after[0][0], 1.0), *after]
    x, y = frame.x(edge), frame.y(before[-1][1])
    yield Stroke(((frame.left, y), (x, y)), colour, max(1.2, width / 2), dash=3)
    way = [(x, y)]
    for start, end in pairwise([before[-1], *after]):
        way += [(frame.x(rate), frame.y(miss)) for rate, miss in _between(start, end, edge)]
    way.append((frame.right, way[-1][1]))
    yield Stroke(tuple(way), colour, width)


def _between(start: Point, end: Point, edge: float) -> Iterator[Point]:
    """Up to ``end`` on the straight line that rates are read off by; bent by the axis."""
    (x0, y0), (x1, y1) = start, end
    first = max(x0, edge)
    if y0 != y1:
        for part in range(_PARTS):
            x = first + (x1 - first) * part / _PARTS
            yield x, y1 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    yield x1, y1


def _marker(at: Point, number: int, radius: float) -> Iterator[Mark]:
    """One of four shapes with a white rim; colour and shape together are a code's own."""
    shape = _SHAPES[(number + number // len(_COLOURS)) % len(_SHAPES)]
    for size, fill in ((radius + 1.5, "#ffffff"), (radius, _colour(number))):
        yield Area(tuple((at[0] + size * u, at[1] + size * v) for u, v in shape), fill)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _legend(frame: _Frame, scores: list[CodeScore]) -> Iterator[Mark]:
    """Who is who, with the events found at the end of the curve."""
    x, y = frame.right + 22, frame.top + 6.0
    pitch = min(22.0, (frame.bottom - y) / (len(scores) + 2))
    yield Label(_("code, events found of all"), (x, frame.top - 10), 12.5, _FAINT)
    yield Stroke(((x, y), (x + 24, y)), _INK, 3.6)
    yield Label(_("mean over codes"), (x + 34, y + 4.5), 13, _INK, bold=True)
    for number, score in enumerate(scores):
        y += pitch
        yield Stroke(((x, y), (x + 24, y)), _colour(number), 2.0)
        yield from _marker((x + 12, y), number, 4.2)
        text = f"{score.code} {score.hits}/{score.references}"
        yield Label(text, (x + 34, y + 4.5), 13, _INK)
