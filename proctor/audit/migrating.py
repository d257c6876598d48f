"""Running Alembic inside the program: no ini file, any working directory, one transaction.

Importing Alembic costs half a second, so this is loaded only when the schema is not the present
one.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from proctor.errors import RecordError
from proctor.i18n import _

STEPS = Path(__file__).parent / "migrations"
"""Where Alembic's files lie."""

_MIGRATING = 0x70726F64
"""Key of the advisory lock on a server; a file has its writer's turn."""


def config() -> Config:
    """Alembic's configuration, made here instead of read from a file."""
    made = Config()
    made.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    return made


def upgrade(fresh: sa.Connection, name: str) -> None:
    """Go to the newest step, whole or not at all; whoever waited for us finds it done.

    ``fresh`` has no transaction yet and is not used afterwards. Raises ``RecordError`` if the
    database, called ``name``, is at a step this program does not know.
    """
    if fresh.dialect.name == "sqlite":
        _without_foreign_keys(fresh)
    connection = fresh.execution_options(writes=True)
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
        _refuse_newer(connection, name)
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    connection.invalidate()


def _without_foreign_keys(connection: sa.Connection) -> None:
    # Batch steps copy tables; with foreign keys on, dropping the old one would delete its children.
    # The pragma is a no-op inside a transaction, so it goes past SQLAlchemy's own BEGIN.
    raw = connection.connection.dbapi_connection
    if raw is not None:
        raw.cursor().execute("PRAGMA foreign_keys = OFF")


def _refuse_newer(connection: sa.Connection, name: str) -> None:
    version = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if version is not None and version not in known:
        raise RecordError(
            _("The audit database {name} was made by a newer program (schema {version}).").format(
                name=name, version=version
            ),
            hint=_("Use that version of proctor, or an empty home folder."),
        )
