"""Files that exist whole or not at all."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from proctor.errors import StorageError

PERMISSIONS = 0o640
"""Reports name people: the owner writes, the office's group reads."""


def put(target: Path, data: bytes) -> Path:
    """``data`` at ``target``: written beside it, flushed to disk, renamed over it.

    Raises ``StorageError`` when the folder or its disk refuses.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _put(target, data)
    except OSError as error:
        raise StorageError(
            f"cannot write the report {target}: {error.strerror or error}",
            hint="Choose another folder with -o, or make room and rights in this one.",
        ) from error
    return target


def _put(target: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            beside.chmod(PERMISSIONS)
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
