"""VID_FREEZE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import strange
from proctor.rules.units import Grey, Share
from proctor.timeline import microseconds


@dataclass(frozen=True, slots=True)
class VidFreeze(Rule):
    """A picture that stands still to the last grey level, though its clock may run.

    Flags: samples that are the same but for coding noise, or of which no block changes between
        the edges on which recorders write clock and name; from five seconds, of which samples and
        codec leave three and a half. A keyframe that is coded anew, and what mends it, may lie
        between.
    Lets be: a quiet hall, where sensor noise and breathing never stop; a black picture, which is
        VID_BLACK's, and a covered lens, which is VID_COVER's.
    """

    code: ClassVar[str] = "VID_FREEZE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("change", "still", "contrast")

    hold_s: float = 3.5
    gap_s: float = 0.0
    change: Grey = 0.05
    """Mean difference between samples at which sureness is 0.5, grey levels."""
    still: Share = 0.93
    """Share of the blocks that must have stood still for sureness 0.5, 0–1."""
    coding: Grey = 1.0
    """Mean difference that coding anew makes at most, grey levels."""
    apart_s: float = 1.1
    """A sample changed by coding stood still if one this near did, seconds."""
    contrast: Grey = 9.0
    """Contrast under which a picture shows too little to stand still, 0–127."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Stillness of a picture that shows something of what it usually shows."""
        del place
        alike = ramp(here["change"], 2 * self.change, 0.0)
        stood = ramp(here["still"], 2 * self.still - 1, 1.0)
        still = _and_before(np.fmax(alike, self._vouched(stood, here)))
        nothing = (here["contrast"] < self.contrast) | (strange(here, scene) >= 0.5)
        return np.where(nothing, np.minimum(still, 0.0), still)

    def _vouched(self, stood: Sureness, here: Columns) -> Sureness:
        """As sure as the surest of two samples before and after, where coding explains a change."""
        best = np.array(stood, float)
        for away in (1, 2):
            close = here.times[away:] - here.times[:-away] <= microseconds(self.apart_s)
            best[away:] = np.fmax(best[away:], np.where(close, stood[:-away], np.nan))
            best[:-away] = np.fmax(best[:-away], np.where(close, stood[away:], np.nan))
        return np.where(here["change"] <= self.coding, best, stood)


def _and_before(sure: Sureness) -> Sureness:
    """A picture that is like the next one stands still, too, if it begins the stillness."""
    following, before = np.append(sure[1:], np.nan), np.append(np.nan, sure[:-1])
    return np.where(before > 0, sure, np.fmax(sure, following))
