"""What every rule is made of: sureness over time, stretches, flags.

A rule answers one question, *how sure am I, at each moment, that it is happening at this place?*
Time is not its business: stretches and flags are made here, the same way for all.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from proctor.findings import Reasons
from proctor.observations import COLUMNS, Columns, Times
from proctor.perception import Account, Sense, Subject
from proctor.phases import ALL_EXAM, RUNNING, Phase, Phases
from proctor.places import Kind, Place
from proctor.rules.units import Seconds, Sure
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds, Span

Sureness: TypeAlias = NDArray[np.floating]
"""0–1 per sample, ``NaN`` where nothing can be said, (N,)."""
Weights: TypeAlias = NDArray[np.int64]
"""How much each sample counts, (N,)."""

_Value = TypeVar("_Value")

LONGEST_SAMPLE: Microseconds = SECOND
"""A sample speaks until the next one, at most this long or a step of the scan, if longer."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything else a rule may look at: the neighbours and the recording's account."""

    subject: Subject
    """Which exam."""
    places: Mapping[str, Place]
    """Name → place."""
    columns: Mapping[str, Columns]
    """Name → what was seen there."""
    account: Account
    """What the recording promised and gave."""
    longest_us: Microseconds = LONGEST_SAMPLE
    """How long a sample speaks at most."""
    clock: ClockMap = UNKNOWN_CLOCK
    """Wall time of media zero, as far as known."""
    phases: Phases = ALL_EXAM
    """What is going on when."""
    known: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was worked out before; see ``once``."""

    def once(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """What ``make`` gives, which is called when it is asked for first under ``key``.

        The key must name everything that it depends on beside the scene.
        """
        if key not in self.known:
            self.known[key] = make()
        found: _Value = self.known[key]
        return found

    def weights(self, here: Columns) -> Weights:
        """How long each sample of ``here`` speaks, microseconds, (N,).

        Where something asked for it, samples lie closer: whoever counts them must weigh them, or
        the suspicious moments become the usual ones.
        """
        return self._spoken(here.times)[1]

    def until(self, times: Times) -> Times:
        """The moment up to which each sample of these ``times`` of a place speaks, (N,)."""
        return self._spoken(times)[0]

    def _spoken(self, times: Times) -> tuple[Times, Weights]:
        """Until when and for how long each of ``times`` speaks."""

        def found() -> tuple[Times, Times, Weights]:
            until = said_until(times, self.account.span.end_us, self.longest_us)
            return times, until, until - times  # an array that is kept shares its id with none

        return self.once(("spoken", id(times)), found)[1:]

    def beside(self, name: str, times: Times, only: Collection[str] = COLUMNS) -> Columns:
        """What was seen at place ``name`` at moments of another place; rows for ``times``.

        ``only`` names the columns that matter. Each row is the sample that speaks at that moment;
        all ``NaN`` where none does.
        """
        there = self.columns[name]
        if not len(there.times):
            return Columns(times, {})
        row = np.searchsorted(there.times, times, side="right") - 1
        known = (row >= 0) & (self.until(there.times)[row] > times)
        seen = {column: there.values[column] for column in only if column in there.values}
        if not known.all():
            unseen = np.float32(np.nan)
            values = {column: np.where(known, v[row], unseen) for column, v in seen.items()}
        elif np.array_equal(times, there.times):  # both were looked at together
            values = seen
        else:
            values = {column: v[row] for column, v in seen.items()}
        return Columns(times, values)


@dataclass(frozen=True, slots=True)
class Rule(ABC):
    """One question about one place; the fields are what a profile may change."""

    code: ClassVar[str]
    """Of ``proctor.codes.CODES``."""
    subjects: ClassVar[tuple[Subject, ...]]
    """Exams in which it is asked."""
    unasked: ClassVar[tuple[Subject, ...]] = ()
    """Of these the exams in which it is asked only where a profile enables it."""
    kinds: ClassVar[tuple[Kind, ...]]
    """Kinds of places at which it is asked."""
    phases: ClassVar[tuple[Phase, ...]] = RUNNING
    """What must be going on for it to be asked; without a schedule everything is exam."""
    needs: ClassVar[tuple[Sense, ...]]
    """Senses without which it cannot be judged."""
    shows: ClassVar[tuple[str, ...]]
    """Columns that explain it; their means become the flag's reasons."""
    speaks_us: ClassVar[Microseconds] = 0
    """How long a sample speaks at most where that is longer than in the scene."""
    shared: ClassVar[bool] = False
    """Whether two places take part in what happens and have one flag together."""
    version: ClassVar[int] = 1
    """Raised when the same columns and settings would give another answer."""

    enabled: bool = True
    """Whether the rule is asked at all."""
    threshold: Sure = 0.5
    """Sureness from which a sample counts, 0–1."""
    hold_s: Seconds = 3.0
    """Shortest stretch that becomes a flag, seconds."""
    gap_s: Seconds = 0.5
    """Longest lapse that is bridged, seconds."""
    rest_s: float = 0.0
    """Longest rest between two flags of a place that are one happening, seconds."""

    @abstractmethod
    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How sure, at each moment of ``here``, that it is happening at ``place``; (N,)."""

    def partner(self, here: Columns, place: Place, scene: Scene, part: slice) -> str:
        """Of a ``shared`` rule the other place that takes part in those rows; else empty."""
        del here, place, scene, part
        return ""

    def reasons(self, part: Columns, scene: Scene) -> Reasons:
        """Numbers behind a flag: the mean of every column that ``shows``, where it was seen."""
        del scene
        means = {f"{name}_mean": _mean(part[name]) for name in self.shows}
        return {name: value for name, value in means.items() if value is not None}


def _mean(values: NDArray[np.floating]) -> float | None:
    seen = values[~np.isnan(values)]
    return round(float(seen.mean()), 4) if len(seen) else None


def ramp(values: NDArray[np.floating], low: float, high: float) -> Sureness:
    """0 at ``low``, 1 at ``high``, straight between them (``low`` may be the larger); keeps NaN."""
    return np.asarray(np.clip((values - low) / (high - low), 0.0, 1.0))


def usual(values: NDArray[np.floating], fewest: int = 5, weights: Weights | None = None) -> float:
    """Median of what was seen, by ``weights`` if given; NaN with fewer than ``fewest`` values."""
    seen = ~np.isnan(values)
    if seen.sum() < fewest:
        return float("nan")
    return _median(values[seen], None if weights is None else weights[seen])


def spread(values: NDArray[np.floating], weights: Weights | None = None) -> float:
    """How much values scatter around their median as a rule, robustly; 0 when nothing was seen.

    Median absolute deviation times 1.4826, which is one standard deviation of a normal scatter.
    """
    seen = ~np.isnan(values)
    if not seen.any():
        return 0.0
    known, heavy = values[seen], None if weights is None else weights[seen]
    return 1.4826 * _median(np.abs(known - _median(known, heavy)), heavy)


def _median(values: NDArray[np.floating], weights: Weights | None) -> float:
    """Half of the weight lies on either side; as ``np.median`` when all weigh the same."""
    if weights is None or (weights == weights[0]).all():
        return float(np.median(values))
    order = np.argsort(values)  # of equal values any comes first, which changes nothing
    upto = np.cumsum(weights[order])
    low, high = (np.searchsorted(2 * upto, upto[-1], side=side) for side in ("left", "right"))
    middle = values[order[[low, min(high, len(values) - 1)]]]
    return float(np.mean(middle))


def steadied(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Median of each sample and its two neighbours, of those that were seen; (N,).

    Keeps edges, takes out single slips of a model and single moments that it could not read.
    """
    padded = np.concatenate(([np.nan], values, [np.nan]))
    before, here, after = padded[:-2], padded[1:-1], padded[2:]
    low, high = np.fmin(np.fmin(before, here), after), np.fmax(np.fmax(before, here), after)
    between = np.maximum(np.minimum(before, here), np.minimum(np.maximum(before, here), after))
    return np.where(np.isnan(between), (low + high) / 2, between)  # of two seen, their middle


