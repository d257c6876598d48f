"""An evaluation as one self-contained page: no script, no link, nothing fetched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from proctor.evaluation import Interval, Scoresheet
from proctor.i18n import _, language
from reports import html_report
from reports.accuracy import numbers, tables
from reports.accuracy.det import blind_below, det, undrawn
from reports.accuracy.drawing import Drawing
from reports.circular.blocks import Block, Figure, Figures, Heading, Notice, Text

SIZE = (908, 500)
"""Of the curve: as wide as the page's text."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawing on the page."""

    kind: ClassVar[str] = "drawing"
    title: str
    """Caption."""
    drawing: Drawing
    """What is drawn."""
    note: str = ""
    """Small print below it."""


@dataclass(frozen=True, slots=True)
class Page:
    """What ``html_report`` draws."""

    lang: str
    """``zh`` or ``en``."""
    title: str
    """Of the page."""
    subtitle: str
    """Which footage."""
    meta: str
    """Clips and minutes in one line."""
    footer: str
    """At the end."""
    blocks: tuple[Block | Curve, ...]
    """From top to bottom."""


def page(sheet: Scoresheet, split: str = "") -> bytes:
    """The bytes of an HTML file, UTF-8, in the language in force.

    ``split`` names the part of the footage that was measured, ``tune`` or ``check``, and is said
    in the subtitle. The same sheet gives the same bytes.
    """
    meta = _("{clips} clips, {minutes:.1f} minutes, {events} events, {flags} flags").format(
        clips=len(sheet.recordings),
        minutes=sheet.minutes,
        events=sheet.overall.references,
        flags=sheet.overall.claims,
    )
    return html_report.draw(
        Page(
            lang=language(),
            title=_("Flags held against the truth"),
            subtitle=_split(split),
            meta=meta,
            footer=_("Every number counts what it says and nothing beyond this footage."),
            blocks=(*_measured(sheet), *_judged(sheet), *_listed(sheet), *_method(sheet)),
        )
    )


def _split(split: str) -> str:
    known = {
        "": "",
        "tune": _("Footage that thresholds were set by"),
        "check": _("Footage that no threshold was set by"),
    }
    return known.get(split, split)


def _measured(sheet: Scoresheet) -> Iterator[Block]:
    if sheet.notes:
        yield Notice(_("To be read with care"), tuple(map(_clean, sheet.notes)))
    if sheet.not_judged:
        codes = ", ".join(row.code for row in sheet.not_judged)
        text = _("Not judged everywhere: {codes}. Their misses are silence, not judgement.")
        yield Notice(_("Not everything was looked for"), (text.format(codes=codes),))
    yield Heading(_("1. What was measured"))
    yield _figures(sheet)
    yield Text(_("Clips: {names}.").format(names=", ".join(map(_clean, sheet.recordings))), "quiet")


def _clean(name: str) -> str:
    return numbers.text(name).text


def _figures(sheet: Scoresheet) -> Figures:
    overall = sheet.overall
    return Figures(
        (
            Figure(
                _("Footage"),
                _("{n:.1f} min").format(n=sheet.minutes),
                _("{n} clips").format(n=len(sheet.recordings)),
            ),
            Figure(
                _("Events"),
                f"{overall.references:,}",
                _("and {n} too hidden to count").format(n=overall.ignored),
            ),
            Figure(
                _("Flags"),
                f"{overall.claims:,}",
                _("{n} of them false").format(n=overall.false_alarms),
            ),
            _share(_("Recall"), overall.recall, _("{n} of {of} events found, {low}–{high}%")),
            _share(_("Precision"), overall.precision, _("{n} of {of} flags right, {low}–{high}%")),
            _hourly(_("False alarms per camera-hour"), overall.false_alarms_per_hour),
        )
    )


def _share(label: str, of: Interval | None, note: str) -> Figure:
    if of is None:
        return Figure(label, numbers.NOTHING.text)
    low, high = f"{of.low * 100:.0f}", f"{of.high * 100:.0f}"
    rest = note.format(n=f"{of.count:,.0f}", of=f"{of.of:,.0f}", low=low, high=high)
    return Figure(label, f"{of.value:.0%}", rest)


def _hourly(label: str, of: Interval | None) -> Figure:
    if of is None:
        return Figure(label, numbers.NOTHING.text)
    note = _("95% interval {ends}").format(ends=numbers.ends(of))
    return Figure(label, numbers.plain(of.value), note)


def _judged(sheet: Scoresheet) -> Iterator[Block | Curve]:
    yield Heading(_("2. Scores"))
    yield tables.events(sheet)
    yield tables.flags(sheet)
    yield Heading(_("3. Misses against false alarms"))
    yield Curve(_("Detection error tradeoff"), det(sheet, SIZE), curve_note(sheet))
    yield tables.at_rates(sheet)


def curve_note(sheet: Scoresheet) -> str:
    """How the curves are to be read, and which are not there."""
    said = [
        _("Each mark is one more event found; the large mark is where every flag is raised."),
        _("Curves that coincide are drawn side by side."),
        _("The vertical guides are the rates of the table below."),
    ]
    if (blind := blind_below(sheet)) is not None:
        text = _(
            "In the grey part nothing can be measured: one false alarm in {minutes:.1f} minutes "
            "is already {rate:.2g} a minute."
        )
        said.append(text.format(minutes=sheet.minutes, rate=blind))
    if silent := undrawn(sheet):
        text = _("Never flagged and therefore not drawn: {codes}.")
        said.append(text.format(codes=", ".join(_clean(score.code) for score in silent)))
    return " ".join(said)


def _listed(sheet: Scoresheet) -> Iterator[Block]:
    yield Heading(_("4. What went wrong"))
    yield tables.look_alikes(sheet)
    yield tables.misses(sheet)
    yield tables.false_alarms(sheet)
    if sheet.not_judged:
        yield tables.not_judged(sheet)


def _method(sheet: Scoresheet) -> Iterator[Block]:
    yield Heading(_("5. Method"))
    yield Text(sheet.method)
    yield Text(_("Seed of the bootstrap: {seed}.").format(seed=sheet.seed), "quiet")
