"""Sessions name their cameras and are corrected by adding; gaps and decisions about them."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards
from proctor.timeline import stamp

revision = "0002"
down_revision = "0001"

_GUARDED = {
    "exam_sessions": (("id",), ("site_id", "hall", "starts_us")),
    "session_plans": (("id",),),
    "gaps": (("id",),),
    "gap_decisions": (("id",),),
}

_VIEW = """
CREATE VIEW last_session_plans AS
SELECT p.session_id, p.id AS plan_id FROM session_plans p
WHERE p.id = (SELECT max(x.id) FROM session_plans x WHERE x.session_id = p.session_id)
"""


def upgrade() -> None:
    """From sessions that were overwritten to sessions that are only added to."""
    _plans()
    _gaps()
    op.execute(sa.text(_VIEW))
    dialect = op.get_bind().dialect.name
    for table, keys in _GUARDED.items():
        for statement in guards(table, keys, dialect):
            op.execute(sa.text(statement))


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _us(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _session() -> sa.Column[int]:
    key = sa.ForeignKey("exam_sessions.id")
    return sa.Column("session_id", sa.Integer, key, nullable=False)


def _plans() -> None:
    op.create_table(
        "session_plans",
        sa.Column("id", sa.Integer, primary_key=True),
        _session(),
        *_us("at_us"),
        *_text("subject"),
        *_us("ends_us"),
        sa.Column("cameras", sa.JSON, nullable=False),
        *_text("cancelled"),
    )
    op.create_index("ix_session_plans_session_id_id", "session_plans", ["session_id", "id"])
    # What each session says now is its first plan; when it was said first, nobody wrote down.
    moved = sa.text(
        "INSERT INTO session_plans (session_id, at_us, subject, ends_us, cameras, cancelled) "
        "SELECT id, :now, subject, ends_us, '[]', '' FROM exam_sessions ORDER BY id"
    )
    op.execute(moved.bindparams(now=stamp(datetime.now(UTC))))
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.drop_column("subject")
        sessions.drop_column("ends_us")


def _gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Text, primary_key=True),
        _session(),
        *_text("camera", "track"),
        *_us("start_us", "end_us", "found_us"),
    )
    op.create_index("ix_gaps_session_id", "gaps", ["session_id"])
    op.create_table(
        "gap_decisions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("gap_id", sa.Text, sa.ForeignKey("gaps.id"), nullable=False),
        *_text("verdict", "reason", "reviewer"),
        *_us("at_us"),
        sa.Column("seen", sa.JSON, nullable=False),
    )
    op.create_index("ix_gap_decisions_gap_id_id", "gap_decisions", ["gap_id", "id"])
