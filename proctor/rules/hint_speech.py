"""HINT_SPEECH."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.phases import Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness
from proctor.rules.voices import beside_prompts, lips


@dataclass(frozen=True, slots=True)
class HintSpeech(Rule):
    """Whoever sits beside the driver speaks to them during an item.

    Flags: speech that is none of the exam system's own prompts, from one second, while the lips
        beside the driver move.
    Lets be: the prompts, whose recordings the site keeps; a driver who counts aloud or answers,
        whose lips move and the officer's do not; lips that move without a sound. Where the
        officer's face is smaller than 40 pixels or turned away nobody can tell who speaks, and
        nothing is said.
    """

    code: ClassVar[str] = "HINT_SPEECH"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("sound",)
    phases: ClassVar[tuple[Phase, ...]] = ("item",)
    needs: ClassVar[tuple[Sense, ...]] = ("speech", "prompts", "head", "mouth")
    shows: ClassVar[tuple[str, ...]] = ("speech", "prompt")

    hold_s: float = 1.0
    gap_s: float = 1.0

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Speech beside the prompts, and the officer's lips, whichever is less sure."""
        del place
        speaks = beside_prompts(here)
        return np.asarray(np.minimum(speaks, lips("passenger", here.times, scene)))
