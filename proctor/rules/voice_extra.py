"""VOICE_EXTRA."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.phases import Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness
from proctor.rules.units import Sure
from proctor.rules.voices import beside_prompts, lips


@dataclass(frozen=True, slots=True)
class VoiceExtra(Rule):
    """A voice in the car that belongs to nobody in it: a radio, an earpiece, somebody outside.

    Flags: speech that is none of the exam system's own prompts, from one second, while the lips of
        everybody in front can be seen and keep still.
    Lets be: the prompts, whose recordings the site keeps; anybody whose lips move meanwhile: a
        driver who counts aloud, an officer who speaks (HINT_SPEECH). Where somebody's lips cannot
        be seen, somebody speaks, but nobody knows who: that has the sureness ``somebody``, which
        flags nothing unless a site lowers the threshold.
    """

    code: ClassVar[str] = "VOICE_EXTRA"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("sound",)
    phases: ClassVar[tuple[Phase, ...]] = ("item",)
    needs: ClassVar[tuple[Sense, ...]] = ("speech", "prompts", "head", "mouth")
    shows: ClassVar[tuple[str, ...]] = ("speech", "prompt")

    hold_s: float = 1.0
    gap_s: float = 1.0
    somebody: Sure = 0.3
    """Sureness of speech of which nobody can tell who speaks."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Speech beside the prompts, less where lips move, much less where they are not seen."""
        del place
        speaks = beside_prompts(here)
        kinds = {each.kind for each in scene.places.values()} & {"driver", "passenger"}
        moving = [lips(kind, here.times, scene) for kind in sorted(kinds)]
        if not moving:
            return np.asarray(np.minimum(speaks, self.somebody))
        unseen = np.isnan(moving).any(axis=0)
        most = np.fmax.reduce([np.zeros(len(here.times)), *moving])
        quiet = np.minimum(speaks, 1.0 - most)
        return np.asarray(np.where(unseen, np.minimum(quiet, self.somebody), quiet))
