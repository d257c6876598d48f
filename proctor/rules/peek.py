"""PEEK."""

from dataclasses import dataclass
from math import inf, isnan, radians
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, turned, usual
from proctor.rules.facing import Angles, Aside, looks_aside
from proctor.rules.floor import floor, neighbours
from proctor.rules.units import Multiple
from proctor.rules.whisper import Whisper

FARTHEST = 120.0
"""Degrees; a seated body and its neck turn no farther."""
AHEAD = 20.0
"""Degrees; whatever lies less aside from the own screen is no reason to turn."""
EYES = 1.5
"""Eyes go on where the head turns to: a look goes up to so many times as far as its head."""


@dataclass(frozen=True, slots=True)
class Peek(Rule):
    """A head turned to a neighbour or their screen, away from where this candidate usually looks.

    Flags: a turn of more than ``turn_deg`` from the direction in which this candidate looks most,
        the screen, to where a neighbour or the screen before them is, for three seconds. Where that
        is follows from the sizes and places of heads, whichever way the camera hangs. Where the
        eyes can be read, it is the line of sight that turns; where they cannot, they may go on to
        where the head turns. A head that never keeps still, or that is read with doubt, must turn
        further.
    Lets be: glances, looks down at keyboard or desk or up while stretching, turns to where nobody
        sits, turns farther than necks go (a face that was read the wrong way round), heads whose
        direction is known no better than ``vague_deg``; a neighbour who turns back to them or whose
        head comes near, which is WHISPER's.
    """

    code: ClassVar[str] = "PEEK"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("yaw", "direction_sigma", "gaze_yaw", "gaze_sigma")
    version: ClassVar[int] = 5

    hold_s: float = 3.0
    gap_s: float = 0.6
    rest_s: float = 5.0
    turn_deg: float = 40.0
    """Turn at which sureness is 0.5, degrees: beyond the edge of a screen before one."""
    doubts: Multiple = 2.0
    """A turn must also stand out by so many times the usual standard deviation of this head's
    direction."""
    beside_deg: float = 40.0
    """How far beside the neighbour and their screen the look may go at sureness 0.5, degrees."""
    nod_deg: float = 15.0
    """Nod below the usual direction from which somebody looks at the desk, or above it at the
    ceiling, not at a screen, and a turn says little, degrees."""
    vague_deg: float = 30.0
    """Directions of a head with a larger standard deviation say nothing, degrees."""
    vague_eyes_deg: float = 12.0
    """Lines of sight with a larger standard deviation say nothing, degrees."""
    restless: Multiple = 3.0
    """A turn must also stand out by so many times this head's own usual scatter."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How far the head is turned, if to a neighbour who does not turn back."""
        aside = looks_aside(here, self.vague_deg, self.vague_eyes_deg, scene.weights(here))
        least = max(radians(self.turn_deg), self.doubts * self._doubt(here, scene))
        middle = np.maximum(least, self.restless * aside.scatter)
        far = ramp(np.abs(aside.turn) / middle, 0.5, 1.5)
        odd = (np.abs(aside.turn) > radians(FARTHEST)) | (np.abs(aside.nod) > radians(self.nod_deg))
        most = radians(self.beside_deg)
        at = ramp(self._beside(aside, place, scene), 1.5 * most, 0.5 * most)
        alone = 1.0 - self._whispers(here, place, scene)
        sure = np.where(odd, 0.0, np.minimum(np.minimum(far, at), alone))
        return np.where(np.isnan(far), np.nan, sure)

    def _doubt(self, here: Columns, scene: Scene) -> float:
        """How well the direction of this head is known as a rule, radians; 0 if nobody can tell."""
        sigma = usual(here["direction_sigma"], weights=scene.weights(here))
        return 0.0 if isnan(sigma) else sigma

    def _beside(self, aside: Aside, place: Place, scene: Scene) -> NDArray[np.floating]:
        """How far beside the nearest neighbour or screen they look, radians; inf without any."""
        spots = floor(scene)
        nearest = np.full(len(aside.turn), inf)
        for name in neighbours(place, spots):
            here, there = spots[place.name], spots[name]
            for point in ((there.x, there.depth), there.screen):
                side = float(turned(np.array(here.bearing(point)), here.facing))
                if abs(side) >= radians(AHEAD):
                    nearest = np.fmin(nearest, np.abs(_short_of(side, aside)))
        return nearest

    def _whispers(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How sure they whisper with a neighbour, by its usual settings; 0 if unknown."""
        rule = Whisper(vague_deg=self.vague_deg)
        found = rule.each(here, place, scene).values()
        return np.asarray(np.nan_to_num(np.fmax.reduce([np.zeros(len(here.times)), *found])))


def _short_of(side: float, aside: Aside) -> Angles:
    """From where they look to ``side``, radians; where a head alone says it, eyes may go on."""
    short = turned(side - aside.turn, 0.0)
    most = np.where(aside.by_eyes, 0.0, (EYES - 1) * np.abs(aside.turn))
    onwards = np.sign(short) == np.sign(aside.turn)
    return np.asarray(
        np.where(onwards, short - np.sign(short) * np.minimum(np.abs(short), most), short)
    )
