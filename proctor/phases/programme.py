"""The schedule as one camera sees it, and the phases of its recordings.

A session is an exam for every place that its cameras show. Before an exam people check in, between
two exams of a day is a break, everything else is outside. Where a roster names the seat of an
attempt, that seat has the attempt's own times. Where it tells of check-in and breaks,
those count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from itertools import pairwise
from typing import Protocol, TypeAlias

from proctor.coverage.duties import Camera, duties
from proctor.days import days_between
from proctor.geometry import Box
from proctor.phases.stretches import (
    ALL_EXAM,
    NO_CLOCK,
    Phases,
    Stretch,
)
from proctor.phases.turns import Exam, Part, of_all, parts, turns
from proctor.results.result import Items
from proctor.rosters.seating import plain
from proctor.schedule import ExamSession
from proctor.timeline import SECOND, ClockMap, Microseconds, Span, merged, stamp, without

VAGUE_S = 300.0
"""With a clock that may be off by more, nobody can say which exam a recording shows."""
FOREVER = datetime(9999, 12, 30, tzinfo=UTC)


class Attempt(Protocol):
    """What is asked of an attempt of a roster."""

    @property
    def site(self) -> str:
        """Name of the site."""
        ...

    @property
    def room(self) -> str:
        """Hall, or plate of the vehicle."""
        ...

    @property
    def seat(self) -> str:
        """Name of the seat; empty in a vehicle."""
        ...

    @property
    def starts(self) -> datetime:
        """Start of its session, aware UTC."""
        ...

    @property
    def ends(self) -> datetime:
        """Aware UTC."""
        ...

    @property
    def check_in(self) -> datetime | None:
        """From when on the candidate is checked in, aware UTC; ``None`` when nobody told."""
        ...

    @property
    def breaks(self) -> Sequence[tuple[datetime, datetime]]:
        """Begin and end of each, aware UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Sitting:
    """One exam before one camera."""

    span: Span
    """Wall time."""
    seats: Mapping[str, Exam] = field(default_factory=dict)
    """The exams of the seats that a roster knows, as ``plain`` leaves names."""
    items: tuple[Span, ...] = ()
    """Wall time of its items; none where they are unknown, and any of it may be one."""
    told: tuple[Exam, ...] = ()
    """What rosters tell of everybody who is examined in it."""

    @property
    def exam(self) -> Exam:
        """All of it as one exam."""
        return of_all(self.told, self.span)


Name: TypeAlias = tuple[str, str]
"""Site and camera."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What is scheduled before each camera."""

    sittings: Mapping[Name, tuple[Sitting, ...]] = field(default_factory=dict)
    """Site and camera → exams, by start."""
    zones: Mapping[Name, Mapping[str, Box]] = field(default_factory=dict)
    """Site and camera → seat as rosters call it → its zone, 0–1 of the frame."""
    zone: tzinfo | None = None
    """Days begin at its midnights; ``None``: the computer's own."""

    def phases(self, site: str, camera: str, clock: ClockMap, span: Span) -> Phases:
        """The phases of a recording of that camera.

        A schedule is known for it when anything at all is scheduled before the camera that day.
        """
        mine = self.sittings.get((site, camera), ())
        if not mine:
            return ALL_EXAM
        if clock.start is None or clock.uncertainty_s > VAGUE_S:
            return NO_CLOCK
        day = self._day(clock, span)
        held = [each for each in mine if each.span.overlap_us(day)]
        if not held:
            return ALL_EXAM
        drawn = _Drawing(stamp(clock.start), clock.uncertainty_s, day, span).phases(held)
        return replace(drawn, zones=self.zones.get((site, camera), {})) if drawn.seats else drawn

    def _day(self, clock: ClockMap, span: Span) -> Span:
        """The local days that the recording touches, wall time."""
        first, last = clock.wall(span.start_us), clock.wall(span.end_us)
        if first is None or last is None:
            raise ValueError("only recordings with a wall time have days")
        return days_between(first, last, self.zone)


NO_PROGRAMME = Programme()


def programme_of(
    sessions: Iterable[ExamSession],
    attempts: Iterable[Attempt],
    cameras: Iterable[Camera],
    zone: tzinfo | None = None,
    zones: Mapping[Name, Mapping[str, Box]] | None = None,
    items: Iterable[Items] = (),
) -> Programme:
    """What the schedule says of every camera; cancelled sessions are none.

    Seats are told apart only before cameras that a session names, that were said to show its hall
    or that are called like it: others show the seats of nobody knows which hall. ``zones`` says
    where seats are before a camera.
    """
    known = list(cameras)
    rooms = {(each.site, each.name): each.room for each in known}
    rolls = defaultdict[tuple[str, str, datetime], list[Attempt]](list)
    for each in attempts:
        rolls[each.site, each.room, each.starts].append(each)
    held = [session for session in sessions if not session.cancelled]
    timed = defaultdict[Name, list[Items]](list)
    for told in items:
        timed[told.site, told.room.casefold()].append(told)
    found = defaultdict[Name, list[Sitting]](list)
    for duty in duties(held, known, FOREVER, zone):
        session, camera = duty.session, duty.camera
        shows = rooms.get((session.site, camera)) or camera
        tied = camera in session.cameras or shows.casefold() == session.hall.casefold()
        roll = rolls.get((session.site, session.hall, session.starts), []) if tied else []
        driven = timed.get((session.site, session.hall.casefold()), []) if tied else []
        found[session.site, camera].append(_sitting(duty.span, roll, driven))
    ordered = {
        name: tuple(sorted(each, key=lambda sitting: sitting.span)) for name, each in found.items()
    }
    return Programme(ordered, zones or {}, zone)


