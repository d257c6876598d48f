"""The appendices: flags, sampling, faulty recordings, ledger; all recordings for the workbook."""

from proctor.coverage import GapRow
from proctor.findings import FlagRow
from proctor.timeline import moment
from reports.circular import cells
from reports.circular.blocks import Appendix, Block, Cell, Column, Heading, Table, Text
from reports.circular.matters import recording_name
from reports.circular.words import Words
from reports.counts.footage import Portion
from reports.facts import Facts

AT_MOST = 300
"""Rows of an appendix in a document; the workbook holds them all."""


def section(facts: Facts, words: Words) -> list[Block]:
    """All appendices."""
    unknown = words("Not recorded yet.")
    return [
        Appendix(),
        Heading(words("Appendix 1  List of flags")),
        *_cut(flags(facts, words), words),
        Heading(words("Appendix 2  Sampling list")),
        Text(unknown, "quiet"),
        Heading(words("Appendix 3  Recordings with faults")),
        *_cut(faults(facts, words), words),
        Heading(words("Missing footage of exam sessions"), 2),
        *_cut(gaps(facts, words), words),
        Heading(words("Appendix 4  Rectification ledger")),
        Text(unknown, "quiet"),
    ]


def _cut(table: Table, words: Words) -> list[Block]:
    if not table.rows:
        return [Text(words("None."))]
    left = len(table.rows) - AT_MOST
    if left <= 0:
        return [table]
    note = words("Further rows in the workbook: {n}.", n=f"{left:,}")
    return [Table(table.title, table.columns, table.rows[:AT_MOST], note)]


def flags(facts: Facts, words: Words) -> Table:
    """Every flag of the period."""
    columns = (
        Column(words("Flag"), 14),
        Column(words("Matter"), 23),
        Column(words("Level"), 5.5, right=True),
        Column(words("Start"), 19.6),
        Column(words("Duration"), 9.6, right=True),
        Column(words("Site"), 13.5),
        Column(words("Camera"), 15),
        Column(words("Place"), 10),
        Column(words("Candidate"), 16),
        Column(words("Recording"), 21.5),
        Column(words("In the recording"), 12, right=True),
        Column(words("Sureness"), 9, right=True),
        Column(words("State"), 12.6),
        Column(words("Reviewer"), 10),
    )
    return Table("", columns, tuple(_flag(row, facts, words) for row in facts.flags))


def _flag(row: FlagRow, facts: Facts, words: Words) -> tuple[Cell, ...]:
    flag = row.flag
    return (
        cells.text(flag.id),
        cells.text(words.claim(row)),
        cells.count(flag.level),
        cells.wall(row.start, facts.period),
        cells.length(flag.span.duration_us, words),
        cells.text(row.site),
        cells.text(row.camera),
        cells.text(words.place(flag.place)),
        cells.text(words.who(row) or "—"),
        cells.text(recording_name(row.recording)),
        cells.media(flag.span.start_us),
        Cell(f"{flag.score:.2f}", flag.score, "decimal"),
        Cell(words.state(row.state), tone="grave" if row.state == "confirmed" else ""),
        cells.text(row.reviews[-1].by if row.reviews else "—"),
    )


def faults(facts: Facts, words: Words) -> Table:
    """Recordings that are unreadable, damaged or incomplete."""
    faulty = [p for p in facts.portions if _faulty(p)]
    return _recordings(faulty, facts, words)


def gaps(facts: Facts, words: Words) -> Table:
    """What is missing of the exam sessions, and what was decided about it."""
    columns = (
        Column(words("Gap"), 14),
        Column(words("State"), 12),
        Column(words("Site"), 12),
        Column(words("Hall or vehicle"), 14),
        Column(words("Camera"), 15),
        Column(words("Missing track"), 8),
        Column(words("Start"), 19.6),
        Column(words("Duration"), 9.6, right=True),
        Column(words("Still missing"), 9.6, right=True),
        Column(words("Reviewer"), 10),
        Column(words("Reason given"), 24),
    )
    return Table("", columns, tuple(_gap(row, facts, words) for row in facts.gaps))


def _gap(row: GapRow, facts: Facts, words: Words) -> tuple[Cell, ...]:
    missing = row.gap.missing
    last = row.gap.decisions[-1] if row.gap.decisions else None
    return (
        cells.text(row.gap.id),
        Cell(words.gap_state(row.state), tone="grave" if row.state == "open" else ""),
        cells.text(missing.site),
        cells.text(missing.hall),
        cells.text(missing.camera),
        Cell(words("picture") if missing.track == "video" else words("sound")),
        cells.wall(moment(missing.span.start_us), facts.period),
        cells.length(missing.span.duration_us, words),
        cells.lost(row.missing_us, words),
        cells.text(last.by if last else "—"),
        cells.text(last.reason if last else _doubt(row, words)),
    )


def _doubt(row: GapRow, words: Words) -> str:
    return words("maybe only the clocks of the recordings") if row.doubtful else "—"


def recordings(facts: Facts, words: Words) -> Table:
    """Every recording of the period."""
    return _recordings(list(facts.portions), facts, words)


def _faulty(each: Portion) -> bool:
    account = each.row.facts.account
    return account is None or account.damaged > 0 or each.covered_us < each.span.duration_us


def _recordings(portions: list[Portion], facts: Facts, words: Words) -> Table:
    columns = (
        Column(words("Recording"), 28),
        Column(words("Start"), 21),
        Column(words("Site"), 12),
        Column(words("Camera"), 16),
        Column(words("Subject"), 17),
        Column(words("Expected h"), 10, right=True),
        Column(words("Coverage"), 9, right=True),
        Column(words("Missing"), 9, right=True),
        Column(words("Damaged packets"), 9, right=True),
        Column(words("Flags"), 7, right=True),
        Column(words("Analysis"), 12),
        Column(words("Remark"), 24),
    )
    return Table("", columns, tuple(_recording(each, facts, words) for each in portions))


def _recording(each: Portion, facts: Facts, words: Words) -> tuple[Cell, ...]:
    known, account = each.row.facts, each.row.facts.account
    span = each.span.duration_us
    run = words("run {n}", n=each.row.run_number) if each.analysed else words("not analysed")
    return (
        cells.text(recording_name(known.path)),
        cells.wall(each.row.start, facts.period),
        cells.text(known.site),
        cells.text(known.camera),
        Cell(words.subject(known.subject)),
        cells.hours(span) if account else cells.NOTHING,
        cells.share(each.covered_us / span if span else None),
        cells.lost(span - each.covered_us, words) if account else cells.NOTHING,
        cells.fault(account.damaged) if account else cells.NOTHING,
        cells.count(each.row.flags),
        Cell(run, tone="" if each.analysed else "warn"),
        cells.text(known.fault or " ".join(account.notes if account else ())),
    )
