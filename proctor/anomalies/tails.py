"""How unusual a time is among those of everybody else, by the data's own tails.

Times are compared as logarithms, and those of an item in units of the way from its median to its
outermost twentieth, on either side for itself. In these units all items of a subject together tell
what lies beyond (``proctor.anomalies.exceedances``). An item whose own tail is clearly heavier
keeps its own. The way to the outermost twentieth is an estimate too, and as doubtful as it is.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proctor.anomalies.chances import Numbers
from proctor.anomalies.exceedances import Beyond, beyond

TAIL = 0.05
"""Share of an item's times on either side that measures its spread."""
DEEP = 0.01
"""Share of all times of a subject that tell what tails are like, if they are ``MANY``."""
MANY = 5000
"""Times from which on; with fewer, ``TAIL`` of them tell."""
EFFICIENCY = 0.48
"""Variance of the mean over that of median / ln 2 as estimates of an exponential's scale."""
DISTANCE_WORTH = 0.4
"""Worth, per time, of the way from the median to the outermost twentieth as a measure of spread:
its relative variance is about 1.8 / n for normal values, 2.8 / n for Student's t with five degrees,
3.3 / n for Laplace's distribution."""
CLEARLY = 1.645
"""Standard errors by which an item's own tail must be heavier than the others' to count."""
HALF = 0.5
"""Half of the second to which times are rounded."""
_LEAST = 0.02
"""No spread is less than two per cent."""
_DOUBTS, _SHARES = np.polynomial.hermite_e.hermegauss(7)
"""Standard errors by which a spread may be off, and how much each of them counts."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of one item's times, as logarithms that grow outwards."""

    middle: float
    """Their median."""
    distance: float
    """From there to where the outermost twentieth begins, above 0."""
    values: Numbers
    """All of them."""

    @property
    def relative(self) -> Numbers:
        """The values in units of ``distance`` from the median."""
        return np.asarray((self.values - self.middle) / self.distance, np.float64)


@dataclass(frozen=True, slots=True)
class Tail:
    """How the chance falls off on one side of an item."""

    middle: float
    """Of the item, as a logarithm; relative values count from there."""
    distance: float
    """Unit of relative values, above 0."""
    doubt: float
    """Relative standard error of that unit; 0 where it stands for itself."""
    begins: float
    """Where the tail begins, relative."""
    share: float
    """Chance of what lies beyond."""
    over: Beyond
    """How it falls off there."""

    def chance(self, values: Numbers) -> Numbers:
        """Chance of a value at least so far out; 1 for those before the tail's beginning."""
        relative = (values - self.middle) / self.distance
        far = relative > self.begins
        found = np.where(far, 0.0, 1.0)  # added up: what is left of 1 would be its rounding
        for off, share in zip(_DOUBTS, _SHARES / _SHARES.sum(), strict=True) if far.any() else ():
            over = relative[far] / math.exp(self.doubt * off) - self.begins
            found[far] += share * self.share * self.over.chance(over)
        return found


def surprises(items: Sequence[Numbers]) -> list[Numbers]:
    """For each time of each item, seconds, the chance of one at least so extreme on either side.

    Times are told in whole seconds, so each counts as the one nearest to the usual that it may
    have been. Items have at least twenty times.
    """
    logs = [np.log(spread_out(one)) for one in items]
    upper = tails([side_of(one) for one in logs])
    lower = tails([side_of(-one) for one in logs])
    chances = []
    for one, above, below in zip(items, upper, lower, strict=True):
        long = np.log(np.maximum(one - HALF, HALF))
        short = np.log(np.maximum(one, 0.0) + HALF)
        one_side = np.minimum(above.chance(long), below.chance(-short))
        chances.append(np.asarray(np.minimum(1.0, 2 * one_side), np.float64))
    return chances


def spread_out(seconds: Numbers) -> Numbers:
    """The times, sorted, those of one second spread evenly over it: what they were unrounded."""
    ordered = np.sort(np.maximum(seconds, 0.0))
    _values, first, counts = np.unique(ordered, return_index=True, return_counts=True)
    rank = np.arange(len(ordered)) - np.repeat(first, counts)
    within = (rank + 0.5) / np.repeat(counts, counts) - HALF
    return np.asarray(np.maximum(ordered + within, HALF / 2), np.float64)


def side_of(values: Numbers) -> Side:
    """The upper side of some values."""
    middle, begins = (float(found) for found in np.quantile(values, (0.5, 1 - TAIL)))
    return Side(middle, max(begins - middle, _LEAST), values)


def tails(sides: Sequence[Side]) -> list[Tail]:
    """The tail of each item, by what all of them have in common."""
    relative = np.concatenate([side.relative for side in sides])
    share = DEEP if len(relative) >= MANY else TAIL
    begins, over = _beginning(relative, share)
    common, near = beyond(over), _scale(_beginning(relative, TAIL)[1])
    return [
        _own(side, near)
        or Tail(
            side.middle,
            side.distance,
            1 / math.sqrt(DISTANCE_WORTH * len(side.values)),
            begins,
            share,
            common,
        )
        for side in sides
    ]


def _own(side: Side, common_scale: float) -> Tail | None:
    """The tail of this item alone; ``None`` unless it is clearly heavier than the common one."""
    begins, over = _beginning(side.values, TAIL)
    seen = EFFICIENCY * TAIL * len(side.values)
    clear = _scale(over) * (1 - CLEARLY / math.sqrt(seen)) > common_scale * side.distance
    return Tail(0.0, 1.0, 0.0, begins, TAIL, beyond(over)) if clear else None


def _beginning(values: Numbers, share: float) -> tuple[float, Numbers]:
    """Where the outermost ``share`` begins, and by how much each of it lies beyond."""
    begins = float(np.quantile(values, 1 - share))
    return begins, values[values > begins] - begins


def _scale(over: Numbers) -> float:
    """Of the fall, as if it were exponential; few spoilt values move a median."""
    return max(float(np.median(over)) / math.log(2), _LEAST) if len(over) else _LEAST
