"""The account of the schedule: planned = analysed + waiting + damaged + gap, to the microsecond.

A session's line adds up its cameras. A line of a camera or a day takes the camera's planned time as
a set, so that two sessions which share a camera at the same time owe that time once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import TypeAlias

from proctor.coverage.duties import Duty
from proctor.coverage.films import Film, Footage, Parts
from proctor.coverage.times import NEVER, Times
from proctor.days import days_of
from proctor.schedule import TRACKS, ExamSession, Missing, Track
from proctor.timeline import Microseconds, Span, stamp

CameraKey: TypeAlias = tuple[str, str]
"""Site and name."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One track's account of some planned time."""

    planned_us: Microseconds = 0
    """Time owed; the sum of the next four."""
    analysed_us: Microseconds = 0
    """Sound footage that was judged."""
    waiting_us: Microseconds = 0
    """Sound footage that nobody has judged."""
    damaged_us: Microseconds = 0
    """Footage that cannot be relied on."""
    gap_us: Microseconds = 0
    """No footage."""
    unscheduled_us: Microseconds = 0
    """Footage that no session asked for; beside the sum."""

    @classmethod
    def of(cls, parts: Parts, beside: Times) -> "Balance":
        """The lengths of ``parts``, and of the footage ``beside`` them."""
        taken_apart = (parts.planned, parts.analysed, parts.waiting, parts.damaged, parts.gap)
        return cls(*(times.us for times in (*taken_apart, beside)))

    def __add__(self, other: "Balance") -> "Balance":
        """Both together."""
        return Balance(
            self.planned_us + other.planned_us,
            self.analysed_us + other.analysed_us,
            self.waiting_us + other.waiting_us,
            self.damaged_us + other.damaged_us,
            self.gap_us + other.gap_us,
            self.unscheduled_us + other.unscheduled_us,
        )

    @property
    def covered_us(self) -> Microseconds:
        """Sound footage, judged or not."""
        return self.analysed_us + self.waiting_us

    @property
    def share(self) -> float | None:
        """Sound footage over planned time, 0–1; ``None`` when nothing was planned."""
        return self.covered_us / self.planned_us if self.planned_us else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account; what it is not about is ``None``."""

    site: str | None = None
    """Name of the site."""
    camera: str | None = None
    """Name of the camera."""
    day: date | None = None
    """Local day."""
    session: ExamSession | None = None
    """Exam session."""
    cameras: int = 1
    """Cameras that owe, or gave, some of it."""
    video: Balance = Balance()
    """Pictures."""
    audio: Balance = Balance()
    """Sound, where it is owed."""

    def __add__(self, other: "Line") -> "Line":
        """What this line is about, with the numbers of both."""
        return replace(
            self,
            cameras=self.cameras + other.cameras,
            video=self.video + other.video,
            audio=self.audio + other.audio,
        )


@dataclass(frozen=True, slots=True)
class Ledger:
    """Schedule and footage side by side."""

    duties: tuple[Duty, ...]
    """What is owed, by session."""
    footage: Mapping[CameraKey, Footage]
    """What there is."""
    zone: tzinfo | None = None
    """Whose midnights part the days; ``None`` is the computer's own."""
    bounds: Span | None = None
    """Wall time that days and cameras are told of; ``None``: all."""

    def by_session(self) -> list[Line]:
        """A line per session, all its cameras together."""
        lines = (self._of_duty(duty) for duty in self.duties)
        return _summed(lines, lambda line: line.session)

    def by_camera_and_day(self) -> list[Line]:
        """A line per camera and local day with anything owed or filmed, by camera, then day."""
        owed = self.owed_by_camera()
        keys = sorted(owed.keys() | self.footage.keys())
        return [line for key in keys for line in self._days(key, owed.get(key, {}))]

    def by_camera(self) -> list[Line]:
        """A line per camera, by site and name."""
        days = (replace(line, day=None) for line in self.by_camera_and_day())
        cameras = _summed(days, lambda line: (line.site, line.camera))
        return [replace(line, cameras=1) for line in cameras]

    def by_day(self) -> list[Line]:
        """A line per local day, all cameras together, the earliest first."""
        bare = (replace(line, site=None, camera=None) for line in self.by_camera_and_day())
        return sorted(_summed(bare, lambda line: line.day), key=lambda line: str(line.day))

    def owed(self) -> Iterator[Missing]:
        """Everything owed, as if nothing were there; per session, camera and track."""
        for duty in self.duties:
            for track in duty.tracks:
                yield _missing(duty, track, duty.span)

    def missing(self) -> Iterator[Missing]:
        """What is owed and not there; of sound only where there are pictures without."""
        for duty in self.duties:
            seen = self._parts(duty, "video").gap
            for span in seen.spans:
                yield _missing(duty, "video", span)
            if "audio" in duty.tracks:
                for span in (self._parts(duty, "audio").gap - seen).spans:
                    yield _missing(duty, "audio", span)

    def _of_duty(self, duty: Duty) -> Line:
        video, audio = (
            Balance.of(self._parts(duty, track), NEVER) if track in duty.tracks else Balance()
            for track in TRACKS
        )
        return Line(duty.session.site, session=duty.session, video=video, audio=audio)

    def _parts(self, duty: Duty, track: Track) -> Parts:
        film = self._film((duty.session.site, duty.camera), track)
        return film.within(duty.span).parts(Times.of([duty.span]))

    def _film(self, key: CameraKey, track: Track) -> Film:
        footage = self.footage.get(key)
        return Film() if footage is None else footage.films[track]

    def owed_by_camera(self) -> dict[CameraKey, dict[Track, Times]]:
        """Per camera and track the time owed, overlapping sessions once."""
        spans: dict[CameraKey, dict[Track, list[Span]]] = {}
        for duty in self.duties:
            tracks = spans.setdefault((duty.session.site, duty.camera), {})
            for track in duty.tracks:
                tracks.setdefault(track, []).append(duty.span)
        return {
            key: {track: Times.of(owed) for track, owed in tracks.items()}
            for key, tracks in spans.items()
        }

    def _days(self, key: CameraKey, owed: Mapping[Track, Times]) -> Iterator[Line]:
        films = {track: self._film(key, track) for track in TRACKS}
        touched = owed.get("video", NEVER) | films["video"].all | films["audio"].all
        if self.bounds is not None:
            touched = touched.within(self.bounds)
        days = {day: span for part in touched.spans for day, span in days_of(part, self.zone)}
        for day, span in days.items():
            inside = span if self.bounds is None else span.within(self.bounds)
            video, audio = (
                _balance(films[track].within(inside), owed.get(track, NEVER).within(inside))
                for track in TRACKS
            )
            yield Line(*key, day, video=video, audio=audio)


def _summed(lines: Iterable[Line], key: Callable[[Line], object]) -> list[Line]:
    """Lines of one key added up, in the order in which the keys appear."""
    sums: dict[object, Line] = {}
    for line in lines:
        which = key(line)
        sums[which] = sums[which] + line if which in sums else line
    return list(sums.values())


def _balance(film: Film, owed: Times) -> Balance:
    return Balance.of(film.parts(owed), film.all - owed)


def _missing(duty: Duty, track: Track, span: Span) -> Missing:
    session = duty.session
    return Missing(session.site, session.hall, session.starts, duty.camera, track, span)


def over(duty: Duty) -> bool:
    """Whether the session has ended, so that what is missing of it is a finding."""
    return duty.span.end_us == stamp(duty.session.ends)
