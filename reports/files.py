"""Report files: whole or not at all, and not for everybody's eyes."""

from pathlib import Path

from proctor.errors import StorageError
from proctor.i18n import _
from proctor.storage import write_whole

PERMISSIONS = 0o640
"""Reports name people: the owner writes, the office's group reads."""


def put(target: Path, data: bytes) -> Path:
    """``data`` at ``target``. Raises ``StorageError`` when the folder or its disk refuses."""
    try:
        write_whole(target, data, PERMISSIONS)
    except StorageError as error:
        raise StorageError(
            error.message,
            hint=_("Choose another folder with -o, or make room and rights in this one."),
        ) from error
    return target
