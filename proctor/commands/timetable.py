"""The schedule of the record as phases: for batches, for watches, and in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from proctor.audit import Record
from proctor.audit.rows import CameraRow
from proctor.i18n import _
from proctor.perception import Subject
from proctor.phases import PHASES, Phase, Phases
from proctor.phases.programme import NO_PROGRAMME, Programme, programme_of
from proctor.rosters.seating import Seating
from proctor.timeline import ClockMap, Microseconds, Span, SystemClock, moment, seconds

AHEAD = timedelta(days=1)
"""A watch knows the schedule from a day before now to a day after."""
SOON = timedelta(hours=1)
"""And who sits where from an hour before now to an hour after."""


@dataclass(frozen=True, slots=True)
class NewCamera:
    """A camera of which the record may know nothing yet."""

    name: str
    site: str
    subject: Subject

    @property
    def row(self) -> CameraRow:
        """As the record would have it, there from the beginning of time."""
        return CameraRow(self.name, self.site, self.subject, moment(0))


def whole_programme(record: Record, new: Iterable[NewCamera] = ()) -> Programme:
    """Everything that is scheduled, also before cameras whose first recordings come just now."""
    sessions = record.exam_sessions()
    if not sessions:
        return NO_PROGRAMME
    first = min(session.starts for session in sessions)
    last = max(session.ends for session in sessions)
    return programme_of(
        sessions,
        record.attempts(),
        _cameras(record, new),
        zones=record.camera_seats(),
        items=record.timed_items(first - AHEAD, last),
    )


def programme_of_now(record: Record, new: Iterable[NewCamera]) -> Programme:
    """What is scheduled about now."""
    now = SystemClock().now()
    about = now - AHEAD, now + AHEAD
    return programme_of(
        record.exam_sessions(*about),
        record.attempts(*about),
        _cameras(record, new),
        zones=record.camera_seats(),
        items=record.timed_items(*about),
    )


def _cameras(record: Record, new: Iterable[NewCamera]) -> list[CameraRow]:
    known = record.cameras()
    names = {(row.site, row.name) for row in known}
    return [*known, *(each.row for each in set(new) if (each.site, each.name) not in names)]


@dataclass(slots=True)
class Timetable:
    """What is planned before watched cameras; what comes in counts from the next chapter on.

    Read by the thread that has the record, asked by those that watch.
    """

    cameras: tuple[NewCamera, ...]
    """All that are watched."""
    seated: bool = False
    """Whether anybody asks who sits where."""
    programme: Programme = NO_PROGRAMME
    """As read last."""
    seating: Seating = field(default_factory=Seating)
    """Likewise; empty while nobody asks."""

    def refresh(self, record: Record) -> None:
        """Read what the record tells now: schedule, rosters, times of items."""
        self.programme = programme_of_now(record, self.cameras)
        if self.seated:
            now = SystemClock().now()
            self.seating = record.seating(now - SOON, now + SOON)

    def phases(self, camera: NewCamera, clock: ClockMap, span: Span) -> Phases:
        """Of a chapter."""
        return self.programme.phases(camera.site, camera.name, clock, span)


def phase_title(phase: str) -> str:
    """A phase in words; several that it may be are parted by a slash."""
    words: Mapping[Phase, str] = {
        "check-in": _("check-in"),
        "exam": _("exam"),
        "item": _("item"),
        "break": _("break"),
        "outside": _("outside of exams"),
    }
    return "/".join(words[part] for part in PHASES if part in phase.split("/"))


def in_seconds(phases: Phases, span: Span) -> dict[str, float] | None:
    """How long each phase lasts in a recording, for JSON; ``None`` without a schedule."""
    if not phases.known:
        return None
    return {phase: seconds(us) for phase, us in phases.during(span).items()}


def in_words(phases: Phases, span: Span) -> str:
    """The same for a table."""
    if not phases.known:
        return _("no schedule: all of it exam")
    return ", ".join(f"{phase_title(p)} {_clock(us)}" for p, us in phases.during(span).items())


def _clock(us: Microseconds) -> str:
    minutes, rest = divmod(round(seconds(us)), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
