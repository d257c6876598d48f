"""Sites, cameras, sessions, recordings, runs, flags, evidence, reviews."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guards

revision = "0001"
down_revision = None

_GUARDED = {
    "sightings": (("id",),),
    "rulebooks": (("fingerprint",),),
    "runs": (("id",), ("recording_id", "perception", "rulebook")),
    "run_choices": (("id",),),
    "flags": (("id",), ("run_id", "happening")),
    "evidence": (("id",), ("flag_id", "path")),
    "reviews": (("id",),),
    "decisions": (("happening", "review_id"),),
}

_VIEWS = (
    """
    CREATE VIEW last_sightings AS
    SELECT s.recording_id, s.id AS sighting_id FROM sightings s
    WHERE s.id = (SELECT max(x.id) FROM sightings x WHERE x.recording_id = s.recording_id)
    """,
    """
    CREATE VIEW current_runs AS
    SELECT c.recording_id, c.run_id FROM run_choices c
    WHERE c.id = (SELECT max(x.id) FROM run_choices x WHERE x.recording_id = c.recording_id)
    """,
    """
    CREATE VIEW standing_flags AS
    SELECT f.id AS flag_id FROM flags f JOIN current_runs c ON c.run_id = f.run_id
    UNION ALL
    SELECT r.flag_id FROM reviews r
    JOIN flags f ON f.id = r.flag_id
    JOIN runs u ON u.id = f.run_id
    JOIN current_runs c ON c.recording_id = u.recording_id
    WHERE r.id = (SELECT max(x.id) FROM reviews x WHERE x.happening = r.happening)
    AND NOT EXISTS (
        SELECT 1 FROM flags g WHERE g.happening = r.happening AND g.run_id = c.run_id
    )
    """,
)


def upgrade() -> None:
    """From nothing to the first schema."""
    _places()
    _recordings()
    _runs()
    _flags()
    _reviews()
    for view in _VIEWS:
        op.execute(sa.text(view))
    dialect = op.get_bind().dialect.name
    for table, keys in _GUARDED.items():
        for statement in guards(table, keys, dialect):
            op.execute(sa.text(statement))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _to(target: str, name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), nullable=False)


def _flag(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, sa.ForeignKey("flags.id"), nullable=nullable)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _us(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger, nullable=False) for name in names]


def _json(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.JSON, nullable=False) for name in names]


def _places() -> None:
    op.create_table("sites", _id(), *_text("name"), sa.UniqueConstraint("name"))
    op.create_table(
        "cameras",
        _id(),
        _to("sites.id", "site_id"),
        *_text("name", "subject"),
        sa.Column("places", sa.Text),
        sa.UniqueConstraint("site_id", "name"),
    )
    op.create_table(
        "exam_sessions",
        _id(),
        _to("sites.id", "site_id"),
        *_text("hall", "subject"),
        *_us("starts_us", "ends_us"),
        sa.UniqueConstraint("site_id", "hall", "starts_us"),
    )


def _recordings() -> None:
    op.create_table(
        "recordings",
        _id(),
        *_text("fingerprint"),
        *_us("size"),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_table(
        "sightings",
        _id(),
        _to("recordings.id", "recording_id"),
        *_us("at_us"),
        *_text("path"),
        _to("cameras.id", "camera_id"),
        *_text("subject"),
        sa.Column("clock_us", sa.BigInteger),
        sa.Column("clock_end_us", sa.BigInteger),
        *_text("clock_source"),
        sa.Column("clock_uncertainty_s", sa.Float),
        sa.Column("account", sa.JSON),
        *_text("fault"),
    )
    op.create_index("ix_sightings_recording_id_id", "sightings", ["recording_id", "id"])
    op.create_index("ix_sightings_clock_us", "sightings", ["clock_us"])


def _runs() -> None:
    op.create_table(
        "rulebooks",
        sa.Column("fingerprint", sa.Text, primary_key=True),
        *_text("text"),
    )
    op.create_table(
        "runs",
        _id(),
        _to("recordings.id", "recording_id"),
        *_text("perception"),
        sa.Column("rulebook", sa.Text, sa.ForeignKey("rulebooks.fingerprint"), nullable=False),
        *_us("created_us"),
        *_text("software"),
        *_json("models", "senses", "not_judged", "judged"),
        sa.UniqueConstraint("recording_id", "perception", "rulebook"),
    )
    op.create_table(
        "run_choices",
        _id(),
        _to("recordings.id", "recording_id"),
        _to("runs.id", "run_id"),
        *_us("at_us"),
    )
    op.create_index("ix_run_choices_recording_id_id", "run_choices", ["recording_id", "id"])


def _flags() -> None:
    op.create_table(
        "flags",
        sa.Column("id", sa.Text, primary_key=True),
        _to("runs.id", "run_id"),
        _flag("happening"),
        _flag("predecessor", nullable=True),
        *_text("code"),
        sa.Column("level", sa.Integer, nullable=False),
        *_text("place"),
        *_us("start_us", "end_us"),
        sa.Column("score", sa.Float, nullable=False),
        *_us("peak_us"),
        *_json("reasons"),
        sa.UniqueConstraint("run_id", "happening"),
    )
    op.create_index("ix_flags_happening", "flags", ["happening"])
    op.create_table(
        "evidence",
        _id(),
        _flag("flag_id"),
        *_text("kind", "path", "sha256"),
        *_us("size", "start_us", "end_us"),
        *_text("note"),
        sa.UniqueConstraint("flag_id", "path"),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        _id(),
        _flag("flag_id"),
        _flag("happening"),
        *_text("verdict", "reason", "reviewer"),
        *_us("at_us"),
    )
    op.create_index("ix_reviews_happening_id", "reviews", ["happening", "id"])
    op.create_table(
        "decisions",
        sa.Column("happening", sa.Text, sa.ForeignKey("flags.id"), primary_key=True),
        sa.Column("review_id", sa.Integer, sa.ForeignKey("reviews.id"), primary_key=True),
    )
