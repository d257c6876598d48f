"""What was looked for and what was not: silence is not innocence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from proctor.codes import CODES, Level
from proctor.findings import FlagRow
from proctor.perception import Sense
from proctor.phases import RUNNING, Phase
from proctor.rules import RULES
from proctor.timeline import Microseconds, total_us
from reports.counts.footage import Portion
from reports.counts.tally import Decisions, decisions, per_100h

_PHASES: Mapping[str, tuple[Phase, ...]] = {rule.code: rule.phases for rule in RULES}
"""When each rule is asked."""


@dataclass(frozen=True, slots=True)
class CodeTally:
    """One flag code: what it found, and on how much footage it was able to look."""

    code: str
    """As stored, such as ``PHONE``."""
    level: Level
    """1 is the gravest."""
    decisions: Decisions
    """Flags and what became of them."""
    asked: int
    """Analysed recordings for which the rulebook had this rule."""
    unjudged: int
    """Those of them on which it could say nothing."""
    asked_us: Microseconds
    """Time with pictures in which it was asked, in the phases that it is about."""
    judged_us: Microseconds
    """That time weighted with the share of place-time judged."""
    missing: tuple[Sense, ...]
    """Senses that no loaded model supplied, sorted."""

    @property
    def judged_share(self) -> float | None:
        """Judged part of the time asked for, 0–1; ``None`` when it was never asked."""
        return self.judged_us / self.asked_us if self.asked_us else None

    @property
    def per_100h(self) -> float | None:
        """Flags in a hundred *judged* hours; ``None`` below one hour."""
        return per_100h(self.decisions.flags, self.judged_us)


def by_code(portions: Iterable[Portion], flags: Iterable[FlagRow]) -> tuple[CodeTally, ...]:
    """A line per code that was raised, judged or not judged; gravest first, then by name."""
    analysed = [p for p in portions if p.analysed]
    rows = list(flags)
    names = {row.flag.code for row in rows}
    for each in analysed:
        names |= each.row.judged.keys() | {gap.code for gap in each.row.not_judged}
    lines = [
        _line(name, analysed, [row for row in rows if row.flag.code == name]) for name in names
    ]
    return tuple(sorted(lines, key=lambda line: (line.level, line.code)))


def _line(code: str, analysed: list[Portion], rows: list[FlagRow]) -> CodeTally:
    judged = [p for p in analysed if code in p.row.judged]
    unjudged = [p for p in analysed if code in _gaps(p) and code not in p.row.judged]
    senses = {sense for p in unjudged for sense in _gaps(p)[code]}
    return CodeTally(
        code=code,
        level=CODES[code].level if code in CODES else min((r.flag.level for r in rows), default=3),
        decisions=decisions(rows),
        asked=len(judged) + len(unjudged),
        unjudged=len(unjudged),
        asked_us=sum(_asked_us(p, code) for p in judged + unjudged),
        judged_us=round(sum(_asked_us(p, code) * p.row.judged[code] for p in judged)),
        missing=tuple(sorted(senses)),
    )


def _asked_us(each: Portion, code: str) -> Microseconds:
    """Time with pictures in which the rule is asked: only in its phases, where any are known."""
    return total_us(each.asked(_PHASES.get(code, RUNNING)))


def _gaps(each: Portion) -> dict[str, tuple[Sense, ...]]:
    return {gap.code: gap.missing for gap in each.row.not_judged}
