"""HAND_EAR."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import EXAMS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, steadied
from proctor.rules.units import HeadWidths


@dataclass(frozen=True, slots=True)
class HandEar(Rule):
    """A hand held at the ear, as with an earphone or a call.

    Flags: a hand within ``near`` head widths of an ear for five seconds.
    Lets be: scratching, pushing hair back, adjusting glasses: they are shorter. A chin in the hand
        or a hand before the mouth: it is hardly nearer to the ear than to the face. Staff. Most
        hands over hair are lost to the detector where heads are smaller than forty pixels.
    """

    code: ClassVar[str] = "HAND_EAR"
    version: ClassVar[int] = 3
    subjects: ClassVar[tuple[Subject, ...]] = EXAMS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver")
    needs: ClassVar[tuple[Sense, ...]] = ("person", "hands")
    shows: ClassVar[tuple[str, ...]] = ("hand_ear", "hand_face")

    hold_s: float = 5.0
    gap_s: float = 1.0
    rest_s: float = 5.0
    near: HeadWidths = 0.5
    """Distance between hand and ear at which sureness is 0.5, head widths."""
    beside: HeadWidths = 0.15
    """How much nearer the hand is to the ear than to the middle of the face, at which sureness is
    0.5, head widths."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Nearness of the hand to the ear, of a hand that is not rather at the face."""
        del place, scene
        ear, face = steadied(here["hand_ear"]), steadied(here["hand_face"])
        near = ramp(ear, 1.5 * self.near, 0.5 * self.near)
        beside = ramp(face - ear, 0.25 * self.beside, 1.75 * self.beside)
        return np.where(np.isnan(beside), near, np.minimum(near, beside))
