"""GAZE_OFF."""

from dataclasses import dataclass
from math import radians
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, spread, steadied, turned, usual


@dataclass(frozen=True, slots=True)
class GazeOff(Rule):
    """The driver's head is off the road for more than two seconds.

    Flags: a turn or a nod away from where this driver usually looks, longer than two seconds (the
        rule's own limit, not a proposal; at five looks a second that is 2.2 s).
    Lets be: mirror and shoulder checks, which are shorter; a head whose direction is not known.
        Eyes that leave the road in a still head are not judged yet.
    """

    code: ClassVar[str] = "GAZE_OFF"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("driver",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = ("yaw", "pitch", "direction_sigma")

    hold_s: float = 2.2
    gap_s: float = 0.5
    turn_deg: float = 30.0
    """Turn alone, from the usual direction, at which sureness is 0.5, degrees."""
    nod_deg: float = 20.0
    """Nod alone, below the usual direction, at which sureness is 0.5, degrees."""
    vague_deg: float = 30.0
    """Directions with a larger standard deviation say nothing, degrees."""
    restless: float = 2.0
    """A turn or nod must also stand out by so many times this head's own usual scatter."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Turn and nod against this driver's own median, together as on an ellipse."""
        del place, scene
        sharp = here["direction_sigma"] <= radians(self.vague_deg)
        yaw = steadied(np.where(sharp, here["yaw"], np.nan))
        pitch = steadied(np.where(sharp, here["pitch"], np.nan))
        away, down = turned(yaw, usual(yaw)), pitch - usual(pitch)
        turn = max(radians(self.turn_deg), self.restless * spread(away))
        nod = max(radians(self.nod_deg), self.restless * spread(down))
        return ramp(np.hypot(away / turn, np.maximum(down, 0.0) / nod), 0.5, 1.5)
