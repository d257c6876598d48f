"""Candidates who are moved: the attempt that another one takes the place of."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0007"
down_revision = "0006"

_VIEW = """
CREATE VIEW last_attempt_moves AS
SELECT m.attempt_id, m.id AS move_id FROM attempt_moves m
WHERE m.id = (SELECT max(x.id) FROM attempt_moves x WHERE x.attempt_id = m.attempt_id)
"""


def upgrade() -> None:
    """One table that is only added to, and the view that says what counts."""
    op.create_table(
        "attempt_moves",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("attempt_id", sa.Integer, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("to_id", sa.Integer, sa.ForeignKey("attempts.id")),
    )
    op.create_index("ix_attempt_moves_attempt_id_id", "attempt_moves", ["attempt_id", "id"])
    op.execute(sa.text(_VIEW))
    for statement in guards("attempt_moves", (("id",),), op.get_bind().dialect.name):
        op.execute(sa.text(statement))
