"""WHISPER."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import radians
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness
from proctor.rules.pairs import Pair, pairs, surest
from proctor.rules.units import Share


@dataclass(frozen=True, slots=True)
class Whisper(Rule):
    """Two neighbours put their heads together or face each other.

    Flags: two heads turned to one another, each away from where it usually looks, for three
        seconds; or one that is turned to a neighbour while both come so near that the gap between
        them is no more than ``near`` of what it usually is; or two that both lean over until it is
        no more than ``closest``, unless both surely look at their own screens. Both neighbours
        share one flag.
    Lets be: a candidate who looks at a neighbour who looks at the own screen (PEEK's); glances,
        which are shorter; a candidate who leans over alone; an officer who bends down to somebody.
        Lips are not asked: at the size of faces in a hall nobody can read them.
    """

    code: ClassVar[str] = "WHISPER"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("yaw", "direction_sigma", "head_x0", "head_y0")
    shared: ClassVar[bool] = True
    version: ClassVar[int] = 2

    hold_s: float = 3.0
    gap_s: float = 0.6
    rest_s: float = 5.0
    turn_deg: float = 30.0
    """Turn from the usual direction at which a head is turned away with sureness 0.5, degrees."""
    beside_deg: float = 60.0
    """How far beside the neighbour it may look at sureness 0.5, degrees."""
    near: Share = 0.65
    """Gap between the heads, in shares of the usual one, that counts as together, sureness 0.5."""
    closest: Share = 0.5
    """The same where no direction is asked for, because both lean over."""
    leans: Share = 0.2
    """Share of the usual gap that each must have come nearer then, sureness 0.5."""
    vague_deg: float = 30.0
    """Directions of a head with a larger standard deviation say nothing, degrees."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """That of the neighbour with whom it is surest."""
        nobody = np.where(np.isnan(here["person"]), np.nan, 0.0)
        return np.asarray(np.fmax.reduce([nobody, *self.each(here, place, scene).values()]))

    def of(self, pair: Pair) -> Sureness:
        """How sure one pair whispers: facing each other, or together with one facing the other."""
        least = radians(self.turn_deg)
        mine = pair.mine.towards(least, radians(self.beside_deg))
        theirs = pair.theirs.towards(least, radians(self.beside_deg))
        together = pair.together(self.near)
        one = np.fmax(mine, theirs)
        leaning = np.minimum(pair.together(self.closest), pair.leaning(self.leans))
        at_work = pair.at_screens(least / 2, radians(self.vague_deg) / 2)
        leaning = np.where(at_work, np.fmin(leaning, 0.0), leaning)
        faced = np.fmax(np.minimum(mine, theirs), np.minimum(one, together))
        return np.asarray(np.fmax(faced, leaning))

    def partner(self, here: Columns, place: Place, scene: Scene, part: slice) -> str:
        """Name of the neighbour with whom it is surest in ``part`` of the rows."""
        return surest(self.each(here, place, scene), part)

    def each(self, here: Columns, place: Place, scene: Scene) -> Mapping[str, Sureness]:
        """Neighbour → how sure it is with them."""

        def found() -> Mapping[str, Sureness]:
            every = pairs(here, place, scene, radians(self.vague_deg))
            return {pair.other: self.of(pair) for pair in every}

        return scene.once((self, place.name), found)
