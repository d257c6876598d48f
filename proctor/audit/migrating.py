"""Running Alembic inside the program: no ini file, any working directory, one transaction.

Importing Alembic costs half a second, so this is loaded only when the schema is not the present
one.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from proctor.audit.opening import current_schema, shown, translated, writers_turn
from proctor.errors import RecordError
from proctor.i18n import _

STEPS = Path(__file__).parent / "migrations"
"""Where Alembic's files lie."""


def config() -> Config:
    """Alembic's configuration, made here instead of read from a file."""
    made = Config()
    made.set_main_option("script_location", str(STEPS).replace("%", "%%"))
    return made


def migrate(engine: sa.Engine) -> None:
    """Upgrade to the newest step, whole or not at all; a second process waits and finds it done.

    Raises ``RecordError`` if the database is at a step this program does not know.
    """
    with translated(engine), writers_turn(engine), engine.connect() as plain:
        if engine.dialect.name == "sqlite":
            _without_foreign_keys(plain)
        connection = plain.execution_options(writes=True)
        with connection.begin():
            _refuse_newer(connection)
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


def _refuse_newer(connection: sa.Connection) -> None:
    version = current_schema(connection)
    known = {step.revision for step in ScriptDirectory.from_config(config()).walk_revisions()}
    if version is not None and version not in known:
        raise RecordError(
            _("The audit database {name} was made by a newer program (schema {version}).").format(
                name=shown(connection.engine.url), version=version
            ),
            hint=_("Use that version of proctor, or an empty home folder."),
        )
