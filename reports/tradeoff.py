"""Events found against flags in vain: a panel for every setting that was tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from proctor.evaluation.sweeping import Tried
from proctor.i18n import _
from reports.accuracy.drawing import Drawing, Label, Mark, Point, Stroke

WIDTH, HIGH = 480, 300
"""Of a panel, pixels; two stand side by side."""

_HEAD = 48
"""Pixels above the panels."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 24, 40, 52
"""Around the axes of a panel, pixels."""
_INK, _SOFT, _GRID, _LINE, _BEST = "#1f2933", "#5b6875", "#e8ecf1", "#2f5d93", "#d1495b"
_PARTS = 4
"""Lines of the grid each way."""


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where a panel's axes lie, and what they span."""

    x0: float
    """Left edge of the panel, pixels."""
    y0: float
    """Its upper edge, pixels."""
    most: float
    """Flags in vain an hour at the right end."""

    @property
    def left(self) -> float:
        return self.x0 + _LEFT

    @property
    def right(self) -> float:
        return self.x0 + WIDTH - _RIGHT

    @property
    def top(self) -> float:
        return self.y0 + _TOP

    @property
    def low(self) -> float:
        return self.y0 + HIGH - _BOTTOM

    def x(self, rate: float) -> float:
        return self.left + (self.right - self.left) * min(rate / self.most, 1.0)

    def y(self, share: float) -> float:
        return self.low - (self.low - self.top) * share

    def at(self, one: Tried) -> Point:
        return self.x(_rate(one)), self.y(one.recall.value if one.recall else 0.0)


def tradeoff(found: Sequence[Tried], best: Tried | None, title: str) -> Drawing:
    """The curves with whiskers of 95 % where it matters, in the language in force."""
    most = max([1.0, *(_rate(one) for one in found)]) * 1.2
    sweeps: dict[str, list[Tried]] = {}
    for one in found:
        sweeps.setdefault(one.swept, []).append(one)
    columns = min(2, max(1, len(sweeps)))
    marks: list[Mark] = [Label(title, (16, 30), 17, _INK, bold=True)]
    for n, (name, line) in enumerate(sweeps.items()):
        row, column = divmod(n, columns)
        panel = _Panel(column * WIDTH, _HEAD + row * HIGH, most)
        marks += [*_axes(panel, name), *_curve(panel, name, line), *_pointed(panel, line, best)]
    rows = ceil(len(sweeps) / columns) or 1
    return Drawing((max(columns, 2) * WIDTH, _HEAD + rows * HIGH), tuple(marks))


def _rate(one: Tried) -> float:
    return one.hourly.value if one.hourly else 0.0


def _axes(panel: _Panel, name: str) -> Iterator[Mark]:
    yield Label(name or _("combinations"), (panel.left, panel.top - 12), 14, _INK, bold=True)
    for n in range(_PARTS + 1):
        share = n / _PARTS
        y, x = panel.y(share), panel.x(share * panel.most)
        yield Stroke(((panel.left, y), (panel.right, y)), _GRID)
        yield Stroke(((x, panel.top), (x, panel.low)), _GRID)
        yield Label(f"{share:.0%}", (panel.left - 8, y + 4), 11, _SOFT, "end")
        yield Label(f"{share * panel.most:.3g}", (x, panel.low + 16), 11, _SOFT, "middle")
    middle = (panel.left + panel.right) / 2
    yield Label(_("flags in vain per camera-hour"), (middle, panel.low + 36), 12, _SOFT, "middle")
    half = (panel.top + panel.low) / 2
    yield Label(_("events found"), (panel.x0 + 16, half), 12, _SOFT, "middle", turned=True)


def _curve(panel: _Panel, name: str, line: Sequence[Tried]) -> Iterator[Mark]:
    """The way from one value to the next; values that give the same share a name."""
    points = [panel.at(one) for one in line]
    if name and len(points) > 1:
        yield Stroke(tuple(points), _LINE, 1.6)
    same: dict[Point, list[float]] = {}
    for one, point in zip(line, points, strict=True):
        same.setdefault(point, []).extend([one.settings[name]] if name else [])
    for (x, y), values in same.items():
        yield Stroke(((x - 3, y), (x + 3, y)), _LINE, 6.0)
        if values:
            ends = dict.fromkeys((f"{min(values):g}", f"{max(values):g}"))
            yield Label("–".join(ends), (x + 7, y - 7), 11, _LINE)


def _pointed(panel: _Panel, line: Sequence[Tried], best: Tried | None) -> Iterator[Mark]:
    """What is in force and what is suggested, with how far both may be from the truth."""
    for one in line:
        named = ((_("in force"), one.now), (_("suggested"), one is best))
        words = [word for word, true in named if true]
        if words and one.recall is not None and one.hourly is not None:
            colour = _BEST if one is best else _SOFT
            x, y = panel.at(one)
            high, low = panel.y(one.recall.high), panel.y(one.recall.low)
            yield Stroke(((x, low), (x, high)), colour, 1.4, dash=3)
            ends = panel.x(one.hourly.low), panel.x(one.hourly.high)
            yield Stroke(((ends[0], y), (ends[1], y)), colour, 1.4, dash=3)
            yield Label(", ".join(words), (x + 7, y + 16), 12, colour, bold=True)
