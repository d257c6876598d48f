"""GAZE_OFF."""

from dataclasses import dataclass
from math import radians
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, spread
from proctor.rules.facing import looks_aside
from proctor.rules.units import Multiple


@dataclass(frozen=True, slots=True)
class GazeOff(Rule):
    """The driver's eyes or head are off the road for more than two seconds.

    Flags: a turn or a nod away from where this driver usually looks, longer than two seconds (the
        rule's own limit, not a proposal; at five looks a second that is 2.2 s). Where the eyes can
        be read, the line of sight counts, so that eyes which leave the road in a still head are
        found and a turned head whose eyes stay on the road is let be.
    Lets be: mirror and shoulder checks, which are shorter; a driver whose direction is not known.
        Of eyes too small to be read (faces of a few dozen pixels, sunglasses) the head alone
        speaks.
    """

    code: ClassVar[str] = "GAZE_OFF"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("driver",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = (
        *("yaw", "pitch", "direction_sigma"),
        *("gaze_yaw", "gaze_pitch", "gaze_sigma"),
    )
    version: ClassVar[int] = 2

    hold_s: float = 2.2
    gap_s: float = 0.5
    rest_s: float = 5.0
    turn_deg: float = 30.0
    """Turn of the head alone, from the usual direction, at which sureness is 0.5, degrees."""
    eyes_deg: float = 15.0
    """Turn of the line of sight, where it is known, at which sureness is 0.5, degrees. Eyes on the
    road stay within 8 (*percent road centre*, Victor, Harbluk and Engström, Transportation Research
    F 8, 2005), and are read to a few degrees."""
    nod_deg: float = 15.0
    """Nod alone, below the usual direction, at which sureness is 0.5, degrees."""
    vague_deg: float = 30.0
    """Directions of a head with a larger standard deviation say nothing, degrees."""
    vague_eyes_deg: float = 12.0
    """Lines of sight with a larger standard deviation say nothing, degrees."""
    restless: Multiple = 2.0
    """A turn or nod must also stand out by so many times its own usual scatter."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Turn and nod against this driver's own road, together as on an ellipse."""
        del place
        weights = scene.weights(here)
        aside = looks_aside(here, self.vague_deg, self.vague_eyes_deg, weights)
        limit = np.radians(np.where(aside.by_eyes, self.eyes_deg, self.turn_deg))
        turn = aside.turn / np.maximum(limit, self.restless * aside.scatter)
        nod = max(radians(self.nod_deg), self.restless * spread(aside.nod, weights))
        return ramp(np.hypot(turn, np.maximum(aside.nod, 0.0) / nod), 0.5, 1.5)
