"""Settings of a rule swept over trials: what each finds, what it flags in vain, which to take."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product
from math import prod

import numpy as np

from proctor.evaluation import intervals
from proctor.evaluation.intervals import Floats
from proctor.evaluation.matching import align, together
from proctor.evaluation.references import Claim, ReferenceEvent
from proctor.evaluation.sheet import Interval
from proctor.evaluation.trying import DISMISSED, Trial
from proctor.manual import Setting, settings
from proctor.rules import Rule
from proctor.timeline import SECOND

HOUR = 3600 * SECOND
FACTORS = (0.4, 0.5, 0.63, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5)
"""A setting is tried at so many times what it is."""
MOST = 400
"""Combinations that are tried at most."""
RESAMPLES, SEED = 2000, 0
"""Of the bootstrap over recordings."""

Values = Mapping[str, float]
"""Setting → value."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What one combination of settings gives."""

    settings: Values
    """Those that were varied."""
    swept: str
    """The setting of whose sweep it is; empty when several were varied together."""
    hits: int
    """Events found."""
    events: int
    """Events that could be found."""
    false: int
    """Flags in vain: without an event, or such as reviewers dismissed."""
    unknown: int
    """Flags about which no reviewer decided; 0 with truth."""
    hours: float
    """Footage, camera-hours."""
    recall: Interval | None
    """Share of the events that are found; ``None`` without events."""
    hourly: Interval | None
    """Flags in vain per camera-hour; ``None`` without footage."""
    now: bool
    """Whether these are the settings in force."""


def grid(present: Values, vary: Mapping[str, Sequence[float]]) -> list[Values]:
    """All combinations of what is to be varied, those in force included.

    Raises ``ValueError`` when they are more than ``MOST``.
    """
    lists = {name: sorted({*values, present[name]}) for name, values in vary.items()}
    if prod(len(values) for values in lists.values()) > MOST:
        raise ValueError(f"more than {MOST} combinations")
    return [dict(zip(lists, values, strict=True)) for values in product(*lists.values())]


def usual_values(setting: Setting, present: float) -> list[float]:
    """Values worth trying around the present one, within what makes sense."""
    if setting.unit is None:
        return []
    if setting.name == "threshold":
        tried = [round(n / 10, 1) for n in range(1, 10)]
    elif present:
        tried = [float(f"{factor * present:.2g}") for factor in FACTORS]
    else:
        tried = [0.0, 0.5, 1.0, 2.0]
    return sorted({present, *(value for value in tried if setting.unit.holds(value))})


def varied(kind: type[Rule]) -> list[Setting]:
    """The settings that are swept when nobody names any: all that are numbers."""
    return [setting for setting in settings(kind).values() if setting.unit is not None]


def present_of(trials: Iterable[Trial], code: str) -> Values:
    """The settings in force; of the first recording whose rulebook asks the rule."""
    rule = next((rule for trial in trials if (rule := trial.rule(code)) is not None), None)
    if rule is None:
        return {}
    values = ((field.name, getattr(rule, field.name)) for field in fields(rule))
    return {name: float(value) for name, value in values if not isinstance(value, bool)}


def tried(
    trials: Sequence[Trial],
    code: str,
    each: Sequence[tuple[str, Values]],
    present: Values,
    done: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Tried]:
    """What every combination gives; ``each`` stands beside the name of its sweep."""
    asked = [trial for trial in trials if trial.rule(code) is not None]
    drawn = intervals.weights(max(len(asked), 1), RESAMPLES, SEED)
    found: list[Tried] = []
    known: dict[tuple[tuple[str, float], ...], tuple[Floats, Floats, Floats, Floats]] = {}
    for n, (sweep, values) in enumerate(each):
        key = tuple(sorted({**present, **values}.items()))
        if key not in known:
            known[key] = _counted(asked, code, values)
        now = all(present[name] == value for name, value in values.items())
        found.append(_line(sweep, values, known[key], asked, drawn, now=now))
        done(n + 1, len(each))
    return found


def _counted(
    trials: Sequence[Trial], code: str, values: Values
) -> tuple[Floats, Floats, Floats, Floats]:
    """Events found, events, flags in vain and flags nobody decided about, of each recording."""
    counts = np.zeros((4, len(trials)))
    for n, trial in enumerate(trials):
        counts[:, n] = _of_one(trial, code, trial.claims(code, values))
    return counts[0], counts[1], counts[2], counts[3]


def _of_one(trial: Trial, code: str, claims: Sequence[Claim]) -> tuple[int, int, int, int]:
    reference = trial.reference
    events = [event for event in reference.events if event.code == code]
    counting = [event for event in events if event.visible is None or event.visible >= 0.1]
    hidden: list[ReferenceEvent] = [event for event in events if event not in counting]
    found = align(reference, counting, hidden, claims)
    if not trial.reviewed:
        return len(found.hits), len(counting), len(found.false_alarms), 0
    dismissed = [act for act in reference.acts if act.name == DISMISSED]
    known = [
        claim
        for claim in found.false_alarms
        if any(act.place == claim.place and together(act.span, claim.span) for act in dismissed)
    ]
    return len(found.hits), len(counting), len(known), len(found.false_alarms) - len(known)


def _line(
    sweep: str,
    values: Values,
    counts: tuple[Floats, Floats, Floats, Floats],
    trials: Sequence[Trial],
    drawn: Floats,
    *,
    now: bool,
) -> Tried:
    hits, events, false, unknown = counts
    hours = np.array([trial.watched_us / HOUR for trial in trials], np.float64)
    whole = float(hours.sum())
    return Tried(
        settings=values,
        swept=sweep,
        hits=int(hits.sum()),
        events=int(events.sum()),
        false=int(false.sum()),
        unknown=int(unknown.sum()),
        hours=whole,
        recall=intervals.share(hits.sum(), events.sum(), intervals.ratio(hits, events, drawn))
        if len(trials)
        else None,
        hourly=intervals.rate(int(false.sum()), whole, intervals.ratio(false, hours, drawn))
        if len(trials)
        else None,
        now=now,
    )


def suggested(found: Sequence[Tried], most: float) -> Tried | None:
    """The one to take at up to ``most`` flags in vain an hour; ``None`` if nothing was tried.

    It finds the most events of those that keep to it; of equals the one with the fewest flags in
    vain, then the one in force, then the first. If none keeps to it, the fewest in vain come first.
    """
    if not found:
        return None
    able = [one for one in found if one.hourly is not None and one.hourly.value <= most]
    if able:
        return min(able, key=lambda one: (-one.hits, one.false, one.unknown, not one.now))
    return min(found, key=lambda one: (one.false, -one.hits, one.unknown, not one.now))


def within_chance(one: Tried, other: Tried) -> bool:
    """Whether the intervals of the shares found overlap, and those of the rates in vain."""
    pairs = ((one.recall, other.recall), (one.hourly, other.hourly))
    return all(a is None or b is None or (a.low <= b.high and b.low <= a.high) for a, b in pairs)
