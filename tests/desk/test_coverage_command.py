"""What was filmed, what is missing and what was decided, as typed and read."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.findings import RecordingFacts
from proctor.timeline import SECOND, ClockMap, Span
from tests.audit.stories import HOUR, MORNING, StandingClock, recording, run, session

Type = Callable[..., Any]


def filmed(name: str, camera: str, minutes: int, length_s: int = 3600) -> RecordingFacts:
    """A whole recording that begins so many minutes after the session."""
    clock = ClockMap(MORNING + minutes / 60 * HOUR, "given", 0.5)
    facts = recording(name, camera=camera, clock=clock)
    assert facts.account is not None
    span = Span(0, length_s * SECOND)
    return replace(facts, account=replace(facts.account, span=span, holes=()))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One session of two cameras: the front's last quarter and all of the rear are missing."""
    with Record.open(tmp_path, clock=StandingClock()) as record:
        record.add_exam_session(session(cameras=("front", "rear")))
        facts = filmed("a", "front", 0, 2700)
        record.add_run(facts, run(facts))
    return tmp_path


def listed(proctor: Type, *words: object) -> list[dict[str, Any]]:
    answer = proctor("coverage", *words, "--json")
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


@pytest.fixture
def typed(proctor: Type, home: Path) -> Type:
    return lambda *words, **more: proctor("--home", home, *words, **more)


def test_a_session_adds_up_over_its_cameras(typed: Type) -> None:
    (row,) = listed(typed, "--sessions")
    assert row["cameras"] == 2
    assert (row["planned_s"], row["covered_s"], row["missing_s"]) == (7200, 2700, 4500)
    assert row["planned_s"] == row["covered_s"] + row["damaged_s"] + row["missing_s"]
    assert [gap["camera"] for gap in row["gaps"]] == ["front", "rear"]
    assert row["gaps"][0]["start"] == "2026-11-02T01:45:00.000000+00:00"


def test_cameras_and_days_tell_the_same(typed: Type) -> None:
    cameras, days = listed(typed, "--cameras"), listed(typed, "--days")
    assert {row["camera"]: row["coverage"] for row in cameras} == {
        "front": "75.00 %",
        "rear": "0.00 %",
    }
    total = sum(row["missing_s"] for row in cameras)
    assert total == sum(row["missing_s"] for row in days) == 4500
    assert len(listed(typed, "--camera-days", "--camera", "rear")) == 1
    assert listed(typed, "--days", "--until", "2026-11-01") == []


def test_the_table_by_default_is_what_recordings_say_of_themselves(typed: Type) -> None:
    (row,) = listed(typed)
    assert (row["camera"], row["expected_s"], row["missing_s"]) == ("front", 2700, 0)
    assert listed(typed, "--since", "2026-11-03") == []
    (row,) = listed(typed, "--files")
    assert row["holes"] == []


def test_what_nobody_asked_for_is_listed_with_its_reason(typed: Type, home: Path) -> None:
    with Record.open(home) as record:
        record.add_recording(filmed("b", "front", 50))
        record.add_recording(recording("c", camera="front", clock=ClockMap(None)))
    rows = listed(typed, "--unscheduled")
    assert [(row["reason"], row["length_s"]) for row in rows] == [
        ("outside-sessions", 3000),
        ("no-wall-time", 3596),
    ]


def test_a_gap_lives_from_being_found_to_being_closed(typed: Type, home: Path) -> None:
    front, rear = sorted(listed(typed, "gaps"), key=lambda row: row["camera"])
    assert (front["state"], front["missing_s"]) == ("open", 900)
    words = ("coverage", "decide", rear["id"][:8], "--as", "faulty-camera", "--by", "Li Lei")
    assert "needs a reason" in typed(*words).err
    answer = typed(*words, "--reason", "no power", "--json")
    assert json.loads(answer.out)["seen"] == rear["missing"]
    assert [row["id"] for row in listed(typed, "gaps", "--state", "faulty-camera")] == [rear["id"]]
    with Record.open(home) as record:
        record.add_recording(filmed("b", "front", 40))
    states = {row["id"]: row["state"] for row in listed(typed, "gaps")}
    assert states == {front["id"]: "closed", rear["id"]: "faulty-camera"}
    late = typed("coverage", "decide", front["id"], "--as", "unexplained", "--by", "Li Lei")
    assert late.code == 1
    assert "footage arrived" in late.err


def test_the_name_may_stand_in_the_environment_and_is_asked_for(typed: Type) -> None:
    gap = listed(typed, "gaps")[0]["id"]
    words = ("coverage", "decide", gap, "--as", "unexplained")
    assert "name of the person" in typed(*words).err
    assert "Wang" in typed(*words, env={"PROCTOR_USER": "Wang"}).out
    assert typed("coverage", "decide", "zzz", "--as", "unexplained", "--by", "Li").code == 1


def test_a_person_reads_the_same_list(typed: Type) -> None:
    text = typed("coverage", "gaps").out
    assert re.search(r"open +front +hall 1 +no picture", text)
    assert typed("coverage", "gaps", "--state", "closed").out.count("\n") == 1


def test_the_page_is_one_file_that_fetches_nothing(typed: Type, home: Path) -> None:
    target = home / "calendar.html"
    assert typed("coverage", "--html", target, "--lang", "zh").out == f"{target}\n"
    page = target.read_text("utf-8")
    assert "摄像机录像完整情况" in page
    assert not re.search(r"(src|href)=|url\(|<script", page)
    for gap in listed(typed, "gaps"):
        assert gap["id"] in page


def test_a_cancelled_session_owes_nothing_and_may_be_held_after_all(typed: Type) -> None:
    known = ("--site", "north", "--hall", "hall 1", "--starts", "2026-11-02T01:00:00+00:00")
    assert len(listed(typed, "gaps")) == 2
    assert typed("sessions", "cancel", *known, "--reason", " ").code == 2
    assert typed("sessions", "cancel", *known, "--reason", "flood").code == 0
    assert listed(typed, "--sessions") == []
    assert {row["state"] for row in listed(typed, "gaps")} == {"withdrawn"}
    assert typed("sessions", "cancel", *known, "--reason", "flood").code == 1
    assert "flood" in typed("sessions", "list", "--cancelled").out
    again = ("sessions", "add", *known, "--ends", "2026-11-02T02:00:00+00:00")
    assert typed(*again, "--camera", "front", "--camera", "rear").code == 0
    assert {row["state"] for row in listed(typed, "gaps")} == {"open"}
    (row,) = [json.loads(line) for line in typed("sessions", "list", "--json").out.splitlines()]
    assert row["cameras"] == ["front", "rear"]
