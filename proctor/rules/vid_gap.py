"""VID_GAP."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness


@dataclass(frozen=True, slots=True)
class VidGap(Rule):
    """Time in which the recording has no pictures.

    Flags: a hole between two time stamps; an end that comes before the length the file promises; a
        camera that was lost while it was watched.
    Lets be: hiccups under five seconds, which in a file are VID_DAMAGE's; a low but steady frame
        rate.
    """

    code: ClassVar[str] = "VID_GAP"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture",)
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("frame",)

    hold_s: float = 5.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 where there is no frame, 0 where there is one."""
        del place, scene
        return np.asarray(1.0 - here["frame"])
