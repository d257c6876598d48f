"""CLK_DRIFT."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.clockwatch import EPOCH
from proctor.findings import Reasons
from proctor.observations import Columns, Times
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import PHASES, Phase
from proctor.places import PICTURE_PLACE, Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.timeline import SECOND, Microseconds

_Seconds = NDArray[np.float64]

_APART: Microseconds = 8 * SECOND
"""Readings so far apart tell how fast a clock runs, though it shows whole seconds."""


@dataclass(frozen=True, slots=True)
class ClkDrift(Rule):
    """The clock that is burnt into the picture does not tell the time.

    Flags: a clock that is off by two seconds or more against what is known of the recording's time
        (told with --start, written in the file or its name, or the watching computer's clock); one
        that stands still, or that jumps by two seconds or more, whatever else is known.
    Lets be: single readings that were misread; what may be the inaccuracy of the time known; a
        clock that stands because the picture does, which is VID_FREEZE's.
    """

    code: ClassVar[str] = "CLK_DRIFT"
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("clock",)
    phases: ClassVar[tuple[Phase, ...]] = PHASES
    needs: ClassVar[tuple[Sense, ...]] = ("clock",)
    shows: ClassVar[tuple[str, ...]] = ("osd_day", "osd_second")
    speaks_us: ClassVar[Microseconds] = 30 * SECOND

    hold_s: float = 3.0
    gap_s: float = 30.0
    off_s: float = 2.0
    """Seconds by which the clock is off, or jumps, at sureness 0.5."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The surest of: off, standing or racing, jumping."""
        del place
        if not len(here.times):
            return np.empty(0)
        ahead = _steadied(_ahead(here))
        known, doubt = _known(scene)
        least = max(self.off_s, doubt)
        off = ramp(np.abs(ahead - known), least - 1, least + 1)
        rate = ramp(np.abs(_rate(ahead, here.times)), 0.3, 0.7)
        jump = ramp(np.abs(np.diff(ahead, prepend=ahead[:1])), self.off_s - 1, self.off_s + 1)
        jump = np.fmax(jump, np.append(jump[1:], np.nan))
        standing = scene.beside(PICTURE_PLACE.name, here.times, ("change",))["change"] < 0.1
        beside = np.pad(standing, 1, mode="edge")
        standing = beside[:-2] | beside[1:-1] | beside[2:]
        changed = np.where(standing, 0.0, np.fmax(rate, jump))
        return np.asarray(np.fmax(off, np.where(np.isnan(ahead), np.nan, changed)))

    def reasons(self, part: Columns, scene: Scene) -> Reasons:
        """How far the clock is ahead (behind when negative), and by how much that changed."""
        ahead = _ahead(part)
        seen = ahead[~np.isnan(ahead)]
        if not len(seen):
            return {}
        found = {"change_s": round(float(seen[-1] - seen[0]), 1)}
        offset = float(np.median(seen)) - _known(scene)[0]
        return found if np.isnan(offset) else {"offset_s": round(offset, 1), **found}


def _ahead(here: Columns) -> _Seconds:
    """What the clock said of media zero, seconds since ``EPOCH``; it shows begun seconds."""
    day, second = (here[name].astype(np.float64) for name in ("osd_day", "osd_second"))
    return np.asarray(day * 86_400 + second + 0.5 - here.times / SECOND)


def _known(scene: Scene) -> tuple[float, float]:
    """The same as the recording has it, and its uncertainty; NaN when only the clock tells it."""
    start = scene.clock.start
    if start is None or scene.clock.source == "picture":
        return float("nan"), 0.0
    return (start - EPOCH).total_seconds(), scene.clock.uncertainty_s


def _steadied(values: _Seconds) -> _Seconds:
    """Median of five neighbours, of those that were read: up to two misread ones do no harm."""
    padded = np.pad(values, 2, constant_values=np.nan)
    five = np.stack([padded[i : i + len(values)] for i in range(5)])
    result = np.full(len(values), np.nan)
    known = ~np.isnan(five).all(axis=0)
    result[known] = np.nanmedian(five[:, known], axis=0)
    return result


def _rate(ahead: _Seconds, times: Times) -> _Seconds:
    """Seconds gained per second, before or after each reading, whichever is more; −1 stands."""
    rates = np.full((2, len(times)), np.nan)
    before = np.searchsorted(times, times - _APART, side="right") - 1
    after = np.searchsorted(times, times + _APART, side="left")
    for row, there in enumerate((before, after)):
        known = (there >= 0) & (there < len(times))
        other = there[known]
        gained = ahead[known] - ahead[other]
        rates[row, known] = gained * SECOND / (times[known] - times[other])
    return np.asarray(np.where(np.fmax(*np.abs(rates)) == np.abs(rates[0]), rates[0], rates[1]))
