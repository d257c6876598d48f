"""Columns over time, a strip for each, with what is explained shaded: why there is a flag."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING

from proctor.explaining import Explanation
from proctor.i18n import _
from proctor.timeline import Microseconds, microseconds, seconds
from reports.accuracy.drawing import Area, Drawing, Label, Mark, Point, Stroke

if TYPE_CHECKING:
    from proctor.observations import Times
    from proctor.rules.base import Sureness

WIDTH = 960
"""Of the picture, pixels."""

_HIGH, _GAP, _LEFT, _RIGHT, _TOP, _BOTTOM = 64, 22, 170, 24, 76, 52
"""Of a strip, between two, and around them, pixels."""
_INK, _SOFT, _GRID, _SHADE = "#1f2933", "#5b6875", "#e8ecf1", "#fbe9d7"
_LINE, _SURE, _LIMIT = "#2f5d93", "#d1495b", "#8792a2"
_TICKS = 8
"""About so many marks along the time."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """One column."""

    name: str
    top: float
    """Pixels from the top of the picture."""
    low: float
    high: float
    """Values at its lower and upper edge."""
    empty: bool = False
    """Whether nothing at all was made out."""

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self.top + _HIGH * (1 - min(max(share, 0.0), 1.0))


def strips(found: Explanation, heading: str) -> Drawing:
    """The picture, in the language in force; the same explanation gives the same."""
    times = found.here.times
    columns: dict[str, Sureness] = {"sureness": found.sure, **found.shown}
    first = int(times[0]) if len(times) else found.span.start_us
    last = max(int(times[-1]) if len(times) else 0, found.span.end_us, first + 1)
    height = _TOP + len(columns) * (_HIGH + _GAP) + _BOTTOM
    lines = [_strip(name, values, n) for n, (name, values) in enumerate(columns.items())]
    marks = [
        Label(heading, (16, 30), 17, _INK, bold=True),
        *_shade(found, first, last, height),
        *_axis(first, last, height),
        *(m for line in lines for m in _frame(line)),
        *_limit(lines[0], found.rule.threshold),
        *_hold(lines[0], found, first, last),
        *(
            mark
            for line, values in zip(lines, columns.values(), strict=True)
            for mark in _curve(line, times, values, (first, last))
        ),
    ]
    return Drawing((WIDTH, height), tuple(marks))


def _x(at: Microseconds, first: Microseconds, last: Microseconds) -> float:
    inside = min(max(at, first), last)
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (inside - first) / (last - first)


def _strip(name: str, values: "Sureness", number: int) -> _Strip:
    import numpy as np

    seen = values[~np.isnan(values)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
    if name == "sureness":
        low, high = 0.0, 1.0
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    return _Strip(name, _TOP + number * (_HIGH + _GAP), low, high, not len(seen))


def _shade(
    found: Explanation, first: Microseconds, last: Microseconds, height: int
) -> Iterator[Mark]:
    left, right = (_x(at, first, last) for at in (found.span.start_us, found.span.end_us))
    low = height - _BOTTOM - _GAP
    yield Area(((left, _TOP), (right, _TOP), (right, low), (left, low)), _SHADE)


def _axis(first: Microseconds, last: Microseconds, height: int) -> Iterator[Mark]:
    low = height - _BOTTOM - _GAP
    for at in _ticks(seconds(first), seconds(last)):
        x = _x(microseconds(at), first, last)
        yield Stroke(((x, _TOP), (x, low)), _GRID)
        yield Label(f"{at:g}", (x, low + 16), 12, _SOFT, "middle")
    text = _("seconds of the recording")
    yield Label(text, ((WIDTH + _LEFT - _RIGHT) / 2, low + 36), 12.5, _SOFT, "middle")


def _ticks(first: float, last: float) -> list[float]:
    rough = max(last - first, 1e-3) / _TICKS
    power = 10 ** floor(log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    start = floor(first / step) + 1
    return [round(n * step, 6) for n in range(start, floor(last / step) + 1)]


def _frame(strip: _Strip) -> Iterator[Mark]:
    low = strip.top + _HIGH
    yield Stroke(((_LEFT, strip.top), (_LEFT, low), (WIDTH - _RIGHT, low)), _LIMIT)
    name = _("sureness") if strip.name == "sureness" else strip.name
    yield Label(name, (16, strip.top + _HIGH / 2 + 5), 13.5, _INK)
    if strip.empty:
        yield Label(_("not made out"), (_LEFT + 8, strip.top + _HIGH / 2 + 5), 12, _SOFT)
        return
    for value, y in ((strip.high, strip.top + 10), (strip.low, low)):
        yield Label(f"{value:.3g}", (_LEFT - 6, y), 11, _SOFT, "end")


def _limit(strip: _Strip, threshold: float) -> Iterator[Mark]:
    """The threshold, over the strip of sureness."""
    y = strip.y(threshold)
    yield Stroke(((_LEFT, y), (WIDTH - _RIGHT, y)), _LIMIT, 1.2, dash=4)
    text = _("threshold {value:g}").format(value=threshold)
    yield Label(text, (16, strip.top + _HIGH / 2 + 22), 11, _SOFT)


def _hold(
    strip: _Strip, found: Explanation, first: Microseconds, last: Microseconds
) -> Iterator[Mark]:
    """How long the rule asks for, from the beginning of what is explained."""
    start, hold = found.span.start_us, microseconds(found.rule.hold_s)
    if hold:
        left, right = _x(start, first, last), _x(start + hold, first, last)
        yield Stroke(((left, strip.top - 6), (right, strip.top - 6)), _SOFT, 3.0)
        text = _("hold {value:g} s").format(value=found.rule.hold_s)
        yield Label(text, (left, strip.top - 11), 11, _SOFT)


def _curve(
    strip: _Strip, times: "Times", values: "Sureness", ends: tuple[Microseconds, Microseconds]
) -> Iterator[Mark]:
    """A line through what was seen, broken where nothing was; a lone sample is a dot."""
    colour = _SURE if strip.name == "sureness" else _LINE
    for piece in _pieces(times.tolist(), values.tolist()):
        points = tuple((_x(at, *ends), strip.y(value)) for at, value in piece)
        yield Stroke(points if len(points) > 1 else _dot(points[0]), colour, 2.0)


def _pieces(times: Sequence[int], values: Sequence[float]) -> Iterator[list[tuple[int, float]]]:
    piece: list[tuple[int, float]] = []
    for at, value in zip(times, values, strict=True):
        if value == value:  # not NaN
            piece.append((at, value))
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def _dot(point: Point) -> tuple[Point, Point]:
    x, y = point
    return (x - 1, y), (x + 1, y)
