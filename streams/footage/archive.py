"""Archives indexed in place: folders of recordings that somebody else wrote, in their own layout.

Nothing is copied or changed. A file is opened for its head only, and again only when its size or
the time of its last change is another. What was learnt is kept line by line, so a long indexing
that is stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from proctor.errors import ProctorError, RecordingError, StorageError
from proctor.footage import Segment
from proctor.storage import Stamp, stamp_of
from proctor.timeline import Microseconds
from streams.footage.day import unread
from streams.footage.names import LAYOUTS, Layout, Named, read_name
from streams.footage.shelf import unwritten
from streams.heads import Head, ReadHead, head_of
from streams.lines import Lines, Row

Told: TypeAlias = Callable[[int, int], None]
"""Hears how many files are done, of how many."""

Change: TypeAlias = Literal["new", "changed", "known", "gone"]

_BATCH = 100
"""Files after which what was learnt is put on the disk."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One file of an archive."""

    segment: Segment
    """Camera, start and length as far as they are known."""
    change: Change
    """Against what the index said before."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was learnt of a file, and the stamp it had then."""

    stamp: Stamp
    """Of the file that was looked at."""
    segment: Segment
    """Camera, start and length."""


class Archive:
    """The index of one folder; one process writes it at a time."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines

    @classmethod
    def of(cls, archives: Path, root: Path) -> Archive:
        """The index of the folder ``root``, kept in the folder ``archives``."""
        name = hashlib.sha256(os.fsencode(root.absolute())).hexdigest()[:16]
        return cls(Lines(archives / f"{name}.jsonl"))

    def segments(self) -> list[Segment]:
        """Every file that was there, by camera and start. Raises ``StorageError``."""
        found = (known.segment for known in self.read().values())
        return sorted(found, key=lambda s: (s.camera, str(s.start or ""), s.path))

    def at(self, path: Path) -> Segment | None:
        """What is known of a file, if it is the one that was indexed."""
        known = self.read().get(path)
        return known.segment if known and _stamp(path) == known.stamp else None

    def index(
        self,
        root: Path,
        files: Sequence[Path],
        layouts: Sequence[Layout] = LAYOUTS,
        read: ReadHead = head_of,
        told: Told = lambda _done, _whole: None,
    ) -> Iterator[Indexed]:
        """Look at ``files``, all those below ``root``; each as it was dealt with.

        Raises ``StorageError`` when the index cannot be written.
        """
        before = self.read()
        rows: list[Row] = []
        for number, path in enumerate(files, 1):
            stamp = _stamp(path)
            known = before.pop(path, None)
            if known is not None and known.stamp == stamp:
                yield Indexed(known.segment, "known")
            else:
                segment = looked_at(path, root, layouts, read)
                rows.append(_row(segment, stamp))
                yield Indexed(segment, "changed" if known else "new")
            if len(rows) >= _BATCH:
                self._write(rows)
            told(number, len(files))
        for path, known in sorted(before.items()):
            if path.is_relative_to(root):
                rows.append({"do": "gone", "path": str(path)})
                yield Indexed(replace(known.segment, state="missing"), "gone")
        self._write(rows)

    def _write(self, rows: list[Row]) -> None:
        if rows:
            path = self._lines.path
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._lines.append(rows)
            except OSError as error:
                raise unwritten(path, error) from error
            rows.clear()

    def read(self) -> dict[Path, Known]:
        """What was learnt, by file. Raises ``StorageError``."""
        try:
            read = self._lines.read()
        except OSError as error:
            raise unread(self._lines.path, error) from error
        found: dict[Path, Known] = {}
        for row in read.rows:
            path = Path(row["path"])
            if row["do"] == "gone":
                found.pop(path, None)
            else:
                found[path] = Known((row["size"], row["mtime_ns"]), _segment(row))
        return found


class Archives:
    """All indexes of a home, read once."""

    def __init__(self, folder: Path) -> None:
        self._all = [Archive(Lines(path)) for path in sorted(folder.glob("*.jsonl"))]
        self._files: dict[Path, Known] | None = None

    def segments(self) -> Iterator[Segment]:
        """Every file of every archive."""
        for archive in self._all:
            yield from archive.segments()

    def at(self, path: Path) -> Segment | None:
        """What is known of a file, if it is the very one that was indexed."""
        if self._files is None:
            self._files = {}
            for archive in self._all:
                self._files |= archive.read()
        known = self._files.get(path)
        return known.segment if known and _stamp(path) == known.stamp else None


def looked_at(
    path: Path, root: Path, layouts: Sequence[Layout] = LAYOUTS, read: ReadHead = head_of
) -> Segment:
    """What name and head of a file tell; a file that cannot be read says why."""
    named = read_name(PurePosixPath(path.relative_to(root).as_posix()), layouts)
    bare = Segment(named.camera, path, named.start, _named_us(named), 0, "archived")
    try:
        bare = replace(bare, size=stamp_of(path)[0])
        return _with_head(bare, named, read(path))
    except (RecordingError, StorageError) as error:
        return replace(bare, state="unreadable", note=error.message)


def _with_head(bare: Segment, named: Named, head: Head) -> Segment:
    """The name's start goes before the head's: exports carry their own moment there."""
    start = named.start or head.clock.start
    note = f"start from the name: {named.layout}" if named.start else ""
    if not named.start and start:
        note = f"start from {head.clock.source}"
    length = head.length_us or bare.length_us
    return replace(
        bare, start=start, length_us=length, codec=head.codec, audio=head.audio, note=note
    )


def _named_us(named: Named) -> Microseconds:
    """Length as the name tells it; 0 when it does not."""
    if named.start is None or named.end is None:
        return 0
    return max(0, (named.end - named.start) // timedelta(microseconds=1))


def _stamp(path: Path) -> Stamp:
    try:
        return stamp_of(path)
    except ProctorError:
        return 0, 0


def _row(segment: Segment, stamp: Stamp) -> Mapping[str, object]:
    return {
        "do": "see",
        "path": str(segment.path),
        "size": stamp[0],
        "mtime_ns": stamp[1],
        "camera": segment.camera,
        "start": segment.start.isoformat() if segment.start else None,
        "length_us": segment.length_us,
        "state": segment.state,
        "codec": segment.codec,
        "audio": segment.audio,
        "note": segment.note,
    }


def _segment(row: Row) -> Segment:
    return Segment(
        camera=row["camera"],
        path=Path(row["path"]),
        start=datetime.fromisoformat(row["start"]) if row["start"] else None,
        length_us=row["length_us"],
        size=row["size"],
        state=row["state"],
        codec=row["codec"],
        audio=row["audio"],
        note=row["note"],
    )
