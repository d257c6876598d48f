"""Cameras as rows, days as columns: one square says how much of what was planned is there.

Colours run from blue (whole) over orange to brown (missing), which people with any kind of colour
blindness tell apart by hue or by lightness; the share that is not there is written in the square.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from proctor.coverage import Balance, Line
from proctor.i18n import _
from proctor.timeline import SECOND, Microseconds
from reports.circular.words import clean

STEPS = (0.0, 0.001, 0.01, 0.05, 0.2)
"""Shares that are not there: up to the first is whole, above the last is the darkest."""


@dataclass(frozen=True, slots=True)
class Square:
    """One camera on one day."""

    look: str = ""
    """Class of the style sheet: ``s0`` whole to ``s5``, ``beside`` unscheduled only, or empty."""
    text: str = ""
    """Percent that is not there, or a sign."""
    marks: str = ""
    """Further classes: ``damaged``, ``waiting``."""
    hint: str = ""
    """All numbers in words, shown on hovering and read aloud."""


@dataclass(frozen=True, slots=True)
class Row:
    """One camera."""

    name: str
    """As shown, made safe."""
    squares: tuple[Square, ...]
    """One per day of the month."""
    totals: tuple[str, ...]
    """Planned, there, damaged and missing in the month, to the second."""


@dataclass(frozen=True, slots=True)
class Site:
    """The cameras of one site."""

    name: str
    """As shown; empty where there is only one."""
    rows: tuple[Row, ...]
    """By name."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month of every camera that owes or gave something in it."""

    kind: ClassVar[str] = "calendar"
    title: str
    """Year and month."""
    days: tuple[tuple[int, str, bool], ...]
    """Day of the month, letter of the weekday, whether it is a weekend."""
    heads: tuple[str, ...]
    """Headings of the totals."""
    sites: tuple[Site, ...]
    """By name."""


@dataclass(frozen=True, slots=True)
class Legend:
    """What the squares mean."""

    kind: ClassVar[str] = "legend"
    entries: tuple[tuple[Square, str], ...]
    """A square and its meaning."""
    note: str
    """How the numbers add up."""


def months(lines: Iterable[Line]) -> list[Month]:
    """A calendar for each month in which a line lies, the earliest first."""
    found = defaultdict[tuple[int, int], list[Line]](list)
    for line in lines:
        if line.day is not None:
            found[line.day.year, line.day.month].append(line)
    several = len({line.site for group in found.values() for line in group}) > 1
    return [_month(year, month, found[year, month], several) for year, month in sorted(found)]


def _month(year: int, month: int, lines: list[Line], several: bool) -> Month:
    days = [*_days(date(year, month, 1))]
    letters = _("M T W T F S S").split()
    sites = defaultdict[str, list[Line]](list)
    for line in lines:
        sites[line.site or ""].append(line)
    return Month(
        title=f"{year}-{month:02}",
        days=tuple((day.day, letters[day.weekday()], day.weekday() >= 5) for day in days),
        heads=(_("Planned h"), _("There"), _("Damaged"), _("Missing")),
        sites=tuple(
            Site(clean(site) if several else "", _rows(sites[site], days)) for site in sorted(sites)
        ),
    )


def _days(first: date) -> Iterator[date]:
    day = first
    while day.month == first.month:
        yield day
        day += timedelta(days=1)


def _rows(lines: Sequence[Line], days: Sequence[date]) -> tuple[Row, ...]:
    cameras = defaultdict[str, dict[date | None, Line]](dict)
    for line in lines:
        cameras[line.camera or ""][line.day] = line
    return tuple(
        Row(
            clean(name),
            tuple(_square(of[day]) if day in of else Square() for day in days),
            _totals(sum((line.video for line in of.values()), Balance())),
        )
        for name, of in sorted(cameras.items(), key=lambda item: _by_number(item[0]))
    )


def _by_number(name: str) -> list[tuple[int, str]]:
    """Sorts camera 2 before camera 10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


def _totals(of: Balance) -> tuple[str, ...]:
    return hours(of.planned_us), share(of), _short(of.damaged_us), _short(of.gap_us)


def _square(line: Line) -> Square:
    of = line.video
    if not of.planned_us:
        return Square("beside", "·", hint=_hint(line))
    lost = 1 - (of.share or 0)
    look = "s5" if lost > STEPS[-1] else f"s{sum(lost > step for step in STEPS)}"
    marks = (("damaged", of.damaged_us), ("waiting", of.waiting_us))
    names = " ".join(name for name, length in marks if length)
    return Square(look, _percent(lost), names, _hint(line))


def _percent(lost: float) -> str:
    """Whole percent that are not there; never rounded down to nothing nor up to all."""
    if not lost:
        return ""
    if lost < 0.01:
        return "<1"
    return "99" if lost < 1 and round(100 * lost) == 100 else f"{100 * lost:.0f}"


def _hint(line: Line) -> str:
    of, heard = line.video, line.audio
    parts = [
        f"{clean(line.camera or '')} · {line.day}",
        _("planned {time}").format(time=clock(of.planned_us)),
        _("analysed {time}").format(time=clock(of.analysed_us)),
        _("not analysed yet {time}").format(time=clock(of.waiting_us)),
        _("damaged {time}").format(time=clock(of.damaged_us)),
        _("missing {time}").format(time=clock(of.gap_us)),
        _("unscheduled {time}").format(time=clock(of.unscheduled_us)),
    ]
    if heard.planned_us:
        text = _("sound missing {time} of {planned}")
        parts.append(text.format(time=clock(heard.gap_us), planned=clock(heard.planned_us)))
    return "\n".join(parts)


def legend() -> Legend:
    """The meaning of every square."""
    return Legend(
        entries=(
            (Square("s0"), _("all there")),
            (Square("s1", "<1"), _("up to 0.1 % lost")),
            (Square("s2", "<1"), _("up to 1 %")),
            (Square("s3", "3"), _("up to 5 %")),
            (Square("s4", "12"), _("up to 20 %")),
            (Square("s5", "45"), _("more")),
            (Square("s3", "3", "damaged"), _("with damage")),
            (Square("s0", "", "waiting"), _("not all analysed yet")),
            (Square("beside", "·"), _("filmed, not planned")),
            (Square(), _("nothing planned")),
        ),
        note=_(
            "Planned = analysed + not analysed yet + damaged + missing, to the microsecond. The"
            " number is the percentage of the planned time that is missing or damaged. Hours,"
            " minutes and seconds of pictures; sound is in the words of each square."
        ),
    )


def clock(us: Microseconds) -> str:
    """``7:52:10``, with milliseconds where there are any."""
    millis = round(us / 1000)
    whole, rest = divmod(millis, 1000)
    text = f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
    return f"{text}.{rest:03}" if rest else text


def _short(us: Microseconds) -> str:
    """To the second; never rounded down to nothing."""
    if not us:
        return "0"
    return clock(round(us / SECOND) * SECOND) if us >= SECOND else "<0:00:01"


def share(of: Balance) -> str:
    """Percent of the planned time that is there and sound; never rounded up to all of it."""
    if of.share is None:
        return "–"
    shown = f"{100 * of.share:.2f} %"
    return ">99.99 %" if shown == "100.00 %" and of.share < 1 else shown


def hours(us: Microseconds) -> str:
    """Hours with one decimal."""
    return f"{us / (3600 * SECOND):,.1f}"
