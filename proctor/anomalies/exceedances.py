"""What lies beyond a threshold, and how surely one may speak of what lies farther out still.

Beyond a high threshold whatever there is falls off like a generalised Pareto distribution
(J. Pickands, Annals of Statistics 3, 1975; A. C. Davison, R. L. Smith, JRSS B 52, 1990). Three
things keep that from claiming too much:

* Not the likeliest shape and scale speak but all of them, each as much as the data and what is
  expected of shapes leave it (the predictive distribution; S. Coles, E. Powell, International
  Statistical Review 64, 1996). Few data leave heavy tails possible, and little is claimed.
* At a finite threshold the shape is not yet that of the far tail (J. P. Cohen, Advances in Applied
  Probability 14, 1982, on the penultimate form): Student's t with five degrees is going to be a
  power of 0.2, but looks like 0.05 at its outermost twentieth and 0.13 at its outermost hundredth.
  So beyond the last tenth of what was seen every shape is taken to be ``HEAVIER``, and none
  lighter than exponential.
* The last tenth itself counts by its number only: spoilt times among them stretch nothing.
"""

import math
from dataclasses import dataclass

import numpy as np

from proctor.anomalies.chances import Numbers

HEAVIER = 0.05
"""Added to every shape where the last tenth begins."""
UNSEEN = 0.1
"""Share of the exceedances, the outermost, that counts by its number only."""
USUAL = 0.0
"""The shape that is expected where few data tell: an exponential tail."""
UNUSUAL = 0.2
"""Standard deviation of what is expected: Student's t with five degrees is one away."""
_SHAPES = np.linspace(-0.4, 0.8, 31)
"""Shapes asked about: from tails that end soon to such that have hardly a mean."""
_SCALES = np.exp(np.linspace(-1.4, 1.8, 45))
"""Scales asked about, in units of the median exceedance."""
_MANY = 300
"""Exceedances are represented by so many of their quantiles where there are more."""
_NEGLIGIBLE = 1e-6
_LEAST = 0.01
"""No median exceedance is less than one per cent of a time."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """How the chance falls off beyond a threshold: a mixture of Pareto tails."""

    shapes: Numbers
    """Above 0, (K,)."""
    scales: Numbers
    """Above 0, (K,)."""
    weights: Numbers
    """How much the data leave each, (K,); their sum is 1."""

    def chance(self, exceedances: Numbers) -> Numbers:
        """Chance that an exceedance, 0 or more, is at least so large, (N,)."""
        far = np.maximum(exceedances, 0.0)[:, None] / self.scales
        return np.asarray(np.exp(-np.log1p(self.shapes * far) / self.shapes) @ self.weights)


def beyond(exceedances: Numbers) -> Beyond:
    """What exceedances, above 0, say of those to come; with none of them, that anything may."""
    seen = np.sort(exceedances)
    hidden = max(1, int(UNSEEN * len(seen)))
    kept, last = seen[: len(seen) - hidden], float(seen[-hidden]) if len(seen) else _LEAST
    middle = max(float(np.median(seen)) if len(seen) else 0.0, _LEAST)
    likely = _likelihoods(kept / middle, hidden, last / middle)
    likely -= ((_SHAPES - USUAL) / UNUSUAL)[:, None] ** 2 / 2
    weights = np.exp(likely - likely.max())
    weights /= weights.sum()
    shape, scale = np.nonzero(weights > _NEGLIGIBLE)
    weights = weights[shape, scale]
    seen_shapes, told = _SHAPES[shape], np.maximum(_SHAPES[shape] + HEAVIER, 1e-6)
    scales = middle * _SCALES[scale] * _reach(seen_shapes) / _reach(told)
    return Beyond(told, scales, weights / weights.sum())


def _likelihoods(kept: Numbers, hidden: int, last: float) -> Numbers:
    """Logarithms of how likely each shape and scale makes it, (shapes, scales)."""
    count = len(kept)
    if count > _MANY:
        kept = np.quantile(kept, (np.arange(_MANY) + 0.5) / _MANY)
    found = np.full((len(_SHAPES), len(_SCALES)), -np.inf)
    for row, shape in enumerate(_SHAPES):
        inside = 1 + shape * last / _SCALES > 0
        each, end = (_fall(float(shape), at / _SCALES[inside]) for at in (kept[:, None], last))
        density = (1 + shape) * each.mean(axis=0) if len(kept) else 0.0
        found[row, inside] = -count * (density + np.log(_SCALES[inside])) - hidden * end
    return found


def _fall(shape: float, at: Numbers) -> Numbers:
    """Minus the logarithm of the chance of at least ``at``, in units of the scale."""
    flat = abs(shape) < 1e-9
    return np.asarray(at if flat else np.log1p(shape * at) / shape, np.float64)


def _reach(shapes: Numbers) -> Numbers:
    """Where the last tenth begins, in units of the scale."""
    steep = np.where(np.abs(shapes) < 1e-9, 1e-9, shapes)
    return np.asarray(np.expm1(steep * -math.log(UNSEEN)) / steep, np.float64)
