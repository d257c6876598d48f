"""Recordings, runs and decisions to tell stories with."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from proctor.codes import CODES
from proctor.findings import (
    Evidence,
    Flag,
    Judgement,
    NotJudged,
    RecordingFacts,
    Review,
    RunFacts,
    RunKey,
    Verdict,
    flag_id,
)
from proctor.perception import Account, Subject
from proctor.results import Item, Outcome
from proctor.rosters import Attempt
from proctor.schedule import ExamSession, Gap, GapDecision, GapVerdict, Missing
from proctor.timeline import SECOND, ClockMap, Span, stamp

MORNING = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

Told = tuple[str, str, float, float]
"""Code, place, start and end in seconds."""


class StandingClock:
    def now(self) -> datetime:
        return MORNING + 8 * HOUR


def account(length_s: float = 3600) -> Account:
    return Account(
        container="mov,mp4,m4a,3gp,3g2,mj2",
        codec="h264",
        width=1920,
        height=1080,
        expected_us=round(length_s * SECOND),
        span=Span(0, round(length_s * SECOND)),
        frames=25 * round(length_s),
        damaged=2,
        holes=(Span(5 * SECOND, 9 * SECOND),),
        audio=True,
        notes=("two packets were damaged",),
    )


def recording(
    name: str = "a",
    *,
    clock: ClockMap | None = None,
    camera: str = "hall-1",
    subject: Subject = "hall",
    path: str = "",
    unreadable: str = "",
) -> RecordingFacts:
    return RecordingFacts(
        fingerprint=name * 64,
        path=path or f"/videos/{name}.mp4",
        size=1000,
        subject=subject,
        camera=camera,
        site="north",
        clock=clock or ClockMap(MORNING, "given", 0.5),
        account=None if unreadable else account(),
        fault=unreadable,
    )


def run(
    of: RecordingFacts, told: Iterable[Told] = (), *, rulebook: str = "first", score: float = 0.75
) -> RunFacts:
    key = RunKey(of.fingerprint, "eyes", rulebook)
    flags = tuple(_flag(key, *each, score) for each in told)
    return RunFacts(
        key=key,
        models={"person": "0" * 64},
        senses=("person", "head"),
        rulebook=f'{{"name":"{rulebook}"}}',
        software="0.1.0",
        judgement=Judgement(flags, (NotJudged("PHONE", ("phone",)),), {"PEEK": 0.9}),
        evidence=tuple(item for flag in flags for item in _evidence(flag)),
    )


def _flag(key: RunKey, code: str, place: str, start: float, end: float, score: float) -> Flag:
    span = Span(round(start * SECOND), round(end * SECOND))
    return Flag(
        id=flag_id(key, code, place, span.start_us),
        code=code,
        level=CODES[code].level,
        place=place,
        span=span,
        score=score,
        peak_us=span.start_us,
        reasons={"yaw": 0.5, "towards": "seat-2"},
    )


def _evidence(flag: Flag) -> tuple[Evidence, Evidence]:
    folder = f"evidence/{flag.id}"
    still = Span(flag.peak_us, flag.peak_us)
    return (
        Evidence(flag.id, "clip", f"{folder}/clip.mp4", "1" * 64, 10, flag.span, "copied"),
        Evidence(flag.id, "key-frame", f"{folder}/1.jpg", "2" * 64, 5, still, "drawn"),
    )


def review(flag: str, verdict: Verdict = "confirmed", by: str = "Li", reason: str = "") -> Review:
    return Review(flag, verdict, reason, by, MORNING + 2 * HOUR)


def session(
    hours: float = 1, cameras: tuple[str, ...] = ("hall-1",), cancelled: str = ""
) -> ExamSession:
    ends = MORNING + hours * HOUR
    return ExamSession("north", "hall 1", "hall", MORNING, ends, cameras, cancelled)


def missing(start_s: float, end_s: float, *, camera: str = "hall-1") -> Missing:
    """A stretch of ``session()`` without pictures, seconds from its start."""
    zero = stamp(MORNING)
    span = Span(zero + round(start_s * SECOND), zero + round(end_s * SECOND))
    return Missing("north", "hall 1", MORNING, camera, "video", span)


def decision(of: Gap, verdict: GapVerdict = "explained", by: str = "Li") -> GapDecision:
    return GapDecision(of.id, verdict, "power cut", by, MORNING + 2 * HOUR, (of.missing.span,))


_NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
WANG = Attempt(
    serial="126000000001",
    id_number="110101199003072215",
    name="王伟",
    subject="hall",
    site="城东考场",
    room="1考室",
    seat="12",
    licence="C1",
    examiner="赵一",
    officer="",
    school="平安驾校",
    starts=_NINE,
    ends=_NINE + timedelta(minutes=45),
)
"""A candidate of the hall."""
OUTCOME = Outcome(
    serial=WANG.serial,
    person="f" * 64,
    id_shown="110***********2215",
    name=WANG.name,
    subject=WANG.subject,
    site=WANG.site,
    room=WANG.room,
    seat=WANG.seat,
    licence=WANG.licence,
    examiner=WANG.examiner,
    officer="",
    school=WANG.school,
    starts=WANG.starts,
    ends=WANG.ends,
    score=92.0,
    passed=True,
    items=(Item("第1题", 12.0, 0.0),),
)
