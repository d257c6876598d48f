"""VID_FREEZE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp


@dataclass(frozen=True, slots=True)
class VidFreeze(Rule):
    """A picture that stands still to the last grey level.

    Flags: samples that are the same but for coding noise, from five seconds.
    Lets be: a quiet hall, where sensor noise and breathing never stop; a black picture, which is
        VID_BLACK's, and a covered lens, which is VID_COVER's.
    """

    code: ClassVar[str] = "VID_FREEZE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture",)
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("change", "contrast")

    hold_s: float = 5.0
    change: float = 0.05
    """Mean difference between samples at which sureness is 0.5, grey levels."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Stillness of a picture that shows something."""
        del place, scene
        still = ramp(here["change"], 2 * self.change, 0.0)
        return np.where(here["contrast"] < 9.0, np.minimum(still, 0.0), still)
