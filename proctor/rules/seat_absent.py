"""SEAT_ABSENT."""

from dataclasses import dataclass
from math import isnan
from statistics import median
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.perception import Sense, Subject
from proctor.places import AISLE, Kind, Place
from proctor.rules.absence import absent
from proctor.rules.base import Rule, Scene, Sureness, usual
from proctor.rules.units import Multiple, Share

FEWEST = 4
"""Seats without which nothing is usual in a hall."""


@dataclass(frozen=True, slots=True)
class SeatAbsent(Rule):
    """A candidate who sat there is gone.

    Flags: a seat empty after it was taken, from ten seconds.
    Lets be: a seat that was empty from the start of this exam; a candidate whom the detector loses
        now and then: the less often this seat's person was found while sitting, the longer the
        silence must last before it means anything; seats that are left while most of the hall is
        empty, at the end of an exam or in a break; a spot at which somebody stood: their body was
        taller in heads, and slimmer, than those who sit in this hall.
    """

    code: ClassVar[str] = "SEAT_ABSENT"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person",)
    shows: ClassVar[tuple[str, ...]] = ("person",)
    version: ClassVar[int] = 4

    hold_s: float = 10.0
    gap_s: float = 1.0
    chance: Share = 1e-6
    """Accepted probability of missing a sitting person so often in a row, 0–1; far lower than
    independent misses would ask for, because misses come in runs."""

    strays: Share = 0.1
    """Share of samples in an absence that may show somebody (who passes by), 0–1."""
    break_share: float = 0.5
    """Share of the seats that were taken and are empty from which it is a break, 0–1."""
    standing: Multiple = 1.85
    """Height of a body in heads times its height over its breadth, in shares of what that is of the
    others here, from which nobody sits."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 in a run of empty samples too long to be the detector's fault, 0 before the first."""
        taken = _taken(here["person"] > 0, scene.phases.turns(place, here.times))
        sure = absent(here, taken, self.chance, self.strays)
        innocent = _break(here, scene) >= self.break_share
        innocent |= ~taken | self._stood(place, scene)
        return np.where(innocent, np.minimum(sure, 0.0), sure)

    def _stood(self, place: Place, scene: Scene) -> bool:
        """Whether whoever was here stood, when the others in the hall are taken for the measure.

        Where somebody wrote down that it is a seat, nobody needs to guess.
        """
        if place.why == "given":
            return False
        tall = scene.once("upright", lambda: _upright(scene))
        others = [upright for name, upright in tall.items() if name != place.name]
        own = tall.get(place.name)
        return own is not None and len(others) >= FEWEST and own >= self.standing * median(others)


def _upright(scene: Scene) -> dict[str, float]:
    """How upright the body in sight usually is at each seat, as ``standing`` counts it."""
    found: dict[str, float] = {}
    aspect = scene.account.height / max(scene.account.width, 1)
    for place in scene.places.values():
        if place.kind == "seat":
            here = scene.columns[place.name]
            tall = here["y1"] - here["y0"]
            heads = tall / np.maximum(here["head_y1"] - here["head_y0"], 1e-3)
            slim = aspect * tall / np.maximum(here["x1"] - here["x0"], 1e-3)
            upright = usual(heads * slim, weights=scene.weights(here))
            if not isnan(upright):
                found[place.name] = upright
    return found


def _break(here: Columns, scene: Scene) -> NDArray[np.floating]:
    """Share of the seats that were taken before and are empty now, at each moment, 0–1.

    0 with fewer than ``FEWEST`` seats: two friends who leave together are no break.
    """
    times, share = scene.once("emptied", lambda: _emptied(scene))
    row = np.searchsorted(times, here.times, side="right") - 1
    return np.where(row >= 0, share[np.maximum(row, 0)], 0.0) if len(times) else np.zeros(len(row))


def _emptied(scene: Scene) -> tuple[Times, NDArray[np.floating]]:
    """That share at the moments of the aisle, of which every look at the whole picture tells."""
    seats = [place.name for place in scene.places.values() if place.kind == "seat"]
    times = scene.columns[AISLE].times if AISLE in scene.columns else np.zeros(0, np.int64)
    taken, empty = np.zeros(len(times)), np.zeros(len(times))
    if len(seats) < FEWEST:
        return times, empty
    for name in seats:
        found = scene.columns[name]["person"] > 0
        if found.any():
            was = times >= scene.columns[name].times[np.argmax(found)]
            taken += was
            empty += was & (scene.beside(name, times, ("person",))["person"] <= 0)
    return times, np.asarray(empty / np.maximum(taken, 1))


def _taken(found: NDArray[np.bool_], turns: Times) -> NDArray[np.bool_]:
    """Whether somebody sat there before in the same exam, (N,); the next one is somebody else's."""
    so_far = np.cumsum(found)
    begins = np.flatnonzero(np.diff(turns, prepend=turns[:1] - 1))
    before = np.concatenate(([0], so_far))[begins]
    return np.asarray(so_far > np.repeat(before, np.diff(np.append(begins, len(turns)))))
