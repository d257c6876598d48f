"""Section three: where and when, always with denominators."""

from reports.circular import cells
from reports.circular.blocks import Bar, Bars, Block, Cell, Column, Heading, Table, Text
from reports.circular.words import Words
from reports.counts.tally import FEW_HOURS, FEW_REVIEWED, Tally
from reports.facts import Facts


def section(facts: Facts, words: Words) -> list[Block]:
    """Section three."""
    names = ["examiner", "safety officer", "driving school", "vehicle"]
    missing = words.listed([words(name) for name in names])
    return [
        Heading(words("III. Distribution")),
        by_site(facts, words),
        by_subject(facts, words),
        by_camera(facts, words),
        *_hours(facts, words),
        by_hour(facts, words),
        Text(_warning(words), "quiet"),
        Text(words("Not recorded yet: distribution by {names}.", names=missing), "quiet"),
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
    columns = (
        Column(heading, 15.7),
        Column(words("Recorded h"), 9.3, right=True),
        Column(words("Analysed h"), 9.3, right=True),
        Column(words("Flags"), 6.5, right=True),
        Column(words("Per 100 h"), 9.3, right=True),
        Column(words("Reviewed"), 8.8, right=True),
        Column(words("Confirmed"), 9.8, right=True),
        Column(words("False alarms"), 7.3, right=True),
        Column(words("Precision (95% interval)"), 27, right=True),
    )
    rows = tuple(_line(tally, words, (names or {}).get(tally.key, tally.key)) for tally in tallies)
    return Table(title, columns, rows)


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
