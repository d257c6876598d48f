"""Sessions, cameras and recordings to keep books of; a record that holds them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from proctor.audit import CameraRow
from proctor.coverage import Books, Scope, open_books
from proctor.findings import RecordingFacts, RecordingRow, RunKey
from proctor.perception import Account
from proctor.schedule import ExamSession, Gap, GapDecision, Missing, gap_id
from proctor.timeline import SECOND, ClockMap, Span, microseconds, moment, without

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NINE + timedelta(days=30)


def at(seconds: float) -> datetime:
    """That long after nine."""
    return NINE + timedelta(seconds=seconds)


def seconds_of(spans: Iterable[Span]) -> list[tuple[float, float]]:
    """Wall-time spans as seconds after nine."""
    zero = NINE.timestamp()
    return [
        (round(s.start_us / SECOND - zero, 6), round(s.end_us / SECOND - zero, 6)) for s in spans
    ]


def media(*pairs: tuple[float, float]) -> tuple[Span, ...]:
    return tuple(Span(microseconds(a), microseconds(b)) for a, b in pairs)


def session(
    starts_s: float = 0,
    ends_s: float = 100,
    *,
    hall: str = "hall A",
    subject: str = "hall",
    cameras: tuple[str, ...] = ("front",),
    site: str = "north",
) -> ExamSession:
    return ExamSession(site, hall, subject, at(starts_s), at(ends_s), cameras)


def shot(
    starts_s: float | None = 0,
    length_s: float = 100,
    *,
    camera: str = "front",
    site: str = "north",
    subject: str = "hall",
    holes: Iterable[tuple[float, float]] = (),
    damaged: Iterable[tuple[float, float]] = (),
    audio: bool = False,
    silent: Iterable[tuple[float, float]] | None = None,
    judged: bool = True,
    unsure_s: float = 0.5,
    fault: str = "",
) -> RecordingRow:
    """A recording; holes and the like are seconds of media time."""
    whole = Span(0, microseconds(length_s))
    account = Account(
        "mp4", "h264", 960, 540, whole.end_us, whole, 1, len(tuple(damaged)), media(*holes),
        audio=audio, audio_holes=None if silent is None else media(*silent),
        damaged_spans=media(*damaged),
    )  # fmt: skip
    clock = ClockMap(None) if starts_s is None else ClockMap(at(starts_s), "given", unsure_s)
    name = f"{site}/{camera}/{starts_s}/{length_s}"
    facts = RecordingFacts(
        name, f"/{name}.mp4", 1, subject, camera, site, clock, None if fault else account, fault
    )
    return RecordingRow(facts, RunKey(name, "p", "r") if judged and not fault else None, None)


@dataclass
class Schedule:
    """A record of what is owed, filmed and missing, as ``proctor.coverage`` asks of it."""

    sessions: list[ExamSession] = field(default_factory=list)
    films: list[RecordingRow] = field(default_factory=list)
    found: list[Gap] = field(default_factory=list)
    extra: list[CameraRow] = field(default_factory=list)

    def exam_sessions(self, start=None, end=None):
        return [
            s for s in self.sessions
            if (start is None or s.ends > start) and (end is None or s.starts < end)
        ]  # fmt: skip

    def recordings(self, *, start=None, end=None, camera=None):
        return [row for row in self.films if _overlaps(row, start, end)]

    def cameras(self):
        firsts: dict[tuple[str, str, str], datetime] = {}
        for row in self.films:
            facts = row.facts
            if row.start is not None:
                key = facts.camera, facts.site, facts.subject
                firsts[key] = min(row.start, firsts.get(key, row.start))
        return [*self.extra, *(CameraRow(*key, first) for key, first in firsts.items())]

    def gaps(self, start=None, end=None):
        lasting = ((moment(g.missing.span.start_us), moment(g.missing.span.end_us), g)
                   for g in self.found)  # fmt: skip
        return [
            gap for first, last, gap in lasting
            if (start is None or last > start) and (end is None or first < end)
        ]  # fmt: skip

    def gap(self, prefix):
        (found,) = [gap for gap in self.found if gap.id.startswith(prefix)]
        return found

    def note_gaps(self, missing: Iterable[Missing], least):
        for each in missing:
            taken = [g.missing.span for g in self.found if g.missing.key == each.key]
            for piece in without(each.span, taken):
                if piece.duration_us >= least:
                    cut = each.cut(piece)
                    self.found.append(Gap(gap_id(cut), cut, LATER))

    def add_gap_decision(self, decision: GapDecision):
        self.found = [
            replace(gap, decisions=(*gap.decisions, decision)) if gap.id == decision.gap else gap
            for gap in self.found
        ]

    def books(self, **scope) -> Books:
        return open_books(self, Scope(**{"now": LATER, "zone": UTC, **scope}))


def _overlaps(row, start, end):
    if row.start is None:
        return start is None and end is None
    account = row.facts.account
    last = row.start + timedelta(microseconds=account.span.end_us if account else 0)
    return (start is None or last > start) and (end is None or row.start < end)
