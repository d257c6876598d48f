"""Section four: audio and video quality, and what the analysis was able to judge."""

from collections import Counter
from collections.abc import Iterator
from math import isnan

from proctor.codes import title
from proctor.schedule import GAP_STATES
from proctor.timeline import Microseconds
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
        footage(facts, words),
        *_gaps(facts, words),
        pictures(facts, words),
        Heading(words("(2) What was judged"), 2),
        Text(
            words(
                "A flag can only be raised where a rule could judge. Only the matters of this "
                "table were looked for; anything else was not."
            )
        ),
        judged(facts, words),
    ]


def footage(facts: Facts, words: Words) -> Table:
    """What each camera owes."""
    columns = (
        Column(words("Camera"), 18),
        Column(words("Site"), 14),
        Column(words("Files"), 8, right=True),
        Column(words("Expected h"), 10, right=True),
        Column(words("Coverage"), 10, right=True),
        Column(words("Missing"), 10, right=True),
        Column(words("Damaged files"), 10, right=True),
        Column(words("Broken files"), 10, right=True),
        Column(words("No audio"), 10, right=True),
    )
    rows = tuple(_footage(line, words) for line in facts.cameras)
    note = words(
        "Coverage leaves out what is missing and what is damaged. Missing time must be "
        "investigated."
    )
    return Table(words("Table 7  Footage by camera"), columns, rows, note)


def _footage(line: CameraHealth, words: Words) -> tuple[Cell, ...]:
    footage = line.footage
    complete = line.coverage is None or line.coverage == 1
    return (
        cells.text(line.camera),
        cells.text(line.site),
        cells.count(footage.recordings),
        cells.hours(line.expected_us),
        cells.share(line.coverage, "" if complete else "grave"),
        cells.lost(line.missing_us, words),
        cells.fault(line.damaged),
        cells.fault(line.unreadable),
        cells.count(line.silent, "" if line.silent else "quiet"),
    )


def pictures(facts: Facts, words: Words) -> Table:
    """What the pictures, the sound and the clock of each camera were worth."""
    columns = (
        Column(words("Camera"), 18),
        Column(words("Site"), 12),
        *(Column(words(name), 10, right=True) for name in _POOR.values()),
        Column(words("Clock off"), 10, right=True),
    )
    rows = tuple(_pictures(line, words) for line in facts.cameras)
    note = words(
        "Flagged times that no reviewer has dismissed. The clock: the largest offset flagged, "
        "positive when it is ahead. A dash: nothing was judged; Table 9 says on how much "
        "of the footage each could be."
    )
    return Table(words("Table 8  Picture, sound and clock by camera"), columns, rows, note)


_POOR = {
    "VID_BLACK": "Black",
    "VID_FREEZE": "Frozen",
    "VID_COVER": "Covered lens",
    "VID_MOVE": "Moved",
    "VID_BLUR": "Out of focus",
    "AUD_NONE": "Silent",
}


def _pictures(line: CameraHealth, words: Words) -> tuple[Cell, ...]:
    return (
        cells.text(line.camera),
        cells.text(line.site),
        *(_poor(line.poor[code], words) for code in _POOR),
        _clock(line.clock_off_s, words),
    )


def _poor(time: Microseconds | None, words: Words) -> Cell:
    return cells.NOTHING if time is None else cells.lost(time, words)


def _clock(off: float | None, words: Words) -> Cell:
    if off is None:
        return cells.NOTHING
    if isnan(off):
        return cells.text(words("unsteady"), "warn")
    return Cell(words("{n} s", n=f"{off:+,.1f}"), off, "decimal", "warn")


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
    return Table(words("Table 9  Rules judged and not judged"), columns, rows)


def _judged(line: CodeTally, words: Words) -> tuple[Cell, ...]:
    return (
        cells.text(title(line.code, words.lang)),
        cells.text(line.code),
        cells.count(line.asked),
        cells.fault(line.unjudged),
        cells.share(line.judged_share, "" if line.judged_us else "grave"),
        Cell(words.listed([words.sense(sense) for sense in line.missing]) or "—"),
    )
