"""Counts with their denominators: hours, flags, decisions, and shares with an interval."""

from collections.abc import Iterable
from dataclasses import dataclass

from proctor.findings import FlagRow, State
from proctor.timeline import SECOND, Microseconds

HOUR: Microseconds = 3600 * SECOND

FEW_REVIEWED = 20
"""Below so many concluded reviews a precision says little."""
FEW_HOURS = 10.0
"""Below so many analysed hours a rate says little."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """``hits`` out of ``n``."""

    hits: int
    """How many had the property."""
    n: int
    """How many were asked."""

    @property
    def value(self) -> float | None:
        """0–1; ``None`` when nobody was asked."""
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval (E. B. Wilson, JASA 1927); ``None`` when nobody was asked.

        Unlike the textbook interval it stays inside 0–1 and is honest at 0 of n and n of n.
        """
        from proctor.evaluation.intervals import wilson

        return wilson(self.hits, self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Flags and what became of them."""

    flags: int = 0
    """All flags, reviewed or not."""
    confirmed: int = 0
    """Confirmed by a reviewer."""
    false_alarms: int = 0
    """Dismissed by a reviewer."""
    inconclusive: int = 0
    """Looked at without a result."""

    @property
    def reviewed(self) -> int:
        """Flags that somebody decided on."""
        return self.confirmed + self.false_alarms + self.inconclusive

    @property
    def pending(self) -> int:
        """Flags that nobody decided on yet."""
        return self.flags - self.reviewed

    @property
    def reviewed_share(self) -> float | None:
        """0–1; ``None`` without flags."""
        return self.reviewed / self.flags if self.flags else None

    @property
    def precision(self) -> Proportion:
        """Confirmed among confirmed and false alarms; the inconclusive count for neither."""
        return Proportion(self.confirmed, self.confirmed + self.false_alarms)


@dataclass(frozen=True, slots=True)
class Footage:
    """Recorded time."""

    recordings: int = 0
    """Files and watches, the unreadable included."""
    expected_us: Microseconds = 0
    """Time the recordings themselves promise."""
    covered_us: Microseconds = 0
    """Time with pictures."""
    analysed_us: Microseconds = 0
    """Time with pictures of exams in recordings that have been judged; without a schedule, all."""
    idle_us: Microseconds = 0
    """Time with pictures in recordings that have been judged, outside of exams: nobody asks."""

    @property
    def exam_us(self) -> Microseconds:
        """Time with pictures that there is to be judged."""
        return self.covered_us - self.idle_us

    @property
    def coverage(self) -> float | None:
        """Covered share of the expected time, 0–1; ``None`` when nothing was expected."""
        return self.covered_us / self.expected_us if self.expected_us else None


@dataclass(frozen=True, slots=True)
class Tally:
    """One line of a table: somebody or something, its footage and its flags."""

    key: str
    """Site, camera, subject or hour of the day."""
    footage: Footage
    """The denominators."""
    decisions: Decisions
    """The counts."""

    @property
    def per_100h(self) -> float | None:
        """Flags in a hundred analysed hours; ``None`` below one hour."""
        return per_100h(self.decisions.flags, self.footage.analysed_us)

    @property
    def small(self) -> bool:
        """Whether the sample is too small to compare with others."""
        hours = self.footage.analysed_us / HOUR
        return self.decisions.precision.n < FEW_REVIEWED or hours < FEW_HOURS


def per_100h(count: int, time_us: Microseconds) -> float | None:
    """``count`` in a hundred hours of ``time_us``; ``None`` below one hour.

    Eight flags in a clip of half a minute are not seventy thousand in a hundred hours.
    """
    return count * 100 * HOUR / time_us if time_us >= HOUR else None


def decisions(rows: Iterable[FlagRow]) -> Decisions:
    """Flags counted by state."""
    states: list[State] = [row.state for row in rows]
    return Decisions(
        len(states),
        states.count("confirmed"),
        states.count("false-alarm"),
        states.count("inconclusive"),
    )
