"""Staff, schools, halls and vehicles as rows of their own; photos; what ties cameras to rosters."""

import sqlalchemy as sa
from alembic import op

from proctor.audit.guards import guard_names, guards

revision = "0004"
down_revision = "0003"

_GUARDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "staff": (("id",), ("name",)),
    "schools": (("id",), ("name",)),
    "rooms": (("id",), ("site_id", "name", "kind")),
    "photos": (("id",),),
    "camera_rooms": (("id",),),
    "camera_seats": (("id",),),
    "run_places": (("run_id",),),
    "attempt_plans": (("id",),),
}

_VIEW = """
CREATE VIEW last_photos AS
SELECT p.person, p.id AS photo_id FROM photos p
WHERE p.id = (SELECT max(x.id) FROM photos x WHERE x.person = p.person)
"""

_MOVED = (
    "INSERT INTO staff (name) SELECT examiner FROM attempt_plans WHERE examiner <> ''"
    " UNION SELECT officer FROM attempt_plans WHERE officer <> ''",
    "INSERT INTO schools (name) SELECT DISTINCT school FROM attempt_plans WHERE school <> ''",
    "INSERT INTO rooms (site_id, name, kind)"
    " SELECT DISTINCT s.site_id, s.hall, CASE p.subject WHEN 'hall' THEN 'hall' ELSE 'vehicle' END"
    " FROM exam_sessions s JOIN session_plans p ON p.session_id = s.id",
    "UPDATE attempt_plans SET"
    " examiner_id = (SELECT id FROM staff WHERE name = examiner),"
    " officer_id = (SELECT id FROM staff WHERE name = officer),"
    " school_id = (SELECT id FROM schools WHERE name = school)",
)
"""What rosters said so far, in words, as rows of their own."""

_DROPPED = ("examiner", "officer", "school", "photo")
"""``photo`` was the name of a file, and offices name those after identity numbers."""


def upgrade() -> None:
    """Nothing that was said is lost but the names of the files of photos."""
    _entities()
    _ties()
    op.add_column("sightings", sa.Column("room", sa.Text, nullable=False, server_default=""))
    _plans()
    op.execute(sa.text(_VIEW))
    dialect = op.get_bind().dialect.name
    for table, keys in _GUARDED.items():
        for statement in guards(table, keys, dialect):
            op.execute(sa.text(statement))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _to(target: str, name: str, *, key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(target), primary_key=key, nullable=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _us() -> sa.Column[int]:
    return sa.Column("at_us", sa.BigInteger, nullable=False)


def _entities() -> None:
    for table in ("staff", "schools"):
        op.create_table(table, _id(), *_texts("name"), sa.UniqueConstraint("name"))
    op.create_table(
        "rooms",
        _id(),
        _to("sites.id", "site_id"),
        *_texts("name", "kind"),
        sa.UniqueConstraint("site_id", "name", "kind"),
    )
    numbers = [sa.Column(name, sa.Integer, nullable=False) for name in ("size", "width", "height")]
    op.create_table("photos", _id(), *_texts("person"), _us(), *_texts("sha256"), *numbers)
    op.create_index("ix_photos_person_id", "photos", ["person", "id"])


def _ties() -> None:
    told: dict[str, sa.Column[object]] = {
        "camera_rooms": sa.Column("room", sa.Text, nullable=False),
        "camera_seats": sa.Column("seats", sa.JSON, nullable=False),
    }
    for table, column in told.items():
        op.create_table(table, _id(), _to("cameras.id", "camera_id"), _us(), column)
        op.create_index(f"ix_{table}_camera_id_id", table, ["camera_id", "id"])
    places = sa.Column("places", sa.JSON, nullable=False)
    op.create_table("run_places", _to("runs.id", "run_id", key=True), places)
    op.create_index("ix_exam_sessions_starts_us", "exam_sessions", ["starts_us"])


def _plans() -> None:
    """From names to the rows that bear them; the guards stand aside meanwhile."""
    _unguarded("attempt_plans")
    for column, table in (
        ("examiner_id", "staff"),
        ("officer_id", "staff"),
        ("school_id", "schools"),
    ):
        # Alembic adds columns with a foreign key to SQLite by copying the table only.
        op.execute(f"ALTER TABLE attempt_plans ADD COLUMN {column} INTEGER REFERENCES {table} (id)")
    op.add_column("attempt_plans", sa.Column("check_in_us", sa.BigInteger))
    breaks = sa.Column("breaks", sa.JSON, nullable=False, server_default="[]")
    op.add_column("attempt_plans", breaks)
    for statement in _MOVED:
        op.execute(sa.text(statement))
    for column in _DROPPED:
        op.drop_column("attempt_plans", column)


def _unguarded(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger in guard_names(table):
            op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute(f"DROP FUNCTION {table}_append_only() CASCADE")
