"""The tables of whom and what rosters name, and of what ties cameras to them.

See docs/design/seating.md. They lie in the same database as those of ``proctor.audit.tables``.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
)

from proctor.audit.tables import metadata


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(target: str, name: str, **how: Any) -> Column[int]:
    return Column(name, ForeignKey(target), **{"nullable": False, **how})


def _at() -> Column[int]:
    return Column("at_us", BigInteger, nullable=False)


staff = Table("staff", metadata, _id(), Column("name", Text, nullable=False, unique=True))
"""Examiners and safety officers; a roster knows them by nothing but their names."""

schools = Table("schools", metadata, _id(), Column("name", Text, nullable=False, unique=True))

rooms = Table(
    "rooms",
    metadata,
    _id(),
    _to("sites.id", "site_id"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    UniqueConstraint("site_id", "name", "kind"),
)
"""Halls and vehicles for which sessions were ever planned; sessions name them."""

photos = Table(
    "photos",
    metadata,
    _id(),
    Column("person", Text, nullable=False),
    _at(),
    Column("sha256", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Index(None, "person", "id"),
)
"""Enrolment photos; the last one of a person counts."""

viewings = Table(
    "viewings",
    metadata,
    _id(),
    _at(),
    Column("viewer", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("asked", Text, nullable=False),
    Column("serials", JSON, nullable=False),
    Index(None, "at_us"),
)
"""Looks at the names of candidates, noted before the names were shown."""

camera_rooms = Table(
    "camera_rooms",
    metadata,
    _id(),
    _to("cameras.id", "camera_id"),
    _at(),
    Column("room", Text, nullable=False),
    Index(None, "camera_id", "id"),
)
"""Which hall or vehicle a camera shows; the last word counts, an empty one takes it back."""

camera_seats = Table(
    "camera_seats",
    metadata,
    _id(),
    _to("cameras.id", "camera_id"),
    _at(),
    Column("seats", JSON, nullable=False),
    Index(None, "camera_id", "id"),
)
"""Seat → its zone in the picture of a camera, all seats at once; the last row counts."""

run_places = Table(
    "run_places",
    metadata,
    _to("runs.id", "run_id", primary_key=True),
    Column("places", JSON, nullable=False),
)
"""The places that a run judged."""

attempt_moves = Table(
    "attempt_moves",
    metadata,
    _id(),
    _to("attempts.id", "attempt_id"),
    _at(),
    _to("attempts.id", "to_id", nullable=True),
    Index(None, "attempt_id", "id"),
)
"""Attempts that another one takes the place of; the last row counts, one to nothing takes it
back."""

last_attempt_moves = table(
    "last_attempt_moves", column("attempt_id", Integer), column("move_id", Integer)
)
"""A view: the move that counts for each attempt that was ever moved."""

last_photos = table("last_photos", column("person", Text), column("photo_id", Integer))
"""A view: the photo that counts for each person."""
