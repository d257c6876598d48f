"""The audit database: findings and decisions, only ever added. See docs/design/record.md.

Importing this package is cheap; SQLAlchemy is loaded with ``Record`` itself.
"""

import gc
from typing import TYPE_CHECKING

from proctor.audit.rows import CameraRow, ExamSession, RunRow

if TYPE_CHECKING:
    from proctor.audit.record import Record

__all__ = ["CameraRow", "ExamSession", "Record", "RunRow"]


def __getattr__(name: str) -> object:
    """``Record``, when somebody first asks for it."""
    if name != "Record":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    collecting = gc.isenabled()
    gc.disable()  # SQLAlchemy's import makes no garbage; looking for it takes a tenth of the time
    try:
        from proctor.audit.record import Record
    finally:
        if collecting:
            gc.enable()
    return Record
