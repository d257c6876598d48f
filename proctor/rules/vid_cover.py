"""VID_COVER."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp


@dataclass(frozen=True, slots=True)
class VidCover(Rule):
    """Something covers the lens: the structure of the picture is gone while it is not black.

    Flags: detail falls below a quarter of what this recording usually has, or there is next to
        none from the start, from three seconds.
    Lets be: lamps switched off (the structure stays), a black picture (VID_BLACK's), somebody who
        walks past close to the camera.
    """

    code: ClassVar[str] = "VID_COVER"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture",)
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = ("detail", "contrast", "luma")

    hold_s: float = 3.0
    gap_s: float = 1.0
    share: float = 0.25
    """Share of the usual detail at which sureness is 0.5, 0–1."""
    least: float = 1.0
    """Detail that no picture of a room or a street falls below, grey levels per pixel."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How much of the structure is gone; 0 where the picture is black."""
        del place, scene
        detail = here["detail"]
        seen = detail[~np.isnan(detail)]
        reference = float(np.percentile(seen, 90)) if len(seen) else float("nan")
        middle = max(self.share * reference, self.least)
        gone = ramp(detail, 1.5 * middle, 0.5 * middle)
        black = (here["luma"] < 24.0) & (here["contrast"] < 6.0)
        return np.where(black, np.minimum(gone, 0.0), gone)
