"""VID_DAMAGE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Account, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness
from proctor.timeline import SECOND, Span


@dataclass(frozen=True, slots=True)
class VidDamage(Rule):
    """The recording is damaged or cut short, however little.

    Flags: packets that do not decode, those of the sound included; pictures of which a checksum in
        the file says that they were changed; an end before the length the file promises, and a
        hole in the middle of a file, from one second.
    Lets be: holes in the middle from five seconds and cameras that are away, which are VID_GAP's;
        rounding of the promise.
    """

    code: ClassVar[str] = "VID_DAMAGE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "sound")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("frame", "damaged")
    version: ClassVar[int] = 3

    hold_s: float = 0.0
    gap_s: float = 60.0
    short_s: float = 5.0
    """Holes in the middle under so many seconds are damage, longer ones are VID_GAP's."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 at damage, in a short hole and in one that reaches the end, else 0."""
        damaged = np.nan_to_num(here["damaged"]) > 0
        if place.kind == "picture" and not scene.account.live:
            for hole in self._owned(scene.account):
                damaged |= (here.times >= hole.start_us) & (here.times < hole.end_us)
        return damaged.astype(np.float32)

    def _owned(self, account: Account) -> list[Span]:
        """Holes of a file that this rule tells of."""
        end, short_us = account.span.end_us, round(self.short_s * SECOND)
        return [h for h in account.holes if h.end_us >= end or h.duration_us < short_us]