def _sitting(span: Span, roll: Sequence[Attempt], driven: Iterable[Items]) -> Sitting:
    exams = [_exam(each) for each in roll]
    own = {plain(each.seat): exam for each, exam in zip(roll, exams, strict=True) if each.seat}
    return Sitting(span, own, _items_in(span, driven), tuple(exams))


def _exam(each: Attempt) -> Exam:
    return Exam(
        Span(stamp(each.starts), max(stamp(each.starts), stamp(each.ends))),
        None if each.check_in is None else stamp(each.check_in),
        tuple(Span(stamp(first), stamp(last)) for first, last in each.breaks),
    )


def _items_in(exam: Span, told: Iterable[Items]) -> tuple[Span, ...]:
    """Wall time of the items of an exam; all that no told attempt takes may be one as well."""
    known = [each for each in told if each.attempt.overlap_us(exam)]
    if not known:
        return ()
    items = [span for each in known for span in each.spans if span.overlap_us(exam)]
    return tuple(merged([*items, *without(exam, (each.attempt for each in known))]))


@dataclass(frozen=True, slots=True)
class _Drawing:
    """Wall time of a schedule into media time of one recording."""

    zero_us: Microseconds
    """Wall time of media zero."""
    uncertainty_s: float
    day: Span
    """Wall time that is drawn."""
    span: Span
    """Media time of the recording; stretches that do not touch it are left out."""

    def phases(self, held: Sequence[Sitting]) -> Phases:
        names = sorted({name for sitting in held for name in sitting.seats})
        told = any(sitting.items for sitting in held)
        items = [i for sitting in held for i in (sitting.items or (sitting.span,)) if told]
        return Phases(
            "schedule",
            self._stretches([sitting.exam for sitting in held], items),
            {name: self._stretches(_of_seat(name, held), items) for name in names},
            items=bool(items),
        )

    def _stretches(self, exams: Iterable[Exam], items: Sequence[Span]) -> tuple[Stretch, ...]:
        drawn = [
            (Span(part.start_us - self.zero_us, part.end_us - self.zero_us), phase, turn)
            for part, phase, turn in _with_items(parts(turns(exams), self.day), items)
        ]
        wide = round(self.uncertainty_s * SECOND)
        stretches = _blurred(drawn, wide)
        return _numbered([each for each in stretches if each.span.overlap_us(self.span)])


def _numbered(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """The same with turns counted from 0: what else is scheduled that day changes nothing here."""
    numbers = {turn: n for n, turn in enumerate(sorted({s.turn for s in stretches} - {-1}))}
    return tuple(replace(each, turn=numbers.get(each.turn, -1)) for each in stretches)


def _of_seat(name: str, held: Sequence[Sitting]) -> list[Exam]:
    """The exams at one seat: the attempts there, and sessions during which it has none.

    Whoever sits there without an attempt is not let be.
    """
    own = [sitting.seats[name] for sitting in held if name in sitting.seats]
    others = (sitting.exam for sitting in held if name not in sitting.seats)
    return [
        *own,
        *(one for one in others if not any(one.span.overlap_us(each.span) for each in own)),
    ]


def _with_items(parts: Iterable[Part], items: Sequence[Span]) -> list[Part]:
    """The parts with every exam cut into its items and the way to them."""
    cut: list[Part] = []
    for span, phase, turn in parts:
        at = span.start_us
        inside = sorted(i.within(span) for i in items if i.overlap_us(span))
        for item in inside if phase == "exam" else ():
            begun = max(at, item.start_us)
            ended = max(begun, item.end_us)
            cut += [(Span(at, begun), phase, turn), (Span(begun, ended), "item", turn)]
            at = ended
        cut.append((Span(at, span.end_us), phase, turn))
    return [part for part in cut if part[0].duration_us]


def _blurred(parts: Sequence[Part], wide_us: Microseconds) -> list[Stretch]:
    """Stretches in which the same may be going on, the clock being off by up to ``wide_us``."""
    if not parts:
        return []
    borders = [parts[0][0].start_us, *(span.end_us for span, _, _ in parts)]
    inner = {border + way for border in borders[1:-1] for way in (-wide_us, wide_us)}
    cuts = sorted({borders[0], borders[-1], *inner})
    made: list[Stretch] = []
    for start, end in pairwise(cuts):
        here = _possible(parts, Span(start - wide_us, end + wide_us), (start + end) / 2, wide_us)
        if not here:
            continue
        phases = tuple(dict.fromkeys(phase for _, phase, _ in here))
        turns = {turn for _, _, turn in here}
        if len(turns) > 1 and phases == ("exam",):
            phases = ("exam", "break")  # where one exam ends and the next begins, people change
        turn = turns.pop() if len(turns) == 1 else -1
        made.append(Stretch(Span(start, end), phases, turn))
    return made


def _possible(
    parts: Sequence[Part], reach: Span, middle: float, wide_us: Microseconds
) -> list[Part]:
    """Parts that the moment in the ``middle`` may lie in."""
    return [
        part
        for part in parts
        if part[0].overlap_us(reach)
        and part[0].start_us - wide_us <= middle < part[0].end_us + wide_us
    ]
