"""VID_FREEZE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import strange


@dataclass(frozen=True, slots=True)
class VidFreeze(Rule):
    """A picture that stands still to the last grey level, though its clock may run.

    Flags: samples that are the same but for coding noise, or of which no block changes between
        the edges on which recorders write clock and name; from five seconds, of which half-second
        samples see four. One in three may differ: coding begins anew with every keyframe.
    Lets be: a quiet hall, where sensor noise and breathing never stop; a black picture, which is
        VID_BLACK's, and a covered lens, which is VID_COVER's.
    """

    code: ClassVar[str] = "VID_FREEZE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("change", "still", "contrast")

    hold_s: float = 4.0
    change: float = 0.05
    """Mean difference between samples at which sureness is 0.5, grey levels."""
    still: float = 0.98
    """Share of the blocks that must have stood still for sureness 0.5, 0–1."""
    contrast: float = 9.0
    """Contrast under which a picture shows too little to stand still, 0–127."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Stillness of a picture that shows something of what it usually shows."""
        del place
        alike = ramp(here["change"], 2 * self.change, 0.0)
        stood = ramp(here["still"], 2 * self.still - 1, 1.0)
        still = _and_before(np.fmax(alike, _two_of_three(stood)))
        nothing = (here["contrast"] < self.contrast) | (strange(here, scene) >= 0.5)
        return np.where(nothing, np.minimum(still, 0.0), still)


def _two_of_three(sure: Sureness) -> Sureness:
    """The median with both neighbours; at the ends and beside NaN the sample itself."""
    three = np.stack((sure[:-2], sure[1:-1], sure[2:])) if len(sure) > 2 else np.empty((3, 0))
    result = np.array(sure, float)
    middle = np.median(three, axis=0)
    result[1:-1] = np.where(np.isnan(middle), result[1:-1], middle)
    return result


def _and_before(sure: Sureness) -> Sureness:
    """A picture that is like the next one stands still, too."""
    return np.asarray(np.fmax(sure, np.append(sure[1:], np.nan)))
