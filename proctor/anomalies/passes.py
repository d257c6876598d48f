"""Examiners, vehicles and schools with more passes, or longer rows of them, than is explained.

Two questions, because they catch different things. ``share``: does somebody pass more than peers
with the same candidates, beyond chance *and* beyond the honest differences between peers?
``streak``: given how much somebody passes anyway, is one row of passes too long?
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from proctor.anomalies.chances import Numbers, adjusted, at_least, lifted, row_of, student_tail
from proctor.anomalies.lead import Check, Lead, by_start
from proctor.anomalies.limits import Limits
from proctor.results.result import Outcome

Stratum: TypeAlias = tuple[str, str, str]
"""Site, subject and class: how hard an attempt is."""

KINDS = ("examiner", "vehicle", "school")
PRIOR = 4.0
"""Peers that ``honest_spread`` is worth where peers themselves tell of their spread."""
CLIPPED = 1.5
"""Standard deviations at which a peer's excess stops counting for more (P. J. Huber, 1964)."""
USUAL = 0.7785
"""Mean square of a standard normal value that is clipped there."""
EFFICIENCY = 0.65
"""Worth of the clipped spread beside a plain standard deviation, by simulation, 8 to 30 peers."""


@dataclass(slots=True)
class Unit:
    """One examiner, vehicle or school in one subject at one site."""

    kind: str
    """Which of the three."""
    name: str
    """Whose."""
    outcomes: list[Outcome]
    """Attempts with a result whose difficulty is known, by start."""
    chances: Numbers
    """How often others pass attempts like each of them."""

    @property
    def passed(self) -> Numbers:
        """Whether each was passed, 0 or 1."""
        return np.array([bool(one.passed) for one in self.outcomes], np.float64)

    @property
    def excess(self) -> float:
        """Share of passes less the share expected."""
        return float(self.passed.mean() - self.chances.mean())

    @property
    def variance(self) -> float:
        """Of ``excess``, by chance alone."""
        return float((self.chances * (1 - self.chances)).sum()) / len(self.outcomes) ** 2


@dataclass(slots=True)
class Streaks:
    """What the two checks found."""

    leads: list[Lead]
    """Of both, at most one per unit and check."""
    asked: int
    """Units there are."""
    judged: int
    """Those with enough attempts and enough of others to compare with."""


@dataclass(frozen=True, slots=True)
class _Test:
    """One test of one unit."""

    check: Check
    unit: Unit
    chance: float
    first: int
    last: int
    spread: float
    """Standard deviation of the honest pass rates of peers."""


def streaks(outcomes: Sequence[Outcome], limits: Limits) -> Streaks:
    """A lead per unit and question that chance does not explain among all that were asked."""
    units, asked = _units([one for one in outcomes if one.passed is not None], limits)
    tests = [test for peers in _peers(units) for test in _tests(peers, limits)]
    values = adjusted(np.array([test.chance for test in tests]))
    leads = [
        _lead(test, float(value), len(tests))
        for test, value in zip(tests, values, strict=True)
        if value <= limits.false_rate and _is_long(test, limits)
    ]
    return Streaks(leads, asked, len(units))


def _is_long(test: _Test, limits: Limits) -> bool:
    return test.check != "streak" or test.last - test.first + 1 >= limits.least_run


def _units(outcomes: Sequence[Outcome], limits: Limits) -> tuple[list[Unit], int]:
    """Units that can be judged, and how many there are."""
    whole: Counter[Stratum] = Counter(map(_stratum, outcomes))
    passes: Counter[Stratum] = Counter(_stratum(one) for one in outcomes if one.passed)
    members: dict[tuple[str, str, str, str], list[Outcome]] = defaultdict(list)
    for one in by_start(outcomes):
        for kind, name in _belongs(one):
            members[kind, name, one.site, one.subject].append(one)
    units = []
    for (kind, name, _site, _subject), own in members.items():
        unit = _unit(kind, name, own, whole, passes, limits)
        if len(unit.outcomes) >= limits.least_attempts:
            units.append(unit)
    return units, len(members)


def _belongs(one: Outcome) -> list[tuple[str, str]]:
    vehicle = "" if one.subject == "hall" else one.room
    told = zip(KINDS, (one.examiner, vehicle, one.school), strict=True)
    return [(kind, name) for kind, name in told if name]


def _stratum(one: Outcome) -> Stratum:
    return one.site, one.subject, one.licence


