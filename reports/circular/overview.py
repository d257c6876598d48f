"""What opens a report: what nobody may overlook, and section one with the figures."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from proctor.codes import title
from proctor.timeline import Microseconds
from reports.circular import cells
from reports.circular.blocks import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Heading,
    Notice,
    Table,
    Text,
)
from reports.circular.words import Words, clean
from reports.counts.tally import HOUR
from reports.facts import Facts, Totals

_Number = Callable[[Totals], float | None]


def notices(facts: Facts, words: Words) -> list[Notice]:
    """Everything that keeps a reader from taking silence for innocence; the gravest first."""
    return [
        *_nothing(facts, words),
        *_not_judged(facts, words),
        *_data(facts, words),
        *_suspicion(facts, words),
    ]


def _nothing(facts: Facts, words: Words) -> Iterator[Notice]:
    if facts.totals.empty:
        line = words(
            "There are no exam sessions, recordings or flags on record. This says nothing "
            "about what happened; it says that nothing was recorded here."
        )
        yield Notice(words("Nothing was recorded in this period"), (line,), "grave")


def _not_judged(facts: Facts, words: Words) -> Iterator[Notice]:
    gaps = [line for line in facts.by_code if line.unjudged]
    if gaps:
        lines = tuple(
            words(
                "{what} ({code}): not judged on {n} of {of} analysed recordings; missing: {senses}",
                what=title(line.code, words.lang),
                code=clean(line.code),
                n=line.unjudged,
                of=line.asked,
                senses=words.listed([words.sense(sense) for sense in line.missing]),
            )
            for line in gaps
        )
        yield Notice(
            words("Silence is not innocence: these matters were not judged"), lines, "grave"
        )


def _data(facts: Facts, words: Words) -> Iterator[Notice]:
    lines = []
    if idle := facts.unanalysed:
        hours = cells.hours(sum(each.covered_us for each in idle)).text
        text = "Recordings not analysed yet: {n}, with {hours} h of pictures."
        lines.append(words(text, n=len(idle), hours=hours))
    if facts.unreadable:
        text = "Unreadable recordings: {n}. Their length is unknown and is missing from the hours."
        lines.append(words(text, n=len(facts.unreadable)))
    if facts.undated.recordings:
        text = "Recordings without wall time: {n}, with {flags} flags. They are in no period."
        lines.append(words(text, n=facts.undated.recordings, flags=facts.undated.flags))
    if lines:
        yield Notice(words("Recordings that these figures do not speak for"), tuple(lines))


def _suspicion(facts: Facts, words: Words) -> Iterator[Notice]:
    if waiting := facts.totals.decisions.pending:
        text = "Flags that no person has reviewed: {n}. They prove nothing about anybody."
        yield Notice(words("Flags are not verdicts"), (words(text, n=waiting),))


def section(facts: Facts, words: Words) -> list[Block]:
    """Section one: a sentence, the key figures, the table of comparisons, definitions."""
    return [
        Heading(words("I. Overview")),
        Text(_sentence(facts, words)),
        _figures(facts, words),
        comparison(facts, words),
        Text(_definitions(words), "quiet"),
        Text(_missing(words), "quiet"),
    ]


def _sentence(facts: Facts, words: Words) -> str:
    footage, flags = facts.totals.footage, facts.totals.decisions
    return words(
        "Recordings: {recordings}, with pictures for {covered} of {expected} h (coverage "
        "{coverage}); {analysed} h were analysed. Flags of suspected irregularities: {flags} "
        "({rate}). Reviewed: {reviewed}, of which confirmed {confirmed}, "
        "false alarms {false_alarms}, inconclusive {inconclusive}; awaiting review: {pending}.",
        recordings=f"{footage.recordings:,}",
        covered=cells.hours(footage.covered_us).text,
        expected=cells.hours(footage.expected_us).text,
        coverage=cells.share(footage.coverage).text,
        analysed=cells.hours(footage.analysed_us).text,
        flags=f"{flags.flags:,}",
        rate=_rate(facts, words),
        reviewed=f"{flags.reviewed:,}",
        confirmed=f"{flags.confirmed:,}",
        false_alarms=f"{flags.false_alarms:,}",
        inconclusive=f"{flags.inconclusive:,}",
        pending=f"{flags.pending:,}",
    )


def _rate(facts: Facts, words: Words) -> str:
    rate = facts.totals.tally.per_100h
    if rate is None:
        return words("less than one analysed hour: no rate")
    return words("{n} per 100 analysed hours", n=cells.rate(rate).text)


def _figures(facts: Facts, words: Words) -> Figures:
    footage, flags = facts.totals.footage, facts.totals.decisions
    of = flags.precision
    low, high, _ = cells.bounds(of)
    spread = words("95% interval {low}–{high}, n={n}", low=low.text, high=high.text, n=of.n)
    spread = spread if of.n else words("no review")
    whole = words(
        "{covered} of {expected} h",
        covered=cells.hours(footage.covered_us).text,
        expected=cells.hours(footage.expected_us).text,
    )
    return Figures(
        (
            Figure(
                words("Recordings"),
                f"{footage.recordings:,}",
                words("{n} h analysed", n=cells.hours(footage.analysed_us).text),
            ),
            Figure(words("Coverage"), cells.share(footage.coverage).text, whole),
            Figure(
                words("Suspected flags"),
                f"{flags.flags:,}",
                _rate(facts, words),
            ),
            Figure(
                words("Reviewed"),
                cells.share(flags.reviewed_share).text,
                words("{n} waiting", n=f"{flags.pending:,}"),
                "warn" if flags.pending else "",
            ),
            Figure(
                words("Confirmed"),
                f"{flags.confirmed:,}",
                words("{n} false alarms", n=f"{flags.false_alarms:,}"),
                "grave" if flags.confirmed else "",
            ),
            Figure(
                words("Precision"),
                cells.share(of.value).text,
                spread,
            ),
        )
    )


def comparison(facts: Facts, words: Words) -> Table:
    """The figures beside those of the period before and of a year ago."""
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
    ("Expected hours", lambda t: t.footage.expected_us),
    ("Hours with pictures", lambda t: t.footage.covered_us),
    ("Analysed hours", lambda t: t.footage.analysed_us),
)
_RATES: tuple[tuple[str, _Number], ...] = (
    ("Flags per 100 analysed hours", lambda t: t.tally.per_100h),
)
_SHARES: tuple[tuple[str, _Number], ...] = (
    ("Coverage", lambda t: t.footage.coverage),
    ("Analysed share", lambda t: _part(t.footage.analysed_us, t.footage.covered_us)),
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

    return _row(facts, words, name, lambda t: cells.hours(number(t)), growth)


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


def _definitions(words: Words) -> str:
    return words(
        "Expected hours are the length the recordings themselves promise; they have not been "
        "compared with an exam schedule. Rates are per 100 analysed hours, none below one "
        "hour. Precision is the confirmed share of confirmed and false alarms with Wilson's 95% "
        "interval; inconclusive flags count for neither."
    )


def _missing(words: Words) -> str:
    names = ["attempts", "sampled attempts and sampling rate", "cases", "candidates involved"]
    return words("Not recorded yet: {names}.", names=words.listed([words(name) for name in names]))
