"""Footage that is kept: segments and archived recordings, how long they stay, what holds them.

A segment is deleted when it is older than the days, or when the cameras hold more bytes than they
may; the oldest goes first, and nothing that somebody still needs goes at all.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from proctor.errors import SettingsError
from proctor.i18n import _
from proctor.timeline import Microseconds

SegmentState: TypeAlias = Literal["whole", "salvaged", "found", "missing", "unreadable", "archived"]
"""``found``: whole, but it was not in the index; ``archived``: a recording of somebody else's."""

GONE: frozenset[SegmentState] = frozenset({"missing", "unreadable"})
"""Nothing can be cut from these."""

_GB = 1_000_000_000
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of a camera's footage."""

    camera: str
    """Name of the camera."""
    path: Path
    """Absolute."""
    start: datetime | None
    """Aware UTC of the first picture; ``None`` when nobody knows."""
    length_us: Microseconds
    """From the first picture to the end of the last; 0 when nobody knows."""
    size: int
    """Bytes."""
    state: SegmentState = "whole"
    """How it came to be here."""
    codec: str = ""
    """Of the pictures, such as ``h264``."""
    audio: bool = False
    """Whether it has a sound track."""
    watch: str = ""
    """When the watch that wrote it began, as ``20261126T094000Z``; empty for archives."""
    media_us: Microseconds = 0
    """Media time of that watch at the first picture."""
    connection: str = ""
    """Segments of one connection to the camera share its stamps; empty when nobody knows."""
    stamp_us: Microseconds = 0
    """The camera's own stamp of the first picture."""
    note: str = ""
    """Why it cannot be read, or where start and camera were learnt; English, for people."""

    @property
    def end(self) -> datetime | None:
        """Aware UTC of the end of the last picture; ``None`` when the start is unknown."""
        return None if self.start is None else self.start + timedelta(microseconds=self.length_us)

    def shows(self, start: datetime, end: datetime) -> bool:
        """Whether any of it lies in the half-open stretch of wall time."""
        return self.start is not None and self.start < end and start < (self.end or self.start)


