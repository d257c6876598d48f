"""The audit database: findings and decisions, only ever added. See docs/design/record.md.

Importing this is cheap: SQLAlchemy is loaded when a record is first written to, Alembic when its
schema is not the present one.
"""

from proctor.audit.record import Record
from proctor.audit.rows import CameraRow, RunRow
from proctor.schedule import ExamSession

__all__ = ["CameraRow", "ExamSession", "Record", "RunRow"]
