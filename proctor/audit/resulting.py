"""The part of the record that knows how exams ended."""

from collections.abc import Sequence
from datetime import datetime

from proctor.audit.database import Database
from proctor.results.result import Items, Outcome
from proctor.rosters.telling import Told
from proctor.timeline import Clock


class Resulting:
    """Results of a record."""

    _database: Database
    _clock: Clock

    def add_results(self, outcomes: Sequence[Outcome], file: str) -> Told:
        """Store results from the file of that SHA-256; what is known already adds nothing.

        One transaction: all or none. A correction is added and counts from then on.
        """
        from proctor.audit import resulted

        with self._database.writing() as connection:
            return resulted.add_results(connection, outcomes, file, self._clock.now())

    def results(self, start: datetime, end: datetime) -> list[Outcome]:
        """Results of attempts that start in ``[start, end)``, by start."""
        from proctor.audit import resulted

        with self._database.reading() as connection:
            return resulted.results(connection, start, end)

    def timed_items(self, start: datetime, end: datetime) -> list[Items]:
        """When items were, of attempts in vehicles that start in ``[start, end)``, by start."""
        from proctor.audit import resulted

        with self._database.reading() as connection:
            return resulted.timed_items(connection, start, end)
