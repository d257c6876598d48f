"""Which moments of a recording are worth a signature, and when somebody was away.

The observation log already knows where every head was, how large and which way it faced. So faces
are cut out of a few good frames only, and nothing of the rest is decoded into anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from proctor.geometry import Box
from proctor.identity import GATE, Gate
from proctor.observations import Columns, Values
from proctor.timeline import SECOND, Microseconds, Span

HEAD = ("head_x0", "head_y0", "head_x1", "head_y1")


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often a face is worth a look."""

    window: Microseconds = SECOND
    """One moment, the best, is taken of each."""
    most: int = 60
    """Moments of one place; more say nothing new."""


WANTED = Wanted()
DENSE = Wanted(most=600)
"""For places where somebody was away: the stay after it may be short."""


def heads_wanted(
    columns: Columns, size: tuple[int, int], wanted: Wanted = WANTED, gate: Gate = GATE
) -> Mapping[Microseconds, Box]:
    """The head, in pixels, at the best moment of each window; ``size`` is (width, height).

    Best is large and turned to the camera; heads that face elsewhere or are too small for any face
    of ``gate.size`` are left out. Of too many, some are taken evenly over the whole time.
    """
    boxes = np.stack([columns[name] for name in HEAD], axis=1) * np.array([*size, *size])
    tall = boxes[:, 3] - boxes[:, 1]
    turn = np.hypot(_or_zero(columns["yaw"]), _or_zero(columns["pitch"]))
    promise = np.where((tall >= gate.size) & (turn <= gate.turn), tall * np.cos(turn), np.nan)
    best = _best_of_each(columns.times // wanted.window, promise)
    chosen = best[_evenly(len(best), wanted.most)]
    return {int(columns.times[at]): Box(*map(float, boxes[at])) for at in chosen}


def absences(columns: Columns, least: Microseconds = 3 * SECOND) -> list[Span]:
    """Stretches in which nobody was found at the place, with somebody before and after.

    Moments at which nobody looked neither end nor prolong one.
    """
    looked = ~np.isnan(columns["person"])
    times, there = columns.times[looked], columns["person"][looked] > 0
    taken = np.flatnonzero(there)
    spans = [
        Span(int(times[one + 1]), int(times[two])) for one, two in pairwise(taken) if two > one + 1
    ]
    return [span for span in spans if span.duration_us >= least]


def _or_zero(values: Values) -> Values:
    """A direction that nobody could read may well be a good one."""
    return np.asarray(np.nan_to_num(values, nan=0.0), np.float32)


def _best_of_each(windows: np.ndarray, promise: np.ndarray) -> np.ndarray:
    """Rows of the highest promise in each window, in order of time."""
    rows = np.flatnonzero(~np.isnan(promise))
    order = rows[np.lexsort((rows, -promise[rows], windows[rows]))]
    _first, at = np.unique(windows[order], return_index=True)
    return np.asarray(order[at])


def _evenly(count: int, most: int) -> np.ndarray:
    if count <= most:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, most).round().astype(int))
