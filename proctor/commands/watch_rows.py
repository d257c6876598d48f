"""What a watch says: flags, states and standings as rows, and as lines for an officer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from proctor.codes import title
from proctor.commands.app import cell
from proctor.commands.face_news import faces_in_words, unjudged_in_words
from proctor.commands.timetable import NewCamera
from proctor.findings import Flag
from proctor.i18n import _
from proctor.perception import Subject
from proctor.timeline import ClockMap, seconds


@dataclass(frozen=True, slots=True)
class Order:
    """Which camera is watched, and as what."""

    url: str = field(repr=False)
    """With its secrets; for the connection alone."""
    subject: Subject
    """Which exam it shows."""
    camera: str
    """Its name."""
    site: str
    """Name of the exam site."""

    @property
    def named(self) -> NewCamera:
        """The camera as the schedule knows it."""
        return NewCamera(self.camera, self.site, self.subject)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one camera and its watch stand at a moment."""

    camera: str
    """Its name."""
    state: str
    """As ``streams.pulse.CameraState``."""
    cause: str
    """Why no pictures come, as ``streams.causes.Cause``; empty when they do or nobody knows."""
    rate: float
    """Pictures a second."""
    delay_s: float | None
    """How far what was last looked at lies behind now; ``None`` while no pictures come."""
    watched_s: float
    """Time since the watch began."""
    gaps: int
    """Times that the camera was away."""
    missing_s: float
    """How long in all."""
    open_flags: int
    """Suspicions that still go on."""
    flags: int
    """Flags put into the record by this watch."""
    left_out: int
    """Looks of this chapter for which there was no time."""


def state_words() -> Mapping[str, str]:
    """Every state of a camera in the language in force."""
    return {
        "connecting": _("connecting"),
        "live": _("live"),
        "stale": _("stale"),
        "lost": _("lost"),
        "refused": _("refused"),
        "unwatched": _("not watched"),
    }


def cause_words() -> Mapping[str, str]:
    """Every cause in the language in force."""
    return {
        "": "",
        "login": _("wrong user or password"),
        "path": _("no such stream on that host"),
        "request": _("the host refuses the request"),
        "port": _("nothing listens at that port"),
        "time": _("no answer in time"),
        "garbage": _("what answers sends no pictures over RTSP"),
        "network": _("the host cannot be found or reached"),
        "ended": _("the camera ended the connection"),
        "forbidden": _("connections there are not allowed"),
        "sound": _("there is no sound"),
    }


def in_words(row: Mapping[str, object], lang: str) -> str:
    """One line of the watch for an officer."""
    if row["event"] == "camera":
        state = state_words().get(str(row["state"]), str(row["state"]))
        if row.get("cause"):
            state += f" ({cause_words()[str(row['cause'])]})"
        return _("Camera {camera}: {state}").format(camera=row["camera"], state=state)
    if row["event"] in _IN_WORDS:
        return _IN_WORDS[str(row["event"])](row)
    text = {
        "began": _("{start}  began    {title}, {place}, since {media_start_s:.1f} s  {id}"),
        "flag": _(
            "{start}  flagged  {title}, {place}, {media_start_s:.1f}–{media_end_s:.1f} s  {id}"
        ),
    }[str(row["event"])]
    words = {**row, "title": title(str(row["code"]), lang), "start": cell(row["start"])}
    line = text.format(**words)
    return line if row["camera"] == "live" else f"{row['camera']}  {line}"


def _recorder_in_words(row: Mapping[str, object]) -> str:
    if not row["stopped"]:
        return _("Camera {camera}: footage is kept again").format(camera=row["camera"])
    why = _("the disk is full") if row["stopped"] == "disk full" else row["stopped"]
    return _("Camera {camera}: NO FOOTAGE IS KEPT: {why}").format(camera=row["camera"], why=why)


_IN_WORDS: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "recorder": _recorder_in_words,
    "faces": faces_in_words,
    "unjudged": unjudged_in_words,
}


def flag_row(flag: Flag, order: Order, clock: ClockMap) -> dict[str, object]:
    """A flag as one line of the watch."""
    return {
        "code": flag.code,
        "level": flag.level,
        "subject": order.subject,
        "camera": order.camera,
        "place": flag.place,
        "media_start_s": seconds(flag.span.start_us),
        "media_end_s": seconds(flag.span.end_us),
        "start": clock.wall(flag.span.start_us),
        "end": clock.wall(flag.span.end_us),
        "score": flag.score,
        "id": flag.id,
    }
