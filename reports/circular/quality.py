"""Section four: audio and video quality, and what the analysis was able to judge."""

from collections import Counter
from collections.abc import Iterator

from proctor.codes import title
from proctor.schedule import GAP_STATES
from reports.circular import cells
from reports.circular.blocks import Block, Cell, Column, Heading, Table, Text
from reports.circular.words import Words
from reports.counts.health import CameraHealth
from reports.counts.scope import CodeTally
from reports.facts import Facts


def section(facts: Facts, words: Words) -> list[Block]:
    """Section four."""
    return [
        Heading(words("IV. Audio and video quality")),
        Heading(words("(1) Cameras"), 2),
        cameras(facts, words),
        *_gaps(facts, words),
        Text(words("Not recorded yet: {names}.", names=words("clock offset")), "quiet"),
        Heading(words("(2) What was judged"), 2),
        Text(
            words(
                "A flag can only be raised where a rule could judge. Only the matters of this "
                "table were looked for; anything else was not."
            )
        ),
        judged(facts, words),
    ]


def cameras(facts: Facts, words: Words) -> Table:
    """What each camera owes."""
    columns = (
        Column(words("Camera"), 16),
        Column(words("Site"), 11),
        Column(words("Files"), 6, right=True),
        Column(words("Expected h"), 9.5, right=True),
        Column(words("Coverage"), 9.6, right=True),
        Column(words("Missing"), 8.5, right=True),
        Column(words("Black"), 8, right=True),
        Column(words("Frozen"), 8, right=True),
        Column(words("Covered lens"), 8.8, right=True),
        Column(words("Damaged files"), 9.8, right=True),
        Column(words("Broken files"), 7.7, right=True),
        Column(words("No audio"), 6.5, right=True),
    )
    rows = tuple(_camera(line, words) for line in facts.cameras)
    note = words(
        "Black, frozen and covered are flagged times that no reviewer has dismissed. Coverage "
        "leaves out what is missing and what is damaged. Missing time must be investigated."
    )
    return Table(words("Table 7  Quality by camera"), columns, rows, note)


def _camera(line: CameraHealth, words: Words) -> tuple[Cell, ...]:
    footage = line.footage
    complete = line.coverage is None or line.coverage == 1
    return (
        cells.text(line.camera),
        cells.text(line.site),
        cells.count(footage.recordings),
        cells.hours(line.expected_us),
        cells.share(line.coverage, "" if complete else "grave"),
        cells.lost(line.missing_us, words),
        cells.lost(line.black_us, words),
        cells.lost(line.frozen_us, words),
        cells.lost(line.covered_us, words),
        cells.fault(line.damaged),
        cells.fault(line.unreadable),
        cells.count(line.silent, "" if line.silent else "quiet"),
    )


def _gaps(facts: Facts, words: Words) -> Iterator[Text]:
    if facts.gaps:
        states = Counter(row.state for row in facts.gaps)
        counts = [f"{words.gap_state(state)} {states[state]:,}" for state in GAP_STATES]
        yield Text(
            words(
                "Gaps in the footage of exam sessions: {n}; by state: {states}. Appendix 3 lists "
                "them.",
                n=f"{len(facts.gaps):,}",
                states=words.listed(counts),
            )
        )


def judged(facts: Facts, words: Words) -> Table:
    """Per rule on how many recordings, and on what share of the time, it could say anything."""
    columns = (
        Column(words("Matter"), 22),
        Column(words("Code"), 16),
        Column(words("Analysed recordings"), 10, right=True),
        Column(words("Not judged on"), 10, right=True),
        Column(words("Judged share of the time"), 12, right=True),
        Column(words("Missing senses"), 20),
    )
    rows = tuple(_judged(line, words) for line in facts.by_code if line.asked)
    return Table(words("Table 8  Rules judged and not judged"), columns, rows)


def _judged(line: CodeTally, words: Words) -> tuple[Cell, ...]:
    return (
        cells.text(title(line.code, words.lang)),
        cells.text(line.code),
        cells.count(line.asked),
        cells.fault(line.unjudged),
        cells.share(line.judged_share, "" if line.judged_us else "grave"),
        Cell(words.listed([words.sense(sense) for sense in line.missing]) or "—"),
    )
