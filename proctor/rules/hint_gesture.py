"""HINT_GESTURE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.cabin import reach
from proctor.rules.units import HeadHeights, Share
from proctor.timeline import microseconds

BEYOND = 0.9
"""Share of the way to the driver's head from which a hand is the driver's own, at the own face."""


@dataclass(frozen=True, slots=True)
class HintGesture(Rule):
    """The officer's hand points or taps in the driver's space.

    Flags: a raised hand of whoever sits beside the driver past the middle between the two heads,
        for a second or more, that moves there: in ten seconds its way is as long as two strokes.
    Lets be: a hand that rests between the seats or on the driver's, a hand low at the gear lever or
        the hand brake, a single point ahead or at a mirror; a hand at the wheel (OP_ASSIST); a hand
        at the driver's head, which is the driver's own.
    """

    code: ClassVar[str] = "HINT_GESTURE"
    subjects: ClassVar[tuple[Subject, ...]] = ("road",)
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head", "hands")
    version: ClassVar[int] = 2
    shows: ClassVar[tuple[str, ...]] = ("hands", "hands_wheel", "hand1_x", "hand2_x")

    hold_s: float = 1.0
    gap_s: float = 1.0
    across: Share = 0.5
    """Share of the way from head to head at which sureness is 0.5, 0–1."""
    below: HeadHeights = 2.2
    """Head heights under the own head that a raised hand stays above, sureness 0.5."""
    strokes: HeadHeights = 0.8
    """Way of the hand over there, within ``around_s``, at which sureness is 0.5, head heights."""
    around_s: float = 10.0
    """Time in which strokes count together, seconds."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """A hand that is over there, raised and moving; the least of the three counts."""
        hand = reach(here, place, scene)
        over = ramp(hand.across, self.across - 0.1, self.across + 0.1)
        raised = ramp(hand.below, self.below + 0.4, self.below - 0.4)
        there = np.minimum(over, raised)
        there = np.where((here["hands_wheel"] > 0) | (hand.across > BEYOND), 0.0, there)
        there = np.where((here["hands"] == 0) & np.isnan(there), 0.0, there)
        way = ramp(self._way(hand.below, there, here), 0.5 * self.strokes, 1.5 * self.strokes)
        return np.where(np.isnan(there), np.nan, np.minimum(there, way))

    def _way(
        self, height: NDArray[np.floating], there: Sureness, here: Columns
    ) -> NDArray[np.float64]:
        """How far the hand went up and down over there, around each moment, head heights."""
        on = np.concatenate(([False], (there[1:] >= 0.5) & (there[:-1] >= 0.5)))
        step = np.where(on, np.abs(np.diff(height, prepend=np.nan)), 0.0)
        upto = np.concatenate(([0.0], np.cumsum(np.nan_to_num(step))))
        half = microseconds(self.around_s / 2)
        first = np.searchsorted(here.times, here.times - half, "left")
        last = np.searchsorted(here.times, here.times + half, "right")
        return np.asarray(upto[last] - upto[first])
