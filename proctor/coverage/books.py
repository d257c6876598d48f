"""The books of a record: its schedule, footage and gaps for some stretch of wall time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from proctor.coverage.duties import Camera, Duty, duties
from proctor.coverage.films import footage_of
from proctor.coverage.gaps import LEAST, GapRow, gap_rows
from proctor.coverage.ledger import Ledger
from proctor.findings import RecordingRow
from proctor.schedule import ExamSession, Gap, Missing
from proctor.timeline import Microseconds, Span, moment, stamp


class Record(Protocol):
    """What keeping the books asks of the audit database."""

    def exam_sessions(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> Sequence[ExamSession]:
        """Exam sessions that are held and overlap the span."""
        ...

    def recordings(
        self,
        *,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> Sequence[RecordingRow]:
        """Recordings that overlap the span; all of them, the undated too, without one."""
        ...

    def cameras(self) -> Sequence[Camera]:
        """Every camera."""
        ...

    def gaps(self, start: datetime | None = None, end: datetime | None = None) -> Sequence[Gap]:
        """Gaps on record that overlap the span."""
        ...

    def note_gaps(self, missing: Iterable[Missing], least: Microseconds) -> None:
        """Store what belongs to no gap on record."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What the books are opened for."""

    now: datetime
    """The present, aware; what lies after it is not missing yet."""
    start: datetime | None = None
    """First moment, aware; ``None``: from the beginning."""
    end: datetime | None = None
    """First moment no longer in it, aware; ``None``: up to now."""
    camera: str | None = None
    """Only cameras of this name."""
    site: str | None = None
    """Only this site."""
    zone: tzinfo | None = None
    """Whose midnights part the days; ``None`` is the computer's own."""

    @property
    def bounds(self) -> Span | None:
        """Start and end as wall time; ``None`` when both are open."""
        if self.start is None and self.end is None:
            return None
        first = 0 if self.start is None else stamp(self.start)
        last = stamp(self.now if self.end is None else self.end)
        return Span(first, max(first, last))

    def holds(self, site: str, camera: str) -> bool:
        """Whether a camera is asked for."""
        return self.camera in (None, camera) and self.site in (None, site)


@dataclass(frozen=True, slots=True)
class Books:
    """Schedule, recordings and gaps of a scope, read once."""

    scope: Scope
    """What was asked for."""
    recordings: tuple[RecordingRow, ...]
    """Those that may fill the schedule; the undated too, when the scope has no ends."""
    sessions: Ledger
    """Whole sessions that overlap the scope: gaps end where sessions do, not where scopes do."""
    known: tuple[Gap, ...]
    """Gaps on record."""

    @property
    def ledger(self) -> Ledger:
        """The account, cut to the scope."""
        bounds = self.scope.bounds
        if bounds is None:
            return self.sessions
        cut = (replace(duty, span=duty.span.within(bounds)) for duty in self.sessions.duties)
        kept = tuple(duty for duty in cut if duty.span.duration_us)
        return replace(self.sessions, duties=kept, bounds=bounds)

    def gaps(self, least: Microseconds = LEAST) -> list[GapRow]:
        """The gaps of the scope with their states, by time."""
        rows = gap_rows(self.sessions, self.known, self.scope.now, least)
        bounds = self.scope.bounds
        return [row for row in rows if bounds is None or row.gap.missing.span.overlap_us(bounds)]


def open_books(record: Record, scope: Scope) -> Books:
    """Everything the account of ``scope`` rests on."""
    sessions = record.exam_sessions(scope.start, scope.end)
    owing = duties(sessions, record.cameras(), scope.now, scope.zone)
    mine = tuple(duty for duty in owing if scope.holds(duty.session.site, duty.camera))
    start, end = _reach(mine, scope)
    rows = tuple(
        row
        for row in record.recordings(start=start, end=end)
        if scope.holds(row.facts.site, row.facts.camera)
    )
    known = (g for g in record.gaps(start, end) if scope.holds(g.missing.site, g.missing.camera))
    ledger = Ledger(mine, footage_of(rows), scope.zone)
    return Books(scope, rows, ledger, tuple(known))


def note_gaps(record: Record, books: Books, least: Microseconds = LEAST) -> None:
    """Put the gaps of ``books`` that are new into the record, so that nobody can lose them."""
    known = {gap.id for gap in books.known}
    found = [row.gap.missing for row in books.gaps(least) if row.gap.id not in known]
    if found:
        record.note_gaps(found, least)


def _reach(owing: Iterable[Duty], scope: Scope) -> tuple[datetime | None, datetime | None]:
    """The scope, widened to whole sessions."""
    spans = [duty.span for duty in owing]
    start, end = scope.start, scope.end
    if start is not None:
        start = min([start.astimezone(UTC), *(moment(span.start_us) for span in spans)])
    if end is not None:
        end = max([end.astimezone(UTC), *(moment(span.end_us) for span in spans)])
    return start, end
