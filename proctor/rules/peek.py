"""PEEK."""

from dataclasses import dataclass
from math import radians
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.facing import looks_aside

NEAR = 3.0
"""A neighbour sits within so many seat widths."""


@dataclass(frozen=True, slots=True)
class Peek(Rule):
    """A head turned to where a neighbour sits, away from where this candidate usually looks.

    Flags: a turn of more than ``turn_deg`` from the direction in which this candidate looks most,
        the screen, towards a side on which a neighbour sits, for three seconds. Where the eyes can
        be read, it is the line of sight that turns. A head that never keeps still, or that is too
        small to be read steadily, must turn further.
    Lets be: glances, looks at the keyboard (the nod, not the turn), turns to an empty side, heads
        whose direction is known no better than ``vague_deg``.
    """

    code: ClassVar[str] = "PEEK"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("yaw", "direction_sigma", "gaze_yaw", "gaze_sigma")
    version: ClassVar[int] = 2

    hold_s: float = 3.0
    gap_s: float = 0.6
    turn_deg: float = 40.0
    """Turn at which sureness is 0.5, degrees."""
    vague_deg: float = 30.0
    """Directions of a head with a larger standard deviation say nothing, degrees."""
    vague_eyes_deg: float = 12.0
    """Lines of sight with a larger standard deviation say nothing, degrees."""
    restless: float = 3.0
    """A turn must also stand out by so many times this head's own usual scatter."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How far the head is turned to a side with a neighbour."""
        aside = looks_aside(here, self.vague_deg, self.vague_eyes_deg, scene.weights(here))
        turn = aside.turn
        sides = _sides(place, scene)
        left = turn if "left" in sides else np.full_like(turn, -np.inf)
        right = -turn if "right" in sides else np.full_like(turn, -np.inf)
        towards = np.where(np.isnan(turn), np.nan, np.maximum(left, right))
        middle = np.maximum(radians(self.turn_deg), self.restless * aside.scatter)
        return ramp(towards / middle, 0.5, 1.5)


def _sides(place: Place, scene: Scene) -> frozenset[str]:
    """Sides of the picture on which a neighbour sits."""
    reach = NEAR * place.zone.width
    gaps = [
        other.anchor[0] - place.anchor[0]
        for other in scene.places.values()
        if other.kind == "seat" and other.name != place.name
    ]
    return frozenset("left" if gap < 0 else "right" for gap in gaps if abs(gap) <= reach)
