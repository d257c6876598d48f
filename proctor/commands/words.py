"""What a rule saw, in rows and bars: for flags that are explained and for flags that are missed."""

from collections.abc import Iterator
from math import degrees, isnan
from typing import TYPE_CHECKING, Any

from proctor.commands.app import App
from proctor.commands.spark import cells, marked, spark
from proctor.i18n import _
from proctor.observations import COLUMNS
from proctor.timeline import Span, seconds

if TYPE_CHECKING:
    from proctor.explaining import Explanation
    from proctor.rules.base import Sureness


def numbers(found: "Explanation") -> dict[str, Any]:
    """Every number as JSON has it; null is a moment at which it was not made out."""
    return {
        "media_s": [seconds(int(at)) for at in found.here.times],
        "sureness": _plain(found.sure),
        "columns": {name: _plain(values) for name, values in found.shown.items()},
        "during": dict(found.during()),
        "usual": dict(found.usual),
    }


def changed_since(found: "Explanation") -> str:
    """What must be said when the rule is no longer the one of that run; empty when it is."""
    now = found.rule.version
    if found.then == now:
        return ""
    text = _(
        "The rule has changed since that run (version {then}, now {now}): this is what it says"
        " today. proctor rejudge judges anew."
    )
    return text.format(then=found.then, now=now)


def _plain(values: "Sureness") -> list[float | None]:
    return [None if isnan(value) else round(float(value), 4) for value in values]


def show(app: App, found: "Explanation") -> None:
    """Bars over time, and the columns in numbers, on standard output."""
    if not len(found.here.times):
        app.out.print(_("Nobody looked at that time."))
        return
    wide = Span(int(found.here.times[0]), max(int(found.here.times[-1]), found.span.end_us))
    for line in _plot(found, wide):
        app.out.print(line, soft_wrap=True)
    app.out.print()
    app.rows(_rows(found), _columns(), as_json=False, whole=("name",))


def _plot(found: "Explanation", wide: Span) -> Iterator[str]:
    ends = _("from {start:.1f} s to {end:.1f} s; a blank is a moment nobody could tell of")
    yield " " * 18 + ends.format(start=seconds(wide.start_us), end=seconds(wide.end_us))
    sure = spark(cells(found.here.times, found.sure, wide), 0.0, 1.0)
    yield f"{_('sureness'):<18}{sure}"
    reached = _("at least {threshold:g}").format(threshold=found.rule.threshold)
    above = cells(found.here.times, found.sure, wide) >= found.rule.threshold
    yield f"{reached:<18}{''.join('■' if yes else '·' for yes in above)}"
    for name, values in found.shown.items():
        yield f"{name:<18}{spark(cells(found.here.times, values, wide))}"
    yield " " * 18 + marked(found.span, wide)


def _rows(found: "Explanation") -> Iterator[dict[str, Any]]:
    during = found.during()
    for name in found.shown:
        yield {
            "name": name,
            "during": _value(name, during.get(name)),
            "usual": _value(name, found.usual.get(name)),
            "meaning": _(COLUMNS[name]),
        }


def _value(name: str, value: float | None) -> str:
    """As an officer reads it: angles in degrees."""
    if value is None:
        return "–"
    return f"{degrees(value):.0f}°" if "radians" in COLUMNS[name] else f"{value:.3g}"


def _columns() -> dict[str, str]:
    return {
        "name": _("Column"),
        "during": _("Then"),
        "usual": _("Otherwise"),
        "meaning": _("Meaning"),
    }
