"""Attempts: who is examined in which session, as rosters say it."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0003"
down_revision = "0002"

_GUARDED = {"attempts": (("id",), ("session_id", "serial")), "attempt_plans": (("id",),)}

_VIEW = """
CREATE VIEW last_attempt_plans AS
SELECT p.attempt_id, p.id AS plan_id FROM attempt_plans p
WHERE p.id = (SELECT max(x.id) FROM attempt_plans x WHERE x.attempt_id = p.attempt_id)
"""


def upgrade() -> None:
    """Two tables that are only added to, and the view that says what counts."""
    _attempts()
    op.execute(sa.text(_VIEW))
    dialect = op.get_bind().dialect.name
    for table, keys in _GUARDED.items():
        for statement in guards(table, keys, dialect):
            op.execute(sa.text(statement))


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("session_id", sa.Integer, sa.ForeignKey("exam_sessions.id"), nullable=False),
        *_text("serial"),
        sa.UniqueConstraint("session_id", "serial"),
    )
    op.create_table(
        "attempt_plans",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("ends_us", sa.BigInteger, nullable=False),
        *_text("person", "id_shown", "name", "seat", "licence"),
        *_text("examiner", "officer", "school", "photo"),
    )
    op.create_index("ix_attempt_plans_attempt_id_id", "attempt_plans", ["attempt_id", "id"])
    op.create_index("ix_attempt_plans_person", "attempt_plans", ["person"])