def _unit(
    kind: str,
    name: str,
    own: Sequence[Outcome],
    whole: Counter[Stratum],
    passes: Counter[Stratum],
    limits: Limits,
) -> Unit:
    """A unit held against all others; attempts without enough others are left out."""
    mine: Counter[Stratum] = Counter(map(_stratum, own))
    passed: Counter[Stratum] = Counter(_stratum(one) for one in own if one.passed)
    usual = {
        stratum: (passes[stratum] - passed[stratum] + 0.5) / (whole[stratum] - count + 1)
        for stratum, count in mine.items()
        if whole[stratum] - count >= limits.least_others
    }
    known = [one for one in own if _stratum(one) in usual]
    return Unit(kind, name, known, np.array([usual[_stratum(one)] for one in known]))


def _peers(units: Sequence[Unit]) -> list[list[Unit]]:
    """Units of one kind, site and subject."""
    groups: dict[tuple[str, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        first = unit.outcomes[0]
        groups[unit.kind, first.site, first.subject].append(unit)
    return list(groups.values())


def _tests(peers: Sequence[Unit], limits: Limits) -> list[_Test]:
    found = []
    for unit in peers:
        spread, freedom = honest_spread([one for one in peers if one is not unit], limits)
        last = len(unit.outcomes) - 1
        found.append(_Test("share", unit, _share(unit, spread, freedom), 0, last, spread))
        first, last = longest_row(unit.passed)
        found.append(_Test("streak", unit, _row(unit, last - first + 1), first, last, spread))
    return found


def honest_spread(peers: Sequence[Unit], limits: Limits) -> tuple[float, float]:
    """Standard deviation of pass rates among peers beyond chance, and how many peers it is worth.

    D. J. Spiegelhalter, Statistics in Medicine 24 (2005): compared institutions differ by more
    than chance, honestly. What peers show is averaged with what is expected of offices.
    """
    worth = EFFICIENCY * len(peers)
    shown = _shown_spread(peers) if peers else 0.0
    square = (PRIOR * limits.honest_spread**2 + worth * shown**2) / (PRIOR + worth)
    return float(square**0.5), PRIOR + worth


def _shown_spread(peers: Sequence[Unit]) -> float:
    """The spread under which standardised excesses, clipped, are as large as normal values.

    A few dishonest peers hardly move it.
    """
    excess = np.array([unit.excess for unit in peers])
    variance = np.array([unit.variance for unit in peers])
    low, high = 0.0, 1.0
    for _step in range(50):
        middle = (low + high) / 2
        squares = excess**2 / (variance + middle**2 + 1e-12)
        size = float(np.minimum(squares, CLIPPED**2).mean())
        low, high = (middle, high) if size > USUAL else (low, middle)
    return high


def _share(unit: Unit, spread: float, freedom: float) -> float:
    """Chance of so many passes: by chance alone, or with honest differences; the greater."""
    alone = at_least(unit.chances, int(unit.passed.sum()))
    beyond = unit.excess / np.sqrt(unit.variance + spread**2)
    return max(alone, student_tail(float(beyond), freedom))


def _row(unit: Unit, length: int) -> float:
    """Chance of so long a row for somebody who passes as much as others, or as this one does."""
    passes = float(unit.passed.sum())
    if passes >= len(unit.outcomes):
        return 1.0  # nothing but passes: that is a question of their share
    chances = unit.chances
    if passes > float(chances.sum()):
        chances = lifted(chances, passes)
    return row_of(chances, length)


def longest_row(passed: Numbers) -> tuple[int, int]:
    """First and last index of the longest row of ones; (0, -1) when there is none."""
    best, start = (0, -1), 0
    for at, value in enumerate(passed):
        if not value:
            start = at + 1
        elif at - start > best[1] - best[0]:
            best = start, at
    return best


def _lead(test: _Test, value: float, tests: int) -> Lead:
    own, passed = test.unit.outcomes[test.first : test.last + 1], test.unit.passed
    first = own[0]
    return Lead(
        check=test.check,
        whom=f"{test.unit.kind} {test.unit.name}",
        first=first,
        starts=first.starts,
        ends=max(one.ends for one in own),
        score=1.0 - value,
        reasons={
            "check": test.check,
            "kind": test.unit.kind,
            "who": test.unit.name,
            "attempts": float(len(passed)),
            "passes": float(passed.sum()),
            "expected_passes": float(test.unit.chances.sum()),
            "row": float(test.last - test.first + 1) if test.check == "streak" else 0.0,
            "honest_spread": test.spread,
            "chance": test.chance,
            "tests": float(tests),
            "false_share": value,
        },
    )
