"""All checks over the results of one stretch of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from proctor.anomalies.items import is_timed, misplaced
from proctor.anomalies.lead import Check, Lead
from proctor.anomalies.limits import Limits
from proctor.anomalies.overlaps import twice
from proctor.anomalies.passes import streaks
from proctor.anomalies.scores import is_judged, mismatched
from proctor.anomalies.times import paces
from proctor.results.result import Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """What a check was able to look at: silence is not innocence."""

    check: Check
    """Which; ``share`` stands for ``streak`` too, which asks about the same people."""
    asked: int
    """Attempts, times, or examiners, vehicles and schools there are."""
    judged: int
    """Those that could be judged."""
    leads: int
    """Raised."""
    promise: str
    """``exact``, or how many of its leads may be false."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks made of the results."""

    leads: tuple[Lead, ...]
    """By moment."""
    tallies: tuple[Tally, ...]
    """One for each check."""

    @property
    def judged(self) -> float:
        """Mean over the checks of the share that could be judged, 0–1; 1 when nothing was asked."""
        shares = [tally.judged / tally.asked for tally in self.tallies if tally.asked]
        return sum(shares) / len(shares) if shares else 1.0


def check(outcomes: Sequence[Outcome], limits: Limits) -> Checked:
    """Every lead in the results; they are judged together, whatever site they are from."""
    twices, scores = twice(outcomes, limits), mismatched(outcomes, limits)
    items = misplaced(outcomes, limits)
    pace, passes = paces(outcomes, limits), streaks(outcomes, limits)
    at_most = f"{limits.false_rate:g}"
    tallies = (
        Tally("twice", len(outcomes), sum(map(_is_placed, outcomes)), len(twices), "exact"),
        Tally("score", len(outcomes), sum(map(is_judged, outcomes)), len(scores), "exact"),
        Tally("items", len(outcomes), sum(map(is_timed, outcomes)), len(items), "exact"),
        Tally("pace", pace.asked, pace.judged, len(pace.leads), at_most),
        Tally("share", passes.asked, passes.judged, len(passes.leads), at_most),
    )
    leads = sorted((*twices, *scores, *items, *pace.leads, *passes.leads), key=_order)
    return Checked(tuple(leads), tallies)


def _is_placed(one: Outcome) -> bool:
    return bool(one.room and (one.seat or one.subject != "hall"))


def _order(lead: Lead) -> tuple[object, ...]:
    return lead.starts, lead.check, lead.whom
