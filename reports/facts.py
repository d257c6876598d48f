"""What happened in a period: every number, case and gap that a report may speak of.

A report invents nothing: what the audit database does not hold is missing here too, and the
report says that it is not recorded yet.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from proctor.coverage import Balance, Books, GapRow, Scope, open_books
from proctor.coverage import books as coverage
from proctor.findings import FlagQuery, FlagRow
from proctor.phases import ALL_EXAM
from proctor.rosters.seating import Seating
from proctor.rulebook import phases_of
from proctor.timeline import Clock, Microseconds, SystemClock
from reports.counts import footage, health, scope
from reports.counts.cases import Case, typical
from reports.counts.footage import Portion
from reports.counts.health import CameraHealth
from reports.counts.scope import CodeTally
from reports.counts.serving import Serving, serving
from reports.counts.tally import Decisions, Footage, Tally, decisions
from reports.period import Period


class Record(coverage.Record, Protocol):
    """What a report asks of the audit database, beside the schedule."""

    def flags(self, query: FlagQuery) -> Sequence[FlagRow]:
        """The standing flags that ``query`` asks for, with their reviews and evidence."""
        ...

    def scheduled_rulebooks(self, run_numbers: Collection[int]) -> Mapping[int, str]:
        """Run → its rulebook as stored, of those runs whose recordings had a schedule."""
        ...

    def seating(self, start: datetime, end: datetime) -> Seating:
        """The attempts of ``[start, end)``, and what ties cameras to their rooms."""
        ...


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of one period that are compared with those of another."""

    period: Period
    """Which."""
    sessions: int
    """Exam sessions on record that begin in it."""
    footage: Footage
    """All recordings."""
    decisions: Decisions
    """All flags."""
    schedule: Balance = field(default_factory=Balance)
    """Pictures that the sessions ask for, camera by camera; nothing is planned without sessions."""

    @property
    def expected_us(self) -> Microseconds:
        """Time that sessions ask for; without any, what the recordings themselves promise."""
        return self.schedule.planned_us or self.footage.expected_us

    @property
    def covered_us(self) -> Microseconds:
        """Time of it with sound pictures; without sessions, with pictures."""
        return self.schedule.covered_us if self.schedule.planned_us else self.footage.covered_us

    @property
    def coverage(self) -> float | None:
        """Covered share of the expected time, 0–1; ``None`` when nothing was expected."""
        return self.schedule.share if self.schedule.planned_us else self.footage.coverage

    @property
    def empty(self) -> bool:
        """Whether nothing at all was recorded."""
        return not (self.sessions or self.footage.recordings or self.decisions.flags)

    @property
    def tally(self) -> Tally:
        """As one line of a table, for its rates."""
        return Tally("", self.footage, self.decisions)


@dataclass(frozen=True, slots=True)
class Undated:
    """Recordings without wall time: they belong to no period, and nobody may forget them."""

    recordings: int
    """How many in the whole audit database."""
    flags: int
    """Flags on them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report says; the same facts give the same bytes."""

    made: datetime
    """When they were gathered, aware UTC."""
    totals: Totals
    """Of the period itself."""
    before: Totals
    """Of the period before."""
    year_before: Totals
    """Of the same period a year ago."""
    by_code: tuple[CodeTally, ...]
    """Per flag code that was raised, judged or not judged; gravest first."""
    by_site: tuple[Tally, ...]
    """Per site, most flags first; likewise the next two."""
    by_camera: tuple[Tally, ...]
    """Per camera; with its site where two sites gave the same name."""
    by_subject: tuple[Tally, ...]
    """Per subject."""
    by_hour: tuple[Tally, ...]
    """Per hour of the local day that has footage or flags, ``00`` to ``23``, in order."""
    cameras: tuple[CameraHealth, ...]
    """Audio and video quality per camera."""
    cases: tuple[Case, ...]
    """Typical flags with their pictures: confirmed first, then the gravest that wait."""
    flags: tuple[FlagRow, ...]
    """Every flag of the period by time."""
    portions: tuple[Portion, ...]
    """Every recording of the period by time."""
    reasons: tuple[tuple[str, int], ...]
    """Reasons given for false alarms with their number, most frequent first."""
    reviewers: tuple[tuple[str, int], ...]
    """Names with the number of flags whose last word is theirs, most first."""
    undated: Undated
    """What no period can show."""
    gaps: tuple[GapRow, ...] = ()
    """What is missing of the sessions, by time, with what was decided about it."""
    serving: Serving = field(default_factory=Serving)
    """Attempts, and flags by examiner, safety officer, driving school and vehicle."""

    @property
    def period(self) -> Period:
        """What the facts are about."""
        return self.totals.period

    @property
    def unanalysed(self) -> tuple[Portion, ...]:
        """Readable recordings that nobody has judged."""
        return tuple(p for p in self.portions if not p.analysed and p.row.facts.account)

    @property
    def unreadable(self) -> tuple[Portion, ...]:
        """Recordings that could not be read at all."""
        return tuple(p for p in self.portions if p.row.facts.account is None)

    @property
    def open_gaps(self) -> int:
        """Gaps that nobody has decided about."""
        return sum(row.state == "open" for row in self.gaps)


