"""AUD_NONE."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.perception import ROOMS, SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import PICTURE_PLACE, Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.units import Share
from proctor.timeline import Microseconds, microseconds


@dataclass(frozen=True, slots=True)
class AudNone(Rule):
    """No sound where there should be some: no audio track, a dead microphone, a cut cable.

    Flags: no track or a hole in it; samples that stand still; a level below what any microphone
        gives in a room; a level that stays the same to half a decibel, such as a hum or the hiss
        of an open input; from thirty seconds.
    Lets be: a quiet car or hall, where breathing, clothes and keys move the level; pauses in talk;
        halls and counters, unless the profile enables the rule there; time without pictures as
        well, which is VID_GAP's.
    """

    code: ClassVar[str] = "AUD_NONE"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    unasked: ClassVar[tuple[Subject, ...]] = ROOMS
    kinds: ClassVar[tuple[Kind, ...]] = ("sound",)
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("sound",)
    shows: ClassVar[tuple[str, ...]] = ("heard", "level", "silent")

    hold_s: float = 30.0
    gap_s: float = 1.5
    quiet_db: float = 75.0
    """Decibels below full scale at which a level is too low with sureness 0.5."""
    still: Share = 0.9
    """Share of samples equal to the one before at which the track stands still, sureness 0.5."""
    flat_db: float = 0.5
    """Range of the level within ``hold_s`` at which it is called constant, sureness 0.5, dB."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """Whichever way of having no sound is the surest."""
        del place
        level = here["level"]
        dark = scene.beside(PICTURE_PLACE.name, here.times, ("frame",))["frame"] <= 0
        lacking = np.where((here["heard"] <= 0) & ~dark, 1.0, 0.0)
        ways = (
            np.where(np.isnan(here["heard"]), np.nan, lacking),
            ramp(level, -self.quiet_db + 5, -self.quiet_db - 5),
            ramp(here["silent"], self.still - 0.08, self.still + 0.08),
            ramp(self._range(level, here.times), 1.5 * self.flat_db, 0.5 * self.flat_db),
        )
        return np.asarray(np.fmax.reduce(ways))

    def _range(self, level: NDArray[np.floating], times: Times) -> NDArray[np.floating]:
        """The smallest range of the level in any stretch of ``hold_s`` around a sample, dB."""
        result = np.full(len(level), np.nan)
        count = _rows_of(microseconds(self.hold_s), times)
        if not 1 < count <= len(level):
            return result
        windows = sliding_window_view(level, count)
        ranges = windows.max(axis=1) - windows.min(axis=1)  # NaN where nothing was heard
        padded = np.pad(ranges, count - 1, constant_values=np.nan)
        around = sliding_window_view(padded, count)
        known = ~np.isnan(around).all(axis=1)
        result[known] = np.nanmin(around[known], axis=1)
        return result


def _rows_of(length_us: Microseconds, times: Times) -> int:
    """How many rows such a stretch usually has."""
    return 0 if len(times) < 2 else round(length_us / float(np.median(np.diff(times))))
