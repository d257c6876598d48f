"""HALL_EMPTY."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness


@dataclass(frozen=True, slots=True)
class HallEmpty(Rule):
    """An exam runs by the schedule, and nobody at all is in the hall.

    Flags: no candidate at any seat and nobody in the aisle for two minutes of an exam: the wrong
        camera, a session that did not take place, or one that took place elsewhere.
    Lets be: a hall before check-in, in breaks and after the exam; a hall of which no schedule is
        known, since nobody can tell whether anybody should be there; a camera that shows nothing,
        which is the picture's own flag; candidates who have all left but for one, or for staff.
    """

    code: ClassVar[str] = "HALL_EMPTY"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("aisle",)
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("people",)

    hold_s: float = 120.0
    gap_s: float = 5.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 where neither the aisle nor any seat has anybody, by a schedule."""
        if not scene.phases.known:
            return np.full(len(here.times), np.nan)
        found = np.asarray(here["people"], np.float64)
        for name, other in scene.places.items():
            if other.kind == "seat" and name != place.name:
                seat = scene.beside(name, here.times, ("person",))["person"]
                found = found + np.nan_to_num(seat)
        return np.where(np.isnan(found), np.nan, (found <= 0).astype(np.float64))
