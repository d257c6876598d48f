"""VID_BLACK."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import DARK, FLAT
from proctor.rules.units import Grey


@dataclass(frozen=True, slots=True)
class VidBlack(Rule):
    """A picture that is black, or one flat dark colour.

    Flags: luma near video black with hardly any contrast between the edges on which recorders
        write, from four seconds.
    Lets be: a dim hall, a dark road with lamps: there contrast remains.
    """

    code: ClassVar[str] = "VID_BLACK"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("luma", "contrast")

    hold_s: float = 4.0
    gap_s: float = 1.0
    luma: Grey = DARK
    """Mean brightness at which the picture may be black with sureness 0.5, 0–255."""
    contrast: Grey = FLAT
    """Standard deviation of brightness that goes with it, 0–127."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Both darkness and flatness, the lesser counts."""
        del place, scene
        dark = ramp(here["luma"], self.luma + 8, self.luma - 8)
        flat = ramp(here["contrast"], self.contrast + 3, self.contrast - 3)
        return np.asarray(np.minimum(dark, flat))
