"""Triggers that make a table append-only, in the dialect of the database.

They stop programs and people with an SQL prompt, not somebody who drops the trigger first:
``Record.check`` notices a missing one, and see docs/design/record.md for what is still to come.
"""

from collections.abc import Iterator

import sqlalchemy as sa

APPEND_ONLY: dict[str, tuple[tuple[str, ...], ...]] = {
    "sightings": (("id",),),
    "rulebooks": (("fingerprint",),),
    "runs": (("id",), ("recording_id", "perception", "rulebook")),
    "run_shares": (("run_id",),),
    "run_choices": (("id",),),
    "flags": (("id",), ("run_id", "happening")),
    "evidence": (("id",), ("flag_id", "path")),
    "reviews": (("id",),),
    "decisions": (("happening", "review_id"),),
    "exam_sessions": (("id",), ("site_id", "hall", "starts_us")),
    "session_plans": (("id",),),
    "gaps": (("id",),),
    "gap_decisions": (("id",),),
    "attempts": (("id",), ("session_id", "serial")),
    "attempt_plans": (("id",),),
    "attempt_moves": (("id",),),
    "staff": (("id",), ("name",)),
    "schools": (("id",), ("name",)),
    "rooms": (("id",), ("site_id", "name", "kind")),
    "photos": (("id",),),
    "camera_rooms": (("id",),),
    "camera_seats": (("id",),),
    "run_places": (("run_id",),),
    "results": (("id",), ("site_id", "subject", "serial", "starts_us")),
    "result_facts": (("id",),),
    "viewings": (("id",),),
}
"""Table → its unique keys, on which ``INSERT OR REPLACE`` would delete."""


def guard_names(table: str) -> tuple[str, ...]:
    """Names of the triggers that guard ``table`` on SQLite."""
    return tuple(f"{table}_no_{deed}" for deed in ("update", "delete", "replace"))


def guards(table: str, keys: tuple[tuple[str, ...], ...], dialect: str) -> Iterator[str]:
    """DDL statements that refuse every change of ``table`` but a new row.

    SQLite's ``INSERT OR REPLACE`` deletes without firing delete triggers unless the connection
    asked for ``recursive_triggers``, hence the third guard.
    """
    if dialect != "sqlite":
        yield from _postgres(table)
        return
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    update, delete, replace = guard_names(table)
    yield f"CREATE TRIGGER {update} BEFORE UPDATE ON {table} {refuse}"
    yield f"CREATE TRIGGER {delete} BEFORE DELETE ON {table} {refuse}"
    rows = sa.table(table, *(sa.column(name) for name in {name for key in keys for name in key}))
    same = (sa.and_(*(rows.c[n] == sa.literal_column(f"NEW.{n}") for n in key)) for key in keys)
    taken = sa.exists(sa.select(sa.literal_column("1")).select_from(rows).where(sa.or_(*same)))
    yield f"CREATE TRIGGER {replace} BEFORE INSERT ON {table} WHEN {taken} {refuse}"


def _postgres(table: str) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
    )
    for each, deed in (("ROW", "UPDATE OR DELETE"), ("STATEMENT", "TRUNCATE")):
        yield (
            f"CREATE TRIGGER {table}_no_{deed.split()[0].lower()} BEFORE {deed} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {table}_append_only()"
        )
