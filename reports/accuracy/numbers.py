"""Numbers of an evaluation as people read them: never without what they rest on."""

from math import isinf

from proctor.codes import CODES, title
from proctor.evaluation import CodeScore, Interval
from proctor.i18n import _, language
from proctor.timeline import Span, seconds
from reports.circular.blocks import Cell, Tone
from reports.circular.words import clean

NOTHING = Cell("—", tone="quiet")
"""A number that does not exist."""


def text(value: str, tone: Tone = "") -> Cell:
    """A text from outside."""
    return Cell(clean(value), tone=tone)


def count(value: int, tone: Tone = "") -> Cell:
    """A whole number with its thousands apart; zero is quiet."""
    return Cell(f"{value:,}", tone=tone if value else "quiet")


def share(of: Interval | None) -> Cell:
    """Percent with the interval; a few dozen events allow no decimals."""
    if of is None:
        return NOTHING
    return Cell(f"{of.value:.0%} ({of.low * 100:.0f}–{of.high * 100:.0f})")


def rate(of: Interval | None) -> Cell:
    """So many an hour, with the interval."""
    return NOTHING if of is None else Cell(f"{plain(of.value)} ({ends(of)})")


def ends(of: Interval) -> str:
    """From where to where, for rates."""
    return f"{plain(of.low)}–{plain(of.high)}"


def overlap(value: float | None) -> Cell:
    """Mean temporal intersection over union."""
    return NOTHING if value is None else Cell(f"{value:.2f}")


def stretch(span: Span) -> Cell:
    """From when to when, seconds of the clip."""
    return Cell(f"{seconds(span.start_us):.1f}–{seconds(span.end_us):.1f}")


def visible(value: float | None) -> Cell:
    """The share that the camera sees."""
    return NOTHING if value is None else Cell(f"{value:.0%}")


def named(code: str) -> str:
    """A code with its name, when it is one of ours."""
    return f"{code} {title(code, language())}" if code in CODES else clean(code)


def heading(score: CodeScore) -> str:
    """What a line of a table is about."""
    return _("All codes") if score.code == "all" else named(score.code)


def short(score: CodeScore) -> str:
    """The same without the code's name, for tables with many columns."""
    return _("All codes") if score.code == "all" else clean(score.code)


def listed(names: tuple[str, ...]) -> Cell:
    """Several names in one cell."""
    return text(", ".join(names)) if names else NOTHING


def plain(value: float) -> str:
    """One decimal below ten, none above."""
    if isinf(value):
        return "∞"
    return f"{value:,.1f}" if value < 10 and value else f"{value:,.0f}"
