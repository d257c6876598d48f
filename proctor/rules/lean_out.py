"""LEAN_OUT."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, steadied, usual
from proctor.rules.cabin import home, other_front
from proctor.rules.floor import middle
from proctor.rules.units import HeadWidths


@dataclass(frozen=True, slots=True)
class LeanOut(Rule):
    """The officer leans out of the window.

    Flags: the head of whoever sits beside the driver ``out`` head widths farther from the driver
        than it usually is, from one second. Nobody inside comes so far: the middle of a front seat
        is about 0.35 m from the window, two widths of a head.
    Lets be: a look into the mirror or over the shoulder, a nod, a change of posture; a head bent
        towards the driver.
    """

    code: ClassVar[str] = "LEAN_OUT"
    subjects: ClassVar[tuple[Subject, ...]] = ("road",)
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("head_x0", "head_x1", "head_y0")

    hold_s: float = 1.0
    gap_s: float = 0.6
    out: HeadWidths = 2.0
    """Head widths outwards at which sureness is 0.5."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How far the head is outwards of where it usually is."""
        other = other_front(place, scene)
        if other is None:
            return np.full(len(here.times), np.nan)
        home_x, _, _ = home(here, scene)
        wide = max(usual(here["head_x1"] - here["head_x0"], weights=scene.weights(here)), 1e-3)
        side = np.sign(place.anchor[0] - other.anchor[0])
        away = steadied(side * (middle(here, "x") - home_x) / wide)
        return ramp(away, 0.5 * self.out, 1.5 * self.out)
