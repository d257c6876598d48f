"""Files that exist whole or not at all."""

import os
from pathlib import Path
from tempfile import mkstemp

from proctor.errors import StorageError
from proctor.i18n import _

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
            _("cannot write the report {target}: {why}").format(
                target=target, why=error.strerror or error
            ),
            hint=_("Choose another folder with -o, or make room and rights in this one."),
        ) from error
    return target


def _put(target: Path, data: bytes) -> None:
    number, name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(PERMISSIONS)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
