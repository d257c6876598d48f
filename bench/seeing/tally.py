"""Counts with their denominators, and errors with their percentiles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING

import numpy as np

from proctor.evaluation.intervals import wilson

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

BINS: tuple[tuple[str, float, float], ...] = (
    ("≥ 40", 40.0, np.inf),
    ("20–40", 20.0, 40.0),
    ("< 20", 0.0, 20.0),
)
"""Heights of a head in the picture: words, from, to, pixels."""


@dataclass(slots=True)
class Share:
    """How many of those that were there."""

    found: int = 0
    there: int = 0

    def count(self, hits: int, of: int = 1) -> None:
        """Add ``hits`` of ``of``."""
        self.found += hits
        self.there += of

    @property
    def value(self) -> float:
        """Share found, NaN of nothing."""
        return self.found / self.there if self.there else float("nan")

    def __str__(self) -> str:
        """Count, share and Wilson's 95 % interval; a dash of nothing."""
        if not self.there:
            return "–"
        low, high = wilson(self.found, self.there)
        return f"{self.found}/{self.there} = {self.value:.1%} ({low:.0%}–{high:.0%})"


@dataclass(slots=True)
class Turns:
    """Directions of the heads of one size."""

    told: Share = field(default_factory=Share)
    """Visible heads with a direction."""
    yaw: list[float] = field(default_factory=list)
    """Errors of yaw, degrees, found less true, towards the left edge of the picture."""
    pitch: list[float] = field(default_factory=list)
    """Errors of pitch, degrees, found less true, downwards."""
    sigma: list[float] = field(default_factory=list)
    """What the eyes said about how wrong they may be, degrees."""


@dataclass(slots=True)
class Tally:
    """What was seen of one clip, or of several."""

    pictures: int = 0
    people: Share = field(default_factory=Share)
    """Visible people found."""
    false_people: int = 0
    """People found where nobody is, or twice."""
    heads: Share = field(default_factory=Share)
    """Visible heads with a box of IoU 0.4 or more."""
    apart: list[float] = field(default_factory=list)
    """Distances of the centres of found heads from the truth, in widths of the true head."""
    turns: dict[str, Turns] = field(default_factory=lambda: {name: Turns() for name, *_ in BINS})
    """By size of the head."""
    sights: Turns = field(default_factory=Turns)
    """Lines of sight of people in a car whose script lets the eyes rest."""
    hands: Share = field(default_factory=Share)
    """Visible hands found."""
    told_hands: Share = field(default_factory=Share)
    """Hands found that are hands."""
    mouths: list[tuple[float, float]] = field(default_factory=list)
    """Gap between the lips as found, and opening as scripted, 0–1."""
    phones: list[float] = field(default_factory=list)
    """Score of the best hit on every phone that is held and large enough; 0 when there is none."""
    stray_phones: list[float] = field(default_factory=list)
    """Scores of phones found where none is."""
    looked_for_phones: bool = False


def joined(tallies: Iterable[Tally]) -> Tally:
    """Several tallies as one."""
    whole = Tally()
    for one in tallies:
        _add(whole, one)
    return whole


def _add(into: "DataclassInstance", other: "DataclassInstance") -> None:
    for part in fields(into):
        mine, more = getattr(into, part.name), getattr(other, part.name)
        if isinstance(mine, list):
            mine.extend(more)
        elif isinstance(mine, dict):
            for name, value in mine.items():
                _add(value, more[name])
        elif isinstance(mine, bool):
            setattr(into, part.name, mine or more)
        elif isinstance(mine, int):
            setattr(into, part.name, mine + more)
        else:
            _add(mine, more)


def bin_of(height: float) -> str:
    """The name of the bin of a head of that height."""
    return next(name for name, low, high in BINS if low <= height < high)


def middle(values: Sequence[float], at: float = 50) -> float:
    """A percentile of the sizes of errors; NaN of nothing."""
    return float(np.percentile(np.abs(values), at)) if len(values) else float("nan")
