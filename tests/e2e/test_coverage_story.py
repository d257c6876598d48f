"""Two sessions, three cameras, and everything that happens to footage, from typing to reading."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.findings import RecordingFacts
from proctor.perception import Subject
from proctor.timeline import SECOND, ClockMap, Span
from tests.audit.stories import MORNING, StandingClock, recording, run

Type = Callable[..., Any]
MINUTE = 60


def told(
    name: str,
    camera: str,
    from_min: float,
    to_min: float,
    *,
    subject: Subject = "road",
    holes: tuple[tuple[float, float], ...] = (),
    damaged: tuple[tuple[float, float], ...] = (),
    silent: tuple[tuple[float, float], ...] = (),
) -> RecordingFacts:
    """A recording between two minutes of the morning; spans are minutes of the morning too."""

    def spans(pairs: tuple[tuple[float, float], ...]) -> tuple[Span, ...]:
        us = MINUTE * SECOND
        return tuple(Span(round((a - from_min) * us), round((b - from_min) * us)) for a, b in pairs)

    clock = ClockMap(MORNING + timedelta(minutes=from_min), "given", 0.5)
    facts = recording(name, camera=camera, clock=clock, subject=subject)
    assert facts.account is not None
    account = replace(
        facts.account,
        span=Span(0, round((to_min - from_min) * MINUTE * SECOND)),
        holes=spans(holes),
        damaged=len(damaged),
        damaged_spans=spans(damaged),
        audio=subject == "road",
        audio_holes=spans(silent) if subject == "road" else None,
    )
    return replace(facts, account=account)


@pytest.fixture
def office(tmp_path: Path, proctor: Type) -> Type:
    """A car with a camera inside and one ahead, a hall with one; an hour and a half each."""

    def typed(*words: object) -> Any:
        answer = proctor("--home", tmp_path, *words)
        assert answer.code == 0, answer.err
        return answer

    day = "2026-11-02T"
    for words in (
        ("--hall", "car 7", "--subject", "road", "--camera", "inside", "--camera", "ahead"),
        ("--hall", "hall 1", "--camera", "front"),
    ):
        span = ("--starts", f"{day}01:00:00+00:00", "--ends", f"{day}02:30:00+00:00")
        typed("sessions", "add", "--site", "north", *words, *span)
    return typed


def put(home: Path, *films: RecordingFacts) -> None:
    with Record.open(home, clock=StandingClock()) as record:
        for film in films:
            record.add_run(film, run(film))


def rows(typed: Type, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in typed("coverage", *words, "--json").out.splitlines()]


def minutes(row: dict[str, Any], *names: str) -> list[float]:
    return [row[f"{name}_s"] / MINUTE for name in names]


PARTS = ("planned", "analysed", "damaged", "missing", "unscheduled")


def test_a_morning_of_three_cameras(office: Type, tmp_path: Path) -> None:
    # Inside: a hole, damage that a second recorder heals in part, silence, and it runs on too long.
    put(
        tmp_path,
        told("a", "inside", 0, 60, holes=((10, 15),), damaged=((20, 30),), silent=((40, 42),)),
        told("b", "inside", 25, 35, silent=()),
        told("c", "inside", 60, 100),
        # Ahead: begins late, ends early; no sound is told of the minutes that it lacks.
        told("d", "ahead", 30, 80),
        told("e", "front", 0, 90, subject="hall"),
    )
    cameras = {row["camera"]: row for row in rows(office, "--cameras")}
    assert minutes(cameras["inside"], *PARTS) == [90, 80, 5, 5, 10]
    assert minutes(cameras["ahead"], *PARTS) == [90, 50, 0, 40, 0]
    assert minutes(cameras["front"], *PARTS) == [90, 90, 0, 0, 0]
    # Silence of the second recorder's minutes would have been healed; 40–42 is not.
    assert minutes(cameras["inside"]["audio"], *PARTS) == [90, 88, 0, 2, 10]
    assert cameras["front"]["audio_coverage"] is None
    car, hall = rows(office, "--sessions")
    assert minutes(car, *PARTS) == [180, 130, 5, 45, 0]
    assert minutes(hall, *PARTS) == [90, 90, 0, 0, 0]
    (day,) = rows(office, "--days")
    assert minutes(day, *PARTS) == [270, 220, 5, 45, 10]

    found = {
        (gap["camera"], gap["track"], gap["missing_s"] / MINUTE): gap
        for gap in rows(office, "gaps")
    }
    assert set(found) == {
        ("inside", "video", 5),
        ("inside", "audio", 2),
        ("ahead", "video", 30),
        ("ahead", "video", 10),
    }
    early = found["ahead", "video", 30]
    said = ("--as", "faulty-camera", "--reason", "cable loose", "--by", "Li Lei")
    office("coverage", "decide", early["id"], *said)

    # A card is read out late: it closes the hole inside and shrinks the gap ahead.
    put(tmp_path, told("f", "inside", 5, 20), told("1", "ahead", 10, 30))
    after = {gap["id"]: gap for gap in rows(office, "gaps")}
    assert set(after) == {gap["id"] for gap in found.values()}
    states = {key: after[gap["id"]]["state"] for key, gap in found.items()}
    assert states == {
        ("inside", "video", 5): "closed",
        ("inside", "audio", 2): "open",
        ("ahead", "video", 30): "faulty-camera",
        ("ahead", "video", 10): "open",
    }
    assert after[early["id"]]["missing_s"] == 10 * MINUTE
    car, _hall = rows(office, "--sessions")
    assert minutes(car, *PARTS) == [180, 155, 5, 20, 0]

    office("report", "day", "2026-11-02", "-o", tmp_path / "out")
    report = (tmp_path / "out" / "proctor-2026-11-02.html").read_text("utf-8")
    assert "cable loose" in report
    office("coverage", "--html", tmp_path / "calendar.html")
    assert "cable loose" in (tmp_path / "calendar.html").read_text("utf-8")
    with Record.open(tmp_path) as record:
        assert [line for line in record.check() if "Evidence" not in line] == []
