"""EXTRA_PERSON."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, steadied


@dataclass(frozen=True, slots=True)
class ExtraPerson(Rule):
    """Somebody more than belongs there is at a seat, or in a car.

    Flags: two people at one seat, from five seconds; in a car, anybody beside the driver and
        whoever sits next to them.
    Lets be: an officer who walks past a seat; people in the aisle of a hall; people outside the
        car, who look smaller or move through the picture.
    """

    code: ClassVar[str] = "EXTRA_PERSON"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "back")
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("people",)

    hold_s: float = 5.0
    gap_s: float = 1.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 with two or more people, in the back of a car with anybody; 0 with fewer."""
        del scene
        people = steadied(here["people"])
        most = 0 if place.kind == "back" else 1
        return np.where(np.isnan(people), np.nan, (people > most).astype(np.float64))
