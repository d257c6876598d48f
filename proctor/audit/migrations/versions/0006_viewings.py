"""Who looked at the names of candidates, when, and whose."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One table that is only added to."""
    op.create_table(
        "viewings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        sa.Column("viewer", sa.Text, nullable=False),
        sa.Column("login", sa.Text, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("serials", sa.JSON, nullable=False),
    )
    op.create_index("ix_viewings_at_us", "viewings", ["at_us"])
    for statement in guards("viewings", (("id",),), op.get_bind().dialect.name):
        op.execute(sa.text(statement))
