"""The part of the record that knows who is examined where and when."""

from collections.abc import Sequence
from datetime import datetime

from proctor.audit.database import Database
from proctor.rosters.sealing import Enrolled
from proctor.rosters.telling import Told
from proctor.timeline import Clock


class Rostering:
    """Attempts of a record."""

    _database: Database
    _clock: Clock

    def add_attempts(self, attempts: Sequence[Enrolled]) -> Told:
        """Store attempts with the sessions they belong to; what is known already adds nothing.

        One transaction: all or none. A session lasts until the last of its attempts ends; a
        cancelled one stays cancelled.
        """
        from proctor.audit import rostered

        with self._database.writing() as connection:
            return rostered.add_attempts(connection, attempts, self._clock.now())

    def attempts(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        room: str | None = None,
        seat: str | None = None,
    ) -> list[Enrolled]:
        """Attempts that overlap ``[start, end)``, by start, room and seat."""
        from proctor.audit import rostered

        with self._database.reading() as connection:
            return rostered.attempts(connection, start, end, room=room, seat=seat)
