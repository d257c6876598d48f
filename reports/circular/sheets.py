"""The workbook: one sheet per appendix, with numbers that can be counted on."""

from reports.circular import appendices, handling, matters, overview, quality, spread
from reports.circular.blocks import Cell, Column, Sheet, Table
from reports.circular.words import Words
from reports.facts import Facts


def compose(facts: Facts, words: Words) -> tuple[Sheet, ...]:
    """All sheets, the summary with its warnings first."""
    summary = overview.comparison(facts, words)
    return (
        Sheet(words("Summary"), summary, notices=tuple(overview.notices(facts, words))),
        Sheet(words("By matter"), matters.by_code(facts, words), chart=(0, 2)),
        Sheet(words("Distribution"), _spread(facts, words)),
        Sheet(words("By hour"), spread.by_hour(facts, words), chart=(0, 4)),
        Sheet(words("Flags"), appendices.flags(facts, words)),
        Sheet(words("Cameras"), quality.cameras(facts, words)),
        Sheet(words("Not judged"), quality.judged(facts, words), chart=(0, 4)),
        Sheet(words("Handling"), handling.states(facts, words), chart=(0, 1)),
        Sheet(words("Recordings"), appendices.recordings(facts, words)),
    )


def _spread(facts: Facts, words: Words) -> Table:
    """Sites, subjects and cameras under one another, told apart by their first column."""
    tables = (
        spread.by_site(facts, words),
        spread.by_subject(facts, words),
        spread.by_camera(facts, words),
    )
    columns = (Column(words("By"), 10), Column(words("Name"), 20), *tables[0].columns[1:])
    rows = tuple((Cell(table.columns[0].heading), *row) for table in tables for row in table.rows)
    return Table(words("Distribution"), columns, rows)
