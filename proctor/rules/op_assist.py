"""OP_ASSIST."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, steadied
from proctor.rules.cabin import other_front


@dataclass(frozen=True, slots=True)
class OpAssist(Rule):
    """The officer's hand is on the steering wheel.

    Flags: a hand of whoever sits beside the driver at the wheel, from three tenths of a second,
        while both of the driver's hands are accounted for. With fewer of those in sight the hand
        may be the driver's own: then it must be seen there at two moments in a row.
    Lets be: hands that point past the wheel, on the gear lever or the hand brake (nobody told the
        camera where those are, so help with them is not seen either); the instructor's pedals, of
        which this camera knows nothing.
    """

    code: ClassVar[str] = "OP_ASSIST"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "hands", "wheel")
    shows: ClassVar[tuple[str, ...]] = ("hands", "hands_wheel")

    hold_s: float = 0.3
    gap_s: float = 1.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 for a hand at the wheel beside two of the driver's; less when it may be one of them."""
        other = other_front(place, scene)
        if other is None:
            return np.full(len(here.times), np.nan)
        driver = scene.beside(other.name, here.times, ("hands",))["hands"]
        at_wheel = np.where(here["hands"] == 0, 0.0, here["hands_wheel"])
        lasting = np.where(steadied(at_wheel) > 0, 0.6, 0.3)
        sure = np.where(driver >= 2, 1.0, lasting)
        return np.where(np.isnan(at_wheel), np.nan, np.where(at_wheel > 0, sure, 0.0))
