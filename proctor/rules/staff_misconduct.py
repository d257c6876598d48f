"""STAFF_MISCONDUCT."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, around
from proctor.rules.phone import Phone
from proctor.timeline import microseconds


@dataclass(frozen=True, slots=True)
class StaffMisconduct(Rule):
    """Staff who use a phone on duty.

    Flags: a phone in the hand of whoever sits beside the driver, or of somebody in the aisle of a
        hall, from ten seconds. As in PHONE, what single pictures say adds up.
    Lets be: a call of a few seconds; tablets and papers; a phone that no hand is near. Sleep and
        absence are not judged: a bent head reads a tablet as well, and the schedule must say who
        should be there.
    """

    code: ClassVar[str] = "STAFF_MISCONDUCT"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger", "aisle")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("person", "phone")
    shows: ClassVar[tuple[str, ...]] = ("phone", "phone_hand")

    threshold: float = 0.3
    """Mean confidence, in shares of ``most``, from which a sample counts, 0–1."""
    hold_s: float = 10.0
    gap_s: float = 2.5
    over_s: float = 4.0
    """Time over which what the detector says is taken together, seconds."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The detector's confidence about the moment."""
        if place.kind == "passenger":
            return Phone(over_s=self.over_s).sureness(here, place, scene)
        most = Phone().most
        sure = np.minimum(np.asarray(here["phone"], np.float64), most) / most
        return around(sure, here.times, microseconds(self.over_s / 2))
