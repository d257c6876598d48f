"""HAND_EAR."""

from dataclasses import dataclass
from typing import ClassVar

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, steadied


@dataclass(frozen=True, slots=True)
class HandEar(Rule):
    """A hand held at the ear, as with an earphone or a call.

    Flags: a hand within ``near`` head widths of an ear for five seconds.
    Lets be: scratching, pushing hair back, adjusting glasses: they are shorter.
    """

    code: ClassVar[str] = "HAND_EAR"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver", "passenger")
    needs: ClassVar[tuple[Sense, ...]] = ("person", "hands")
    shows: ClassVar[tuple[str, ...]] = ("hand_ear",)

    hold_s: float = 5.0
    gap_s: float = 1.0
    near: float = 0.4
    """Space between hand and ear at which sureness is 0.5, head widths."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Nearness of the hand to the ear."""
        del place, scene
        return ramp(steadied(here["hand_ear"]), 1.5 * self.near, 0.5 * self.near)
