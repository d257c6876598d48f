"""Many simulated months, and what the checks raised in each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bench.anomalies.office import Office, bought, generous, month, quick
from proctor.anomalies import Lead, Limits, check
from proctor.anomalies.lead import Check
from proctor.results import Outcome

BENT = "考试员1"
"""The examiner who is dishonest where one is."""
QUICK = 7
"""Number of the attempt whose first item is too short."""

Plant: TypeAlias = Callable[[list[Outcome], np.random.Generator], list[Outcome]]
"""Puts something dishonest into an honest month."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind of month."""

    name: str
    """In words, for the page; unique."""
    office: Office
    """How the honest part is made."""
    plant: Plant | None = None
    """What is planted; nothing in an honest month."""
    looked_for: Check = "pace"
    """The check that should see it."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What one month gave."""

    pace: int
    """Leads of times that are false."""
    passes: int
    """Leads of examiners, vehicles and schools that are false."""
    found: bool
    """Whether the planted thing was seen by its check."""


def raised(trial: Trial, seed: int) -> Raised:
    """The month of that number."""
    lot = np.random.default_rng((seed, *trial.name.encode()))
    outcomes = month(trial.office, lot)
    if trial.plant is not None:
        outcomes = trial.plant(outcomes, lot)
    leads = check(outcomes, Limits()).leads
    true = [lead for lead in leads if trial.plant is not None and _is_true(lead, outcomes)]
    false = [lead for lead in leads if lead not in true]
    return Raised(
        sum(lead.check == "pace" for lead in false),
        sum(lead.check in ("share", "streak") for lead in false),
        any(lead.check == trial.looked_for for lead in true),
    )


def _is_true(lead: Lead, outcomes: list[Outcome]) -> bool:
    """Whether a lead is about what was planted: that attempt, that examiner or their car."""
    car = next(one.room for one in outcomes if one.examiner == BENT)
    return lead.whom in (outcomes[QUICK].serial, f"examiner {BENT}", f"vehicle {car}")


def honest() -> Iterator[Trial]:
    """Months in which nothing is wrong, the even ones first."""
    yield Trial("hall, 3,000 attempts", Office(subject="hall"))
    yield Trial("field, 3,000 attempts", Office(subject="field"))
    yield Trial("road, 3,000 attempts", Office())
    yield Trial("road, 600 attempts, 4 examiners", Office(attempts=600, examiners=4))
    yield Trial("peers equal", Office(spread=0.0))
    yield Trial("peers twice as uneven (0.10)", Office(spread=0.1))
    yield Trial("log times Laplace (exponential tails)", Office(tail="laplace"))
    yield Trial("log times Student, 5 degrees", Office(tail="student"))
    yield Trial("log times Student, 5 degrees, 600 attempts", Office(600, tail="student"))
    yield Trial("log times Student, 5 degrees, hall", Office(subject="hall", tail="student"))
    yield Trial("log times Student, 3 degrees", Office(tail="student3"))
    yield Trial("one in a hundred times varies three times as much", Office(tail="mixed"))
    yield Trial("good and bad half-days (odds × or ÷ 1.5)", Office(weather=0.4))


def quick_ones() -> Iterator[Trial]:
    """One item of one attempt at a share of the usual time."""
    for attempts in (400, 1500, 3000, 6000):
        for factor in (0.2, 0.1, 0.05, 0.02):

            def plant(
                outcomes: list[Outcome], _lot: np.random.Generator, share: float = factor
            ) -> list[Outcome]:
                return quick(outcomes, QUICK, share)

            name = f"{attempts} attempts, item at {factor:g} of the usual time"
            yield Trial(name, Office(attempts=attempts), plant)


def generous_ones() -> Iterator[Trial]:
    """One examiner of twelve who passes a share of those who fail."""
    for each in (60, 125, 250):
        for share in (0.25, 0.5, 0.75, 1.0):

            def plant(
                outcomes: list[Outcome], lot: np.random.Generator, part: float = share
            ) -> list[Outcome]:
                return generous(outcomes, BENT, part, lot)

            name = f"{each} attempts each, {share:.0%} of the failing pass"
            yield Trial(name, Office(attempts=12 * each), plant, "share")


def bought_rows() -> Iterator[Trial]:
    """One examiner of twelve with a row of passes that were bought."""
    for length in (10, 15, 20, 30, 40):

        def plant(
            outcomes: list[Outcome], _lot: np.random.Generator, row: int = length
        ) -> list[Outcome]:
            return bought(outcomes, BENT, 60, row)

        yield Trial(f"{length} bought in a row, of 250 attempts", Office(), plant, "streak")


def everything() -> Mapping[str, list[Trial]]:
    """Section → its trials."""
    return {
        "honest": list(honest()),
        "pace": list(quick_ones()),
        "share": list(generous_ones()),
        "streak": list(bought_rows()),
    }