def around(values: NDArray[np.float64], times: Times, half_us: Microseconds) -> Sureness:
    """Mean of what was seen within ``half_us`` before and after each sample, (N,); keeps NaN."""
    seen = ~np.isnan(values)
    sums = np.concatenate(([0.0], np.cumsum(np.where(seen, values, 0.0))))
    counts = np.concatenate(([0], np.cumsum(seen)))
    first = np.searchsorted(times, times - half_us, "left")
    last = np.searchsorted(times, times + half_us, "right")
    number = counts[last] - counts[first]
    mean = (sums[last] - sums[first]) / np.maximum(number, 1)
    return np.where(seen, mean, np.nan)


def runs(yes: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and behind the last of every run of ``yes`` samples, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], yes.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def turned(angles: NDArray[np.floating], reference: float) -> NDArray[np.floating]:
    """``angles`` against ``reference`` the short way round, −π to π; radians, keeps NaN."""
    whole = np.asarray(angles - reference + np.pi)
    beyond = (whole < 0) | (whole >= 2 * np.pi)
    if beyond.any():  # a remainder is slow, and few angles are that far round
        whole = np.where(beyond, whole % (2 * np.pi), whole)
    return np.asarray(whole - np.pi)


def said_until(
    times: Times, end_us: Microseconds, longest_us: Microseconds = LONGEST_SAMPLE
) -> Times:
    """The moment up to which each sample speaks: the next one, the end, or ``longest_us`` later."""
    following = np.append(times[1:], max(end_us, int(times[-1]) if len(times) else 0))
    return np.asarray(np.minimum(following, times + longest_us), np.int64)


def stretches(
    sure: Sureness,
    times: Times,
    *,
    threshold: float,
    hold_us: Microseconds,
    gap_us: Microseconds,
    end_us: Microseconds,
    longest_us: Microseconds = LONGEST_SAMPLE,
) -> list[Span]:
    """Spans in which ``sure`` stayed at or above ``threshold`` for at least ``hold_us``.

    A sample speaks until the next one, at most ``longest_us``; lapses up to ``gap_us`` are bridged;
    NaN (nobody looked) neither starts, bridges nor ends with a claim.
    """
    on = np.flatnonzero(sure >= threshold)
    if not len(on):
        return []
    starts, ends = times[on], said_until(times, end_us, longest_us)[on]
    unknown = np.cumsum(np.isnan(sure))[on]
    breaks = (starts[1:] - ends[:-1] > gap_us) | (np.diff(unknown) > 0)
    first = np.flatnonzero(np.concatenate(([True], breaks)))
    last = np.append(first[1:] - 1, len(on) - 1)
    starts, ends = starts[first], ends[last]
    long = ends - starts >= max(hold_us, 1)
    return [Span(*span) for span in zip(starts[long].tolist(), ends[long].tolist(), strict=True)]


def judged_us(
    sure: Sureness,
    times: Times,
    end_us: Microseconds,
    longest_us: Microseconds = LONGEST_SAMPLE,
) -> Microseconds:
    """Time about which something could be said."""
    spoken = said_until(times, end_us, longest_us) - times
    return int(spoken[~np.isnan(sure)].sum())
