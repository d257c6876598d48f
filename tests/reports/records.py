"""Hand-made rows of the audit database and a record that holds them."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from proctor.audit import CameraRow
from proctor.codes import CODES
from proctor.findings import (
    Evidence,
    Flag,
    FlagQuery,
    FlagRow,
    NotJudged,
    Reasons,
    RecordingFacts,
    RecordingRow,
    Review,
    RunKey,
    State,
    Verdict,
    flag_id,
)
from proctor.perception import Account, Sense, Subject
from proctor.rosters.seating import Seating
from proctor.schedule import ExamSession, Gap, Missing, gap_id
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds, Span

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
HOUR = 3600 * SECOND

# 2 × 1 grey pixels.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010800000000d1498afd"
    "0000000b49444154789c63a8af0700017f00ff4f1a2e4d0000000049454e44ae426082"
)


class StandingClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class FakeRecord:
    """Answers as the audit database does."""

    rows: Sequence[FlagRow] = ()
    films: Sequence[RecordingRow] = ()
    sessions: Sequence[ExamSession] = ()
    found: Sequence[Gap] = ()
    known: Seating = field(default_factory=Seating)
    rulebooks: Mapping[int, str] = field(default_factory=dict)

    def scheduled_rulebooks(self, run_numbers: Collection[int]) -> Mapping[int, str]:
        return {number: text for number, text in self.rulebooks.items() if number in run_numbers}

    def seating(self, start: datetime, end: datetime) -> Seating:
        return self.known

    def flags(self, query: FlagQuery) -> list[FlagRow]:
        return [r for r in self.rows if _inside(r.start, query.start, query.end)]

    def recordings(
        self, *, start: datetime | None = None, end: datetime | None = None
    ) -> list[RecordingRow]:
        return [r for r in self.films if _overlaps(r, start, end)]

    def exam_sessions(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> list[ExamSession]:
        return [
            s for s in self.sessions
            if (end is None or s.starts < end) and (start is None or start < s.ends)
        ]  # fmt: skip

    def cameras(self) -> list[CameraRow]:
        return []

    def gaps(self, start: datetime | None = None, end: datetime | None = None) -> list[Gap]:
        return list(self.found)

    def note_gaps(self, missing: Iterable[Missing], least: Microseconds) -> None:
        self.found = [*self.found, *(Gap(gap_id(each), each, NOW) for each in missing)]


def _inside(moment: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    if moment is None:
        return start is None and end is None
    return (start is None or start <= moment) and (end is None or moment < end)


def _overlaps(row: RecordingRow, start: datetime | None, end: datetime | None) -> bool:
    if row.start is None or start is None or end is None:
        return start is None and end is None
    account = row.facts.account
    length = timedelta(microseconds=account.span.end_us if account else 0)
    return row.start < end and start <= row.start + length


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING).astimezone(UTC)


def account(hours: float = 1, holes: tuple[Span, ...] = (), damaged: int = 0) -> Account:
    length = round(hours * HOUR)
    return Account(
        "mov,mp4", "h264", 1920, 1080, length, Span(0, length), int(hours * 90_000), damaged, holes
    )


def film(
    name: str,
    start: datetime | None,
    *,
    camera: str = "大厅前",
    site: str = "城东考场",
    subject: Subject = "hall",
    gave: Account | None = None,
    fault: str = "",
    judged: dict[str, float] | None = None,
    missing: dict[str, tuple[Sense, ...]] | None = None,
    analysed: bool = True,
    flags: int = 0,
) -> RecordingRow:
    """A recording of one whole hour unless ``gave`` or ``fault`` says otherwise."""
    sha = hashlib.sha256(name.encode()).hexdigest()
    clock = ClockMap(start, "given", 1.0) if start else UNKNOWN_CLOCK
    known = RecordingFacts(
        sha, f"/nvr/{name}", 1000, subject, camera, site, clock,
        None if fault else gave or account(), fault,
    )  # fmt: skip
    gaps = tuple(NotJudged(code, senses) for code, senses in (missing or {}).items())
    run = RunKey(sha, "p" * 64, "r" * 64)
    if not analysed or fault:
        return RecordingRow(known, None, None)
    return RecordingRow(known, run, 7, gaps, judged or {}, flags)


def flag(
    on: RecordingRow,
    code: str,
    at_s: float,
    *,
    place: str = "1-3",
    lasts_s: float = 4.2,
    score: float = 0.8,
    state: State = "pending",
    by: str = "王芳",
    reason: str = "",
    evidence: tuple[tuple[str, str, bytes], ...] = (),
    reasons: Reasons | None = None,
) -> FlagRow:
    """A flag on a recording; ``evidence`` is (kind, path below home, bytes on record)."""
    assert on.run is not None
    start: Microseconds = round(at_s * SECOND)
    span = Span(start, start + round(lasts_s * SECOND))
    number = flag_id(on.run, code, place, start)
    claim = Flag(
        number, code, CODES[code].level, place, span, score, start + SECOND, reasons or {"n": 3.0}
    )
    files = tuple(
        Evidence(number, kind, path, hashlib.sha256(data).hexdigest(), len(data), span, "")  # type: ignore[arg-type]
        for kind, path, data in evidence
    )
    verdicts: dict[State, Verdict] = {
        "confirmed": "confirmed", "false-alarm": "false-alarm", "inconclusive": "inconclusive",
    }  # fmt: skip
    decided = [Review(number, verdicts[state], reason, by, NOW)] if state in verdicts else []
    known = on.facts
    return FlagRow(
        claim, on.run, 7, known.subject, known.camera, known.site, known.path, known.clock,
        state, tuple(decided), files,
    )  # fmt: skip


def exam(starts: str, hours: float = 4, *cameras: str) -> ExamSession:
    """A session in the hall, filmed by ``大厅前`` unless others are named."""
    first = beijing(starts)
    last = first + timedelta(hours=hours)
    return ExamSession("城东考场", "一号考室", "hall", first, last, cameras or ("大厅前",))


HOSTILE = "=cmd|' /C calc'!A0"
SCRIPT = "<script>alert(1)</script>"


def november(home: Path) -> FakeRecord:
    """A month with everything in it: faults, gaps, reviews, hostile names, an October before."""
    picture = home / "evidence" / "a.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(PNG)
    judged = {"VID_GAP": 1.0, "SEAT_ABSENT": 0.9, "PEEK": 0.55}
    missing: dict[str, tuple[Sense, ...]] = {"PHONE": ("phone",), "HAND_EAR": ("hands", "head")}
    whole = [
        film(f"hall-{day:02}.mp4", beijing(f"2026-11-{day:02}T09:30"), judged=judged,
             missing=missing, gave=account(12))
        for day in (2, 3, 4)
    ]  # fmt: skip
    holes = (Span(HOUR // 2, HOUR // 2 + 90 * SECOND),)
    cabin = film(
        "考车07 全程.ts", beijing("2026-11-05T14:00"), camera=HOSTILE, site=SCRIPT,
        subject="road", gave=account(1, holes, damaged=12), judged={"VID_GAP": 1.0},
        missing={"GAZE_OFF": ("head",)},
    )  # fmt: skip
    broken = film("broken.mp4", beijing("2026-11-06T09:00"), fault="moov atom not found")
    idle = film("idle.mp4", beijing("2026-11-07T09:00"), analysed=False)
    undated = replace(film("undated.mp4", None, judged=judged), flags=2)
    october = film("october.mp4", beijing("2026-10-09T09:00"), judged=judged, gave=account(20))
    shown = (("clip", "evidence/a.mp4", b"clip"), ("key-frame", "evidence/a.png", PNG))
    gone = (("key-frame", "evidence/gone.jpg", b"gone"),)
    altered = (("key-frame", "evidence/a.png", b"as it was"),)
    rows = [
        flag(whole[0], "SEAT_ABSENT", 600, state="confirmed", evidence=shown, lasts_s=95),
        flag(whole[0], "PEEK", 1200, evidence=gone, score=0.91),
        flag(whole[1], "PEEK", 5000, state="false-alarm", reason="看自己的屏幕", by="李强"),
        flag(whole[1], "PEEK", 5400, state="false-alarm", reason="看自己的屏幕"),
        flag(whole[2], "PEEK", 7000, state="inconclusive", evidence=altered),
        flag(cabin, "VID_GAP", 1800, place="picture", lasts_s=90, score=1.0),
        flag(october, "PEEK", 60, state="confirmed"),
        flag(october, "PEEK", 90),
    ]
    films = [*whole, cabin, broken, idle, undated, october]
    return FakeRecord(rows, films, [exam(f"2026-11-0{day}T09:00") for day in (2, 3)])
