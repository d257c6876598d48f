"""How unusual a time is among those of everybody else, by the data's own tails.

Times are compared as logarithms. Beyond the outermost twentieth on either side the tail is taken to
fall off exponentially, which is slower than a normal one: a claim of less, made about more. How
fast it falls, in units of the way from the median to that twentieth, is told by all items of a
subject together; an item whose own tail is clearly heavier keeps its own. Scales are medians of
exceedances over ln 2, so that a few spoilt times cannot hide themselves by stretching them, and
that they are estimates makes the tail heavier still (the predictive distribution of an exponential
after so many observations).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proctor.anomalies.chances import Numbers

TAIL = 0.05
"""Share of the times on either side that tell what its tail is like."""
EFFICIENCY = 0.48
"""Variance of the mean over that of median / ln 2 as estimates of an exponential's scale."""
DISTANCE_WORTH = 0.4
"""Worth, per time, of the way from the median to the outermost twentieth as a measure of spread:
its relative variance is about 2.25 / n for normal values, less for heavier tails."""
CLEARLY = 1.645
"""Standard errors by which an item's own tail must be heavier than the others' to count."""
HALF = 0.5
"""Half of the second to which times are rounded."""
_LEAST_SCALE = 0.02
"""No tail is thinner than two per cent."""


@dataclass(frozen=True, slots=True)
class Side:
    """The outermost twentieth of one item's times, as logarithms that grow outwards."""

    begins: float
    """Where it begins."""
    distance: float
    """From the median to there, above 0."""
    over: Numbers
    """How far beyond its beginning they lie."""
    count: int
    """Times of the item, all of them."""


@dataclass(frozen=True, slots=True)
class Tail:
    """How the chance falls off on one side."""

    begins: float
    """Where it begins."""
    scale: float
    """Of its exponential fall."""
    worth: float
    """Observations that its scale is worth."""

    def chance(self, values: Numbers) -> Numbers:
        """Chance of a value at least so far out; 1 for those before the tail's beginning."""
        beyond = values - self.begins
        far = np.maximum(beyond, 0.0) / self.scale
        tail = TAIL * np.exp(-self.worth * np.log1p(far / self.worth))
        return np.asarray(np.where(beyond > 0, tail, 1.0), np.float64)


def surprises(items: Sequence[Numbers]) -> list[Numbers]:
    """For each time of each item, seconds, the chance of one at least so extreme on either side.

    Times are told in whole seconds, so each counts as the one nearest to the usual that it may
    have been.
    """
    logs = [np.log(spread_out(one)) for one in items]
    upper = _tails([side_of(one) for one in logs])
    lower = _tails([side_of(-one) for one in logs])
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
    """The upper side of at least twenty values."""
    begins, middle = float(np.quantile(values, 1 - TAIL)), float(np.median(values))
    over = np.asarray(values[values > begins] - begins, np.float64)
    return Side(begins, max(begins - middle, _LEAST_SCALE), over, len(values))


def _tails(sides: Sequence[Side]) -> list[Tail]:
    """The tail of each item, by what all of them have in common."""
    relative = np.concatenate([side.over / side.distance for side in sides])
    ratio, worth = _scale(relative), EFFICIENCY * len(relative)
    return [_tail(side, ratio * side.distance, worth) for side in sides]


def _tail(side: Side, scale: float, shared: float) -> Tail:
    worth = 1 / (1 / shared + 1 / (DISTANCE_WORTH * side.count))
    own, own_worth = _scale(side.over), EFFICIENCY * len(side.over)
    if own * (1 - CLEARLY / math.sqrt(own_worth)) > scale:
        return Tail(side.begins, own, own_worth)
    return Tail(side.begins, max(scale, _LEAST_SCALE), worth)


def _scale(over: Numbers) -> float:
    return float(np.median(over)) / math.log(2)
