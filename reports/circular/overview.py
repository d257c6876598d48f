"""What opens a report: what nobody may overlook, and section one with the figures."""

from collections.abc import Iterator

from proctor.codes import title
from reports.circular import cells, comparison
from reports.circular.blocks import (
    Block,
    Figure,
    Figures,
    Heading,
    Notice,
    Text,
)
from reports.circular.words import Words, clean
from reports.facts import Facts


def notices(facts: Facts, words: Words) -> list[Notice]:
    """Everything that keeps a reader from taking silence for innocence; the gravest first."""
    return [
        *_nothing(facts, words),
        *_unexplained(facts, words),
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


def _unexplained(facts: Facts, words: Words) -> Iterator[Notice]:
    if facts.open_gaps:
        text = (
            "Gaps in the footage of exam sessions that nobody has explained: {n}; {length} in all."
        )
        missing = sum(row.missing_us for row in facts.gaps if row.state == "open")
        length = cells.length(missing, words).text
        line = words(text, n=f"{facts.open_gaps:,}", length=length)
        yield Notice(words("Footage is missing"), (line,), "grave")


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
        comparison.table(facts, words),
        Text(_definitions(facts, words), "quiet"),
        *_attempts(facts, words),
        Text(_missing(facts, words), "quiet"),
    ]


def _sentence(facts: Facts, words: Words) -> str:
    footage, flags = facts.totals.footage, facts.totals.decisions
    return words(
        "Recordings: {recordings}, with pictures for {covered} of {expected} h (coverage "
        "{coverage}); {analysed} h were analysed. Flags of suspected irregularities: {flags} "
        "({rate}). Reviewed: {reviewed}, of which confirmed {confirmed}, "
        "false alarms {false_alarms}, inconclusive {inconclusive}; awaiting review: {pending}.",
        recordings=f"{footage.recordings:,}",
        covered=cells.hours(facts.totals.covered_us).text,
        expected=cells.hours(facts.totals.expected_us).text,
        coverage=cells.share(facts.totals.coverage).text,
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
        covered=cells.hours(facts.totals.covered_us).text,
        expected=cells.hours(facts.totals.expected_us).text,
    )
    return Figures(
        (
            Figure(
                words("Recordings"),
                f"{footage.recordings:,}",
                words("{n} h analysed", n=cells.hours(footage.analysed_us).text),
            ),
            Figure(words("Coverage"), cells.share(facts.totals.coverage).text, whole),
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


def _definitions(facts: Facts, words: Words) -> str:
    if facts.totals.schedule.planned_us:
        return words(
            "Expected hours are those that the exam sessions ask of their cameras, each camera by "
            "itself; two recordings of the same moment count once. Hours with pictures leave out "
            "what is missing and what is damaged. Rates are per 100 analysed hours of all "
            "recordings, none below one hour. Precision is the confirmed share of confirmed and "
            "false alarms with Wilson's 95% interval; inconclusive flags count for neither."
        )
    return words(
        "Expected hours are the length the recordings themselves promise; they have not been "
        "compared with an exam schedule. Rates are per 100 analysed hours, none below one "
        "hour. Precision is the confirmed share of confirmed and false alarms with Wilson's 95% "
        "interval; inconclusive flags count for neither."
    )


def _attempts(facts: Facts, words: Words) -> Iterator[Text]:
    known = facts.serving
    if known.attempts:
        text = (
            "Attempts by the rosters: {attempts}, of {candidates} candidates. Confirmed flags name"
            " {involved} different candidates; those that fit more than one are not counted."
        )
        yield Text(
            words(
                text,
                attempts=f"{known.attempts:,}",
                candidates=f"{known.candidates:,}",
                involved=f"{known.involved:,}",
            )
        )


def _missing(facts: Facts, words: Words) -> str:
    names = ["sampled attempts and sampling rate", "cases"]
    if not facts.serving.attempts:
        names = ["attempts", *names, "candidates involved"]
    return words("Not recorded yet: {names}.", names=words.listed([words(name) for name in names]))
