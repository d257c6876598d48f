"""A car with two cameras: what the other one saw, or did not see, is shown."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.reviewing import converse
from proctor.home import Home
from proctor.judge import judge, run_key
from proctor.observations import write
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import ClockMap
from tests.audit.stories import MORNING, recording, run, session
from tests.scenes import drawn, log_of, place

Type = Callable[..., Any]
PHONE, NOTHING, NOBODY = "." * 20 + "#" * 12 + "." * 28, "." * 60, "?" * 60


def film(home: Path, name: str, camera: str, phone: str, late_s: float = 0) -> None:
    """A camera's half minute of the driver, judged."""
    clock = ClockMap(MORNING - timedelta(seconds=late_s), "given", 0.5)
    facts = recording(name, camera=camera, subject="road", clock=clock)
    drawing = log_of(
        drawn(place("driver", "driver"), person="#" * 60, phone=phone),
        drawn(PICTURE_PLACE, frame="#" * 60),
        subject="road",
    )
    header = replace(drawing.header, recording=name * 64, camera=camera, clock=clock)
    log = replace(drawing, header=header)
    book = resolve(NO_PROFILE, "road", camera)
    write(log, Home(home).log(header.recording, header.perception))
    made = replace(
        run(facts),
        key=run_key(log, book),
        rulebook=book.text,
        judgement=judge(log, book),
        places=header.places,
    )
    with Record.open(home) as record:
        record.add_run(replace(facts, account=header.account), made)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The schedule knows that both cameras are in one car."""
    home = tmp_path / "proctor-home"
    planned = replace(session(), hall="A1234", subject="road", cameras=("inside", "front"))
    with Record.open(home) as record:
        record.add_exam_session(planned)
        record.add_exam_session(replace(planned, hall="A5678", cameras=("elsewhere",)))
    film(home, "a", "inside", PHONE)
    return home


def shown(proctor: Type, camera: str = "inside") -> dict[str, Any]:
    listed = [json.loads(line) for line in proctor("flags", "--json").out.splitlines()]
    flag = next(row for row in listed if (row["camera"], row["code"]) == (camera, "PHONE"))
    return json.loads(proctor("flags", "show", flag["id"], "--json").out)


def test_a_camera_that_judged_the_driver_then_and_saw_no_phone_is_named(
    home: Path, proctor: Type
) -> None:
    film(home, "b", "front", NOTHING, late_s=2)
    found = shown(proctor)
    assert (found["seen_by"], found["not_seen_by"], found["partners"]) == ([], ["front"], [])
    assert "Not seen by front, which judged" in proctor("flags", "show", found["id"]).out


def test_a_camera_that_could_not_judge_says_nothing(home: Path, proctor: Type) -> None:
    film(home, "b", "front", NOBODY)
    assert shown(proctor)["not_seen_by"] == []


def test_a_camera_of_another_car_says_nothing(home: Path, proctor: Type) -> None:
    film(home, "b", "elsewhere", NOTHING)
    assert shown(proctor)["not_seen_by"] == []


def test_what_both_saw_is_marked_and_shown_with_the_partner(home: Path, proctor: Type) -> None:
    film(home, "b", "front", PHONE)
    found = shown(proctor)
    (partner,) = found["partners"]
    assert [(each["camera"], each["flag"]) for each in found["seen_by"]] == [("front", partner)]
    assert found["not_seen_by"] == []
    assert found["group"] == min(found["id"], partner)
    assert "inside +1" in proctor("flags").out
    assert f"Seen by front as well: {partner}" in proctor("flags", "show", found["id"]).out


@pytest.mark.parametrize(("keys", "states"), [("cy", {"confirmed"}), ("cn", {"pending"})])
def test_the_same_decision_for_the_partner_is_offered_not_taken_for_granted(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch, keys: str, states: set[str]
) -> None:
    film(home, "b", "front", PHONE)
    found, typed = shown(proctor), iter(keys)
    monkeypatch.setattr(click, "getchar", lambda: next(typed))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    converse(App(home, "en"), found["id"], "Li", None, None)
    assert shown(proctor)["state"] == "confirmed"
    assert {shown(proctor, "front")["state"]} == states
