"""The phases of one recording, as rules are asked by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.geometry import Box
from proctor.places import Place
from proctor.rosters.seating import Spot, plain, seat_of
from proctor.timeline import Microseconds, Span

Phase: TypeAlias = Literal["check-in", "exam", "item", "break", "outside"]
PHASES: tuple[Phase, ...] = ("check-in", "exam", "item", "break", "outside")
"""Whatever is going on."""

RUNNING: tuple[Phase, ...] = ("exam", "item")
"""Somebody is being examined."""
ON_DUTY: tuple[Phase, ...] = ("check-in", "exam", "item", "break")
"""Footage is worth looking at and staff are at work."""

Why: TypeAlias = Literal["schedule", "none", "clock"]
"""Where phases come from: the schedule; nobody knows one; nobody knows the wall time."""

Moments: TypeAlias = NDArray[np.int64]
Yes: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch in which the schedule says one thing."""

    span: Span
    """Media time; may begin before the recording and end after it."""
    phases: tuple[Phase, ...]
    """What it may be: one phase, or several where the clock is too uncertain to tell."""
    turn: int = -1
    """Number of the exam that surely runs: other turns are other candidates; −1 without one."""


@dataclass(frozen=True, slots=True)
class Phases:
    """What is going on at each place of a recording, as far as a schedule tells."""

    why: Why = "none"
    """Unless it is ``schedule``, all of the recording counts as exam."""
    whole: tuple[Stretch, ...] = ()
    """Of the hall or the car; sorted and apart."""
    seats: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict)
    """Of seats whose candidates have times of their own; names as ``plain`` leaves them."""
    zones: Mapping[str, Box] = field(default_factory=dict)
    """Seat → its zone before this camera, where somebody said so, 0–1 of the frame."""
    items: bool = False
    """Whether the items of the exams are known; where not, all of an exam may be one."""

    @property
    def known(self) -> bool:
        """Whether a schedule tells anything."""
        return self.why == "schedule"

    def at(self, place: Place) -> tuple[Stretch, ...]:
        """The stretches of a place: a seat's own where it is known which one it is."""
        if not self.seats or place.kind != "seat":
            return self.whole
        seat = seat_of(Spot("", "", "hall", place.name, places=(place,)), self.zones)
        return self.seats.get(plain(seat), self.whole) if seat else self.whole

    def asked(self, phases: Sequence[Phase], place: Place, times: Moments) -> Yes | None:
        """Moments at which a rule of those ``phases`` is asked there, (N,); ``None``: at all.

        A moment of which nobody can say in which phase it lies counts only if every one will do.
        """
        if not self.known:
            return None
        stretches = self.at(place)
        fits = np.array([self._fits(each, phases) for each in stretches], bool)
        row = _row_of(stretches, times)
        return np.where(row >= 0, fits[row] if len(fits) else False, False)

    def asked_us(self, phases: Sequence[Phase], place: Place, span: Span) -> Microseconds:
        """How much of ``span`` a rule of those ``phases`` is asked there."""
        if not self.known:
            return span.duration_us
        stretches = self.at(place)
        return sum(s.span.overlap_us(span) for s in stretches if self._fits(s, phases))

    def when(self, phases: Sequence[Phase], span: Span) -> list[Span]:
        """The parts of ``span`` in which the hall or car is surely in one of ``phases``, sorted."""
        if not self.known:
            return [span] if span.duration_us else []
        fitting = (s.span for s in self.whole if self._fits(s, phases))
        return [part.within(span) for part in fitting if part.overlap_us(span)]

    def turns(self, place: Place, times: Moments) -> Moments:
        """Whose turn it is at each moment, (N,): a number per exam, −1 for nobody's.

        Without a schedule all of it is one turn.
        """
        if not self.known:
            return np.zeros(len(times), np.int64)
        stretches = self.at(place)
        numbers = np.array([*(each.turn for each in stretches), -1], np.int64)
        return np.asarray(numbers[_row_of(stretches, times)])

    def during(self, span: Span, place: Place | None = None) -> dict[str, Microseconds]:
        """How long each phase lasts in ``span``; what may be several is named by all of them."""
        told: dict[str, Microseconds] = {}
        for each in self.at(place) if place else self.whole:
            if shared := each.span.overlap_us(span):
                name = "/".join(each.phases)
                told[name] = told.get(name, 0) + shared
        return told

    def plain(self) -> dict[str, Any]:
        """Ready for JSON; ``phases_from`` reads it."""
        return {
            "items": self.items,
            "seats": {name: _plain(stretches) for name, stretches in sorted(self.seats.items())},
            "whole": _plain(self.whole),
            "zones": {seat: list(zone) for seat, zone in sorted(self.zones.items())},
        }

    def _fits(self, stretch: Stretch, phases: Sequence[Phase]) -> bool:
        meant = {*phases, "exam"} if "item" in phases and not self.items else phases
        return all(phase in meant for phase in stretch.phases)


ALL_EXAM = Phases()
"""Nobody knows a schedule: all of it counts as exam."""
NO_CLOCK = Phases("clock")
"""Nobody knows the wall time well enough to look it up in a schedule."""


def phases_from(told: Mapping[str, Any] | None) -> Phases:
    """Phases from what ``Phases.plain`` made of them; ``None``: there were none."""
    if told is None:
        return ALL_EXAM
    seats = {name: _stretches(rows) for name, rows in told["seats"].items()}
    zones = {seat: Box(*zone) for seat, zone in told.get("zones", {}).items()}
    return Phases("schedule", _stretches(told["whole"]), seats, zones, told["items"])


def _row_of(stretches: Sequence[Stretch], times: Moments) -> Moments:
    """Index of the stretch that each moment lies in, −1 for none, (N,)."""
    if not stretches:
        return np.full(len(times), -1, np.int64)
    starts = np.array([each.span.start_us for each in stretches], np.int64)
    ends = np.array([each.span.end_us for each in stretches], np.int64)
    row = np.searchsorted(starts, times, side="right") - 1
    return np.where((row >= 0) & (times < ends[np.maximum(row, 0)]), row, -1)


def _plain(stretches: Sequence[Stretch]) -> list[list[Any]]:
    return [[s.span.start_us, s.span.end_us, list(s.phases), s.turn] for s in stretches]


def _stretches(rows: Sequence[Sequence[Any]]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(Span(start, end), tuple(phases), turn) for start, end, phases, turn in rows
    )
