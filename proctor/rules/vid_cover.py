"""VID_COVER."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import (
    MOSTLY,
    at_home,
    black,
    crisp,
    in_full,
    relief,
    stilled,
    strange,
)  # fmt: skip
from proctor.rules.units import Grey, Share


@dataclass(frozen=True, slots=True)
class VidCover(Rule):
    """Something covers the lens: what it showed is gone while it is not black.

    Flags: detail, or structure for the light there is, falls below a quarter or so of what this
        recording usually has, or there is next to none from the start; nothing of the reference
        view is in sight, and what is, has not its structure or sharpness (a cloth, a paper); a soft
        picture comes to a stand where nothing ever stood; from three seconds.
    Lets be: lamps switched off (the edges stay where they were), a black picture (VID_BLACK's), a
        camera that was turned away (VID_MOVE's), somebody who walks past close to the camera.
    """

    code: ClassVar[str] = "VID_COVER"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("detail", "structure", "sharpness", "luma", "view_home")
    version: ClassVar[int] = 2

    hold_s: float = 3.0
    gap_s: float = 1.0
    share: Share = 0.25
    """Share of the usual detail at which sureness is 0.5, 0–1."""
    least: Grey = 1.0
    """Detail that no picture of a room or a street falls below, grey levels per pixel."""
    flat: Share = 0.3
    """Share of the usual relief, which is structure for the light there is, for sureness 0.5."""
    soft: float = 0.45
    """Sharpness of what comes to a stand before a lens that saw nothing stand."""
    stands: Share = 0.5
    """Share of the reference view that, when in its place, denies a cover, 0–1."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How much of the structure is gone, or of the view; 0 where the picture is black."""
        del place
        detail = here["detail"]
        middle = max(self.share * at_home(detail, here, scene, MOSTLY), self.least)
        bare = ramp(detail, 1.5 * middle, 0.5 * middle)
        whole = at_home(relief(here), here, scene, MOSTLY) or np.nan  # none at all tells nothing
        flat = relief(here) / whole
        bare = np.fmax(bare, ramp(flat, 1.5 * self.flat, 0.5 * self.flat))
        bare = np.where(here["view_home"] >= self.stands, np.minimum(bare, 0.0), bare)
        other = strange(here, scene)
        bare = np.where(crisp(here, scene) & (other >= 0.5), np.minimum(bare, 0.0), bare)
        hidden = np.where(in_full(here, scene), 0.0, other)
        hidden = np.maximum(hidden, stilled(here, scene, self.soft))
        gone = np.where(np.isnan(bare), np.nan, np.maximum(bare, hidden))
        return np.where(black(here), np.minimum(gone, 0.0), gone)
