"""Room set aside on the disk, given up when it is full, so that the recording can end in order."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from errno import EDQUOT, ENOSPC
from functools import partial
from pathlib import Path
from typing import TypeVar

from streams.lines import sync_folder, written

FULL = frozenset({ENOSPC, EDQUOT})
"""What the system says when there is no room, on the disk or in the quota."""

_CHUNK = 1 << 20

_Given = TypeVar("_Given")


class Reserve:
    """A file of ``size`` bytes that holds nothing."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self.size = size
        self.held = False
        """Whether the room is set aside now."""

    def restore(self) -> bool:
        """Set the room aside, if as much again stays free; whether it is.

        A recording that goes on in the last few megabytes would stop again at once.
        """
        if self._whole():
            self.held = True
        elif self._room() >= 2 * self.size:
            self.held = self._allocated()
        return self.held

    def release(self) -> bool:
        """Give the room up; whether there was any."""
        had, self.held = self.held, False
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()
        return had

    def spending(self, write: Callable[[], _Given]) -> _Given:
        """What ``write`` gives; when the disk is full it is tried once more with the room."""
        try:
            return write()
        except OSError as error:
            if error.errno not in FULL or not self.release():
                raise
            return write()

    def _whole(self) -> bool:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return False
        return found.st_size == self.size and found.st_blocks * 512 >= self.size

    def _room(self) -> int:
        return shutil.disk_usage(self.path.parent).free

    def _allocated(self) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            os.ftruncate(descriptor, 0)
            _filled(descriptor, self.size)
            os.fsync(descriptor)
        except OSError as error:
            self.path.unlink(missing_ok=True)
            if error.errno in FULL:
                return False
            raise
        finally:
            os.close(descriptor)
        sync_folder(self.path.parent)
        return True


def _filled(descriptor: int, size: int) -> None:
    """Give the file blocks; where the system cannot, by writing."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    for at in range(0, size, _CHUNK):
        written(descriptor, bytes(min(_CHUNK, size - at)), at)


class Paper:
    """A new file for FFmpeg to write on: every write is tried again with the reserve.

    Without this, FFmpeg takes a full disk as the end: it drops what follows, the index of the file
    included.
    """

    def __init__(self, path: Path, reserve: Reserve) -> None:
        self.name = str(path)
        self._reserve = reserve
        self._at = 0
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)

    def write(self, data: bytes) -> int:
        """Write all of it. Raises ``OSError``."""
        end = self._at + len(data)
        while self._at < end:
            self._reserve.spending(partial(self._put, data[self._at - end :]))
        return len(data)

    def _put(self, data: bytes) -> None:
        """As much as the disk takes; a disk that is nearly full takes less."""
        self._at += os.pwrite(self._descriptor, data, self._at)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As of any file."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}
        end = os.fstat(self._descriptor).st_size if whence == os.SEEK_END else 0
        self._at = base.get(whence, end) + offset
        return self._at

    def tell(self) -> int:
        """Where the next write goes."""
        return self._at

    def sync(self) -> None:
        """Everything written is on the disk."""
        self._reserve.spending(lambda: os.fsync(self._descriptor))

    def size(self) -> int:
        """Bytes written so far."""
        return os.fstat(self._descriptor).st_size

    def close(self) -> None:
        """Give the file back; harmless when repeated."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
