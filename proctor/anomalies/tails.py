"""How unusual a time is among those of everybody else, by the data's own tails.

Times are compared as logarithms, and those of an item in units of the way from its median to its
outermost twentieth, on either side for itself. In these units all items of a subject together tell
what a tail is like: where the outermost hundredth begins, and that it falls off exponentially from
there, which is slower than a normal one, so that less is claimed. An item whose own tail is clearly
heavier keeps its own. Scales are medians of exceedances over ln 2, so that a few spoilt times
cannot hide themselves by stretching them. Two things make a tail a Pareto's, heavier still: that
its scale is an estimate (the predictive distribution of an exponential after so many observations),
and exceedances that grow faster from their median to their last tenth than exponential ones do.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proctor.anomalies.chances import Numbers

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
its relative variance is about 2.25 / n for normal values, less for heavier tails."""
CLEARLY = 1.645
"""Standard errors by which an item's own tail must be heavier than the others' to count."""
HALF = 0.5
"""Half of the second to which times are rounded."""
_LEAST = 0.02
"""No spread is less than two per cent."""


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

    begins: float
    """Where, as a logarithm."""
    share: float
    """Chance of what lies beyond."""
    scale: float
    """Of the fall, above 0."""
    worth: float
    """Observations that the scale is worth; a Pareto's exponent."""

    def chance(self, values: Numbers) -> Numbers:
        """Chance of a value at least so far out; 1 for those before the tail's beginning."""
        beyond = values - self.begins
        far = np.maximum(beyond, 0.0) / self.scale
        tail = self.share * np.exp(-self.worth * np.log1p(far / self.worth))
        return np.asarray(np.where(beyond > 0, tail, 1.0), np.float64)


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
    common = _tail(relative, DEEP if len(relative) >= MANY else TAIL)
    near = _tail(relative, TAIL).scale
    return [_own(side, near) or _of_item(side, common) for side in sides]


def _of_item(side: Side, common: Tail) -> Tail:
    """The common tail, where this item has it; its spread is an estimate too."""
    worth = 1 / (1 / common.worth + 1 / (DISTANCE_WORTH * len(side.values)))
    begins = side.middle + common.begins * side.distance
    return Tail(begins, common.share, max(common.scale * side.distance, _LEAST), worth)


def _own(side: Side, common_scale: float) -> Tail | None:
    """The tail of this item alone; ``None`` unless it is clearly heavier than the common one."""
    own = _tail(side.values, TAIL)
    seen = EFFICIENCY * TAIL * len(side.values)
    clear = own.scale * (1 - CLEARLY / math.sqrt(seen)) > common_scale * side.distance
    return own if clear else None


def _tail(values: Numbers, share: float) -> Tail:
    begins = float(np.quantile(values, 1 - share))
    over = values[values > begins] - begins
    if not len(over):  # that many have the greatest value
        return Tail(begins, share, _LEAST, EFFICIENCY * share * len(values))
    middle, last = (float(found) for found in np.quantile(over, (0.5, 0.9)))
    worth = min(EFFICIENCY * len(over), _exponent(middle, last))
    return Tail(begins, share, max(middle / math.log(2), _LEAST), worth)


def _exponent(middle: float, last: float) -> float:
    """Exponent of the Pareto tail with this median and last tenth; huge if it is no heavier.

    The generalised Pareto distribution (J. Pickands, Annals of Statistics 3, 1975) by two of its
    quantiles, which a few spoilt times hardly move.
    """
    low, high = 1e-6, 4.0
    for _step in range(50):
        shape = (low + high) / 2
        steep = math.expm1(shape * math.log(10)) * middle < last * math.expm1(shape * math.log(2))
        low, high = (shape, high) if steep else (low, shape)
    return 1 / high
