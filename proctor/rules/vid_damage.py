"""VID_DAMAGE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness


@dataclass(frozen=True, slots=True)
class VidDamage(Rule):
    """The recording is damaged or cut short, however little.

    Flags: packets that do not decode, those of the sound included; an end before the length the
        file promises, from one second.
    Lets be: holes in the middle of a sound file and cameras that are away, which are VID_GAP's;
        rounding of the promise.
    """

    code: ClassVar[str] = "VID_DAMAGE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "sound")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("frame", "damaged")
    version: ClassVar[int] = 2

    hold_s: float = 0.0
    gap_s: float = 60.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 at damage and in a hole that reaches the end, else 0."""
        damaged = np.nan_to_num(here["damaged"]) > 0
        account = scene.account
        if place.kind == "sound":
            return damaged.astype(np.float32)
        tail = [h for h in account.holes if h.end_us >= account.span.end_us and not account.live]
        if tail:
            damaged |= here.times >= tail[-1].start_us
        return damaged.astype(np.float32)
