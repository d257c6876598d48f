"""DEVICE_POSE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.bodies import Hands, from_work, hands_at, head_px, rigid
from proctor.rules.lasting import lasting
from proctor.rules.repeated import crowded, onsets
from proctor.rules.units import HeadWidths
from proctor.timeline import microseconds

COLLAR = (0.9, -0.1, 0.6)
"""Where a collar is: at most so many head widths beside the head's middle, and so many head heights
below the chin, from and to."""
FACE = 0.6
"""Head widths from the middle of the face within which a hand is at the face."""


@dataclass(frozen=True, slots=True)
class DevicePose(Rule):
    """A body that serves a hidden camera or earpiece: tugs at the collar, a hand that stands still.

    Flags: a hand that comes to the collar from elsewhere, three times or more within half a minute;
        a hand before the chin or beside the face that keeps as still as the head for twenty
        seconds, of somebody who otherwise moves both.
    Lets be: one tug or two; scratching, drinking, glasses that are pushed up, which end at the
        face; hands at a keyboard that from above seem to be at the breast; a chin in the hand,
        which sways with whoever breathes and thinks, and is how many people sit; a spot at the
        collar at which a hand is seen most of the time, as it is a print on a shirt; three hands
        at one person, of which one is none; halls whose profile does not enable the rule. Of heads
        smaller than ``smallest`` no hand at the collar can be made out, and nothing is said.
    """

    code: ClassVar[str] = "DEVICE_POSE"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    unasked: ClassVar[tuple[Subject, ...]] = ("hall",)
    version: ClassVar[int] = 2
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head", "hands")
    shows: ClassVar[tuple[str, ...]] = ("hands", "hand_face", "hand1_x", "hand1_y", "hand2_x")

    hold_s: float = 3.0
    gap_s: float = 1.0
    tugs: float = 3.0
    """Hands that come to the collar within ``within_s``, at which sureness is 0.5."""
    tug_s: float = 0.4
    """How long a hand stays there at least, seconds: one look of a closer look is a slip."""
    within_s: float = 30.0
    """Time in which tugs count together, seconds."""
    away: HeadWidths = 0.8
    """How far from where the hands usually are a collar must be, head widths."""
    fixed_s: float = 20.0
    """How long a hand before the face must keep still, seconds."""
    still: HeadWidths = 0.06
    """How much hand and head may sway meanwhile, in head widths, at which sureness is 0.5."""
    usual_share: float = 0.35
    """Share of the time in which a hand is there, from which that is how somebody sits, 0–1."""
    smallest: float = 30.0
    """Height of a head, pixels, below which hands near it cannot be told apart."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Tugs or stillness, whichever is surer."""
        del place
        if not head_px(here, scene) >= self.smallest:
            return np.full(len(here.times), np.nan)
        hands = hands_at(here, scene)
        known = ~np.isnan(here["hands"]) & ~np.isnan(here["head_x0"])
        sure = np.fmax(self._tugs(here, hands, known, scene), self._fixed(here, hands, scene))
        return np.where(known | (sure > 0), sure, np.nan)

    def _tugs(
        self, here: Columns, hands: Hands, known: NDArray[np.bool_], scene: Scene
    ) -> Sureness:
        wide, high, low = COLLAR
        there = (np.abs(hands.beside) <= wide) & (hands.below >= high) & (hands.below <= low)
        there &= (from_work(hands, scene.weights(here)) >= self.away) & (hands.to_face >= FACE)
        collar = lasting(there.any(axis=0) & (here["hands"] <= 2) & known, here, scene, self.tug_s)
        if self._is_usual(collar, known, here, scene):
            return np.zeros(len(here.times))
        begins = onsets(collar, known & (here["hands"] > 0), here.times)
        count = crowded(begins, here.times, microseconds(self.within_s))
        return ramp(count.astype(np.float64), self.tugs - 1.5, self.tugs + 1.5)

    def _fixed(self, here: Columns, hands: Hands, scene: Scene) -> Sureness:
        """Stillness over a quarter of the time; the windows at either end reach beyond it."""
        near = np.asarray((hands.to_face <= 1.0).any(axis=0))
        if self._is_usual(near, ~np.isnan(here["hands"]), here, scene):
            return np.zeros(len(here.times))
        sway = np.where(near, rigid(here, hands, scene, microseconds(self.fixed_s / 4)), np.inf)
        sure = ramp(sway, 1.5 * self.still, 0.5 * self.still)
        long = lasting(sure >= 0.5, here, scene, 0.75 * self.fixed_s, self.gap_s)
        return np.where(long, sure, 0.0)

    def _is_usual(
        self, yes: NDArray[np.bool_], known: NDArray[np.bool_], here: Columns, scene: Scene
    ) -> bool:
        weights = scene.weights(here)
        return bool(weights[yes].sum() > self.usual_share * weights[known].sum())
