"""NOTE."""

from dataclasses import dataclass
from math import radians
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, spread
from proctor.rules.facing import looks_aside
from proctor.rules.lasting import lasting
from proctor.rules.repeated import crowded, onsets
from proctor.rules.units import Multiple
from proctor.timeline import Microseconds, microseconds

Yes: TypeAlias = NDArray[np.bool_]
"""Per sample or moment, (N,)."""


@dataclass(frozen=True, slots=True)
class Note(Rule):
    """Someone who reads a crib.

    Flags: looks up, over the screen, each followed at once by a look deep down, three times or more
        within a minute: whoever reads what nobody may see makes sure first.
    Lets be: looks down alone, however long: at the keyboard, at scratch paper, while writing; looks
        up alone, at the clock or into the air; heads whose nod is known no better than
        ``vague_deg``. Paper itself is not asked: scratch paper lies at most seats, and a slip in a
        hand is a dozen pixels to a hall camera; so whoever simply reads a slip is not found.
    """

    code: ClassVar[str] = "NOTE"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("pitch", "direction_sigma", "paper", "hands")
    version: ClassVar[int] = 2

    hold_s: float = 3.0
    gap_s: float = 1.0
    looks: float = 3.0
    """Looks up and then down within ``within_s`` at which sureness is 0.5."""
    within_s: float = 60.0
    """Time in which they count together, seconds."""
    up_deg: float = 12.0
    """Nod above the usual one from which somebody looks up, degrees."""
    down_deg: float = 20.0
    """Nod below the usual one from which somebody looks at lap or desk, degrees."""
    down_s: float = 1.0
    """How long a look down lasts at least, seconds."""
    then_s: float = 2.0
    """Longest time from a look up to the look down that belongs to it, seconds."""
    restless: Multiple = 2.0
    """Both must also stand out by so many times this head's own scatter."""
    vague_deg: float = 20.0
    """Directions of a head with a larger standard deviation say nothing, degrees."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How often up and down belong together, between the first and the last time."""
        del place
        nod = looks_aside(here, self.vague_deg, 0.0, scene.weights(here)).nod
        noise = self.restless * spread(nod, scene.weights(here))
        up = here.times[nod <= -max(radians(self.up_deg), noise)]
        deep = lasting(nod >= max(radians(self.down_deg), noise), here, scene, self.down_s)
        down = onsets(deep, ~np.isnan(nod), here.times)
        both = down[_soon_after(up, down, microseconds(self.then_s))]
        count = crowded(both, here.times, microseconds(self.within_s))
        sure = ramp(count.astype(np.float64), self.looks - 1.5, self.looks + 1.5)
        return np.where(np.isnan(nod) & (count == 0), np.nan, sure)


def _soon_after(before: Times, moments: Times, within_us: Microseconds) -> Yes:
    """Which ``moments`` come at most ``within_us`` after one of ``before``."""
    row = np.searchsorted(before, moments, side="right") - 1
    latest = np.append(before, 0)[row]
    return np.asarray((row >= 0) & (moments - latest <= within_us))
