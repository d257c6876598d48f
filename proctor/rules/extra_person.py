"""EXTRA_PERSON."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness


@dataclass(frozen=True, slots=True)
class ExtraPerson(Rule):
    """Somebody more than belongs there is at a place.

    Flags: two people at one seat or in one car seat, from five seconds; in a car, anybody beside
        the driver and the officer.
    Lets be: an officer who walks past a seat; people in the aisle of a hall; people outside the
        car, who look smaller.
    """

    code: ClassVar[str] = "EXTRA_PERSON"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver", "passenger")
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("people",)

    hold_s: float = 5.0
    gap_s: float = 1.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 with two or more people, 0 with fewer."""
        del place, scene
        people = here["people"]
        return np.where(np.isnan(people), np.nan, (people >= 2).astype(np.float64))
