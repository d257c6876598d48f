"""Bytes that exist whole or not at all, and their fingerprints."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from proctor.errors import StorageError

CHUNK = 1 << 20


def fingerprint(path: Path, told: Callable[[int], None] = lambda _: None) -> str:
    """SHA-256 of a file's bytes, 64 hex digits; ``told`` hears of every megabyte read.

    Raises ``StorageError`` when the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                told(len(chunk))
    except OSError as error:
        raise StorageError(
            f"cannot read {path}: {error.strerror or error}",
            hint="Check that the file exists and that you may read it.",
        ) from error
    return digest.hexdigest()


def write_whole(path: Path, data: bytes, permissions: int | None = None) -> None:
    """Store ``data`` durably: written aside, synced, renamed. Raises ``StorageError``."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
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
        raise StorageError(
            f"cannot write {path}: {error.strerror or error}",
            hint="Free some disk space, then run the same command again; nothing is lost.",
        ) from error
