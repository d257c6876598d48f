"""A day of a camera's footage: a folder of segments and the index that knows them.

::

    2026-11-26/index.jsonl
    2026-11-26/09-41-07.123Z.mkv

The index says ``add`` (a segment is there), ``drop`` (it is to be deleted, and why) and ``miss``
(somebody else took it away). It is written after a segment bears its name, and before one is
deleted, so that whatever moment the power ends leaves nothing that cannot be told apart.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from proctor.errors import StorageError
from proctor.footage import Segment
from proctor.i18n import _
from proctor.reasons import spoken
from streams.copying import PART
from streams.lines import Lines, Row

INDEX = "index.jsonl"
SUFFIX = ".mkv"

_Given = TypeVar("_Given")


def name_of(start: datetime) -> str:
    """What a segment that begins then is called."""
    return f"{start.astimezone(UTC):%H-%M-%S}.{start.microsecond // 1000:03d}Z{SUFFIX}"


def day_of(start: datetime) -> str:
    """The name of the folder it lies in: the day in UTC, so that no hour comes twice."""
    return f"{start.astimezone(UTC):%Y-%m-%d}"


def start_in(day: str, name: str) -> datetime | None:
    """When a segment of that name in that folder begins; ``None`` when the names do not say."""
    try:
        return datetime.fromisoformat(f"{day}T{name[:12].replace('-', ':')}+00:00")
    except ValueError:
        return None


@dataclass(slots=True)
class Entries:
    """The index of a day, read to its end."""

    there: dict[str, Row] = field(default_factory=dict)
    """Segments by name, as they were added."""
    missing: set[str] = field(default_factory=set)
    """Names among them whose file somebody took away."""
    dropped: set[str] = field(default_factory=set)
    """Names whose deletion was decided."""


@dataclass(slots=True)
class Day:
    """One folder; only one process may change it at a time."""

    folder: Path
    """Named after the day."""
    camera: str
    """Whose."""
    damaged: int = 0
    """Lines of the index that could not be read, the last time it was."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sum: tuple[tuple[int, int], int] | None = None

    @property
    def index(self) -> Lines:
        """Its lines."""
        return Lines(self.folder / INDEX)

    def entries(self) -> Entries:
        """What the index says, by name: cheaper than segments. Raises ``StorageError``."""
        read = _on_disk(self.index.path, self.index.read)
        self.damaged = read.damaged
        found = Entries()
        for row in read.rows:
            name = str(row.get("file"))
            match row.get("do"):
                case "add":
                    found.there[name] = row
                    found.missing.discard(name)
                    found.dropped.discard(name)
                case "drop":
                    found.there.pop(name, None)
                    found.missing.discard(name)
                    found.dropped.add(name)
                case "miss" if name in found.there:
                    found.missing.add(name)
        return found

    def segments(self) -> list[Segment]:
        """What the index knows and has not dropped, by start. Raises ``StorageError``."""
        entries = self.entries()
        found = [self._segment(name, row) for name, row in entries.there.items()]
        found = [
            replace(segment, state="missing") if segment.path.name in entries.missing else segment
            for segment in found
        ]
        return sorted(found, key=lambda s: (s.start or _NEVER, s.path))

    def held(self) -> int:
        """Bytes of its segments; the index is read again only when it has changed."""
        stamp = _on_disk(self.index.path, self._stamp)
        if self._sum is None or self._sum[0] != stamp:
            found = self.entries()
            sizes = (row["size"] for name, row in found.there.items() if name not in found.missing)
            self._sum = stamp, sum(sizes)
        return self._sum[1]

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self.index.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def _segment(self, name: str, row: Row) -> Segment:
        start = row.get("start")
        return Segment(
            camera=self.camera,
            path=self.folder / name,
            start=datetime.fromisoformat(start) if start else None,
            length_us=row.get("length_us", 0),
            size=row.get("size", 0),
            state=row.get("state", "whole"),
            codec=row.get("codec", ""),
            audio=row.get("audio", False),
            pictures=row.get("pictures", 0),
            watch=row.get("watch", ""),
            media_us=row.get("media_us", 0),
            connection=row.get("connection", ""),
            stamp_us=row.get("stamp_us", 0),
            note=row.get("note", ""),
        )

    def add(self, segment: Segment) -> None:
        """The segment, which lies in the folder, is acknowledged. Raises ``OSError``."""
        self._write(_row_of(segment))

    def miss(self, name: str, now: datetime) -> None:
        """Somebody took the segment of that name away. Raises ``OSError``."""
        self._write({"do": "miss", "file": name, "at": now.isoformat()})

    def drop(self, segment: Segment, why: str, now: datetime) -> None:
        """Delete a segment, first in the index, then in the folder. Raises ``OSError``."""
        row = {"do": "drop", "file": segment.path.name, "at": now.isoformat(), "why": why}
        self._write(row)
        segment.path.unlink(missing_ok=True)

    def _write(self, row: Row) -> None:
        with self._lock:
            self.index.append([row])

    def free(self, name: str) -> Path:
        """A path of that name that is not taken: clocks that are put back see a moment twice."""
        path, number = self.folder / name, 1
        while path.exists():
            number += 1
            path = self.folder / f"{name.removesuffix(SUFFIX)}-{number}{SUFFIX}"
        return path

    def names(self) -> list[str]:
        """Everything in the folder, sorted."""
        return sorted(_on_disk(self.folder, lambda: [path.name for path in self.folder.iterdir()]))


def is_segment(name: str) -> bool:
    """Whether a file of that name is meant to be in the index."""
    return name[0].isdecimal() and name.endswith(SUFFIX)


def is_part(name: str) -> bool:
    """Whether it is what a killed process left behind, if no recorder runs."""
    return name.startswith(".") and name.endswith(PART)


_NEVER = datetime.min.replace(tzinfo=UTC)


def _row_of(segment: Segment) -> Row:
    row = {
        "do": "add",
        "file": segment.path.name,
        "start": segment.start.isoformat() if segment.start else None,
        "length_us": segment.length_us,
        "size": segment.size,
        "state": segment.state,
        "codec": segment.codec,
        "audio": segment.audio,
        "pictures": segment.pictures,
        "watch": segment.watch,
        "media_us": segment.media_us,
        "connection": segment.connection,
        "stamp_us": segment.stamp_us,
        "note": segment.note,
    }
    return {name: value for name, value in row.items() if value not in ("", None)}


def _on_disk(path: Path, read: Callable[[], _Given]) -> _Given:
    try:
        return read()
    except OSError as error:
        raise unread(path, error) from error


def unread(path: Path, error: OSError) -> StorageError:
    """What the disk says about a folder of footage."""
    return StorageError(
        _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
        hint=_("Check that the file exists and that you may read it."),
    )
