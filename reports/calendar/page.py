"""The page of the account: figures, calendars, gaps; no script, no link, nothing fetched."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from proctor.coverage import Balance, Books, GapRow, gap_state_title
from proctor.i18n import _, language
from proctor.schedule import GAP_STATES, GapState
from proctor.timeline import moment
from reports import html_report
from reports.calendar.grid import Legend, Month, clock, hours, legend, months, share
from reports.circular.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Notice,
    Table,
    Text,
    Tone,
)
from reports.circular.words import clean

AT_MOST = 1000
"""Gaps listed on a page."""

_TONES: dict[GapState, Tone] = {
    "open": "grave",
    "unexplained": "grave",
    "faulty-camera": "warn",
    "closed": "good",
    "withdrawn": "quiet",
}


@dataclass(frozen=True, slots=True)
class Page:
    """What ``html_report`` draws."""

    lang: str
    """``zh`` or ``en``."""
    title: str
    """Of the page."""
    subtitle: str
    """From which day to which."""
    meta: str
    """Sessions, cameras and when it was made, in one line."""
    footer: str
    """At the end."""
    blocks: tuple[Block | Month | Legend, ...]
    """From top to bottom."""


def page(books: Books) -> bytes:
    """The bytes of an HTML file, UTF-8, in the language in force; the same books give the same."""
    ledger = books.ledger
    lines = ledger.by_camera_and_day()
    gaps = books.gaps()
    days = sorted({line.day for line in lines if line.day is not None})
    return html_report.draw(
        Page(
            lang=language(),
            title=_("Footage of the cameras"),
            subtitle=f"{days[0]} – {days[-1]}" if days else "",
            meta=_("{sessions} sessions, {cameras} cameras · made {moment}").format(
                sessions=len({duty.session for duty in ledger.duties}),
                cameras=len({(line.site, line.camera) for line in lines}),
                moment=_wall(books.scope.now, ledger.zone),
            ),
            footer=_("Missing or incomplete footage must be investigated."),
            blocks=(
                *_notices(books, gaps),
                _figures(sum((line.video for line in lines), Balance()), gaps),
                Heading(_("Calendar")),
                *([legend(), *months(lines)] if lines else [Text(_("There is no footage."))]),
                Heading(_("Gaps")),
                *_listed(gaps, ledger.zone),
            ),
        )
    )


def _notices(books: Books, gaps: Sequence[GapRow]) -> list[Notice]:
    made = []
    if not books.ledger.duties:
        text = _("Without sessions nothing is planned, and nothing can be found missing.")
        made.append(Notice(_("No exam session is on record"), (text,)))
    if waiting := sum(row.state == "open" for row in gaps):
        text = _("Gaps that no person has decided about: {n}.").format(n=f"{waiting:,}")
        made.append(Notice(_("Missing footage waits for an explanation"), (text,), "grave"))
    undated = [row for row in books.recordings if row.facts.account and row.start is None]
    if undated:
        text = _("Recordings of which nobody knows when they were filmed: {n}.")
        made.append(Notice(_("Not on the calendar"), (text.format(n=len(undated)),)))
    return made


def _figures(of: Balance, gaps: Sequence[GapRow]) -> Figures:
    states = Counter(row.state for row in gaps)
    decided = _("{explained} explained, {faulty} faulty camera, {unexplained} unexplained").format(
        explained=states["explained"],
        faulty=states["faulty-camera"],
        unexplained=states["unexplained"],
    )
    planned = _("{there} of {planned} h").format(
        there=hours(of.covered_us), planned=hours(of.planned_us)
    )
    waiting = _("{time} of it not analysed yet").format(time=clock(of.waiting_us))
    beside = _("{time} filmed that was not planned").format(time=clock(of.unscheduled_us))
    return Figures(
        (
            Figure(_("Coverage"), share(of), planned),
            Figure(_("Planned hours"), hours(of.planned_us), beside),
            Figure(_("Analysed hours"), hours(of.analysed_us), waiting),
            Figure(_("Missing"), clock(of.gap_us), "", "grave" if of.gap_us else ""),
            Figure(_("Damaged"), clock(of.damaged_us), "", "warn" if of.damaged_us else ""),
            Figure(
                _("Open gaps"), f"{states['open']:,}", decided, "grave" if states["open"] else ""
            ),
        )
    )


def _listed(gaps: Sequence[GapRow], zone: tzinfo | None) -> list[Block]:
    if not gaps:
        return [Text(_("There are none."))]
    columns = (
        Column(_("Gap"), 12),
        Column(_("State"), 10),
        Column(_("Camera"), 14),
        Column(_("Exam session"), 16),
        Column(_("What"), 8),
        Column(_("Start"), 19),
        Column(_("Length"), 10, right=True),
        Column(_("Still missing"), 10, right=True),
        Column(_("Decision"), 26),
    )
    order = sorted(gaps, key=lambda row: GAP_STATES.index(row.state))
    rows = tuple(_gap(row, zone) for row in order[:AT_MOST])
    beyond = len(order) - AT_MOST
    note = _("Further gaps: {n}; proctor coverage gaps lists all.").format(n=beyond)
    return [Table("", columns, rows, note if beyond > 0 else "")]


def _gap(row: GapRow, zone: tzinfo | None) -> tuple[Cell, ...]:
    missing = row.gap.missing
    start = moment(missing.span.start_us)
    return (
        Cell(row.gap.id),
        Cell(gap_state_title(row.state), tone=_TONES.get(row.state, "")),
        Cell(clean(f"{missing.site} · {missing.camera}")),
        Cell(clean(f"{missing.hall} · {missing.starts.astimezone(zone):%m-%d %H:%M}")),
        Cell(_("no picture") if missing.track == "video" else _("no sound")),
        Cell(_wall(start, zone)),
        Cell(clock(missing.span.duration_us)),
        Cell(clock(row.missing_us), tone="" if row.missing_us else "quiet"),
        Cell(_decision(row, zone)),
    )


def _decision(row: GapRow, zone: tzinfo | None) -> str:
    if row.gap.decisions:
        last = row.gap.decisions[-1]
        said = clean(f"{last.by}: {last.reason}" if last.reason else last.by)
        return f"{said} ({last.at.astimezone(zone):%m-%d %H:%M})"
    return _("maybe only the clocks") if row.doubtful else ""


def _wall(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
