"""Scoresheets made by hand: some codes found, some missed, one not judged, hostile names."""

from collections.abc import Sequence

from proctor.evaluation import (
    RATES,
    Claim,
    CodeScore,
    DetPoint,
    FalseAlarm,
    Interval,
    LookAlike,
    Matched,
    Missed,
    ReferenceEvent,
    Scoresheet,
    Silent,
)
from proctor.timeline import SECOND, Span

HOSTILE = "<script>alert('1-3')</script>"
MINUTES = 12.0


def event(
    code: str, place: str, start: float, end: float, visible: float | None = 1.0
) -> ReferenceEvent:
    return ReferenceEvent(code, place, span(start, end), visible)


def span(start: float, end: float) -> Span:
    return Span(round(start * SECOND), round(end * SECOND))


def claim(clip: str, code: str, place: str, start: float, end: float, score: float) -> Claim:
    return Claim(
        clip, code, place, span(start, end), score, flag="3f9ab2c41d00", found_at="seat-03"
    )


def score(code: str, told: str, minutes: float = MINUTES, events: int | None = None) -> CodeScore:
    """Of ``told``, the flags from the surest on: ``+`` a hit, ``.`` a false alarm."""
    hits, alarms = told.count("+"), told.count(".")
    wanted = hits if events is None else events
    return CodeScore(
        code=code,
        references=wanted,
        ignored=0,
        claims=len(told),
        hits=hits,
        missed=wanted - hits,
        false_alarms=alarms,
        minutes=minutes,
        precision=Interval(hits / len(told), 0.2, 0.9, hits, len(told), "wilson") if told else None,
        recall=Interval(hits / wanted, 0.3, 0.8, hits, wanted, "wilson") if wanted else None,
        false_alarms_per_hour=Interval(
            alarms / minutes * 60, 1, 20, alarms, minutes / 60, "poisson"
        ),
        overlap=0.625 if hits else None,
        pmiss_at={
            rate: Interval(1 - hits / wanted, 0.1, 0.9, wanted - hits, wanted, "wilson")
            if wanted and rate >= 0.1
            else None
            for rate in RATES
        },
        curve=curve(told, wanted, minutes),
    )


def curve(told: str, events: int, minutes: float) -> tuple[DetPoint, ...]:
    return tuple(
        DetPoint(
            1 - n / (len(told) + 1),
            told[:n].count(".") / minutes,
            1 - told[:n].count("+") / events,
        )
        for n in range(1, len(told) + 1)
        if events
    )


def overall(codes: Sequence[CodeScore]) -> CodeScore:
    made = score("all", "+" * 17 + "." * 12, events=33)
    rates = sorted({point.rate for code in codes for point in code.curve})

    def at(code: CodeScore, rate: float) -> float:
        return min((p.pmiss for p in code.curve if p.rate <= rate), default=1.0)

    happening = [code for code in codes if code.references]
    means = tuple(
        DetPoint(None, rate, sum(at(code, rate) for code in happening) / len(happening))
        for rate in rates
    )
    return CodeScore(
        **{name: getattr(made, name) for name in made.__slots__ if name != "curve"}, curve=means
    )


def november() -> Scoresheet:
    """An evaluation with something of everything."""
    codes = (
        score("SEAT_ABSENT", "++++"),
        score("EXTRA_PERSON", "+.+..", events=3),
        score("PHONE", "", events=8),
        score("PEEK", "++.+..+", events=5),
        score("HAND_EAR", "+.+", events=4),
        score("GAZE_OFF", "++.+.", events=4),
        score("WHISPER", "", events=5),
        score("VID_COVER", "."),
    )
    return Scoresheet(
        codes=codes,
        overall=overall(codes),
        minutes=MINUTES,
        recordings=("cabin_a", "hall_a", "hall_b"),
        hits=(
            Matched(
                "hall_a",
                event("PEEK", "1-4", 10, 15),
                claim("hall_a", "PEEK", "1-4", 10.4, 14.9, 0.8),
                0.9,
            ),
        ),
        misses=(
            Missed("hall_a", event("PEEK", HOSTILE, 61.5, 75), ("WHISPER",)),
            Missed("hall_b", event("PHONE", "1-2", 2.5, 8, 0.37)),
        ),
        false_alarms=(
            FalseAlarm(claim("hall_a", "PEEK", "1-1", 3, 6, 0.7), on_acts=("glance",)),
            FalseAlarm(claim("hall_b", "HAND_EAR", "2-2", 4, 9, 0.66), on_codes=("PHONE",)),
            FalseAlarm(claim("hall_b", "VID_COVER", "picture", 1, 4, 0.9)),
        ),
        look_alikes=(
            LookAlike("PEEK", "glance", 1, 14),
            LookAlike("GAZE_OFF", "left_mirror", 0, 6),
        ),
        not_judged=(Silent("PHONE", ("phone",), 3), Silent("WHISPER", (), 2)),
        method="Matched one to one as in TRECVID ActEV.",
        seed=20261123,
        notes=("Few clips: intervals are wide.",),
    )
