"""Numbers as people read them, beside the value a workbook counts with."""

from datetime import datetime

from proctor.timeline import SECOND, Microseconds
from reports.circular.blocks import Cell, Tone
from reports.circular.words import Words, clean
from reports.counts.tally import HOUR, Proportion
from reports.period import Period

NOTHING = Cell("—", tone="quiet")
"""A number that does not exist."""


def text(value: str, tone: Tone = "") -> Cell:
    """A text from outside, made safe for XML."""
    return Cell(clean(value), tone=tone)


def count(value: int, tone: Tone = "") -> Cell:
    """A whole number with its thousands apart."""
    return Cell(f"{value:,}", value, "count", tone)


def fault(value: int) -> Cell:
    """A count that should be zero."""
    return count(value, "grave" if value else "quiet")


def hours(time: Microseconds) -> Cell:
    """Hours, with more decimals the fewer they are."""
    value = time / HOUR
    decimals = 1 if value >= 10 else 2 if value >= 0.1 or not value else 4
    return Cell(f"{value:,.{decimals}f}", value, "decimal")


def rate(value: float | None) -> Cell:
    """Flags per hundred hours, one decimal."""
    return NOTHING if value is None else Cell(f"{value:,.1f}", value, "decimal")


def share(value: float | None, tone: Tone = "") -> Cell:
    """Percent with one decimal; never rounded up to all nor down to none."""
    if value is None:
        return NOTHING
    shown = f"{value:.1%}"
    if shown == "100.0%" and value < 1:
        shown = ">99.9%"
    elif shown == "0.0%" and value > 0:
        shown = "<0.1%"
    return Cell(shown, value, "share", tone)


def precision(of: Proportion, words: Words) -> Cell:
    """A share with its 95 % interval and its denominator."""
    if of.value is None or of.interval is None:
        return NOTHING
    low, high = of.interval
    shown = words(
        "{share} ({low}–{high}, n={n})",
        share=f"{of.value:.1%}",
        n=of.n,
        low=f"{low * 100:.1f}",
        high=f"{high * 100:.1f}",
    )
    return Cell(shown, of.value, "share")


def bounds(of: Proportion) -> tuple[Cell, Cell, Cell]:
    """Lower and upper bound of the interval and its denominator, for workbooks."""
    low, high = of.interval or (None, None)
    return share(low), share(high), count(of.n)


def length(time: Microseconds, words: Words) -> Cell:
    """A stretch of time: seconds with one decimal, from a minute on h:mm:ss; value in seconds."""
    value = time / SECOND
    if value < 60:
        return Cell(words("{n} s", n=f"{value:.1f}"), value, "length")
    minutes, rest = divmod(round(value), 60)
    shown = f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
    return Cell(shown, value, "length")


def lost(time: Microseconds, words: Words) -> Cell:
    """A stretch of time that should be empty."""
    if not time:
        return Cell("0", 0.0, "length", "quiet")
    made = length(time, words)
    return Cell(made.text, made.value, made.shape, "grave")


def media(at: Microseconds) -> Cell:
    """A moment of a recording as h:mm:ss.s; value in seconds."""
    tenths = round(at * 10 / SECOND)
    whole, tenth = divmod(tenths, 10)
    shown = f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}.{tenth}"
    return Cell(shown, at / SECOND, "length")


def wall(moment: datetime | None, period: Period) -> Cell:
    """A moment on the wall clock of the office."""
    if moment is None:
        return NOTHING
    local = period.local(moment).replace(tzinfo=None)
    return Cell(f"{local:%Y-%m-%d %H:%M:%S}", local, "wall")


def change(now: float | None, then: float | None) -> Cell:
    """Growth against an earlier figure, as a factor from eleven times on; a dash against none."""
    if now is None or not then:
        return NOTHING
    value = now / then - 1
    shown = f"×{now / then:,.0f}" if value > 9.99 else f"{value:+.1%}"
    return Cell(shown, value, "change")


def points(now: float | None, then: float | None, words: Words) -> Cell:
    """Change of a share in percentage points."""
    if now is None or then is None:
        return NOTHING
    value = (now - then) * 100
    return Cell(words("{n} pp", n=f"{value:+.1f}"), value, "points")
