"""OP_ASSIST."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, steadied
from proctor.rules.cabin import leans, other_front
from proctor.rules.lever import HANDS, away_from, head_width, lever, off_work
from proctor.rules.units import HeadWidths


@dataclass(frozen=True, slots=True)
class OpAssist(Rule):
    """The officer's hand is on the steering wheel or, where that is asked, on the gear lever.

    Flags: a hand of whoever sits beside the driver at the wheel at two looks of three, from three
        tenths of a second, while they lean or stretch over from where they usually sit. Less sure
        while fewer than two of the driver's hands are in sight: it may be one of those. Where a
        profile sets ``gear``: a low hand of theirs at the spot between the seats to which the
        driver's own hand went from the wheel in this recording, which is where the lever is, if
        it comes there from elsewhere and the driver's is not there as well.
    Lets be: hands that point past the wheel or rest between the seats; what looks like a third
        hand of somebody who sits as always: a cuff, a shadow, the driver's own; the lever of a car
        in which the driver's hand was never seen there (an automatic one, or a short recording); a
        hand that comes to the driver's head, which is the driver's own; the instructor's pedals,
        of which this camera knows nothing.
    """

    code: ClassVar[str] = "OP_ASSIST"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "hands", "wheel")
    shows: ClassVar[tuple[str, ...]] = ("hands", "hands_wheel", "hand1_x", "hand2_x")
    version: ClassVar[int] = 4

    hold_s: float = 0.3
    gap_s: float = 1.0
    gear: bool = False
    """Whether the gear lever is asked about: a pale knob is taken for a hand, so it floods."""
    near: HeadWidths = 1.2
    """How near the spot of the lever a hand is at it, sureness 0.5, head widths."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """As sure as they lean over to the hand at the wheel; less when it may be the driver's."""
        other = other_front(place, scene)
        if other is None:
            return np.full(len(here.times), np.nan)
        driver = scene.beside(other.name, here.times, ("hands",))["hands"]
        at_wheel = np.where(here["hands"] == 0, 0.0, here["hands_wheel"])
        most = np.where(driver >= 2, 1.0, 0.6)
        over = np.minimum(most, np.nan_to_num(leans(here, place, scene)))
        wheel = np.where(np.isnan(at_wheel), np.nan, np.where(steadied(at_wheel) > 0, over, 0.0))
        return np.asarray(np.fmax(wheel, self._at_lever(here, place, scene)))

    def _at_lever(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How sure a hand is at the lever; ``NaN`` where nobody knows where that is."""
        spot = lever(place, scene) if self.gear else None
        if spot is None:
            return np.full(len(here.times), np.nan)
        wide = head_width(here, scene)
        own = away_from(here, spot, scene) / wide
        work = off_work(here, scene) / wide
        gap = steadied(np.where(work >= 1.0, own, np.inf).min(axis=0))
        other = other_front(place, scene)
        there = scene.beside(other.name, here.times, HANDS) if other else here
        taken = (away_from(there, spot, scene) / wide).min(axis=0) <= 0.5 * self.near
        sure = 0.7 * ramp(gap, 1.5 * self.near, 0.5 * self.near)
        return np.where(np.isnan(here["hands"]), np.nan, np.where(taken, 0.0, sure))
