"""The workbook: one sheet per appendix, with numbers that can be counted on."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reports.circular import (
    appendices,
    cells,
    comparison,
    handling,
    matters,
    overview,
    quality,
    spread,
)
from reports.circular.blocks import Cell, Column, Sheet, Table
from reports.circular.words import Words
from reports.counts.tally import Proportion
from reports.facts import Facts

_BOUNDS = ("95% from", "95% to", "of n")


def compose(facts: Facts, words: Words) -> tuple[Sheet, ...]:
    """All sheets, the summary with its warnings first."""
    hours = [t.decisions.precision for t in facts.by_hour]
    codes = [line.decisions.precision for line in facts.by_code]
    return (
        Sheet(
            words("Summary"), _summary(facts, words), None, tuple(overview.notices(facts, words))
        ),
        Sheet(words("By matter"), _bounded(matters.by_code(facts, words), codes, words), (0, 2)),
        Sheet(words("Distribution"), _spread(facts, words)),
        *_serving(facts, words),
        Sheet(words("By hour"), _bounded(spread.by_hour(facts, words), hours, words), (0, 4)),
        Sheet(words("Flags"), appendices.flags(facts, words)),
        Sheet(words("Footage by camera"), quality.footage(facts, words)),
        Sheet(words("Quality by camera"), quality.pictures(facts, words)),
        Sheet(words("Gaps"), appendices.gaps(facts, words)),
        Sheet(words("Not judged"), quality.judged(facts, words), (0, 4)),
        Sheet(words("Handling"), handling.states(facts, words)),
        Sheet(words("All recordings"), appendices.recordings(facts, words)),
    )


def _summary(facts: Facts, words: Words) -> Table:
    """The comparison with the interval of the precision in cells of its own."""
    table = comparison.table(facts, words)
    periods = (facts.totals, facts.before, facts.year_before)
    now, before, year = (cells.bounds(each.decisions.precision) for each in periods)
    names = ("Precision, 95% from", "Precision, 95% to", "Precision, of n")
    rows = tuple(
        (Cell(words(name)), a, b, cells.NOTHING, c, cells.NOTHING)
        for name, a, b, c in zip(names, now, before, year, strict=True)
    )
    return replace(table, rows=table.rows + rows)


def _bounded(table: Table, proportions: Iterable[Proportion], words: Words) -> Table:
    """``table`` with the interval of each row's precision in cells of its own."""
    columns = tuple(Column(words(name), 9, right=True) for name in _BOUNDS)
    pairs = zip(table.rows, proportions, strict=True)
    rows = tuple((*row, *cells.bounds(of)) for row, of in pairs)
    return replace(table, columns=table.columns + columns, rows=rows)


def _serving(facts: Facts, words: Words) -> Iterator[Sheet]:
    """A sheet for examiners and each of the others, once there are rosters."""
    for kind, tallies in facts.serving.by.items():
        if tallies:
            table = spread.by_serving(kind, facts, words)
            made = _bounded(table, [tally.decisions.precision for tally in tallies], words)
            yield Sheet(words(spread.SERVING[kind][1]), made)


def _spread(facts: Facts, words: Words) -> Table:
    """Sites, subjects and cameras under one another, told apart by their first column."""
    parts = (
        (spread.by_site(facts, words), facts.by_site),
        (spread.by_subject(facts, words), facts.by_subject),
        (spread.by_camera(facts, words), facts.by_camera),
    )
    tables = [
        _bounded(table, [tally.decisions.precision for tally in tallies], words)
        for table, tallies in parts
    ]
    columns = (Column(words("By"), 10), Column(words("Name"), 20), *tables[0].columns[1:])
    rows = tuple((Cell(table.columns[0].heading), *row) for table in tables for row in table.rows)
    return Table(words("Distribution"), columns, rows)
