"""Section three: where and when, always with denominators."""

from dataclasses import replace

from reports.circular import cells
from reports.circular.blocks import Bar, Bars, Block, Cell, Column, Heading, Table, Text
from reports.circular.words import Words
from reports.counts.serving import KINDS, By
from reports.counts.tally import FEW_HOURS, FEW_REVIEWED, Tally
from reports.facts import Facts

AT_MOST = 30
"""People, schools or vehicles in a document; the workbook holds them all."""

SERVING: dict[By, tuple[str, str, str]] = {
    "examiner": ("examiner", "Examiner", "Table 6-1  By examiner"),
    "officer": ("safety officer", "Safety officer", "Table 6-2  By safety officer"),
    "school": ("driving school", "Driving school", "Table 6-3  By driving school"),
    "vehicle": ("vehicle", "Vehicle", "Table 6-4  By vehicle"),
}
"""What each is called in a sentence, above a column (and on a tab), above a table."""


def section(facts: Facts, words: Words) -> list[Block]:
    """Section three."""
    return [
        Heading(words("III. Distribution")),
        by_site(facts, words),
        by_subject(facts, words),
        by_camera(facts, words),
        *_hours(facts, words),
        by_hour(facts, words),
        *people(facts, words),
        Text(_warning(words), "quiet"),
    ]


def by_site(facts: Facts, words: Words) -> Table:
    """Per site."""
    return _table(words("Table 3  By site"), words("Site"), facts.by_site, words)


def by_camera(facts: Facts, words: Words) -> Table:
    """Per camera."""
    return _table(words("Table 5  By camera"), words("Camera"), facts.by_camera, words)


def by_subject(facts: Facts, words: Words) -> Table:
    """Per subject."""
    title = words("Table 4  By subject")
    names = {tally.key: words.subject(tally.key) for tally in facts.by_subject}
    return _table(title, words("Subject"), facts.by_subject, words, names)


def by_hour(facts: Facts, words: Words) -> Table:
    """Per hour of the local day."""
    title = words("Table 6  By hour of the day")
    names = {t.key: f"{t.key}:00–{int(t.key) + 1:02}:00" for t in facts.by_hour}
    return _table(title, words("Hour"), facts.by_hour, words, names)


def people(facts: Facts, words: Words) -> list[Block]:
    """Per examiner, safety officer, driving school and vehicle, once there are rosters."""
    if not facts.serving.attempts:
        names = words.listed([words(name) for name, _heading, _title in SERVING.values()])
        return [Text(words("Not recorded yet: distribution by {names}.", names=names), "quiet")]
    return [_cut(by_serving(kind, facts, words), words) for kind in KINDS if facts.serving.by[kind]]


def by_serving(kind: By, facts: Facts, words: Words) -> Table:
    """Per examiner or the like, in hours of attempts."""
    _name, heading, title = map(words, SERVING[kind])
    note = words(
        "Hours of attempts: planned, and analysed of them. Flags that cannot be told of one:"
        " {n} of {of}.",
        n=f"{facts.serving.untied.get(kind, 0):,}",
        of=f"{len(facts.flags):,}",
    )
    columns = (
        Column(heading, 15.7),
        Column(words("Attempts"), 9.3, right=True),
        Column(words("Attempt h"), 9.3, right=True),
        *_columns(words)[1:],
    )
    rows = tuple(
        (name, cells.count(tally.footage.recordings), cells.hours(tally.footage.expected_us), *rest)
        for tally in facts.serving.by.get(kind, ())
        for name, _covered, *rest in [_line(tally, words, tally.key)]
    )
    return Table(title, columns, rows, note)


def _cut(table: Table, words: Words) -> Table:
    left = len(table.rows) - AT_MOST
    if left <= 0:
        return table
    note = words("Further rows in the workbook: {n}.", n=f"{left:,}")
    return replace(table, rows=table.rows[:AT_MOST], note=f"{table.note} {note}")


def _hours(facts: Facts, words: Words) -> list[Block]:
    if not any(tally.per_100h for tally in facts.by_hour):
        return []
    bars = tuple(
        Bar(t.key, t.per_100h or 0.0, cells.rate(t.per_100h).text, _confirmed_rate(t))
        for t in facts.by_hour
    )
    note = words("Light: all flags. Dark: confirmed.")
    return [
        Bars(words("Suspected flags per 100 analysed hours, by hour of the day"), bars, True, note)
    ]


def _confirmed_rate(tally: Tally) -> float:
    flags = tally.decisions.flags
    return (tally.per_100h or 0.0) * tally.decisions.confirmed / flags if flags else 0.0


def _table(
    title: str,
    heading: str,
    tallies: tuple[Tally, ...],
    words: Words,
    names: dict[str, str] | None = None,
) -> Table:
    columns = (Column(heading, 15.7), *_columns(words))
    rows = tuple(_line(tally, words, (names or {}).get(tally.key, tally.key)) for tally in tallies)
    return Table(title, columns, rows)


def _columns(words: Words) -> tuple[Column, ...]:
    return (
        Column(words("Recorded h"), 9.3, right=True),
        Column(words("Analysed h"), 9.3, right=True),
        Column(words("Flags"), 6.5, right=True),
        Column(words("Per 100 h"), 9.3, right=True),
        Column(words("Reviewed"), 8.8, right=True),
        Column(words("Confirmed"), 9.8, right=True),
        Column(words("False alarms"), 7.3, right=True),
        Column(words("Precision (95% interval)"), 27, right=True),
    )


def _line(tally: Tally, words: Words, name: str) -> tuple[Cell, ...]:
    made = tally.decisions
    mark = " ※" if tally.small else ""
    return (
        cells.text(name + mark),
        cells.hours(tally.footage.covered_us),
        cells.hours(tally.footage.analysed_us),
        cells.count(made.flags),
        cells.rate(tally.per_100h),
        cells.count(made.reviewed),
        cells.count(made.confirmed, "grave" if made.confirmed else ""),
        cells.count(made.false_alarms),
        cells.precision(made.precision, words),
    )


def _warning(words: Words) -> str:
    return words(
        "※ Small sample (fewer than {reviewed} concluded reviews or less than {hours} analysed "
        "hours): do not rank or compare by it.",
        reviewed=FEW_REVIEWED,
        hours=f"{FEW_HOURS:.0f}",
    )
