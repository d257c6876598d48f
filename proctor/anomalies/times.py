"""Times of items, answers and whole attempts that are far from everybody else's."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.anomalies.chances import Numbers, adjusted
from proctor.anomalies.lead import Lead, people
from proctor.anomalies.limits import Limits
from proctor.anomalies.tails import surprises
from proctor.results.result import Outcome

Group: TypeAlias = tuple[str, str, str, str]
"""Site, subject, class and item; times are compared within it."""

WHOLE = ""
"""The item that stands for an attempt from start to end."""
_LEAST_S = 0.5
"""Times are compared as logarithms, and none as less than this."""


@dataclass(slots=True)
class Timed:
    """Times of one group."""

    who: Numbers
    """Number of the attempt of each."""
    seconds: Numbers
    """How long it took."""


@dataclass(slots=True)
class Paces:
    """What the check found."""

    leads: list[Lead]
    """One per attempt at most, however many of its times are strange."""
    asked: int
    """Times that the results tell."""
    judged: int
    """Those of groups that are large enough: so many tests were made."""


@dataclass(frozen=True, slots=True)
class _Strange:
    """A time that is far from the usual one."""

    item: str
    seconds: float
    usual: float
    chance: float
    value: float


def paces(outcomes: Sequence[Outcome], limits: Limits) -> Paces:
    """A lead per attempt with times that chance does not explain among all that were tested."""
    groups = _groups(outcomes)
    large = {key: one for key, one in groups.items() if len(one.who) >= limits.least_times}
    asked = sum(len(one.who) for one in groups.values())
    judged = sum(len(one.who) for one in large.values())
    strange: dict[int, list[_Strange]] = defaultdict(list)
    for who, found in _strange(large, limits):
        strange[who].append(found)
    leads = [_lead(outcomes[who], found, judged) for who, found in sorted(strange.items())]
    return Paces(leads, asked, judged)


def _times(outcomes: Sequence[Outcome]) -> Iterator[tuple[Group, int, float]]:
    for number, one in enumerate(outcomes):
        of = one.site, one.subject, one.licence
        for item in one.items:
            if item.lasted_s is not None:
                yield (*of, item.name or "?"), number, item.lasted_s
        if one.passed:  # who fails is sent home early, and that is nothing strange
            yield (*of, WHOLE), number, (one.ends - one.starts).total_seconds()


def _groups(outcomes: Sequence[Outcome]) -> dict[Group, Timed]:
    gathered: dict[Group, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    for group, number, seconds in _times(outcomes):
        who, times = gathered[group]
        who.append(number)
        times.append(seconds)
    return {
        group: Timed(np.array(who, np.float64), np.array(times, np.float64))
        for group, (who, times) in gathered.items()
    }


def _strange(groups: dict[Group, Timed], limits: Limits) -> Iterator[tuple[int, _Strange]]:
    """Every time that stands out, with the number of its attempt."""
    if not groups:
        return
    chances = _chances(groups)
    values = adjusted(np.concatenate(chances))
    at = 0
    for (key, one), chance in zip(groups.items(), chances, strict=True):
        value, usual = values[at : at + len(chance)], float(np.median(one.seconds))
        at += len(chance)
        far = _is_far(one.seconds, usual, limits)
        for n in np.flatnonzero((value <= limits.false_rate) & far):
            found = _Strange(key[3], one.seconds[n], usual, chance[n], value[n])
            yield int(one.who[n]), found


def _chances(groups: dict[Group, Timed]) -> list[Numbers]:
    """How surprising each time is, group by group.

    Items of one site and subject tell together what tails are like.
    """
    together: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for key in groups:
        together[key[:2]].append(key)
    found: dict[Group, Numbers] = {}
    for keys in together.values():
        chances = surprises([groups[key].seconds for key in keys])
        found |= dict(zip(keys, chances, strict=True))
    return [found[key] for key in groups]


def _is_far(seconds: Numbers, usual: float, limits: Limits) -> NDArray[np.bool_]:
    """Whether a difference matters at all: statistics find the smallest one with enough data."""
    apart = np.abs(seconds - usual) >= limits.least_gap_s
    ratio = np.maximum(seconds, _LEAST_S) / max(usual, _LEAST_S)
    far = (ratio >= limits.factor) | (ratio <= 1 / limits.factor)
    return np.asarray(apart & far, np.bool_)


def _lead(one: Outcome, found: Sequence[_Strange], tests: int) -> Lead:
    worst = min(found, key=lambda each: (each.chance, each.item))
    return Lead(
        check="pace",
        whom=one.serial,
        first=one,
        starts=one.starts,
        ends=one.ends,
        score=1.0 - float(worst.value),
        reasons={
            "check": "pace",
            "item": worst.item or "whole attempt",
            "seconds": float(worst.seconds),
            "usual_s": worst.usual,
            "chance": float(worst.chance),
            "tests": float(tests),
            "false_share": float(worst.value),
            "strange_items": float(len(found)),
            "too_short": float(sum(each.seconds < each.usual for each in found)),
            **people(one),
        },
    )
