"""How much of a watched chapter each rule judged: known when it closes, later than its run."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """One table that is only added to."""
    op.create_table(
        "run_shares",
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id"), primary_key=True),
        sa.Column("judged", sa.JSON, nullable=False),
    )
    for statement in guards("run_shares", (("run_id",),), op.get_bind().dialect.name):
        op.execute(sa.text(statement))
