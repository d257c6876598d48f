"""Footage that is kept: segments and archived recordings, how long they stay, what holds them.

A segment is deleted when it is older than the days, or when the cameras hold more bytes than they
may; the oldest goes first, and nothing that somebody still needs goes at all.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from proctor.errors import SettingsError
from proctor.i18n import _
from proctor.timeline import Microseconds
from proctor.toml import said, text_in

SegmentState: TypeAlias = Literal["whole", "salvaged", "found", "missing", "unreadable", "archived"]
"""``found``: whole, but it was not in the index; ``archived``: a recording of somebody else's."""

GONE: frozenset[SegmentState] = frozenset({"missing", "unreadable"})
"""Nothing can be cut from these."""

_FRESH = timedelta(minutes=15)
"""A flag in the making, which may need this footage, is not in the record yet."""

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
    pictures: int = 0
    """How many were copied into it; 0 when nobody counted."""
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
        """Whether that segment of the camera is needed."""
        return segment.shows(self.start, self.end)


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

    @property
    def endless(self) -> bool:
        """Whether nothing is ever deleted."""
        own = any(o.days or o.size for o in self.cameras.values())
        return not (self.days or self.size or self.camera_size or own)

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
    segments: Iterable[Segment],
    held: Mapping[str, int],
    limits: Limits,
    needs: Iterable[Need],
    now: datetime,
) -> Iterator[Surplus]:
    """What is to be deleted, the oldest first.

    ``segments`` of all cameras, the oldest first, are read no further than it takes; ``held`` is
    what each camera holds, bytes. What is needed counts, but never goes; nor does what is fresh.
    """
    left, why_kept = dict(held), _by_camera(needs)
    fresh = now - _FRESH
    for segment in segments:
        if segment.start is None or segment.end is None or segment.end > fresh:
            continue
        why = _excess(segment, left, limits, now)
        if why is None and not _over(left, limits) and segment.start > _horizon(limits, now):
            return
        if why and not any(need.keeps(segment) for need in why_kept.get(segment.camera, ())):
            left[segment.camera] = left.get(segment.camera, 0) - segment.size
            yield Surplus(segment, why)


def _by_camera(needs: Iterable[Need]) -> dict[str, list[Need]]:
    found: dict[str, list[Need]] = {}
    for need in needs:
        found.setdefault(need.camera, []).append(need)
    return found


def _excess(segment: Segment, held: Mapping[str, int], limits: Limits, now: datetime) -> str | None:
    """Which limit lets this segment go."""
    camera = segment.camera
    days, most = limits.days_of(camera), limits.size_of(camera)
    if days is not None and segment.end and segment.end < now - timedelta(days=days):
        return f"older than {days:g} days"
    if most is not None and held.get(camera, 0) > most:
        return f"{camera} holds more than {most / _GB:g} GB"
    if limits.size is not None and sum(held.values()) > limits.size:
        return f"all cameras hold more than {limits.size / _GB:g} GB"
    return None


def _over(held: Mapping[str, int], limits: Limits) -> bool:
    """Whether some camera, or all together, hold more than they may."""
    alone = any((most := limits.size_of(c)) is not None and n > most for c, n in held.items())
    return alone or (limits.size is not None and sum(held.values()) > limits.size)


def _horizon(limits: Limits, now: datetime) -> datetime:
    """What is younger is too young for every camera's limit of days."""
    days = [d for d in (limits.days, *(own.days for own in limits.cameras.values())) if d]
    return now - timedelta(days=min(days)) if days else datetime.min.replace(tzinfo=now.tzinfo)


def load_limits(path: Path) -> Limits:
    """The home's ``recorder.toml``; without one, nothing is ever deleted.

    Raises ``SettingsError`` when it cannot be read, misspells a setting or gives one that makes no
    sense.
    """
    try:
        data = tomllib.loads(text_in(path))
    except FileNotFoundError:
        return Limits()
    except (OSError, ValueError) as error:
        raise SettingsError(
            _("{path} cannot be read: {reason}").format(path=path, reason=said(error)),
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
