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

    def segments(self) -> list[Segment]:
        """What the index knows and has not dropped, by start. Raises ``StorageError``."""
        return sorted(self._read()[0].values(), key=lambda s: (s.start or _NEVER, s.path))

    def held(self) -> int:
        """Bytes of its segments; the index is read again only when it has changed."""
        stamp = _on_disk(self.index.path, self._stamp)
        if self._sum is None or self._sum[0] != stamp:
            there = (s.size for s in self.segments() if s.state != "missing")
            self._sum = stamp, sum(there)
        return self._sum[1]

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self.index.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_size, found.st_mtime_ns

    def dropped(self) -> frozenset[str]:
        """Names whose deletion was decided."""
        return frozenset(self._read()[1])

    def _read(self) -> tuple[dict[str, Segment], set[str]]:
        read = _on_disk(self.index.path, self.index.read)
        self.damaged = read.damaged
        segments: dict[str, Segment] = {}
        dropped: set[str] = set()
        for row in read.rows:
            name = str(row.get("file"))
            match row.get("do"):
                case "add":
                    segments[name] = self._segment(name, row)
                    dropped.discard(name)
                case "drop":
                    segments.pop(name, None)
                    dropped.add(name)
                case "miss" if name in segments:
                    segments[name] = replace(segments[name], state="missing")
        return segments, dropped

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

    def miss(self, segment: Segment, now: datetime) -> None:
        """Somebody took the segment away. Raises ``OSError``."""
        self._write({"do": "miss", "file": segment.path.name, "at": now.isoformat()})

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

    def files(self) -> list[Path]:
        """Everything in the folder that bears the name of a segment, sorted."""
        return sorted(_on_disk(self.folder, lambda: [*self.folder.glob(f"[0-9]*{SUFFIX}")]))

    def parts(self) -> list[Path]:
        """What killed processes left behind, sorted; only whoever may write should ask."""
        return sorted(_on_disk(self.folder, lambda: [*self.folder.glob(f".*{PART}")]))


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
        _("cannot read {path}: {reason}").format(path=path, reason=error.strerror or error),
        hint=_("Check that the file exists and that you may read it."),
    )
