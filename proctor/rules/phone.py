"""PHONE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, Weights, usual
from proctor.timeline import SECOND


@dataclass(frozen=True, slots=True)
class Phone(Rule):
    """A phone at the hand, the face or the lap of whoever sits there.

    Flags: a phone seen at a place for two seconds.
    Lets be: a phone that lies where it lay for most of a recording of a minute or more, as on a
        shelf or in a holder.
    """

    code: ClassVar[str] = "PHONE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver", "passenger")
    needs: ClassVar[tuple[Sense, ...]] = ("phone",)
    shows: ClassVar[tuple[str, ...]] = ("phone",)

    hold_s: float = 2.0
    gap_s: float = 1.0
    still_share: float = 0.5
    """A spot in which a phone is seen in more than this share of all samples is a shelf, 0–1."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The detector's confidence; 0 for a phone that lies still."""
        del place
        sure = np.asarray(here["phone"], np.float64)
        if scene.account.span.duration_us < 60 * SECOND:
            return sure
        return np.where(self._lies_still(here, scene.weights(here)), np.minimum(sure, 0.0), sure)

    def _lies_still(self, here: Columns, weights: Weights) -> np.ndarray:
        """Samples whose phone is within half its size of the spot where one mostly lies."""
        x = (here["phone_x0"] + here["phone_x1"]) / 2
        y = (here["phone_y0"] + here["phone_y1"]) / 2
        reach = 0.5 * max(usual(here["phone_x1"] - here["phone_x0"], weights=weights), 0.0)
        near = np.hypot(x - usual(x, weights=weights), y - usual(y, weights=weights)) <= reach
        share = weights[near].sum() / max(weights.sum(), 1)
        return near if share > self.still_share else np.zeros_like(near)
