"""EXTRA_PERSON."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.findings import Reasons
from proctor.observations import Columns
from proctor.perception import EXAMS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, steadied
from proctor.rules.lasting import lasting


@dataclass(frozen=True, slots=True)
class ExtraPerson(Rule):
    """Somebody more than belongs there is at a seat, or in a car.

    Flags: two people at one seat, from five seconds, at which one was alone before; somebody on a
        round, as officers are, who stays at one candidate's side for ``visit_s``, told as ``role``
        patrol; in a car, anybody beside the driver and whoever sits next to them.
    Lets be: an officer who walks past a seat, or stops there for less on a round: the path tells,
        which stops at several spots or is mostly walking; people in the aisle of a hall; two who
        are there from the first picture on, or from the first after a blind one: the second may
        have a seat of their own that was not found; people outside the car, who look smaller or
        move through the picture.
    """

    code: ClassVar[str] = "EXTRA_PERSON"
    subjects: ClassVar[tuple[Subject, ...]] = EXAMS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "back")
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("people", "patrol")
    version: ClassVar[int] = 4

    hold_s: float = 5.0
    gap_s: float = 1.0
    rest_s: float = 5.0
    alone_s: float = 2.0
    """How long the candidate of a seat must have been alone before, seconds."""

    visit_s: float = 20.0
    """Shortest stop of somebody on a round that is asked about, seconds."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 with two or more people, in the back of a car with anybody; 0 with fewer."""
        people = steadied(here["people"])
        if place.kind == "back":
            return np.where(np.isnan(people), np.nan, (people > 0).astype(np.float64))
        came = (people > 1) & self._was_alone(people, here, scene)
        came |= lasting(steadied(here["patrol"]) > 0, here, scene, self.visit_s)
        return np.where(np.isnan(people), np.nan, came.astype(np.float64))

    def _was_alone(
        self, people: NDArray[np.floating], here: Columns, scene: Scene
    ) -> NDArray[np.bool_]:
        """Whether somebody was alone here since the picture was blind last, (N,)."""
        rows = np.arange(len(people))
        alone = lasting(people == 1, here, scene, self.alone_s)
        latest = (
            np.maximum.accumulate(np.where(yes, rows, -1)) for yes in (alone, np.isnan(people))
        )
        return np.asarray(np.greater(*latest))

    def reasons(self, part: Columns, scene: Scene) -> Reasons:
        """Also the role, where the path tells one."""
        found = Rule.reasons(self, part, scene)
        rounds = float(found.get("patrol_mean", 0.0))
        return {**found, "role": "patrol"} if rounds >= 0.5 else found  # mostly
