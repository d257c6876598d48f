"""Miss rate against false alarms, from the surest flags to all of them.

Flags and events are aligned once, with every flag; then the threshold falls through the scores, as
the sweeper of ActEV's scorer does. Between two operating points the miss rate at a given rate of
false alarms is interpolated on a straight line; a code whose surest flags already exceed the rate
misses everything there; past the last point the miss rate stays what it is with every flag raised,
for there are no more flags to raise. All of that is
``get_points_along_confidence_curve`` of the scorer. One thing is ours: a rate below one false alarm
in the whole footage is not measurable and has no value, where the scorer draws its line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.evaluation.intervals import Floats
from proctor.evaluation.sheet import DetPoint

Numbers: TypeAlias = NDArray[np.intp]

_LARGEST = 4_000_000
"""Numbers of one intermediate table of resamples: 32 MB."""
_SAME = 1e-9
"""Rates nearer than this are one."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """What counts of one code, as columns ready to be swept and resampled."""

    scores: Floats
    """Of every flag that counts, falling, (N,)."""
    hit: NDArray[np.bool_]
    """Whether it found an event, (N,)."""
    at: NDArray[np.intp]
    """Number of its recording, (N,)."""
    references: Floats
    """Events per recording, (R,)."""
    minutes: Floats
    """Footage per recording in which the code was looked for, (R,)."""

    @classmethod
    def of(
        cls,
        flags: Sequence[tuple[float, bool, int]],
        references: Floats,
        minutes: Floats,
    ) -> "Sweep":
        """From (score, hit, recording) in any order and counts per recording."""
        falling = sorted(flags, key=lambda flag: -flag[0])
        return cls(
            np.array([score for score, _, _ in falling], np.float64),
            np.array([hit for _, hit, _ in falling], np.bool_),
            np.array([at for _, _, at in falling], np.intp),
            references,
            minutes,
        )

    @property
    def steps(self) -> NDArray[np.intp]:
        """Number of the last flag of each score: flags of one score come and go together."""
        return np.flatnonzero(np.append(np.diff(self.scores) != 0, len(self.scores) > 0))

    @property
    def per_recording(self) -> tuple[Floats, Floats]:
        """Hits and false alarms of each recording, (R,) both."""
        size = len(self.minutes)
        hits = np.bincount(self.at[self.hit], minlength=size).astype(np.float64)
        return hits, np.bincount(self.at[~self.hit], minlength=size).astype(np.float64)


def det_points(sweep: Sweep) -> tuple[DetPoint, ...]:
    """One point per score; empty without events, flags or footage."""
    if not (sweep.references.sum() and sweep.minutes.sum()):
        return ()
    once = np.ones((1, len(sweep.minutes)))
    rates, pmiss = _points(sweep, once)
    scores = sweep.scores[sweep.steps]
    return tuple(
        DetPoint(float(score), float(rate), float(miss))
        for score, rate, miss in zip(scores, rates[0], pmiss[0], strict=True)
    )


def pmiss_at(sweep: Sweep, targets: Sequence[float], drawn: Floats) -> Floats:
    """Miss rate at each rate of false alarms, in each resample, (resamples, targets).

    ``drawn`` as ``intervals.weights`` gives it. NaN where a resample has no event or no
    footage; whether there is enough of it for a rate is ``measurable``'s business.
    """
    result = np.full((len(drawn), len(targets)), np.nan)
    size = max(1, _LARGEST // max(1, len(sweep.scores)))
    for first in range(0, len(drawn), size):
        part = drawn[first : first + size]
        rates, pmiss = _points(sweep, part)
        known = (part @ sweep.references > 0) & (part @ sweep.minutes > 0)
        for n, target in enumerate(targets):
            result[first : first + size, n] = np.where(known, _read(rates, pmiss, target), np.nan)
    return result


def measurable(rate: float, minutes: float) -> bool:
    """Whether footage so long can show so low a rate: one false alarm at least is allowed."""
    return rate * minutes >= 1 - _SAME


def mean_curve(curves: Sequence[Sequence[DetPoint]], silent: int) -> tuple[DetPoint, ...]:
    """The mean miss rate of several codes at each rate at which one of them changes.

    Twice where it falls at once, so that a straight line through the points reads as the codes'
    own curves do. ``silent`` codes have events and no flag at all: they miss everything.
    """
    rates = np.unique([point.rate for curve in curves for point in curve])
    if not len(rates):
        return ()
    sides: list[Floats] = []
    for before in (True, False):
        each = [_at_all(curve, rates, before=before) for curve in curves]
        sides.append((np.sum(each, axis=0) + silent) / (len(curves) + silent))
    points = [
        (rate, y)
        for rate, high, low in zip(rates, *sides, strict=True)
        for y in ((high, low) if rate and high > low else (low,))
    ]
    return tuple(DetPoint(None, float(rate), float(y)) for rate, y in points)


def _at_all(curve: Sequence[DetPoint], rates: Floats, *, before: bool) -> Floats:
    """The miss rates of one curve at ``rates``, or just before it falls there."""
    known = np.array([point.rate for point in curve])
    missed = np.array([point.pmiss for point in curve])
    edge = rates - _SAME if before else rates + _SAME
    within = np.searchsorted(known, edge, "left" if before else "right")
    last, after = _neighbours(within, len(known))
    return _line((known[last], missed[last]), (known[after], missed[after]), within, rates)


def _points(sweep: Sweep, drawn: Floats) -> tuple[Floats, Floats]:
    """False alarms per minute and miss rates after each step, (resamples, steps) both."""
    each = drawn[:, sweep.at]
    steps = sweep.steps
    hits = np.cumsum(each * sweep.hit, axis=1)[:, steps]
    false = np.cumsum(each * ~sweep.hit, axis=1)[:, steps]
    minutes, events = drawn @ sweep.minutes, drawn @ sweep.references
    with np.errstate(divide="ignore", invalid="ignore"):  # empty resamples are NaN and left out
        return false / minutes[:, None], 1 - hits / events[:, None]


def _read(rates: Floats, pmiss: Floats, target: float) -> Floats:
    """The miss rate at ``target`` on each row's curve."""
    rows = np.arange(len(rates))
    if not rates.shape[1]:
        return np.ones(len(rates))
    within = (rates <= target + _SAME).sum(axis=1)
    last, after = _neighbours(within, rates.shape[1])
    start, end = ((rates[rows, at], pmiss[rows, at]) for at in (last, after))
    with np.errstate(invalid="ignore"):  # without footage every rate is infinite
        return _line(start, end, within, target)


def _neighbours(within: Numbers, points: int) -> tuple[Numbers, Numbers]:
    """Numbers of the points before and after, when ``within`` points lie at or below a rate."""
    return np.maximum(within - 1, 0), np.minimum(within, points - 1)


def _line(
    start: tuple[Floats, Floats],
    end: tuple[Floats, Floats],
    within: Numbers,
    target: Floats | float,
) -> Floats:
    """What is missed at ``target`` between two points (rate, miss rate); all before the first."""
    (x0, y0), (x1, y1) = start, end
    width = np.where(x1 > x0, x1 - x0, 1.0)
    between = y0 + (y1 - y0) * np.clip((target - x0) / width, 0, 1)
    exact = np.abs(x0 - target) <= _SAME
    return np.where(within == 0, 1.0, np.where(exact, y0, between))
