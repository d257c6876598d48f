"""The audit database: findings and decisions, only ever added. See docs/design/record.md.

Importing this package is cheap; SQLAlchemy is loaded with ``Record`` itself.
"""

from typing import TYPE_CHECKING

from proctor.audit.rows import CameraRow, ExamSession, RunRow

if TYPE_CHECKING:
    from proctor.audit.record import Record

__all__ = ["CameraRow", "ExamSession", "Record", "RunRow"]


def __getattr__(name: str) -> object:
    """``Record``, when somebody first asks for it."""
    if name == "Record":
        from proctor.audit.record import Record

        return Record
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
