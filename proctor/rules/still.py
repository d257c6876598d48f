"""Things that lie where they always lie: a phone on a shelf is furniture."""

from itertools import product

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.rules.base import Scene, Weights, usual
from proctor.timeline import SECOND, Microseconds

PARTS, MOST = 8, 6
"""Whatever is at one spot in so many of the parts into which a recording is cut is always there."""
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
    x, y = middle_of(here, thing)
    reach = half_of(here, thing, weights)
    near = np.hypot(x - usual(x, weights=weights), y - usual(y, weights=weights)) <= reach
    always = weights[near].sum() > share * weights.sum()
    return np.asarray(near if always else np.zeros_like(near))


def middle_of(here: Columns, thing: str) -> Points:
    """Middle of the thing, 0–1 of the frame."""
    x0, y0, x1, y1 = (here[f"{thing}_{side}"] for side in ("x0", "y0", "x1", "y1"))
    return np.asarray((x0 + x1) / 2), np.asarray((y0 + y1) / 2)


def half_of(here: Columns, thing: str, weights: Weights) -> float:
    """Half the usual breadth of the thing, 0–1 of the frame; 0 when it was hardly seen."""
    half = 0.5 * usual(here[f"{thing}_x1"] - here[f"{thing}_x0"], weights=weights)
    return max(half, 0.0) if half == half else 0.0


def always_there(points: Points, reach: float, here: Columns, scene: Scene, share: float) -> Yes:
    """Samples at whose spot something is seen from the beginning of a recording to its end, (N,).

    A mouse that is taken for a phone under the hand, hands at a keyboard that from above appear
    beside the head: neither is seen for most of the time, but both again and again, where they
    were before. ``reach`` is how far around a spot is still there; ``share`` (0–1) how much of a
    part of the recording it must be there for that part to count.
    """
    span = scene.account.span
    if span.duration_us < SHORTEST or reach <= 0:
        return np.zeros(len(here.times), bool)
    part = (here.times - span.start_us) * PARTS // span.duration_us
    return _recurs(points, reach, np.clip(part, 0, PARTS - 1), scene.weights(here), share)


def _recurs(points: Points, reach: float, part: Times, weights: Weights, share: float) -> Yes:
    """By squares of the picture with sides of ``reach``, each taken with those around it."""
    seen = np.flatnonzero(~np.isnan(points[0]) & ~np.isnan(points[1]))
    squares = [tuple(square) for square in _squares(points, seen, reach).tolist()]
    there: dict[tuple[int, ...], NDArray[np.float64]] = {}
    for square, row in zip(squares, seen.tolist(), strict=True):
        there.setdefault(square, np.zeros(PARTS))[part[row]] += weights[row]
    whole = np.bincount(part, weights, PARTS)
    always = {square for square in there if _parts(square, there, share * whole) >= MOST}
    found = np.zeros(len(part), bool)
    found[seen] = [square in always for square in squares]
    return found


def _squares(points: Points, seen: NDArray[np.intp], reach: float) -> NDArray[np.int64]:
    return np.stack([np.floor(axis[seen] / reach) for axis in points], axis=1).astype(np.int64)


def _parts(
    square: tuple[int, ...],
    there: dict[tuple[int, ...], NDArray[np.float64]],
    least: NDArray[np.floating],
) -> int:
    """In how many parts something was in the square or beside it for long enough."""
    x, y = square
    around = ((x + dx, y + dy) for dx, dy in product((-1, 0, 1), repeat=2))
    total = np.add.reduce([there[one] for one in around if one in there])
    return int(((total > 0) & (total >= least)).sum())
