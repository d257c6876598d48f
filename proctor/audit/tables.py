"""The tables of the record. docs/design/record.md says why they are so.

Wall times are integer microseconds since 1970 in UTC, media times integer microseconds since the
first frame: one arithmetic for both, exact, and the same on SQLite and PostgreSQL. A change here
needs a migration; a test compares the two.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _to(target: str, name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, ForeignKey(target), nullable=nullable)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _us(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _json(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, JSON(none_as_null=True), nullable=nullable)


sites = Table(
    "sites",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

cameras = Table(
    "cameras",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("sites.id", "site_id"),
    _text("name"),
    _text("subject"),
    Column("places", Text),
    UniqueConstraint("site_id", "name"),
)

exam_sessions = Table(
    "exam_sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("sites.id", "site_id"),
    _text("hall"),
    _us("starts_us"),
    UniqueConstraint("site_id", "hall", "starts_us"),
    Index(None, "starts_us"),
)

session_plans = Table(
    "session_plans",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("exam_sessions.id", "session_id"),
    _us("at_us"),
    _text("subject"),
    _us("ends_us"),
    _json("cameras"),
    _text("cancelled"),
    Index(None, "session_id", "id"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Text, primary_key=True),
    _to("exam_sessions.id", "session_id"),
    _text("camera"),
    _text("track"),
    _us("start_us"),
    _us("end_us"),
    _us("found_us"),
    Index(None, "session_id"),
)

gap_decisions = Table(
    "gap_decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("gap_id", ForeignKey("gaps.id"), nullable=False),
    _text("verdict"),
    _text("reason"),
    _text("reviewer"),
    _us("at_us"),
    _json("seen"),
    Index(None, "gap_id", "id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("exam_sessions.id", "session_id"),
    _text("serial"),
    UniqueConstraint("session_id", "serial"),
)

attempt_plans = Table(
    "attempt_plans",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("attempts.id", "attempt_id"),
    _us("at_us"),
    _us("ends_us"),
    _text("person"),
    _text("id_shown"),
    _text("name"),
    _text("seat"),
    _text("licence"),
    _to("staff.id", "examiner_id", nullable=True),
    _to("staff.id", "officer_id", nullable=True),
    _to("schools.id", "school_id", nullable=True),
    _us("check_in_us", nullable=True),
    Column("breaks", JSON, nullable=False, server_default="[]"),
    Index(None, "attempt_id", "id"),
    Index(None, "person"),
)

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("sites.id", "site_id"),
    _text("subject"),
    _text("serial"),
    _us("starts_us"),
    UniqueConstraint("site_id", "subject", "serial", "starts_us"),
    Index(None, "starts_us"),
)

result_facts = Table(
    "result_facts",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("results.id", "result_id"),
    _us("at_us"),
    _text("file"),
    _us("ends_us"),
    _text("person"),
    _text("id_shown"),
    _text("name"),
    _text("room"),
    _text("seat"),
    _text("licence"),
    _text("examiner"),
    _text("officer"),
    _text("school"),
    Column("score", Float),
    Column("passed", Integer),
    _json("items"),
    Index(None, "result_id", "id"),
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("size", BigInteger, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("recordings.id", "recording_id"),
    _us("at_us"),
    _text("path"),
    _to("cameras.id", "camera_id"),
    _text("subject"),
    _us("clock_us", nullable=True),
    _us("clock_end_us", nullable=True),
    _text("clock_source"),
    Column("clock_uncertainty_s", Float),
    _json("account", nullable=True),
    _text("fault"),
    Column("room", Text, nullable=False, server_default=""),
    Index(None, "recording_id", "id"),
    Index(None, "clock_us"),
)

rulebooks = Table(
    "rulebooks",
    metadata,
    Column("fingerprint", Text, primary_key=True),
    _text("text"),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("recordings.id", "recording_id"),
    _text("perception"),
    Column("rulebook", ForeignKey("rulebooks.fingerprint"), nullable=False),
    _us("created_us"),
    _text("software"),
    _json("models"),
    _json("senses"),
    _json("not_judged"),
    _json("judged"),
    UniqueConstraint("recording_id", "perception", "rulebook"),
)

run_shares = Table(
    "run_shares",
    metadata,
    Column("run_id", ForeignKey("runs.id"), primary_key=True),
    _json("judged"),
)
"""What a run judged that went on when it was stored, as that of a watched camera."""

run_choices = Table(
    "run_choices",
    metadata,
    Column("id", Integer, primary_key=True),
    _to("recordings.id", "recording_id"),
    _to("runs.id", "run_id"),
    _us("at_us"),
    Index(None, "recording_id", "id"),
)

flags = Table(
    "flags",
    metadata,
    Column("id", Text, primary_key=True),
    _to("runs.id", "run_id"),
    Column("happening", ForeignKey("flags.id"), nullable=False),
    Column("predecessor", ForeignKey("flags.id")),
    _text("code"),
    Column("level", Integer, nullable=False),
    _text("place"),
    _us("start_us"),
    _us("end_us"),
    Column("score", Float, nullable=False),
    _us("peak_us"),
    _json("reasons"),
    UniqueConstraint("run_id", "happening"),
    Index(None, "happening"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("flag_id", ForeignKey("flags.id"), nullable=False),
    _text("kind"),
    _text("path"),
    _text("sha256"),
    Column("size", BigInteger, nullable=False),
    _us("start_us"),
    _us("end_us"),
    _text("note"),
    UniqueConstraint("flag_id", "path"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("flag_id", ForeignKey("flags.id"), nullable=False),
    Column("happening", ForeignKey("flags.id"), nullable=False),
    _text("verdict"),
    _text("reason"),
    _text("reviewer"),
    _us("at_us"),
    Index(None, "happening", "id"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("happening", ForeignKey("flags.id"), primary_key=True),
    Column("review_id", ForeignKey("reviews.id"), primary_key=True),
)

current_runs = table("current_runs", column("recording_id", Integer), column("run_id", Integer))
"""A view: the run that counts for each recording."""

last_sightings = table(
    "last_sightings", column("recording_id", Integer), column("sighting_id", Integer)
)
"""A view: the sighting that says what is known of each recording."""

last_session_plans = table(
    "last_session_plans", column("session_id", Integer), column("plan_id", Integer)
)
"""A view: the plan that counts for each exam session."""

last_attempt_plans = table(
    "last_attempt_plans", column("attempt_id", Integer), column("plan_id", Integer)
)
"""A view: what counts of each attempt."""

last_result_facts = table(
    "last_result_facts", column("result_id", Integer), column("facts_id", Integer)
)
"""A view: what counts of each result."""
