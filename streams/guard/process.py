"""The child process itself: how it is started, what it inherits, how it is ended."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import IO

from proctor.errors import StorageError
from proctor.i18n import _
from proctor.reasons import spoken
from streams.guard.wire import Room

_KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""Of the environment; the rest, passwords among it, is no business of a decoder."""

START_S = 60.0
"""A cold disk may take long to load the libraries."""


def launched(
    module: str,
    words: Sequence[str],
    pipes: tuple[int, int, int | IO[bytes]],
    files: Collection[int] = (),
) -> subprocess.Popen[bytes]:
    """``python -m module words`` with next to nothing of this process, somewhere else.

    ``pipes`` are its standard input, output and error, ``files`` what it inherits beside them.
    Raises ``StorageError`` when the system has no room for it.
    """
    try:
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-P", "-m", module, *words],
            stdin=pipes[0],
            stdout=pipes[1],
            stderr=pipes[2],
            env=environment(),
            cwd="/",
            pass_fds=files,
        )
    except OSError as error:
        raise StorageError(
            _("The process that decodes recordings could not be started: {reason}").format(
                reason=spoken(error)
            ),
            hint=_("Check the free memory; PROCTOR_GUARD=off decodes without that process."),
        ) from error


def started(room: int, errors: IO[bytes]) -> tuple[subprocess.Popen[bytes], tuple[int, int]]:
    """The process, and the ends of the pipes to read from and to write to."""
    theirs_read, ours_write = os.pipe()
    ours_read, theirs_write = os.pipe()
    # The kernel ends a child with the thread that started it, so only the main one may ask for it.
    main = threading.current_thread() is threading.main_thread()
    words = [str(theirs_read), str(theirs_write), str(os.getpid() if main else 0)]
    theirs = (theirs_read, theirs_write, room)
    nothing = (subprocess.DEVNULL, subprocess.DEVNULL)
    try:
        process = launched("streams.guard", words, (*nothing, errors), theirs)
    except StorageError:
        os.close(ours_read)
        os.close(ours_write)
        raise
    finally:
        os.close(theirs_read)
        os.close(theirs_write)
    return process, (ours_read, ours_write)


def environment() -> dict[str, str]:
    """All that a child may know of ours."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    code = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (code, os.environ.get("PYTHONPATH"))))
    # No idle threads before the limits; few arenas, because each reserves 64 MB of addresses.
    bounds = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    return {**kept, **bounds, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def shared_memory() -> int:
    """A file in memory that can grow but not shrink under the hands of whoever maps it."""
    if sys.platform != "linux":
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())
    memory = os.memfd_create("pictures", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    fcntl.fcntl(memory, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK)
    return memory


def ended(
    process: subprocess.Popen[bytes], room: Room, ends: tuple[int, int], errors: IO[bytes]
) -> None:
    """The process is ended, whatever it does, and all that was held for it given back."""
    process.kill()
    process.wait()
    for end in (*ends, room.file):
        os.close(end)
    room.close()
    errors.close()
