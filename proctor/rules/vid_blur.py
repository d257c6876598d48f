"""VID_BLUR."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import at_home, black, lasting, stilled, strange
from proctor.rules.units import Grey, Share


@dataclass(frozen=True, slots=True)
class VidBlur(Rule):
    """A picture out of focus: its fine structure is gone, the coarse one is where it was.

    Flags: sharpness falls to three fifths of what this recording usually has, or is less than any
        lens in focus gives, from three seconds; three quarters of it in the same parts of the view,
        from eight seconds.
    Lets be: lamps, exposure, infrared and noise, which change fine and coarse structure alike;
        somebody near who is blurred; a covered or black picture.
    """

    code: ClassVar[str] = "VID_BLUR"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("sharpness", "focus", "detail", "view_home")
    version: ClassVar[int] = 2

    share: Share = 0.6
    """Share of the usual sharpness at which sureness is 0.5, 0–1."""
    least: float = 0.45
    """Sharpness that no picture in focus falls below."""
    most: float = 0.55
    """Sharpness from which a picture is in focus, whatever is usual: noise looks sharp."""
    focus: Share = 0.78
    """Sharpness over the usual one of the same parts of the view, for sureness 0.5, 0–1."""
    lasts_s: float = 8.0
    """How long that must be so, seconds."""
    detail: Grey = 0.5
    """Detail without which there is nothing to be sharp, grey levels per pixel."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How much of the sharpness is gone; 0 where the view itself is."""
        del place
        sharpness = here["sharpness"]
        usual = self.share * at_home(sharpness, here, scene)
        middle = min(max(usual, self.least), self.most)
        soft = ramp(sharpness, 1.2 * middle, 0.8 * middle)
        little = ramp(here["focus"], self.focus + 0.1, self.focus - 0.1)
        little = np.where(sharpness < self.most, np.nan_to_num(little), 0.0)
        soft = np.fmax(soft, lasting(little, here, scene, self.lasts_s))
        bare = black(here) | (here["detail"] < self.detail) | (strange(here, scene) >= 0.5)
        bare = bare | stilled(here, scene, self.least)
        return np.where(bare, np.minimum(soft, 0.0), soft)
