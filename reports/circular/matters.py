"""Section two: what was suspected, by flag code, and typical cases."""

from collections.abc import Iterator

from proctor.codes import title
from proctor.findings import FlagRow
from reports.circular import cells
from reports.circular.blocks import (
    Bar,
    Bars,
    Block,
    CaseCard,
    Cell,
    Column,
    Heading,
    Table,
    Text,
    Tone,
)
from reports.circular.words import Words, clean
from reports.counts.cases import Case, PictureFault
from reports.counts.scope import CodeTally
from reports.facts import Facts

_PICTURE: dict[PictureFault, str] = {
    "": "Key frame at {at}",
    "none": "No key frame was made.",
    "missing": "The key frame's file is missing.",
    "altered": "The key frame's file is not the one on record (SHA-256 differs); it is not shown.",
}
_TONES: dict[str, Tone] = {"confirmed": "grave", "false-alarm": "quiet"}


def section(facts: Facts, words: Words) -> list[Block]:
    """Section two."""
    blocks: list[Block] = [
        Heading(words("II. Main problems")),
        Heading(words("(1) By matter"), 2),
    ]
    if not facts.totals.decisions.flags:
        blocks.append(Text(words("No flags were raised in this period.")))
    if facts.by_code:
        blocks += [*_bars(facts, words), by_code(facts, words)]
    blocks.append(Heading(words("(2) Typical cases"), 2))
    if not facts.cases:
        blocks.append(Text(words("None.")))
    return [*blocks, *(_card(n, case, facts, words) for n, case in enumerate(facts.cases, 1))]


def _bars(facts: Facts, words: Words) -> Iterator[Block]:
    lines = [line for line in facts.by_code if line.decisions.flags]
    lines.sort(key=lambda line: -line.decisions.flags)
    if lines:
        bars = tuple(
            Bar(
                title(line.code, words.lang),
                line.decisions.flags,
                f"{line.decisions.flags:,}",
                line.decisions.confirmed,
            )
            for line in lines
        )
        note = words("Light: all flags. Dark: confirmed.")
        yield Bars(words("Suspected flags by matter"), bars, note=note)


def by_code(facts: Facts, words: Words) -> Table:
    """A line per flag code with its own denominator: the hours that could be judged."""
    columns = (
        Column(words("Matter"), 21),
        Column(words("Level"), 5.5, right=True),
        Column(words("Flags"), 7.5, right=True),
        Column(words("Judged h"), 9.3, right=True),
        Column(words("Per 100 judged h"), 9.3, right=True),
        Column(words("Reviewed"), 9, right=True),
        Column(words("Confirmed"), 10.1, right=True),
        Column(words("False alarms"), 7, right=True),
        Column(words("Precision (95% interval)"), 26.5, right=True),
    )
    rows = tuple(_line(line, words) for line in facts.by_code)
    note = words("Level 1 is the gravest. A matter that was not judged cannot be zero: see IV (2).")
    return Table(words("Table 2  Flags by matter"), columns, rows, note)


def _line(line: CodeTally, words: Words) -> tuple[Cell, ...]:
    made = line.decisions
    blind = line.asked > 0 and not line.judged_us
    unjudged = Cell(words("not judged"), tone="grave")
    return (
        cells.text(words.matter(line.code)),
        cells.count(line.level),
        unjudged if blind and not made.flags else cells.count(made.flags),
        cells.hours(line.judged_us),
        cells.rate(line.per_100h),
        cells.count(made.reviewed),
        cells.count(made.confirmed, "grave" if made.confirmed else ""),
        cells.count(made.false_alarms),
        cells.precision(made.precision, words),
    )


def _card(number: int, case: Case, facts: Facts, words: Words) -> CaseCard:
    row = case.row
    return CaseCard(
        title=words("Case {n}: {what}", n=number, what=words.claim(row)),
        state=words.state(row.state),
        tone=_TONES.get(row.state, "warn"),
        lines=tuple(_lines(case, facts, words)),
        picture=case.picture,
        picture_note=words(_PICTURE[case.fault], at=cells.media(row.flag.peak_us).text),
        unshown=words("The key frame's file cannot be shown as a picture."),
    )


def _lines(case: Case, facts: Facts, words: Words) -> Iterator[tuple[str, str]]:
    row = case.row
    yield words("Time"), cells.wall(row.start, facts.period).text
    yield words("Duration"), cells.length(row.flag.span.duration_us, words).text
    yield words("Where"), where(row, words)
    if who := words.who(row):
        yield words("Candidate"), who
    if row.sitting.examiner:
        yield words("Examiner"), clean(row.sitting.examiner)
    yield (
        words("Recording"),
        f"{recording_name(row.recording)}  {cells.media(row.flag.span.start_us).text}",
    )
    yield words("Clip"), clean(case.clip) or words("no clip")
    yield (
        words("Level"),
        words("{level}, sureness {n}", level=row.flag.level, n=f"{row.flag.score:.2f}"),
    )
    yield (
        words("Flag"),
        f"{clean(row.flag.id)}  {title(row.flag.code, words.lang)} {clean(row.flag.code)}",
    )
    if row.reviews:
        last = row.reviews[-1]
        decided = [words.state(row.state), clean(last.by), cells.wall(last.at, facts.period).text]
        yield words("Review"), "  ".join([*decided, clean(last.reason)]).strip()


def where(row: FlagRow, words: Words) -> str:
    """Site, camera and place of a flag in one line."""
    place = words.place(row.flag.place)
    return " · ".join([clean(row.site), words.subject(row.subject), clean(row.camera), place])


def recording_name(path: str) -> str:
    """The last part of a path of either kind of computer."""
    return clean(path.replace("\\", "/").rsplit("/", 1)[-1])
