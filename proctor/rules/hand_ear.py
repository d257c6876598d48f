"""HAND_EAR."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import EXAMS, Sense, Subject
from proctor.places import Kind, Place
from proctor.placing.hands import FACE_DROP
from proctor.rules.base import Rule, Scene, Sureness, ramp, steadied, usual
from proctor.rules.bodies import Yes, hands_at
from proctor.rules.still import always_there
from proctor.rules.units import HeadWidths, Share

LEVEL = 0.6
"""Head heights by which two hands that hold one head may differ."""


@dataclass(frozen=True, slots=True)
class HandEar(Rule):
    """A hand held at the ear, as with an earphone or a call.

    Flags: a hand within ``near`` head widths of an ear for five seconds.
    Lets be: scratching, pushing hair back, adjusting glasses: they are shorter. A chin in the hand
        or a hand before the mouth: it is hardly nearer to the ear than to the face. A head in both
        hands. Hands that are at that spot from the beginning of a recording to its end: from above
        and behind, a keyboard appears beside the head. Staff. Where heads are smaller than forty
        pixels, hands over hair are lost at one look or another.
    """

    code: ClassVar[str] = "HAND_EAR"
    version: ClassVar[int] = 6
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
    steering: HeadWidths = 0.03
    """The same of a driver, who has no desk to rest an elbow on, and two hands for the wheel."""

    again: Share = 0.2
    """A spot at which a hand is for this share of each of nearly all eighths of a recording is
    where it works."""
    around: HeadWidths = 0.3
    """How far around such a spot the hand is still at work, head widths."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Nearness of the hand to the ear, of a hand that is not rather at the face."""
        ear, face = steadied(here["hand_ear"]), steadied(here["hand_face"])
        near = ramp(ear, 1.5 * self.near, 0.5 * self.near)
        least = self.steering if place.kind == "driver" else self.beside
        beside = ramp(face - ear, 0.25 * least, 1.75 * least)
        sure = np.where(np.isnan(beside), near, np.minimum(near, beside))
        innocent = self._works(sure > 0, here, scene) | self._both(here, scene)
        return np.where(innocent, np.minimum(sure, 0.0), sure)

    def _works(self, near: Yes, here: Columns, scene: Scene) -> Yes:
        """Whether the hand that is ``near`` the ear is where one is again and again, (N,)."""
        first = np.argmin(np.nan_to_num(hands_at(here, scene).to_face, nan=np.inf), axis=0) == 0
        x, y = (np.where(first, here[f"hand1_{axis}"], here[f"hand2_{axis}"]) for axis in "xy")
        wide = usual(here["head_x1"] - here["head_x0"], weights=scene.weights(here))
        aspect = scene.account.height / max(scene.account.width, 1)  # heights count as widths
        spots = np.where(near, x, np.nan), y * aspect
        return always_there(spots, self.around * wide, here, scene, self.again)

    def _both(self, here: Columns, scene: Scene) -> Yes:
        """Whether there is a hand on either side of the head, at one height, (N,)."""
        hands = hands_at(here, scene)
        apart = np.prod(hands.beside, axis=0) < 0
        ears = np.abs(hands.beside).max(axis=0) <= 0.5 + 1.5 * self.near
        level = np.abs(hands.below[0] - hands.below[1]) <= LEVEL
        high = hands.below.max(axis=0) <= FACE_DROP
        return np.asarray(apart & ears & level & high)
