"""Why no flag was raised at a moment: what was seen, and what was missing.

The rule is asked again with the settings of the run, at every place about which it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.explaining import Explanation, around, rule_of, version_of
from proctor.judge import asked, places_asked, scene_of
from proctor.observations import ObservationLog
from proctor.phases import Phase
from proctor.places import Place
from proctor.rulebook import phases_of
from proctor.rules import Rule, Scene
from proctor.rules.base import Sureness, said_until, stretches
from proctor.rules.blind import hidden_by
from proctor.timeline import Microseconds, Span, microseconds, seconds

Cause: TypeAlias = Literal["held", "short", "under", "phase", "blind", "unseen", "unsampled"]
"""What decided: sureness held long enough; it did not hold; it stayed under the threshold; the
rule is not asked in that phase; the picture showed nothing; what the rule needs was not made out;
nobody looked."""

Rows: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule made of one place around a moment."""

    cause: Cause
    """What decided."""
    explanation: Explanation
    """The numbers."""
    best: float | None
    """Greatest sureness around the moment; ``None`` where nothing could be said."""
    best_us: Microseconds | None
    """When, media time."""
    stretch: Span | None
    """The longest stretch around the moment at or above the threshold; lapses are bridged."""
    judged_s: float
    """How much of the time around the moment could be judged, seconds."""
    missing: tuple[str, ...] = ()
    """Columns that were not made out at the moment."""
    hidden: tuple[str, ...] = ()
    """Codes of what hid the picture; empty with the cause ``blind``: another view was seen."""
    phases: tuple[Phase, ...] = ()
    """What went on; empty when the schedule says nothing of that moment."""

    @property
    def held_s(self) -> float:
        """How long the stretch is, seconds."""
        return seconds(self.stretch.duration_us) if self.stretch else 0.0


def look(
    code: str,
    log: ObservationLog,
    rulebook: str,
    at_us: Microseconds,
    around_us: Microseconds,
) -> list[Look]:
    """What the rule made of every place it is asked about, from ``around_us`` before to after.

    Raises ``RecordError`` when the rulebook, a stored one, does not have the rule.
    """
    rule, scene = rule_of(code, rulebook), scene_of(log, phases_of(rulebook))
    span, version = (
        Span(max(0, at_us - around_us), at_us + max(around_us, 1)),
        version_of(code, rulebook),
    )
    return [
        _look((rule, version), place, (log, scene), at_us, span)
        for place in places_asked(rule, scene)
    ]


def _look(
    asked_by: tuple[Rule, int],
    place: Place,
    seen: tuple[ObservationLog, Scene],
    at_us: Microseconds,
    span: Span,
) -> Look:
    (log, scene), (rule, _) = seen, asked_by
    times, end_us = scene.columns[place.name].times, scene.account.span.end_us
    until = said_until(times, end_us, max(scene.longest_us, rule.speaks_us))
    sure = asked(rule, place, scene)
    rows = (times < span.end_us) & (until > span.start_us) & ~np.isnan(sure)
    best = int(np.argmax(np.where(rows, sure, -1.0))) if rows.any() else None
    longest = _longest(rule, place, scene, sure, span)
    now = int(np.searchsorted(times, at_us, side="right")) - 1
    spoken = np.minimum(until, span.end_us) - np.maximum(times, span.start_us)
    sampled = now >= 0 and until[now] > at_us
    return Look(
        cause=_cause(rule, place, seen, at_us, longest, sure[now] if sampled else None),
        explanation=around(asked_by, place.name, span, scene, sure),
        best=None if best is None else round(float(sure[best]), 4),
        best_us=None if best is None else int(times[best]),
        stretch=longest,
        judged_s=seconds(int(spoken[rows].sum())),
        missing=_missing(rule, log, place, now) if sampled else (),
        hidden=hidden_by(place, scene, at_us),
        phases=_phases(scene, place, at_us),
    )


def _longest(rule: Rule, place: Place, scene: Scene, sure: Sureness, span: Span) -> Span | None:
    found = stretches(
        sure,
        scene.columns[place.name].times,
        threshold=rule.threshold,
        hold_us=0,
        gap_us=microseconds(rule.gap_s),
        end_us=scene.account.span.end_us,
        longest_us=max(scene.longest_us, rule.speaks_us),
    )
    near = (one for one in found if one.overlap_us(span))
    return max(near, key=lambda one: one.duration_us, default=None)


def _cause(
    rule: Rule,
    place: Place,
    seen: tuple[ObservationLog, Scene],
    at_us: Microseconds,
    longest: Span | None,
    sure: float | None,
) -> Cause:
    """What decided; what held around the moment counts more than what was at the moment."""
    log, scene = seen
    if longest is not None and longest.duration_us >= max(microseconds(rule.hold_s), 1):
        return "held"
    when = scene.phases.asked(rule.phases, place, np.array([at_us], np.int64))
    if when is not None and not when[0]:
        return "phase"
    if sure is None:
        return "unsampled"
    if np.isnan(sure):
        return "blind" if _shaded(log, scene, place, at_us) else "unseen"
    return "short" if longest is not None else "under"


def _shaded(log: ObservationLog, scene: Scene, place: Place, at_us: Microseconds) -> bool:
    """Whether the log says something of the moment that rules are not told."""
    plain, told = log.columns[place.name], scene.columns[place.name]
    row = int(np.searchsorted(plain.times, at_us, side="right")) - 1
    return any(
        not np.isnan(values[row]) and np.isnan(told[name][row])
        for name, values in plain.values.items()
    )


def _missing(rule: Rule, log: ObservationLog, place: Place, row: int) -> tuple[str, ...]:
    """Those of the moment; of columns that this recording has at all, where it has any."""
    here = log.columns[place.name]
    unseen = tuple(name for name in rule.shows if np.isnan(here[name][row]))
    odd = tuple(name for name in unseen if not np.isnan(here[name]).all())
    return odd or unseen


def _phases(scene: Scene, place: Place, at_us: Microseconds) -> tuple[Phase, ...]:
    at = Span(at_us, at_us + 1)
    return tuple(
        phase for one in scene.phases.at(place) if one.span.overlap_us(at) for phase in one.phases
    )


def told_of(looks: Sequence[Look]) -> list[Look]:
    """In the order in which they are worth reading: the nearest to a flag first."""
    order = ("held", "short", "under", "blind", "unseen", "phase", "unsampled")
    return sorted(looks, key=lambda one: (order.index(one.cause), -one.held_s, -(one.best or 0.0)))
