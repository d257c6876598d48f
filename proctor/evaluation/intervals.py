"""How far a number may be from the truth: exact intervals and the bootstrap over recordings.

Events of one recording share its light, its camera and its people, so recordings are what is
resampled. But a bootstrap of three recordings, or of one that has no miss at all, is blind: it has
never seen another world. So every interval is the wider one, at each end, of the bootstrap and of
Wilson's (shares) or Garwood's (rates) interval, which take events as independent.
"""

from collections.abc import Sequence
from math import log, sqrt
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.evaluation.sheet import How, Interval

Floats: TypeAlias = NDArray[np.float64]

Exact: TypeAlias = Literal["wilson", "poisson"]

LEVEL = 0.95
_Z = 1.959963984540054
_TAIL = (1 - LEVEL) / 2
_STEPS = 80
"""Halvings of a bracket: more than a double has bits."""


def wilson(hits: float, n: float) -> tuple[float, float]:
    """95 % interval of a share (E. B. Wilson, JASA 22, 1927); ``n`` > 0."""
    share, z2 = hits / n, _Z**2
    centre = share + z2 / (2 * n)
    half = _Z * sqrt(max(0.0, share * (1 - share) / n + z2 / (4 * n**2)))
    scale = 1 + z2 / n
    return max(0.0, (centre - half) / scale), min(1.0, (centre + half) / scale)


def poisson(count: int) -> tuple[float, float]:
    """Exact 95 % interval of the mean behind a count (F. Garwood, Biometrika 28, 1936)."""
    low = _mean_where(count - 1, 1 - _TAIL) if count else 0.0
    return low, _mean_where(count, _TAIL)


def most(count: int) -> float:
    """The mean behind a count that is surpassed with a probability of 5 % at most, exact."""
    return _mean_where(count, 1 - LEVEL)


def _mean_where(count: int, level: float) -> float:
    """The mean at which at most ``count`` happen with probability ``level``, by bisection."""
    low, high = 0.0, count + 20 + 10 * sqrt(count)
    for _step in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, middle) > level else (low, middle)
    return (low + high) / 2


def _at_most(count: int, mean: float) -> float:
    """Poisson's probability of at most ``count``; ``mean`` > 0."""
    ks = np.arange(count + 1)
    log_factorials = np.cumsum(np.log(np.maximum(ks, 1)))
    return float(np.exp(ks * log(mean) - mean - log_factorials).sum())


def weights(recordings: int, resamples: int, seed: int) -> Floats:
    """How often each recording was drawn in each resample, (resamples, recordings).

    One resample when there is but one recording: they would all be the same.
    """
    draw = np.random.default_rng(seed)
    even = np.full(recordings, 1 / recordings)
    size = resamples if recordings > 1 else 1
    return draw.multinomial(recordings, even, size=size).astype(np.float64)


def ratio(above: Floats, below: Floats, drawn: Floats) -> Floats:
    """Sum over sum of per-recording counts in each resample; NaN where nothing is below."""
    top, bottom = drawn @ above, drawn @ below
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)


def ends(resampled: Floats) -> tuple[float, float] | None:
    """Percentile 95 % interval; ``None`` when every resample says the same or nothing."""
    said = resampled[~np.isnan(resampled)]
    if len(said) < 2 or said.min() == said.max():
        return None
    low, high = np.percentile(said, [100 * _TAIL, 100 * (1 - _TAIL)])
    return float(low), float(high)


def share(hits: float, n: float, resampled: Floats) -> Interval | None:
    """A share with the wider of Wilson's and the bootstrap's ends; ``None`` of nothing."""
    if not n:
        return None
    return _wider(hits / n, wilson(hits, n), ends(resampled), (hits, n), "wilson")


def rate(count: int, hours: float, resampled: Floats) -> Interval | None:
    """A count per hour with the wider of Garwood's and the bootstrap's ends; ``None`` in 0 h."""
    if not hours:
        return None
    low, high = (end / hours for end in poisson(count))
    return _wider(count / hours, (low, high), ends(resampled), (count, hours), "poisson")


def mean_share(shares: Sequence[float], events: float, resampled: Sequence[Floats]) -> Interval:
    """The mean of several codes' shares; Wilson's ends are those of one share of all ``events``.

    A resample in which a code has no event leaves that code out of its mean.
    """
    value = sum(shares) / len(shares)
    columns = np.stack(resampled)
    said = ~np.isnan(columns)
    above, codes = np.where(said, columns, 0.0).sum(axis=0), said.sum(axis=0)
    means = np.divide(above, codes, out=np.full(len(codes), np.nan), where=codes > 0)
    return _wider(
        value, wilson(value * events, events), ends(means), (sum(shares), len(shares)), "wilson"
    )


def _wider(
    value: float,
    exact: tuple[float, float],
    drawn: tuple[float, float] | None,
    counts: tuple[float, float],
    name: Exact,
) -> Interval:
    low, high = min(exact[0], value), max(exact[1], value)  # rounding must not shut it out
    how: How = name
    if drawn is not None:
        low, high = min(low, drawn[0]), max(high, drawn[1])
        how = "bootstrap+wilson" if name == "wilson" else "bootstrap+poisson"
    return Interval(value, low, high, counts[0], counts[1], how)
