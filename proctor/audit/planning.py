"""The part of the record that knows what footage is owed for and what of it is missing."""

from collections.abc import Iterable
from datetime import datetime

from proctor.audit.database import Database
from proctor.errors import NotFoundError
from proctor.i18n import _
from proctor.schedule import ExamSession, Gap, GapDecision, Missing
from proctor.timeline import Clock, Microseconds

_CANDIDATES = 5


class Planning:
    """Exam sessions, gaps and decisions about gaps of a record."""

    _database: Database
    _clock: Clock

    def add_exam_session(self, session: ExamSession) -> None:
        """Store a session; one of the same site, hall and start is corrected, or cancelled.

        What was planned before stays in the record. Raises ``ValueError`` if it ends before it
        starts or lacks a time zone.
        """
        from proctor.audit import planned

        if session.ends <= session.starts:
            raise ValueError("an exam session ends after it starts")
        with self._database.writing() as connection:
            planned.add_session(connection, session, self._clock.now())

    def exam_sessions(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        cancelled: bool = False,
    ) -> list[ExamSession]:
        """Exam sessions that overlap ``[start, end)``, by start; the cancelled ones if asked."""
        from proctor.audit import planned

        with self._database.reading() as connection:
            return planned.sessions(connection, start, end, cancelled=cancelled)

    def note_gaps(self, missing: Iterable[Missing], least: Microseconds) -> None:
        """Store what is missing, save what belongs to a gap on record and pieces under ``least``.

        Gaps of one session, camera and track never overlap. Raises ``KeyError`` for a session
        that is not on record.
        """
        from proctor.audit import planned

        with self._database.writing() as connection:
            planned.note_gaps(connection, missing, least, self._clock.now())

    def gaps(self, start: datetime | None = None, end: datetime | None = None) -> list[Gap]:
        """Gaps on record that overlap ``[start, end)``, by start."""
        from proctor.audit import planned

        with self._database.reading() as connection:
            return planned.gaps(connection, start, end)

    def gap(self, id_or_prefix: str) -> Gap:
        """One gap on record. Raises ``NotFoundError`` if none or several ids begin so."""
        from proctor.audit import planned

        with self._database.reading() as connection:
            found = planned.gaps_like(connection, id_or_prefix.lower(), _CANDIDATES + 1)
        if len(found) == 1:
            return found[0]
        if found and id_or_prefix:
            message = _("Several gaps begin with {prefix}.").format(prefix=id_or_prefix)
            raise NotFoundError(message, hint=_("Write more of the id."))
        message = _("There is no gap {gap!r}.").format(gap=id_or_prefix)
        raise NotFoundError(message, hint=_("proctor coverage gaps lists them."))

    def add_gap_decision(self, decision: GapDecision) -> None:
        """Add a decision. Raises ``NotFoundError`` for a gap that is not on record."""
        from proctor.audit import planned

        self.gap(decision.gap)
        with self._database.writing() as connection:
            planned.add_decision(connection, decision)
