"""Bytes that exist whole or not at all, and their fingerprints."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from proctor.errors import StorageError
from proctor.i18n import _
from proctor.reasons import spoken

CHUNK = 1 << 20

Stamp: TypeAlias = tuple[int, int]
"""Size in bytes and time of the last change in nanoseconds: a file that grows has a new one."""


def stamp_of(path: Path) -> Stamp:
    """The stamp of a file. Raises ``StorageError`` when there is none."""
    try:
        found = path.stat()
    except OSError as error:
        raise _unread(path, error) from error
    return found.st_size, found.st_mtime_ns


def fingerprint(path: Path, told: Callable[[int], None] = lambda _bytes: None) -> str:
    """SHA-256 of a file's bytes, 64 hex digits; ``told`` hears of every megabyte read.

    Raises ``StorageError`` when the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        regular_size(path)
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                told(len(chunk))
    except OSError as error:
        raise _unread(path, error) from error
    return digest.hexdigest()


def regular_size(path: Path) -> int:
    """Bytes of a file. Raises ``OSError``, also for what is none.

    Reading a pipe would wait for ever, and reading a device would never end.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(_("it is not a regular file"))
    return found.st_size


def _unread(path: Path, error: OSError) -> StorageError:
    return StorageError(
        _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
        hint=_("Check that the file exists and that you may read it."),
    )


def write_once(path: Path, data: bytes, permissions: int | None = None) -> None:
    """Store ``data`` as ``write_whole`` does, unless the file is there: then it stays as it is.

    The record may know its bytes by now, and a damaged picture is not decoded alike every time.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if not path.exists():
            write_whole(aside, data, permissions)
            _linked(path, aside)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        aside.unlink(missing_ok=True)


def _linked(path: Path, aside: Path) -> None:
    try:
        path.hardlink_to(aside)
    except FileExistsError:  # another program was quicker
        return
    except OSError:  # a disk without hard links, such as exFAT
        aside.replace(path)


def private_folder(path: Path) -> None:
    """Make it, for this user alone, unless it is there. Raises ``StorageError``."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritten(path, error) from error


def write_whole(path: Path, data: bytes, permissions: int | None = None) -> None:
    """Store ``data`` durably: written aside, synced, renamed. Raises ``StorageError``."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _may_be_replaced(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if permissions is not None:
            part.chmod(permissions)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _unwritten(path, error) from error


def _may_be_replaced(path: Path) -> None:
    """Refuses what is no file: a device of that name would be gone, for everybody."""
    if path.exists() and not path.is_file():
        raise OSError(_("it is not a regular file"))


def _unwritten(path: Path, error: OSError) -> StorageError:
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return StorageError(
        _("cannot write {path}: {reason}").format(path=path, reason=spoken(error)),
        hint=_("Free some disk space, then run the same command again; nothing is lost.")
        if full
        else _("Check that the folder is there and that you may write to it."),
    )
