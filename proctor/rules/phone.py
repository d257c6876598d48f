"""PHONE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import EXAMS, ROOMS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, around, ramp
from proctor.rules.held import in_use
from proctor.rules.still import Yes, always_there, lies_still, spots_of
from proctor.rules.units import HeadWidths, Share, Sure
from proctor.timeline import SECOND


@dataclass(frozen=True, slots=True)
class Phone(Rule):
    """A phone in the hand, at the face or on the lap of a candidate.

    Flags: a phone that is seen again and again for two seconds, near a hand or the head. What a
        detector says of single pictures adds up: a faint phone that stays counts for more than a
        clear one that was there once. (Taking pictures together makes a stretch half a second
        longer at either end, hence ``hold_s``.)
    Lets be: a phone that lies where it lay for most of a recording of a minute or more, as on a
        shelf or in a holder; whatever is taken for one at the same spot from the beginning of a
        recording to its end, as a mouse under a hand; a phone that nobody's hand is near; in a
        car, a phone at a spot where it also lay while both hands were elsewhere, and what is
        faintly like one in a hand that holds the wheel where it always does; staff
        (STAFF_MISCONDUCT).
    """

    code: ClassVar[str] = "PHONE"
    version: ClassVar[int] = 7
    subjects: ClassVar[tuple[Subject, ...]] = EXAMS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver")
    needs: ClassVar[tuple[Sense, ...]] = ("phone",)
    shows: ClassVar[tuple[str, ...]] = ("phone", "phone_hand")

    threshold: float = 0.4
    """Mean confidence, in shares of ``most``, from which a sample counts, 0–1."""
    hold_s: float = 2.5
    gap_s: float = 1.0
    rest_s: float = 5.0
    most: Sure = 0.7
    """Confidence that a single picture may add at most, 0–1: one clear picture is not evidence."""
    most_in_car: Sure = 0.25
    """The same in a car, where the camera is near, unless the hand steers."""
    over_s: float = 2.0
    """Time over which what the detector says is taken together, seconds."""
    near: HeadWidths = 0.8
    """Gap between phone and hand or head at which half of the confidence is left, head widths."""
    still_share: float = 0.5
    """A spot in which a phone is seen in more than this share of all samples is a shelf, 0–1."""
    again: Share = 0.1
    """A spot in which one is seen for this share of each of nearly all eighths of a recording is
    such a spot, too."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The detector's confidence about the moment; 0 for a phone that lies still."""
        sure = np.asarray(here["phone"], np.float64)
        gap = np.asarray(here["phone_hand"], np.float64)
        held = np.where(np.isnan(gap), 1.0, ramp(gap, 1.5 * self.near, 0.5 * self.near))
        held = np.where(here["person"] == 0, 0.0, held)  # nobody is there whose hand it could be in
        most = np.full(len(sure), self.most)
        if scene.subject not in ROOMS:
            used = in_use(here, scene) if place.kind == "driver" else np.ones(len(sure))
            held, most = held * used, np.where(used < 1, self.most, self.most_in_car)
        sure = np.minimum(np.where(sure > 0, sure * held, sure), most) / most
        sure = np.where(self._furniture(here, scene), np.minimum(sure, 0.0), sure)
        return around(sure, here.times, round(self.over_s / 2 * SECOND))

    def _furniture(self, here: Columns, scene: Scene) -> Yes:
        """Samples whose phone is where one always is, (N,)."""
        weights = scene.weights(here)
        found = always_there(spots_of(here, "phone", weights), 1.0, here, scene, self.again)
        if scene.account.span.duration_us >= 60 * SECOND:
            found |= lies_still(here, "phone", weights, self.still_share)
        return found
