"""The figures of a period beside those of the period before and of a year ago."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from proctor.timeline import Microseconds
from reports.circular import cells
from reports.circular.blocks import Cell, Column, Table
from reports.circular.words import Words
from reports.counts.tally import HOUR
from reports.facts import Facts, Totals

_Number: TypeAlias = Callable[[Totals], float | None]


def table(facts: Facts, words: Words) -> Table:
    """A line per figure, n/a where there was nothing to compare with."""
    columns = (
        Column(words("Figure"), 33),
        Column(words("This period"), 44, right=True),
        Column(words("Period before"), 24, right=True),
        Column(words("Change"), 20.5, right=True),
        Column(words("A year ago"), 24, right=True),
        Column(words("Change on the year"), 20.5, right=True),
    )
    rows = [
        *(_counted(facts, words, name, number) for name, number in _COUNTS),
        *(_timed(facts, words, name, number) for name, number in _TIMES),
        *(_rated(facts, words, name, number) for name, number in _RATES),
        *(_shared(facts, words, name, number) for name, number in _SHARES),
        _precision(facts, words),
    ]
    note = words("n/a: nothing was recorded in the period to compare with.")
    return Table(words("Table 1  Figures and comparison"), columns, tuple(rows), note)


_COUNTS: tuple[tuple[str, Callable[[Totals], int]], ...] = (
    ("Exam sessions", lambda t: t.sessions),
    ("Recordings", lambda t: t.footage.recordings),
    ("Suspected flags", lambda t: t.decisions.flags),
    ("Reviewed flags", lambda t: t.decisions.reviewed),
    ("Confirmed", lambda t: t.decisions.confirmed),
    ("False alarms", lambda t: t.decisions.false_alarms),
    ("Inconclusive", lambda t: t.decisions.inconclusive),
    ("Awaiting review", lambda t: t.decisions.pending),
)
_TIMES: tuple[tuple[str, Callable[[Totals], Microseconds]], ...] = (
    ("Expected hours", lambda t: t.expected_us),
    ("Hours with pictures", lambda t: t.covered_us),
    ("Damaged hours in sessions", lambda t: t.schedule.damaged_us),
    ("Missing hours in sessions", lambda t: t.schedule.gap_us),
    ("Hours filmed outside of sessions", lambda t: t.schedule.unscheduled_us),
    ("Analysed hours", lambda t: t.footage.analysed_us),
)
_RATES: tuple[tuple[str, _Number], ...] = (
    ("Flags per 100 analysed hours", lambda t: t.tally.per_100h),
)
_SHARES: tuple[tuple[str, _Number], ...] = (
    ("Coverage", lambda t: t.coverage),
    ("Analysed share", lambda t: _part(t.footage.analysed_us, t.footage.exam_us)),
    ("Reviewed share", lambda t: t.decisions.reviewed_share),
)


def _part(some: int, whole: int) -> float | None:
    return some / whole if whole else None


def _counted(
    facts: Facts, words: Words, name: str, number: Callable[[Totals], int]
) -> tuple[Cell, ...]:
    def shown(totals: Totals) -> Cell:
        if name == "Exam sessions" and not totals.sessions:
            return Cell(words("not recorded yet"), tone="quiet")
        return cells.count(number(totals))

    return _row(
        facts, words, name, shown, lambda now, then: cells.change(number(now), number(then))
    )


def _timed(
    facts: Facts, words: Words, name: str, number: Callable[[Totals], Microseconds]
) -> tuple[Cell, ...]:
    def growth(now: Totals, then: Totals) -> Cell:
        return cells.change(number(now) / HOUR, number(then) / HOUR)

    def shown(totals: Totals) -> Cell:
        if "sessions" in name and not totals.schedule.planned_us:
            return Cell(words("not recorded yet"), tone="quiet")
        return cells.hours(number(totals))

    return _row(facts, words, name, shown, growth)


def _rated(facts: Facts, words: Words, name: str, number: _Number) -> tuple[Cell, ...]:
    def growth(now: Totals, then: Totals) -> Cell:
        return cells.change(number(now), number(then))

    return _row(facts, words, name, lambda t: cells.rate(number(t)), growth)


def _shared(facts: Facts, words: Words, name: str, number: _Number) -> tuple[Cell, ...]:
    def growth(now: Totals, then: Totals) -> Cell:
        return cells.points(number(now), number(then), words)

    return _row(facts, words, name, lambda t: cells.share(number(t)), growth)


def _precision(facts: Facts, words: Words) -> tuple[Cell, ...]:
    def growth(now: Totals, then: Totals) -> Cell:
        return cells.points(now.decisions.precision.value, then.decisions.precision.value, words)

    def shown(totals: Totals) -> Cell:
        made = totals.decisions.precision
        if totals is facts.totals:
            return cells.precision(made, words)
        return replace(
            cells.share(made.value),
            text=words("{share} (n={n})", share=cells.share(made.value).text, n=made.n),
        )

    return _row(facts, words, "Precision (95% interval)", shown, growth)


def _row(
    facts: Facts,
    words: Words,
    name: str,
    shown: Callable[[Totals], Cell],
    growth: Callable[[Totals, Totals], Cell],
) -> tuple[Cell, ...]:
    row = [Cell(words(name)), shown(facts.totals)]
    for then in (facts.before, facts.year_before):
        if then.empty:
            row += [Cell(words("n/a"), tone="quiet")] * 2
        else:
            row += [shown(then), growth(facts.totals, then)]
    return tuple(row)
