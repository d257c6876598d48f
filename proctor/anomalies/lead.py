"""A lead: something in the results that somebody should look into, with its reasons in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from proctor.findings import Reasons
from proctor.results.result import Outcome

Check: TypeAlias = Literal["twice", "score", "items", "pace", "share", "streak"]


@dataclass(frozen=True, slots=True)
class Lead:
    """One of them."""

    check: Check
    """Which check raised it."""
    whom: str
    """Serial number of the attempt, or name of the examiner, vehicle or school."""
    first: Outcome
    """The earliest attempt that it is about: it says where the lead belongs."""
    starts: datetime
    """Aware UTC."""
    ends: datetime
    """Aware UTC, not before ``starts``."""
    score: float
    """1 for what contradicts itself; otherwise 1 less the share of such leads that are false."""
    reasons: Reasons
    """The numbers; ``proctor.anomalies.words`` makes a sentence of them."""

    @property
    def place(self) -> str:
        """What stands for the place of its flag: leads of two checks are never one happening."""
        return f"{self.check} {self.whom}"


def people(one: Outcome) -> dict[str, str]:
    """Who and what took part in an attempt, as reasons; what is not known is left out."""
    told = {
        "serial": one.serial,
        "candidate": one.id_shown,
        "seat": one.seat,
        "room": one.room,
        "examiner": one.examiner,
        "school": one.school,
        "class": one.licence,
    }
    return {name: value for name, value in told.items() if value}


def by_start(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """In the order in which they began; those of one moment by serial."""
    return sorted(outcomes, key=lambda one: (one.starts, one.serial))