def gather(record: Record, period: Period, home: Path, clock: Clock | None = None) -> Facts:
    """The facts of ``period``; key frames are read from below ``home``."""
    now = (clock or SystemClock()).now()
    books = _books(record, period, now)
    portions, flags = _portions(record, period), _flags(record, period)
    by, names = _Grouping(portions, flags), _camera_names(portions, flags)
    return Facts(
        made=now,
        totals=_totals(record, period, portions, flags, books),
        before=_totals_of(record, period.before(), now),
        year_before=_totals_of(record, period.year_before(), now),
        by_code=scope.by_code(portions, flags),
        by_site=by(lambda p: p.row.facts.site, lambda f: f.site),
        by_camera=by(
            lambda p: names[p.row.facts.site, p.row.facts.camera],
            lambda f: names[f.site, f.camera],
        ),
        by_subject=by(lambda p: p.row.facts.subject, lambda f: f.subject),
        by_hour=_by_hour(portions, flags, period),
        cameras=health.by_camera(portions, flags, books.ledger.by_camera()),
        cases=typical(flags, home),
        flags=tuple(flags),
        portions=tuple(portions),
        reasons=_counted(
            row.reviews[-1].reason for row in flags if row.state == "false-alarm" and row.reviews
        ),
        reviewers=_counted(row.reviews[-1].by for row in flags if row.reviews),
        undated=_undated(record),
        gaps=tuple(books.gaps()),
        serving=serving(record.seating(period.start, period.end), portions, flags, period),
    )


@dataclass(frozen=True, slots=True)
class _Grouping:
    """Tallies of the same recordings and flags under one key after the other."""

    portions: list[Portion]
    flags: list[FlagRow]

    def __call__(
        self, of_portion: Callable[[Portion], str], of_flag: Callable[[FlagRow], str]
    ) -> tuple[Tally, ...]:
        keys = {of_portion(p) for p in self.portions} | {of_flag(f) for f in self.flags}
        tallies = [
            Tally(
                key,
                footage.footage(p for p in self.portions if of_portion(p) == key),
                decisions(f for f in self.flags if of_flag(f) == key),
            )
            for key in keys
        ]
        return tuple(sorted(tallies, key=lambda t: (-t.decisions.flags, t.key)))


def _camera_names(portions: list[Portion], flags: list[FlagRow]) -> dict[tuple[str, str], str]:
    """(site, camera) → a name that no other camera has: names are unique within a site only."""
    pairs = {(p.row.facts.site, p.row.facts.camera) for p in portions}
    pairs |= {(f.site, f.camera) for f in flags}
    often = Counter(camera for _, camera in pairs)
    return {
        (site, camera): f"{site} · {camera}" if often[camera] > 1 else camera
        for site, camera in pairs
    }


def _portions(record: Record, period: Period) -> list[Portion]:
    rows = record.recordings(start=period.start, end=period.end)
    numbers = {row.run_number for row in rows if row.run_number is not None}
    books = record.scheduled_rulebooks(numbers)
    phases = {number: phases_of(text) for number, text in books.items()}
    found = (
        footage.portion(row, period, phases.get(row.run_number or 0, ALL_EXAM)) for row in rows
    )
    return sorted((p for p in found if p), key=lambda p: footage.wall_sort_key(p.row))


def _flags(record: Record, period: Period) -> list[FlagRow]:
    rows = record.flags(FlagQuery(start=period.start, end=period.end))
    inside = (row for row in rows if period.holds(row.start))
    return sorted(inside, key=lambda row: (str(row.start), row.flag.id))


def _books(record: Record, period: Period, now: datetime) -> Books:
    return open_books(record, Scope(now, period.start, period.end, zone=period.zone))


def _totals_of(record: Record, period: Period, now: datetime) -> Totals:
    books = _books(record, period, now)
    return _totals(record, period, _portions(record, period), _flags(record, period), books)


def _totals(
    record: Record, period: Period, portions: list[Portion], flags: list[FlagRow], books: Books
) -> Totals:
    planned = record.exam_sessions(period.start, period.end)
    return Totals(
        period,
        sum(1 for session in planned if period.holds(session.starts)),
        footage.footage(portions),
        decisions(flags),
        sum((line.video for line in books.ledger.by_camera()), Balance()),
    )


def _by_hour(portions: list[Portion], flags: list[FlagRow], period: Period) -> tuple[Tally, ...]:
    hours: list[list[FlagRow]] = [[] for _ in range(24)]
    for row in flags:
        if row.start is not None:
            hours[period.local(row.start).hour].append(row)
    times = footage.by_hour(portions, period)
    lines = [
        Tally(f"{hour:02}", time, decisions(rows))
        for hour, (time, rows) in enumerate(zip(times, hours, strict=True))
    ]
    return tuple(line for line in lines if line.footage.recordings or line.decisions.flags)


def _undated(record: Record) -> Undated:
    rows = [row for row in record.recordings() if row.start is None]
    return Undated(len(rows), sum(row.flags for row in rows))


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))
