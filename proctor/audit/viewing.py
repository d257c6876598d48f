"""The part of the record that knows who looked at the names of candidates."""

from dataclasses import dataclass
from datetime import datetime

from proctor.audit.database import Database
from proctor.timeline import Clock, moment, stamp


@dataclass(frozen=True, slots=True)
class Viewing:
    """One look at names in full."""

    at: datetime
    """When, aware UTC."""
    by: str
    """Who, as they told it."""
    login: str
    """Under which user of the computer; empty where it has none."""
    asked: str
    """What was asked for, such as ``flags --level 1``."""
    serials: tuple[str, ...]
    """流水号 of the attempts whose names were shown, sorted; each once."""


class Viewings:
    """Looks at names of a record."""

    _database: Database
    _clock: Clock

    def add_viewing(self, by: str, login: str, asked: str, serials: frozenset[str]) -> None:
        """Note that names are about to be shown; on return it is on the disk."""
        from proctor.audit import roster_tables as r

        values = {"viewer": by, "login": login, "asked": asked, "serials": sorted(serials)}
        with self._database.writing() as connection:
            connection.execute(r.viewings.insert(), {"at_us": stamp(self._clock.now()), **values})

    def viewings(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        serial: str | None = None,
    ) -> list[Viewing]:
        """Looks in ``[start, end)`` at the name of an attempt, or of any, the oldest first."""
        import sqlalchemy as sa

        from proctor.audit import roster_tables as r

        c = r.viewings.c
        query = sa.select(c.at_us, c.viewer, c.login, c.asked, c.serials).order_by(c.id)
        if start is not None:
            query = query.where(c.at_us >= stamp(start))
        if end is not None:
            query = query.where(c.at_us < stamp(end))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        found = (
            Viewing(moment(at), by, login, asked, tuple(serials))
            for at, by, login, asked, serials in rows
        )
        return [one for one in found if serial is None or serial in one.serials]
