"""A file of JSON objects that is only ever added to, each line behind a checksum of its own.

``kill -9`` and a full disk can tear the last line, a bad sector one in the middle: every other line
stays readable, and a torn one is never taken for a whole one.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a file of lines says."""

    rows: tuple[Row, ...] = ()
    """Oldest first."""
    damaged: int = 0
    """Lines that are not what was written; an unfinished last one is none of them."""


@dataclass(frozen=True, slots=True)
class Lines:
    """One such file, which need not exist yet."""

    path: Path

    def read(self) -> Read:
        """Every line that is whole. Raises ``OSError`` when the disk refuses."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return Read()
        whole, _newline, _torn = data.rpartition(b"\n")
        found = [_row(line) for line in whole.split(b"\n")] if whole else []
        rows = tuple(row for row in found if row is not None)
        return Read(rows, len(found) - len(rows))

    def append(self, rows: Iterable[Row]) -> None:
        """Add ``rows``; on return they are on the disk. Raises ``OSError``, and then none is there.

        One process writes at a time; a line that a killed one left unfinished is cut off first.
        """
        text = b"".join(_line(row) for row in rows)
        new = not self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            end = _end_of_the_last_line(descriptor)
            os.ftruncate(descriptor, end)
            try:
                written(descriptor, text, end)
                os.fsync(descriptor)
            except OSError:
                os.ftruncate(descriptor, end)
                raise
        finally:
            os.close(descriptor)
        if new:
            sync_folder(self.path.parent)


def written(descriptor: int, data: bytes, at: int) -> None:
    """Write all of ``data`` at that offset; a disk that is nearly full takes less at a time."""
    view = memoryview(data)
    while view:
        count = os.pwrite(descriptor, view, at)
        view, at = view[count:], at + count


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: new, renamed and deleted ones."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _line(row: Row) -> bytes:
    text = json.dumps(row, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    return b"%08x %s\n" % (crc32(text), text)


def _row(line: bytes) -> Row | None:
    checksum, _space, text = line.partition(b" ")
    if checksum != b"%08x" % crc32(text):
        return None
    try:
        row = json.loads(text)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None


def _end_of_the_last_line(descriptor: int) -> int:
    """Offset after the last newline; a torn line can be longer than one block, so look on."""
    end = os.fstat(descriptor).st_size
    while end:
        start = max(0, end - 4096)
        found = os.pread(descriptor, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
