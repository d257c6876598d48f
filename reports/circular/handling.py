"""Sections five and six: what became of the flags, and what is to be done."""

from collections.abc import Iterator

from reports.circular import cells
from reports.circular.blocks import Block, Cell, Column, Heading, Signatures, Table, Text
from reports.circular.words import Words, clean
from reports.facts import Facts


def section(facts: Facts, words: Words) -> list[Block]:
    """Sections five and six with the places to sign."""
    return [
        Heading(words("V. Handling")),
        states(facts, words),
        *_reasons(facts, words),
        *_reviewers(facts, words),
        Text(words("Not recorded yet: {names}.", names=_unknown(words)), "quiet"),
        Heading(_sixth(facts, words)),
        Text(words("Not recorded yet: {names}.", names=words("rectification ledger")), "quiet"),
        *(Text(line) for line in demands(facts, words)),
        Text(words("Further demands (filled in by the office): ________________________________")),
        Signatures((words("Prepared"), words("Checked"), words("Approved"), words("Date"))),
    ]


def _sixth(facts: Facts, words: Words) -> str:
    if facts.period.kind == "month":
        return words("VI. Rectification of last month and demands of this month")
    return words("VI. Rectification of the last period and demands of this one")


def _unknown(words: Words) -> str:
    names = ["cases", "hand-overs and dispositions", "minutes of review"]
    return words.listed([words(name) for name in names])


def states(facts: Facts, words: Words) -> Table:
    """Flags by state with their share."""
    made = facts.totals.decisions
    columns = (
        Column(words("State"), 30),
        Column(words("Flags"), 12, right=True),
        Column(words("Share"), 12, right=True),
    )
    counts = (
        (words.state("confirmed"), made.confirmed),
        (words.state("false-alarm"), made.false_alarms),
        (words.state("inconclusive"), made.inconclusive),
        (words.state("pending"), made.pending),
        (words("Total"), made.flags),
    )
    rows = tuple(
        (Cell(name), cells.count(n), cells.share(n / made.flags if made.flags else None))
        for name, n in counts
    )
    return Table(words("Table 10  State of the flags"), columns, rows)


def _reasons(facts: Facts, words: Words) -> Iterator[Block]:
    if facts.reasons:
        columns = (Column(words("Reason"), 42), Column(words("False alarms"), 12, right=True))
        rows = tuple((cells.text(name or "—"), cells.count(n)) for name, n in facts.reasons)
        yield Table(words("Table 11  Reasons for false alarms"), columns, rows)


def _reviewers(facts: Facts, words: Words) -> Iterator[Block]:
    if facts.reviewers:
        people = [f"{clean(name)} {n:,}" for name, n in facts.reviewers]
        yield Text(words("Flags decided, by reviewer: {people}.", people=words.listed(people)))


def demands(facts: Facts, words: Words) -> list[str]:
    """What follows from the facts alone, numbered."""
    found = list(_demands(facts, words)) or [words("Nothing follows from the figures alone.")]
    return [f"{number}. {line}" for number, line in enumerate(found, 1)]


def _demands(facts: Facts, words: Words) -> Iterator[str]:
    if facts.totals.empty:
        yield words("Find out why nothing was recorded.")
    if waiting := facts.totals.decisions.pending:
        yield words("Review the flags that still wait ({n}).", n=f"{waiting:,}")
    owing = [line for line in facts.cameras if line.missing_us]
    if owing:
        names = words.listed(
            [f"{clean(c.camera)} ({cells.length(c.missing_us, words).text})" for c in owing[:5]]
        )
        yield words(
            "Investigate the missing footage, by camera ({n}): {names}.", n=len(owing), names=names
        )
    if facts.unreadable:
        yield words(
            "Export unreadable recordings again or recover them ({n}).", n=len(facts.unreadable)
        )
    if facts.unanalysed:
        yield words("Analyse the recordings that nobody has judged ({n}).", n=len(facts.unanalysed))
    senses = sorted({sense for line in facts.by_code for sense in line.missing})
    if senses:
        names = words.listed([words.sense(sense) for sense in senses])
        yield words("Install models for {names}, and inspect by eye until then.", names=names)
    if facts.undated.recordings:
        yield words(
            "Find out the wall time of recordings that lack it ({n}).", n=facts.undated.recordings
        )
