"""Results of attempts: scores and times, as the exam system exports them."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0005"
down_revision = "0004"

_GUARDED = {
    "results": (("id",), ("site_id", "subject", "serial", "starts_us")),
    "result_facts": (("id",),),
}

_VIEW = """
CREATE VIEW last_result_facts AS
SELECT f.result_id, f.id AS facts_id FROM result_facts f
WHERE f.id = (SELECT max(x.id) FROM result_facts x WHERE x.result_id = f.result_id)
"""


def upgrade() -> None:
    """Two tables that are only added to, and the view that says what counts."""
    _results()
    op.execute(sa.text(_VIEW))
    dialect = op.get_bind().dialect.name
    for table, keys in _GUARDED.items():
        for statement in guards(table, keys, dialect):
            op.execute(sa.text(statement))


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _results() -> None:
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("site_id", sa.Integer, sa.ForeignKey("sites.id"), nullable=False),
        *_text("subject", "serial"),
        sa.Column("starts_us", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("site_id", "subject", "serial", "starts_us"),
    )
    op.create_index("ix_results_starts_us", "results", ["starts_us"])
    op.create_table(
        "result_facts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("result_id", sa.Integer, sa.ForeignKey("results.id"), nullable=False),
        sa.Column("at_us", sa.BigInteger, nullable=False),
        *_text("file"),
        sa.Column("ends_us", sa.BigInteger, nullable=False),
        *_text("person", "id_shown", "name", "room", "seat", "licence"),
        *_text("examiner", "officer", "school"),
        sa.Column("score", sa.Float),
        sa.Column("passed", sa.Integer),
        sa.Column("items", sa.JSON(none_as_null=True), nullable=False),
    )
    op.create_index("ix_result_facts_result_id_id", "result_facts", ["result_id", "id"])