@dataclass(frozen=True, slots=True)
class Need:
    """A stretch of a camera's footage that must stay, and who needs it."""

    camera: str
    """Name of the camera."""
    start: datetime
    """Aware UTC."""
    end: datetime
    """Aware UTC."""
    why: str
    """Such as ``flag 3fa9…`` or the words of a hold."""

    def keeps(self, segment: Segment) -> bool:
        """Whether that segment is needed."""
        return segment.camera == self.camera and segment.shows(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long footage stays, and how much of it."""

    days: float | None = None
    """Older segments go; ``None``: age is no reason."""
    size: int | None = None
    """Bytes of all cameras together; ``None``: as much as there is room for."""
    camera_size: int | None = None
    """Bytes of each camera; ``None``: no limit of its own."""
    cameras: Mapping[str, "Limits"] = field(default_factory=dict)
    """Days and size of single cameras, in place of ``days`` and ``camera_size``."""
    reserve: int = 64 * _MB
    """Bytes set aside per camera, so that a full disk can be met with an orderly end."""

    def days_of(self, camera: str) -> float | None:
        """How old this camera's segments may become."""
        own = self.cameras.get(camera)
        return self.days if own is None or own.days is None else own.days

    def size_of(self, camera: str) -> int | None:
        """Bytes that this camera may hold."""
        own = self.cameras.get(camera)
        return self.camera_size if own is None or own.size is None else own.size


@dataclass(frozen=True, slots=True)
class Surplus:
    """A segment that is to go."""

    segment: Segment
    """Which."""
    why: str
    """Which limit it exceeds, English: it is written into the index."""


def surplus(
    segments: Iterable[Segment], limits: Limits, needs: Sequence[Need], now: datetime
) -> list[Surplus]:
    """What is to be deleted, the oldest first. What is needed counts, but never goes."""
    old_first = sorted((s for s in segments if s.start), key=_age)
    doomed = {one.segment.path: one for one in _too_old(old_first, limits, now)}
    for camera in {segment.camera for segment in old_first}:
        own = [s for s in old_first if s.camera == camera]
        for one in _too_many(own, limits.size_of(camera), doomed, needs):
            doomed[one.segment.path] = one
    for one in _too_many(old_first, limits.size, doomed, needs):
        doomed[one.segment.path] = one
    free = (one for one in doomed.values() if not _needed(one.segment, needs))
    return sorted(free, key=lambda one: _age(one.segment))


def _age(segment: Segment) -> tuple[float, Path]:
    """The older, the less."""
    return segment.start.timestamp() if segment.start else 0.0, segment.path


def _too_old(segments: Iterable[Segment], limits: Limits, now: datetime) -> Iterator[Surplus]:
    for segment in segments:
        days = limits.days_of(segment.camera)
        if days is not None and segment.end and segment.end < now - timedelta(days=days):
            yield Surplus(segment, f"older than {days:g} days")


def _too_many(
    segments: Sequence[Segment],
    most: int | None,
    doomed: Mapping[Path, Surplus],
    needs: Sequence[Need],
) -> Iterator[Surplus]:
    """The oldest that nobody needs until the rest is at most ``most`` bytes; the newest stays."""
    if most is None:
        return
    left = [s for s in segments if s.path not in doomed or _needed(s, needs)]
    total = sum(segment.size for segment in left)
    for segment in left[:-1]:
        if total <= most:
            return
        if not _needed(segment, needs):
            total -= segment.size
            yield Surplus(segment, f"more than {most / _GB:g} GB")


def _needed(segment: Segment, needs: Sequence[Need]) -> bool:
    return any(need.keeps(segment) for need in needs)


def load_limits(path: Path) -> Limits:
    """The home's ``recorder.toml``; without one, nothing is ever deleted.

    Raises ``SettingsError`` when it cannot be read, misspells a setting or gives one that makes no
    sense.
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Limits()
    except (OSError, ValueError) as error:
        raise SettingsError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error),
            hint=_("Mend the file; docs/design/recorder.md shows every setting."),
        ) from error
    return _limits(_Table(path, "", data))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that is being read, and where it stands."""

    path: Path
    name: str
    data: Mapping[str, Any]

    def table(self, name: str) -> "_Table":
        value = self.data.get(name, {})
        full = f"{self.name}.{name}".lstrip(".")
        if not isinstance(value, Mapping):
            raise self.wrong(full)
        return _Table(self.path, full, value)

    def number(self, name: str, unit: int = 1) -> float | None:
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            raise self.wrong(f"{self.name}.{name}")
        return value * unit

    def only(self, *names: str) -> None:
        for name in self.data:
            if name not in names:
                raise self.wrong(f"{self.name}.{name}".lstrip("."))

    def wrong(self, name: str) -> SettingsError:
        return SettingsError(
            _("{path}: {name} is no setting, or its value makes no sense.").format(
                path=self.path, name=name
            ),
            hint=_("Mend the file; docs/design/recorder.md shows every setting."),
        )


def _limits(root: _Table) -> Limits:
    root.only("retention", "disk")
    retention, disk = root.table("retention"), root.table("disk")
    retention.only("days", "size_gb", "camera_size_gb", "cameras")
    disk.only("reserve_mb")
    cameras = retention.table("cameras")
    return Limits(
        days=retention.number("days"),
        size=_whole(retention.number("size_gb", _GB)),
        camera_size=_whole(retention.number("camera_size_gb", _GB)),
        cameras={name: _own(cameras.table(name)) for name in cameras.data},
        reserve=_whole(disk.number("reserve_mb", _MB)) or Limits().reserve,
    )


def _own(table: _Table) -> Limits:
    table.only("days", "size_gb")
    return Limits(days=table.number("days"), size=_whole(table.number("size_gb", _GB)))


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)
