"""SEAT_ABSENT."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness


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

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 in a run of empty samples too long to be the detector's fault, 0 before the first."""
        del place, scene
        looked = ~np.isnan(here["person"])
        found = looked & (here["person"] > 0)
        if not found.any():
            return np.where(looked, 0.0, np.nan)
        taken = np.cumsum(found) > 0
        empty = looked & ~found & taken
        length = _run_lengths(empty)
        sure = empty & (length >= self._fewest(found, length, taken))
        return np.where(looked, sure.astype(np.float64), np.nan)

    def _fewest(self, found: np.ndarray, length: np.ndarray, taken: np.ndarray) -> float:
        """Samples that must be empty in a row, from how often the sitting person is missed.

        Runs longer than ten samples are left out of the miss rate: they may be true absence.
        """
        sitting = taken & (length <= 10)
        missed = 1.0 - found[sitting].mean() if sitting.any() else 0.0
        missed = float(np.clip(missed, 0.02, 0.98))
        return float(np.log(self.chance) / np.log(missed))


def _run_lengths(flags: np.ndarray) -> np.ndarray:
    """For every sample, the length of the run of True it is in; 0 where False; (N,)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    lengths = np.zeros(len(flags), np.int64)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        lengths[start:end] = end - start
    return lengths
