"""VID_MOVE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import PHASES, Phase
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.picture import Yes, black, crisp, in_full, lasting, rich, strange
from proctor.rules.units import Share


@dataclass(frozen=True, slots=True)
class VidMove(Rule):
    """The camera looks elsewhere than it did.

    Flags: the edges of the reference view found together at another place, by two hundredths of the
        picture or three degrees; none of them found, while a steady, sharp, detailed view of
        something else is seen; from four seconds. What stood in the last seconds found at another
        place, be it nearly the same one; none of it found, whatever moves there; from eight.
    Lets be: a camera that shakes or swings and is back at once; lamps, exposure, infrared; people
        who move, however near; traffic before the windscreen; a covered lens, which is VID_COVER's.
    """

    code: ClassVar[str] = "VID_MOVE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("picture", "cell")
    phases: ClassVar[tuple[Phase, ...]] = PHASES
    needs: ClassVar[tuple[Sense, ...]] = ("picture",)
    shows: ClassVar[tuple[str, ...]] = (
        "view_home", "view_away", "view_x", "view_y", "view_turn", "view_kept", "view_else",
    )  # fmt: skip
    version: ClassVar[int] = 3

    hold_s: float = 4.0
    gap_s: float = 0.0
    away: Share = 0.5
    """Share of the view that must have moved together for sureness 0.5, 0–1."""
    shift: Share = 0.015
    """Shift that counts, share of the picture."""
    turn_deg: float = 2.5
    """Turn that counts, degrees."""
    home: Share = 0.55
    """Share of the view in its place from which only what stood may tell that it is elsewhere."""
    stays: Share = 0.02
    """Three samples in a row show the view at one place when each is as near the next, share of its
    size."""
    stood: Share = 0.6
    """Correlation at another place from which what stood in the last seconds was found there."""
    beyond: Share = 0.1
    """By how much that must surpass the correlation at home, for sureness 0.5."""
    left: Share = 0.4
    """Share of the view that must agree better there."""
    gone: Share = 0.2
    """Correlation at home below which nothing is left of what stood."""
    lasts_s: float = 8.0
    """How long the last two must be so, seconds."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The view elsewhere, or another view altogether, whichever is surer."""
        del place
        found = np.nan_to_num(ramp(here["view_away"], self.away - 0.2, self.away + 0.2))
        counts = self._far(here) & self._stays(here) & rich(here, scene)
        counts &= here["view_home"] < self.home
        elsewhere = np.where(counts, found, 0.0)
        another = np.where(in_full(here, scene), strange(here, scene), 0.0)
        slow = lasting(self._slowly(here, scene), here, scene, self.lasts_s)
        sure = np.maximum(np.maximum(elsewhere, another), slow)
        return np.where(np.isnan(here["view_home"]), np.nan, sure)

    def _slowly(self, here: Columns, scene: Scene) -> Sureness:
        """By what stood in the last seconds, which people who move do not hide."""
        kept, there = here["view_kept"], here["view_else"]
        surplus = ramp(there - kept, 0.0, 2 * self.beyond)
        found = (there >= self.stood) & (here["view_left"] >= self.left)
        nowhere = ramp(kept, self.gone + 0.1, self.gone - 0.1)
        sound = crisp(here, scene) & ~black(here)
        sure = np.maximum(np.where(found, surplus, 0.0), np.where(sound, nowhere, 0.0))
        return np.nan_to_num(sure)

    def _far(self, here: Columns) -> Yes:
        shift = np.maximum(np.abs(here["view_x"]), np.abs(here["view_y"]))
        turned = np.abs(np.degrees(here["view_turn"])) >= self.turn_deg
        return np.asarray((shift >= self.shift) | turned)

    def _stays(self, here: Columns) -> Yes:
        """Whether the sample is one of three in a row that have the view at the same place.

        A camera that swings once in two seconds is seen twice at either end.
        """
        apart = np.hypot(np.diff(here["view_x"]), np.diff(here["view_y"])) <= self.stays
        three = apart[1:] & apart[:-1]
        row = np.zeros(len(here.times), np.bool_)
        for offset in range(3 if len(three) else 0):
            row[offset : offset + len(three)] |= three
        return row
