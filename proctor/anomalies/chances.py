"""Probabilities: of tails, of counts, of rows of successes, and of many tests at once."""

import math

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def adjusted(chances: Numbers) -> Numbers:
    """Benjamini–Hochberg values: flag what is at most q, and at most a share q of it is false.

    Y. Benjamini, Y. Hochberg, JRSS B 57 (1995); it holds for tests that lean the same way too
    (Benjamini, Yekutieli 2001).
    """
    order = np.argsort(chances, kind="stable")
    raised = chances[order] * len(chances) / np.arange(1, len(chances) + 1)
    values = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0)
    result = np.empty_like(values)
    result[order] = values
    return result


def at_least(chances: Numbers, successes: int) -> float:
    """Chance of at least so many successes in trials with these chances, exactly.

    The sum is Poisson-binomial; its distribution is built up trial by trial.
    """
    if successes <= 0:
        return 1.0
    counts = np.zeros(len(chances) + 1)
    counts[0] = 1.0
    for number, chance in enumerate(chances):
        counts[1 : number + 2] = (
            counts[1 : number + 2] * (1 - chance) + counts[: number + 1] * chance
        )
        counts[0] *= 1 - chance
    return float(min(1.0, counts[successes:].sum()))


def row_of(chances: Numbers, length: int) -> float:
    """Chance that trials with these chances hold a row of at least ``length`` successes, exactly.

    A Markov chain over the length of the row so far (W. Feller, vol. 1, XIII.7, for unequal
    chances).
    """
    if length <= 0:
        return 1.0
    rows = np.zeros(length)
    rows[0], done = 1.0, 0.0
    for chance in chances:
        done += rows[-1] * chance
        broken = rows.sum() * (1 - chance)
        rows[1:] = rows[:-1] * chance
        rows[0] = broken
    return float(min(1.0, done))


def lifted(chances: Numbers, successes: float) -> Numbers:
    """The same odds times one factor, so that ``successes`` are expected."""
    odds = chances / (1 - chances)
    low, high = -40.0, 40.0
    for _step in range(100):
        middle = (low + high) / 2
        scaled = odds * math.exp(middle)
        if float((scaled / (1 + scaled)).sum()) < successes:
            low = middle
        else:
            high = middle
    scaled = odds * math.exp((low + high) / 2)
    return np.asarray(scaled / (1 + scaled), np.float64)


def student_tail(value: float, freedom: float) -> float:
    """Chance that Student's t with ``freedom`` degrees exceeds ``value``.

    Simpson's rule over the angle whose tangent is t/√n, where the density is cos^(n−1),
    n being ``freedom``.
    """
    if freedom <= 0:
        raise ValueError("degrees of freedom are more than none")
    angles = np.linspace(math.atan(value / math.sqrt(freedom)), math.pi / 2, 2001)
    density = np.cos(np.clip(angles, -math.pi / 2, math.pi / 2)) ** (freedom - 1)
    weights = np.ones(2001)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    area = float((density * weights).sum() * (angles[1] - angles[0]) / 3)
    norm = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    return min(1.0, max(0.0, area * norm / math.sqrt(math.pi)))
