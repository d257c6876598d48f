"""Scores that contradict the deductions they are made of, or the result that is told."""

import re
from collections.abc import Sequence

from proctor.anomalies.lead import Lead, people
from proctor.anomalies.limits import Limits
from proctor.findings import Reasons
from proctor.results.result import Outcome

_HEAVY = re.compile(r"(A[123]|B[12])")
_TOLERANCE = 0.01
"""Points; halves are written with rounding errors."""


def least_score(one: Outcome, limits: Limits) -> float:
    """The score from which an attempt is a pass (162 号令: 90; in the field 80, save lorries)."""
    if one.subject == "hall":
        return limits.pass_hall
    if one.subject == "road":
        return limits.pass_road
    return limits.pass_field_heavy if _HEAVY.match(one.licence) else limits.pass_field


def mismatched(outcomes: Sequence[Outcome], limits: Limits) -> list[Lead]:
    """A lead per attempt whose score cannot be right."""
    leads = []
    for one in outcomes:
        wrong = _wrong(one, limits)
        if wrong:
            reasons = {"check": "score", **wrong, **people(one)}
            leads.append(Lead("score", one.serial, one, one.starts, one.ends, 1.0, reasons))
    return leads


def is_judged(one: Outcome) -> bool:
    """Whether anything can be held against the score."""
    return one.score is not None and (one.passed is not None or _deducted(one) is not None)


def _deducted(one: Outcome) -> float | None:
    """Points lost in all; ``None`` when no item says what it cost."""
    told = [item.deducted for item in one.items if item.deducted is not None]
    return sum(told) if told else None


def _wrong(one: Outcome, limits: Limits) -> Reasons:
    """What is wrong with a score, empty for a right one."""
    if one.score is None:
        return {}
    found: dict[str, float | str] = {}
    deducted, least = _deducted(one), least_score(one, limits)
    if deducted is not None:
        # A test that is broken off counts as failed with whatever is left, never less than nothing.
        expected = max(0.0, limits.full - deducted)
        if abs(expected - one.score) > _TOLERANCE:
            found |= {"deducted": deducted, "expected_score": expected}
    if one.passed is not None and one.passed != (one.score >= least):
        found |= {"told": "passed" if one.passed else "failed", "least_score": least}
    return {"score": one.score, **found} if found else {}
