"""Which camera owes footage when: the schedule taken apart into sessions and cameras.

A session that names its cameras means these. One that names none means the cameras that are called
like its hall or vehicle, or were said to show it; where there is no such camera, every camera of
its site and subject that had footage by then and was not said to show another room; and where the
record knows none of these either, one of the hall's own name: an exam of which nobody filmed
anything owes all of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Protocol

from proctor.perception import Subject
from proctor.schedule import TRACKS, ExamSession, Track
from proctor.timeline import Span, stamp

LOUD: tuple[Subject, ...] = ("field", "road")
"""Exams whose sound is owed too; a hall may be filmed without (see AUD_NONE)."""


class Camera(Protocol):
    """What is known of a camera."""

    @property
    def name(self) -> str:
        """Unique within its site."""
        ...

    @property
    def site(self) -> str:
        """Name of the site."""
        ...

    @property
    def subject(self) -> Subject:
        """Which exam it shows."""
        ...

    @property
    def first(self) -> datetime | None:
        """When its earliest dated footage begins, aware UTC; ``None`` without any."""
        ...

    @property
    def room(self) -> str:
        """Hall or plate that somebody said it shows; empty when nobody did."""
        ...


@dataclass(frozen=True, slots=True)
class Duty:
    """What one camera owes of one session."""

    session: ExamSession
    """Which."""
    camera: str
    """Name of the camera, at the site of the session."""
    span: Span
    """Wall time owed so far: the future is not missing yet."""

    @property
    def tracks(self) -> tuple[Track, ...]:
        """What is owed: pictures, and sound where the exam asks for it."""
        return TRACKS if self.session.subject in LOUD else ("video",)


def duties(
    sessions: Iterable[ExamSession],
    cameras: Iterable[Camera],
    now: datetime,
    zone: tzinfo | None,
) -> list[Duty]:
    """A duty per session and camera, sessions in their order; those yet to begin are left out.

    ``zone`` decides on which day a camera was there first; ``None`` is the computer's own.
    """
    by_site = defaultdict[str, list[Camera]](list)
    for camera in cameras:
        by_site[camera.site].append(camera)
    until = stamp(now)
    return [
        Duty(session, camera, Span(start, min(stamp(session.ends), until)))
        for session in sessions
        if (start := stamp(session.starts)) < until
        for camera in _owing(session, by_site.get(session.site, ()), zone)
    ]


def _owing(session: ExamSession, there: Sequence[Camera], zone: tzinfo | None) -> Sequence[str]:
    if session.cameras:
        return tuple(dict.fromkeys(session.cameras))
    hall = session.hall.casefold()
    alike = [c.name for c in there if hall == (c.room or c.name).casefold()]
    fitting = (c for c in there if c.subject == session.subject and not c.room)
    last = _day(session.ends, zone)
    return alike or [c.name for c in _filming(fitting, last, zone)] or [session.hall]


def _filming(cameras: Iterable[Camera], by: date, zone: tzinfo | None) -> Iterator[Camera]:
    """Cameras that had footage by that day; one that came later owes nothing of before."""
    for camera in cameras:
        if camera.first is not None and _day(camera.first, zone) <= by:
            yield camera


def _day(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()
