"""SEAT_ABSENT."""

from dataclasses import dataclass
from math import exp, log
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness

Flags: TypeAlias = NDArray[np.bool_]

LONG_RUN = 10
"""Longer runs of empty samples may be true absence and tell nothing about the detector."""


@dataclass(frozen=True, slots=True)
class SeatAbsent(Rule):
    """A candidate who sat there is gone.

    Flags: a seat empty after it was taken, from ten seconds.
    Lets be: a seat that was empty from the start; a candidate whom the detector loses now and
        then: the less often this seat's person was found while sitting, the longer the silence
        must last before it means anything.
    """

    code: ClassVar[str] = "SEAT_ABSENT"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("person",)

    hold_s: float = 10.0
    gap_s: float = 1.0
    chance: float = 1e-6
    """Accepted probability of missing a sitting person so often in a row, 0–1; far lower than
    independent misses would ask for, because misses come in runs."""

    strays: float = 0.1
    """Share of samples in an absence that may show somebody (who passes by), 0–1."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 in a run of empty samples too long to be the detector's fault, 0 before the first."""
        del place, scene
        looked = ~np.isnan(here["person"])
        found = looked & (here["person"] > 0)
        sure = np.where(looked, 0.0, np.nan)
        runs = _empty_runs(looked & ~found & (np.cumsum(found) > 0), found, self.strays)
        rate = _sitting_rate(found, runs)
        for first, last in runs:
            if _chance(int(found[first:last].sum()), last - first, rate) <= self.chance:
                sure[first:last] = np.where(looked[first:last], 1.0, np.nan)
        return sure


def _empty_runs(empty: Flags, found: Flags, strays: float) -> list[tuple[int, int]]:
    """Runs of empty samples, half-open, joined over strays while these stay rare."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(np.int8), [0]))))
    runs: list[tuple[int, int]] = []
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        before = runs[-1][0] if runs else first
        if found[before:last].mean() <= strays:
            runs[-1:] = [(before, last)]
        else:
            runs.append((first, last))
    return runs


def _sitting_rate(found: Flags, runs: list[tuple[int, int]]) -> float:
    """How often the sitting person is found, 0.02–0.98; long runs may be true absence."""
    sitting = np.cumsum(found) > 0
    for first, last in runs:
        if last - first > LONG_RUN:
            sitting[first:last] = False
    return float(np.clip(found[sitting].mean() if sitting.any() else 0.0, 0.02, 0.98))


def _chance(hits: int, looks: int, rate: float) -> float:
    """Chernoff's bound on finding a sitting person at most ``hits`` times in ``looks``, 0–1."""
    share = hits / looks
    if share >= rate:
        return 1.0
    missed = (1 - share) * log((1 - share) / (1 - rate))
    return exp(-looks * (missed + (share * log(share / rate) if share else 0.0)))
