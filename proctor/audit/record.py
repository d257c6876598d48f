"""The audit database: open it, add to it, ask it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from proctor.audit import reading
from proctor.audit.database import Database
from proctor.audit.planning import Planning
from proctor.audit.resulting import Resulting
from proctor.audit.rostering import Rostering
from proctor.audit.rows import CameraRow, RunRow
from proctor.audit.viewing import Viewings
from proctor.errors import NotFoundError
from proctor.findings import (
    Evidence,
    Flag,
    FlagQuery,
    FlagRow,
    RecordingFacts,
    RecordingRow,
    Review,
    RunFacts,
    RunKey,
)
from proctor.i18n import _
from proctor.perception import Subject
from proctor.rosters.seating import Seating
from proctor.timeline import Clock, Span, SystemClock, stamp

_CANDIDATES = 5


class Record(Planning, Rostering, Resulting, Viewings):
    """Findings and decisions of one home folder; they are only ever added.

    Every method that adds is one transaction: on return it is on the disk, whole; a process
    killed before that has added nothing. Not to be carried across a fork.
    """

    def __init__(self, database: Database, home: Path, clock: Clock) -> None:
        self._database = database
        self._home = home
        self._clock = clock

    @classmethod
    def open(cls, home: Path, *, clock: Clock | None = None) -> Self:
        """The record of ``home``, created or brought to the present schema if need be.

        ``PROCTOR_DATABASE`` may name a PostgreSQL database instead of the file. Raises
        ``StorageError`` if the folder or the server refuses, ``RecordError`` if the file is no
        database, is damaged, or was made by a newer program.
        """
        return cls(Database(home), home, clock or SystemClock())

    def close(self) -> None:
        """Let go of the database; SQLite tidies its log meanwhile."""
        self._database.close()

    def __enter__(self) -> Self:
        """The record itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Closes."""
        self.close()

    def add_recording(self, facts: RecordingFacts) -> None:
        """Note that a recording was seen; what is known already adds nothing.

        Newer facts count, save that a better-known clock and a read account are not forgotten.
        """
        from proctor.audit import writing

        with self._database.writing() as connection:
            writing.see(connection, facts, self._clock.now())

    def has_run(self, key: RunKey) -> bool:
        """Whether that run was ever stored, current or not; see ``choose_run``."""
        from proctor.audit import writing

        with self._database.reading() as connection:
            return writing.run_number(connection, key) is not None

    def choose_run(self, key: RunKey) -> int | None:
        """Make a stored run the current one of its recording; its number, ``None`` if unknown."""
        from proctor.audit import writing

        with self._database.writing() as connection:
            number = writing.run_number(connection, key)
            if number is not None:
                writing.choose(connection, number, self._clock.now())
            return number

    def add_run(self, facts: RecordingFacts, run: RunFacts) -> int:
        """Store a run with its recording, flags and evidence; gives its number.

        A run stored before is left as it is. Either way it is the current run of its recording
        from now on. Raises ``ValueError`` if the two tell of different recordings.
        """
        from proctor.audit import writing

        if facts.fingerprint != run.key.recording:
            raise ValueError(f"run of {run.key.recording} given with {facts.fingerprint}")
        with self._database.writing() as connection:
            return writing.add_run(connection, facts, run, self._clock.now())

    def add_flags(
        self, run_number: int, flags: Sequence[Flag], evidence: Sequence[Evidence] = ()
    ) -> None:
        """Add flags to a run that goes on, as that of a watched camera, with their evidence.

        What the run has already is left as it is.
        """
        from proctor.audit import writing

        with self._database.writing() as connection:
            writing.add_flags(connection, run_number, flags)
            writing.add_evidence(connection, evidence)

    def add_evidence(self, evidence: Sequence[Evidence]) -> None:
        """Add files that show flags which are in the record already; known files add nothing."""
        from proctor.audit import writing

        with self._database.writing() as connection:
            writing.add_evidence(connection, evidence)

    def add_review(self, review: Review) -> None:
        """Add a decision. Raises ``NotFoundError`` for a flag that does not exist."""
        from proctor.audit import writing

        with self._database.writing() as connection:
            if not writing.add_review(connection, review):
                raise _no_flag(review.flag)

    def flags(self, query: FlagQuery | None = None) -> list[FlagRow]:
        """Flags in the order that is asked for; by time those without wall time come last.

        Without ``query.run``: the standing ones, which are the flags of the current run of each
        recording and those of earlier runs that somebody decided about and that the current run
        did not raise again.
        """
        with self._database.asking() as ask:
            return reading.flags(ask, query or FlagQuery())

    def flag(self, id_or_prefix: str) -> FlagRow:
        """One flag of any run. Raises ``NotFoundError`` if none or several ids begin so."""
        with self._database.asking() as ask:
            found = reading.flags_like(ask, id_or_prefix.lower(), _CANDIDATES + 1)
        if len(found) == 1:
            return found[0]
        raise _several(id_or_prefix, found) if found and id_or_prefix else _no_flag(id_or_prefix)

    def rooms_then(self, start: datetime, end: datetime) -> Seating:
        """Which rooms cameras show in ``[start, end)``, without anybody's attempts."""
        from proctor.audit.weighed import rooms_then

        with self._database.asking() as ask:
            return rooms_then(ask, Span(stamp(start), stamp(end)))

    def next_pending(
        self,
        subject: Subject | None = None,
        code: str | None = None,
        *,
        besides: Collection[str] = (),
    ) -> FlagRow | None:
        """The pending flag to look at first: gravest, then surest and rarest, then earliest.

        ``besides``: ids of flags that were put off.
        """
        query = FlagQuery(
            state="pending", subject=subject, code=code, limit=1 + len(besides), order="gravity"
        )
        with self._database.asking() as ask:
            found = reading.flags(ask, query)
        return next((row for row in found if row.flag.id not in besides), None)

    def recordings(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
        subject: Subject | None = None,
        camera: str | None = None,
    ) -> list[RecordingRow]:
        """Recordings that overlap ``[start, end)``, by wall time, then path.

        Those without wall time are there only when both ends are open.
        """
        from proctor.audit import listing

        with self._database.reading() as connection:
            return listing.recordings(connection, start, end, subject, camera)

    def runs(self, recording: str | None = None) -> list[RunRow]:
        """Every run, or those of the recording with that fingerprint, the oldest first."""
        from proctor.audit import listing

        with self._database.reading() as connection:
            return listing.runs(connection, recording)

    def rulebook_of(self, run_number: int) -> str:
        """The rulebook of a run, as it was stored. Raises ``NotFoundError``."""
        from proctor.audit import listing

        with self._database.reading() as connection:
            text = listing.rulebook(connection, run_number)
        if text is None:
            raise NotFoundError(_("There is no run {number}.").format(number=run_number))
        return text

    def scheduled_rulebooks(self, run_numbers: Collection[int]) -> dict[int, str]:
        """Run → its rulebook as stored, of those runs whose recordings had a schedule."""
        from proctor.audit import listing

        with self._database.reading() as connection:
            return listing.scheduled_rulebooks(connection, run_numbers)

    def cameras(self) -> list[CameraRow]:
        """Every camera, by site and name."""
        from proctor.audit import listing

        with self._database.reading() as connection:
            return listing.cameras(connection)

    def check(self) -> list[str]:
        """What does not hold together: the file, orphans, guards, evidence against its hashes.

        Reads every byte of the database and of the evidence; empty when all is well.
        """
        from proctor.audit import integrity

        with self._database.reading() as connection:
            return list(integrity.findings(connection, self._home))


def _no_flag(flag: str) -> NotFoundError:
    message = _("There is no flag {flag!r}.").format(flag=flag)
    return NotFoundError(message, hint=_("proctor flags lists them."))


def _several(prefix: str, found: Iterable[FlagRow]) -> NotFoundError:
    ids = [row.flag.id for row in found]
    shown = ", ".join(ids[:_CANDIDATES]) + (", …" if len(ids) > _CANDIDATES else "")
    message = _("Several flags begin with {prefix}: {ids}.").format(prefix=prefix, ids=shown)
    return NotFoundError(message, hint=_("Write more of the id."))
