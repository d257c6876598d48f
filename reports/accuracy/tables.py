"""The tables of an evaluation."""

from collections.abc import Sequence

from proctor.evaluation import RATES, CodeScore, Scoresheet
from proctor.i18n import _, language
from proctor.perception import Sense
from reports.accuracy import numbers
from reports.circular.blocks import Cell, Column, Table
from reports.circular.words import Words

_CODE = 30
"""Relative width of a code with its name."""


def events(sheet: Scoresheet) -> Table:
    """How many events were found: a line per code that happens, all together last."""
    headings = (_("Events"), _("Too hidden"), _("Found"), _("Missed"), _("Recall"), _("Overlap"))
    rows = tuple(_events(score) for score in _lines(sheet) if score.references or score.ignored)
    note = _(
        "Recall: found per event, in brackets the 95% interval. Events too hidden to be seen are "
        "neither found nor missed. Overlap: mean share of common time of an event and its flag."
    )
    return Table(_("Events"), _columns(headings), rows, note)


def flags(sheet: Scoresheet) -> Table:
    """How many flags were right: a line per code that was flagged, all together last."""
    headings = (
        _("Flags"),
        _("Right"),
        _("False alarms"),
        _("Precision"),
        _("False alarms per camera-hour"),
    )
    rows = tuple(_flags(score) for score in (*filter(_flagged, sheet.codes), sheet.overall))
    note = _("Precision: right per flag. In brackets the 95% interval.")
    return Table(_("Flags"), _columns(headings), rows, note)


def _columns(headings: Sequence[str]) -> tuple[Column, ...]:
    return Column(_("Code"), _CODE), *(Column(text, 14, right=True) for text in headings)


def _lines(sheet: Scoresheet) -> Sequence[CodeScore]:
    return (*sheet.codes, sheet.overall)


def _flagged(score: CodeScore) -> bool:
    return score.claims > 0


def _events(score: CodeScore) -> tuple[Cell, ...]:
    return (
        Cell(numbers.heading(score)),
        numbers.count(score.references),
        numbers.count(score.ignored),
        numbers.count(score.hits, "good"),
        numbers.count(score.missed, "warn"),
        numbers.share(score.recall),
        numbers.overlap(score.overlap),
    )


def _flags(score: CodeScore) -> tuple[Cell, ...]:
    return (
        Cell(numbers.heading(score)),
        numbers.count(score.claims),
        numbers.count(score.hits, "good"),
        numbers.count(score.false_alarms, "grave"),
        numbers.share(score.precision),
        numbers.rate(score.false_alarms_per_hour),
    )


def at_rates(sheet: Scoresheet) -> Table:
    """Miss rates at fixed rates of false alarms."""
    columns = _columns((_("Events"), *(f"{rate:g}" for rate in RATES)))
    rows = tuple(_at_rates(score) for score in _lines(sheet) if score.references)
    note = _(
        "A dash: not measurable, because a single false alarm in so little footage is more than "
        "the rate. All codes: the mean over codes."
    )
    title = _("Events missed at so many false alarms per minute (Pmiss@RFA)")
    return Table(title, columns, rows, note)


def _at_rates(score: CodeScore) -> tuple[Cell, ...]:
    rates = (numbers.share(score.pmiss_at.get(rate)) for rate in RATES)
    return (Cell(numbers.short(score)), numbers.count(score.references), *rates)


def look_alikes(sheet: Scoresheet) -> Table:
    """Innocent acts that raised flags."""
    columns = (
        Column(_("Flagged as"), _CODE),
        Column(_("Innocent act"), 30),
        Column(_("False alarms"), 14, right=True),
        Column(_("Such acts"), 14, right=True),
    )
    rows = tuple(
        (
            Cell(numbers.named(row.code)),
            numbers.text(row.act),
            numbers.count(row.false_alarms, "grave"),
            numbers.count(row.acts),
        )
        for row in sheet.look_alikes
        if row.false_alarms
    )
    return Table(_("Look-alikes that raised flags"), columns, rows)


def misses(sheet: Scoresheet) -> Table:
    """Every event nobody flagged."""
    columns = (
        Column(_("Clip"), 18),
        Column(_("Code"), _CODE),
        Column(_("Place"), 14),
        Column(_("Seconds"), 14, right=True),
        Column(_("Visible"), 10, right=True),
        Column(_("Flagged as"), 18),
    )
    rows = tuple(
        (
            numbers.text(miss.recording),
            Cell(numbers.named(miss.event.code)),
            numbers.text(miss.event.place),
            numbers.stretch(miss.event.span),
            numbers.visible(miss.event.visible),
            numbers.listed(miss.seen_as),
        )
        for miss in sheet.misses
    )
    return Table(_("Missed events"), columns, rows)


def false_alarms(sheet: Scoresheet) -> Table:
    """Every flag without an event."""
    columns = (
        Column(_("Flag"), 12),
        Column(_("Clip"), 18),
        Column(_("Flagged as"), _CODE),
        Column(_("Place"), 14),
        Column(_("Seconds"), 14, right=True),
        Column(_("Score"), 10, right=True),
        Column(_("On event"), 18),
        Column(_("On innocent act"), 18),
    )
    rows = tuple(
        (
            numbers.text(alarm.claim.flag),
            numbers.text(alarm.claim.recording),
            Cell(numbers.named(alarm.claim.code)),
            numbers.text(alarm.claim.place),
            numbers.stretch(alarm.claim.span),
            Cell(f"{alarm.claim.score:.2f}"),
            numbers.listed(alarm.on_codes),
            numbers.listed(alarm.on_acts),
        )
        for alarm in sheet.false_alarms
    )
    return Table(_("False alarms"), columns, rows)


def not_judged(sheet: Scoresheet) -> Table:
    """Codes whose misses are silence."""
    columns = (
        Column(_("Code"), _CODE),
        Column(_("Why"), 40),
        Column(_("Recordings"), 14, right=True),
    )
    rows = tuple(
        (Cell(numbers.named(row.code)), Cell(_why(row.missing)), numbers.count(row.recordings))
        for row in sheet.not_judged
    )
    return Table(_("Not judged"), columns, rows)


def _why(missing: Sequence[Sense]) -> str:
    if not missing:
        return _("no rule yet")
    words = Words(language())
    text = _("no loaded model supplies {senses}")
    return text.format(senses=words.listed([words.sense(sense) for sense in missing]))
