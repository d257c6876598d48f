"""READ_ALOUD."""

from dataclasses import dataclass
from math import radians
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.bodies import swaying
from proctor.rules.pairs import pairs
from proctor.rules.whisper import Whisper
from proctor.timeline import microseconds


@dataclass(frozen=True, slots=True)
class ReadAloud(Rule):
    """Lips that go on moving, of somebody who talks to nobody: questions read out to a listener.

    Flags: a gap between the lips that opens and closes all the time for ten seconds, of a face that
        is turned to the camera well enough to be read.
    Lets be: a yawn, a cough, a word to oneself; a mouth that stands open; two who talk to each
        other (WHISPER). Faces of fewer than 40 pixels, faces turned away and masks are not read at
        all: nothing is said about those seats, which in most halls are all of them.
    """

    code: ClassVar[str] = "READ_ALOUD"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head", "mouth")
    shows: ClassVar[tuple[str, ...]] = ("mouth", "yaw", "direction_sigma")

    hold_s: float = 10.0
    gap_s: float = 1.5
    stir: float = 0.012
    """Standard deviation of the gap between the lips at which sureness is 0.5, face heights."""
    over_s: float = 3.0
    """Time over which it is taken, seconds: some syllables, and no more than a yawn."""
    turned_deg: float = 45.0
    """Turn against the line to the camera from which lips are not read, degrees."""
    vague_deg: float = 30.0
    """Directions of a head with a larger standard deviation say nothing of neighbours, degrees."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How much the lips stir, if the neighbours have no part in it."""
        gap = np.where(np.abs(here["yaw"]) <= radians(self.turned_deg), here["mouth"], np.nan)
        if np.isnan(gap).all():
            return np.full(len(here.times), np.nan)
        stir = swaying(gap, here, microseconds(self.over_s))
        stir = np.where(np.isfinite(stir), stir, np.nan)
        sure = ramp(stir, 0.5 * self.stir, 1.5 * self.stir)
        rule = Whisper()
        found = [rule.of(pair) for pair in pairs(here, place, scene, radians(self.vague_deg))]
        together = np.fmax.reduce([np.zeros(len(here.times)), *found])
        return np.asarray(np.minimum(sure, 1.0 - together))
