"""Things that lie where they always lie: a phone on a shelf is furniture."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.rules.base import Scene, Weights, usual
from proctor.timeline import SECOND, Microseconds

PARTS, MOST = 8, 6
"""Whatever is at one spot in so many of the parts into which a recording is cut is always there."""
ROW = 1 << 32
"""Squares of a picture are numbered: column times so many, and row."""
SHORTEST: Microseconds = 30 * SECOND
"""In less time nothing is always there."""

Yes = NDArray[np.bool_]
"""Per sample, (N,)."""
Points = tuple[NDArray[np.floating], NDArray[np.floating]]
"""Where something was seen, x and y, ``NaN`` where it was not; (N,) each."""


def lies_still(here: Columns, thing: str, weights: Weights, share: float) -> Yes:
    """Samples whose thing is within half its size of the spot where one mostly lies, (N,).

    None of them when it lies there in no more than ``share`` (0–1) of the time, as ``weights`` tell
    it: then it is no furniture.
    """
    x, y = spots_of(here, thing, weights)
    near = np.hypot(x - usual(x, weights=weights), y - usual(y, weights=weights)) <= 1
    always = weights[near].sum() > share * weights.sum()
    return np.asarray(near if always else np.zeros_like(near))


def spots_of(here: Columns, thing: str, weights: Weights) -> Points:
    """Middle of the thing in halves of its usual breadth and height; all ``NaN`` if never seen."""
    x, y = (_middle_in_halves(here, f"{thing}_{axis}", weights) for axis in "xy")
    return x, y


def _middle_in_halves(here: Columns, side: str, weights: Weights) -> NDArray[np.floating]:
    low, high = here[f"{side}0"], here[f"{side}1"]
    half = usual(high - low, weights=weights) / 2
    return np.asarray((low + high) / 2 / (half if half > 0 else np.nan))


def always_there(points: Points, reach: float, here: Columns, scene: Scene, share: float) -> Yes:
    """Samples at whose spot something is seen from the beginning of a recording to its end, (N,).

    A mouse that is taken for a phone under the hand, hands at a keyboard that from above appear
    beside the head: neither is seen for most of the time, but both again and again, where they
    were before. ``reach`` is how far around a spot is still there; ``share`` (0–1) how much of a
    part of the recording it must be there for that part to count.
    """
    span = scene.account.span
    if span.duration_us < SHORTEST or not reach > 0:  # NaN: nobody knows how large anything is
        return np.zeros(len(here.times), bool)
    part = (here.times - span.start_us) * PARTS // span.duration_us
    return _recurs(points, reach, np.clip(part, 0, PARTS - 1), scene.weights(here), share)


def _recurs(points: Points, reach: float, part: Times, weights: Weights, share: float) -> Yes:
    """By squares of the picture with sides of ``reach``, each taken with those around it."""
    seen = np.flatnonzero(~np.isnan(points[0]) & ~np.isnan(points[1]))
    found = np.zeros(len(part), bool)
    if not len(seen):
        return found
    columns, rows = (np.floor(axis[seen] / reach).astype(np.int64) for axis in points)
    squares, which = np.unique(columns * ROW + rows, return_inverse=True)
    at = which * PARTS + part[seen]
    counted = np.bincount(at, weights[seen], len(squares) * PARTS)
    there = counted.astype(np.float64).reshape(-1, PARTS)
    around = _around(squares, there)
    enough = (around > 0) & (around >= share * np.bincount(part, weights, PARTS))
    found[seen] = (enough.sum(axis=1) >= MOST)[which]
    return found


def _around(squares: NDArray[np.int64], there: NDArray[np.floating]) -> NDArray[np.floating]:
    """What is ``there`` in each square, (squares, parts), and in the eight around it."""
    total = np.zeros_like(there)
    for right, below in product((-1, 0, 1), repeat=2):
        wanted = squares + right * ROW + below
        at = np.minimum(np.searchsorted(squares, wanted), len(squares) - 1)
        total += np.where((squares[at] == wanted)[:, None], there[at], 0.0)
    return total
