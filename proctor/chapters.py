"""What a watch tells: chapters as they open and close, happenings as they begin and end."""

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from proctor.facewatch import FaceWatch
from proctor.findings import Flag, Judgement
from proctor.observations import ObservationLog
from proctor.perceive import Perceiver, Task
from proctor.perception import Account, Frame
from proctor.rulebook import Rulebook
from proctor.timeline import ClockMap, Microseconds, Span

NOTHING_JUDGED = Judgement((), (), {})
Phase: TypeAlias = Literal["began", "over"]


@dataclass(slots=True)
class Happening:
    """A flag in the making."""

    flag: Flag
    """As last judged; its start and id are those of the first sight."""
    frame: Frame | None
    """The picture in hand when it was first seen; for the key frame."""
    over: bool = False
    """Whether it was put into the record."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something the watch has to tell."""

    phase: Phase
    """Whether the happening began or is over."""
    happening: Happening
    """With the flag."""
    log: ObservationLog
    """What it was judged by."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A chapter begins; with it, a run in the record."""

    chapter: "Chapter"
    """The new one."""
    log: ObservationLog
    """Empty, but its header says by what will be judged."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A chapter is over; nothing of it changes any more."""

    chapter: "Chapter"
    """The old one."""
    log: ObservationLog
    """All of it; the account in its header is final."""


Told: TypeAlias = Event | Opened | Closed


@dataclass(slots=True)
class Chapter:
    """A stretch of the watch that is one recording in the record."""

    task: Task
    """Its fingerprint is ``live:camera:moment:number``."""
    start_us: Microseconds
    """Media time of the watch at which it begins."""
    before: Account
    """The camera's account when it began."""
    perceiver: Perceiver
    """Collects what is seen."""
    rulebook: Rulebook
    """By which it is judged, with the phases that were scheduled when it began."""
    faces: FaceWatch | None = None
    """Holds faces against enrolment photos; ``None``: nobody asked for it."""
    happenings: list[Happening] = field(default_factory=list)
    """Everything flagged so far."""
    judgement: Judgement = NOTHING_JUDGED
    """As of the last look; final when the chapter closes."""

    def log(self, now: Account, end_us: Microseconds, clock: ClockMap) -> ObservationLog:
        """Everything seen up to then; ``now`` is the camera's account."""
        log = self.perceiver.log(self.account(now, end_us), clock)
        return self.faces.told(log) if self.faces else log

    def account(self, now: Account, end_us: Microseconds) -> Account:
        """What the camera gave during this chapter."""
        span = Span(self.start_us, max(end_us, self.start_us))
        counts = self.perceiver.counts
        slow = tuple(
            f"{n} {kind} were left out: looking took too long."
            for kind, name in (
                ("closer looks", "skipped_looks"),
                ("looks of the scan", "missed_looks"),
            )
            if (n := counts.get(name, 0))
        )
        holes, hurt = (
            tuple(part for each in spans if (part := each.within(span)).duration_us)
            for spans in (now.holes, now.damaged_spans)
        )
        return replace(
            now,
            expected_us=span.duration_us,
            span=span,
            frames=now.frames - self.before.frames,
            damaged=now.damaged - self.before.damaged,
            damaged_spans=hurt,
            holes=holes,
            notes=(*now.notes, *slow),
        )
