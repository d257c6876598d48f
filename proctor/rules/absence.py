"""A place that is empty, told from one whose person the detector only lost."""

from math import exp, log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.rules.base import Sureness, runs
from proctor.timeline import SECOND, Microseconds

Flags: TypeAlias = NDArray[np.bool_]

LONG: Microseconds = 5 * SECOND
"""Longer runs of empty samples may be true absence and tell nothing about the detector."""


def absent(here: Columns, asked: Flags, chance: float, strays: float) -> Sureness:
    """1 in runs of empty samples too long to be the detector's fault, 0 elsewhere, (N,).

    Only samples that are ``asked`` count. ``chance`` is the accepted probability of missing
    somebody who is there so often in a row; ``strays`` the share of samples in an absence that may
    show somebody, who passes by. ``NaN`` where nobody looked.
    """
    looked = ~np.isnan(here["person"])
    found = looked & (here["person"] > 0)
    sure = np.where(looked, 0.0, np.nan)
    empty = _empty_runs(looked & ~found & asked, found, strays)
    rate = _sitting_rate(found, empty, here.times)
    for first, last in empty:
        if _chance(int(found[first:last].sum()), last - first, rate) <= chance:
            sure[first:last] = np.where(looked[first:last], 1.0, np.nan)
    return sure


def _empty_runs(empty: Flags, found: Flags, strays: float) -> list[tuple[int, int]]:
    """Runs of empty samples, half-open, joined over strays while these stay rare."""
    joined: list[tuple[int, int]] = []
    for first, last in runs(empty):
        before = joined[-1][0] if joined else first
        if found[before:last].mean() <= strays:
            joined[-1:] = [(before, last)]
        else:
            joined.append((first, last))
    return joined


def _sitting_rate(found: Flags, empty: list[tuple[int, int]], times: Times) -> float:
    """How often the sitting person is found, 0.02–0.98; long runs may be true absence."""
    sitting = np.cumsum(found) > 0
    for first, last in empty:
        if times[last - 1] - times[first] >= LONG:
            sitting[first:last] = False
    return float(np.clip(found[sitting].mean() if sitting.any() else 0.0, 0.02, 0.98))


def _chance(hits: int, looks: int, rate: float) -> float:
    """Chernoff's bound on finding a sitting person at most ``hits`` times in ``looks``, 0–1."""
    share = hits / looks
    if share >= rate:
        return 1.0
    missed = (1 - share) * log((1 - share) / (1 - rate))
    return exp(-looks * (missed + (share * log(share / rate) if share else 0.0)))
