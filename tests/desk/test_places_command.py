"""Places at the command line: found from logs, changed, refused, forgotten."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proctor.audit import Record
from proctor.geometry import Box
from proctor.home import Home
from proctor.observations import Columns, LogHeader, ObservationLog, write
from proctor.places import AISLE_PLACE, PICTURE_PLACE, Place, Why
from proctor.timeline import UNKNOWN_CLOCK
from tests.audit.stories import account, recording, run
from tests.conftest import WORLD

Type = Callable[..., Any]
SEATS = tuple(
    Place(f"seat-0{n}", "seat", Box(x, 0.4, x + 0.1, 0.6), (x + 0.05, 0.45), "sat", 0.93)
    for n, x in ((1, 0.1), (2, 0.5))
)


def car(why: Why, sure: float | None) -> tuple[Place, ...]:
    """A car whose driver sits on the left of the picture."""
    left = Place("driver", "driver", Box(0, 0, 0.5, 1), (0.25, 0.3), why, sure)
    return left, Place("passenger", "passenger", Box(0.5, 0, 1, 1), (0.75, 0.3), why, sure)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A hall and a car, analysed."""
    home = tmp_path / "proctor-home"
    hall = recording("a", path=str(WORLD / "hall_a.mp4"))
    road = recording("b", subject="road", camera="car-7")
    with Record.open(home) as record:
        for facts, places in ((hall, SEATS), (road, car("wheel", 0.93))):
            made = run(facts)
            record.add_run(facts, made)
            every = (*places, AISLE_PLACE, PICTURE_PLACE)
            header = LogHeader(
                facts.fingerprint, made.key.perception, facts.subject, facts.camera, ("person",),
                {}, 500_000, every, account(), UNKNOWN_CLOCK,
            )  # fmt: skip
            seen = Columns(np.array([0, 500_000]), {"person": np.array([0, 1], np.float32)})
            path = Home(home).log(made.key.recording, made.key.perception)
            write(ObservationLog(header, {p.name: seen for p in every}), path)
    return home


def listed(proctor: Type, *words: object) -> list[dict[str, Any]]:
    answer = proctor("cameras", "places", "--json", *words)
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


def test_places_are_found_from_what_was_analysed_and_written_down(home: Path, proctor: Type):
    rows = listed(proctor, "hall-1")
    assert rows[0] == {
        "name": "seat-01",
        "kind": "seat",
        "zone": [0.1, 0.4, 0.2, 0.6],
        "anchor": [0.15, 0.45],
        "why": "sat",
        "sure": 0.93,
        "seat": None,
    }
    text = (home / "places" / "hall-1.toml").read_text("utf-8")
    assert 'name = "seat-01"  # somebody sat here for 93% of the footage' in text
    assert [row["why"] for row in listed(proctor, "hall-1")] == ["given", "given"]


def test_the_table_of_a_car_says_how_sure_it_is_of_the_driver_and_why(home: Path, proctor: Type):
    out = proctor("cameras", "places", "car-7").out
    assert "wheel seen before this person in 93% of the looks" in out


def test_changes_by_hand_are_kept(home: Path, proctor: Type):
    words = ("--set", "seat-03=0.7,0.4,0.8,0.6", "--remove", "seat-02", "--rename", "seat-01=A1")
    assert [r["name"] for r in listed(proctor, "hall-1", *words)] == ["A1", "seat-03"]
    assert [r["name"] for r in listed(proctor, "hall-1")] == ["A1", "seat-03"]


def test_a_car_is_turned_round_by_word(home: Path, proctor: Type):
    assert listed(proctor, "car-7", "--drive", "left")[0]["zone"][0] == 0.5
    assert listed(proctor, "car-7", "--view", "rear")[0]["zone"][0] == 0.0


def test_forgetting_goes_back_to_what_is_found(home: Path, proctor: Type):
    listed(proctor, "hall-1", "--remove", "seat-01")
    answer = proctor("cameras", "places", "hall-1", "--forget")
    assert (answer.code, answer.err) == (0, "hall-1: places are found from footage again.\n")
    assert len(listed(proctor, "hall-1")) == 2


def test_a_still_shows_the_places(home: Path, proctor: Type, tmp_path: Path):
    for name, magic in (("a.png", b"\x89PNG"), ("a.jpg", b"\xff\xd8")):
        answer = proctor("cameras", "places", "hall-1", "-o", tmp_path / name)
        assert answer.code == 0, answer.err
        assert (tmp_path / name).read_bytes().startswith(magic)


def test_a_still_of_a_recording_that_is_gone_is_refused_with_the_cure(
    home: Path, proctor: Type, tmp_path: Path
):
    answer = proctor("cameras", "places", "car-7", "-o", tmp_path / "a.jpg")
    assert answer.code == 1
    assert "No recording of camera car-7 is there to draw on." in answer.err


def test_a_camera_that_nobody_knows_is_refused_with_those_that_are(home: Path, proctor: Type):
    answer = proctor("cameras", "places", "hall-2")
    assert answer.code == 1
    assert "Cameras known: car-7, hall-1" in answer.err


def test_a_broken_file_is_named_with_its_line_and_may_be_forgotten(home: Path, proctor: Type):
    listed(proctor, "hall-1")
    file = home / "places" / "hall-1.toml"
    file.write_text(file.read_text("utf-8").replace("zone = ", "zome = ", 1), "utf-8")
    answer = proctor("cameras", "places", "hall-1")
    assert answer.code == 1
    assert "line 8: nothing is called 'zome'." in answer.err
    assert "Did you mean zone?" in answer.err
    assert proctor("cameras", "places", "hall-1", "--forget").code == 0


def test_a_new_look_does_not_overwrite_what_is_written_down(home: Path, proctor: Type):
    listed(proctor, "hall-1")
    answer = proctor("cameras", "places", "hall-1", "--from", WORLD / "hall_a.mp4")
    assert answer.code == 1
    assert "written down already" in answer.err
    assert "--forget" in answer.err


@pytest.mark.parametrize(
    "words", [("--set", "seat-01"), ("--set", "seat-01=1,2"), ("--rename", "a"), ("-o", "a.gif")]
)
def test_what_cannot_be_meant_is_wrong_usage(home: Path, proctor: Type, words: tuple[str, ...]):
    assert proctor("cameras", "places", "hall-1", *words).code == 2


def test_a_camera_is_told_how_its_picture_is_put_together(home: Path, proctor: Type):
    rows = listed(proctor, "car-7", "--grid", "2x2:driver,road,panel,panel")
    assert [(row["name"], row["role"]) for row in rows] == [
        ("cell driver", "driver"),
        ("cell road", "road"),
        ("cell panel", "panel"),
        ("cell panel-2", "panel"),
    ]
    answer = proctor("cameras", "places", "car-7")
    assert "not looked at" in answer.out
    assert "found when it is analysed next" in answer.err
    seats = listed(proctor, "car-7", "--drive", "left")[4:]
    assert [(row["name"], row["zone"]) for row in seats] == [
        ("driver", [0.25, 0.0, 0.5, 0.5]),
        ("passenger", [0.0, 0.0, 0.25, 0.5]),
    ]


def test_a_grid_without_a_driver_or_in_a_hall_is_refused(home: Path, proctor: Type):
    for camera, grid in (("car-7", "2x2:road,road,panel,panel"), ("hall-1", "2x1:driver,panel")):
        answer = proctor("cameras", "places", camera, "--grid", grid)
        assert answer.code == 1
        assert "one of the cells must show the driver" in answer.err


def test_a_camera_that_nobody_analysed_may_be_told_with_its_subject(home: Path, proctor: Type):
    words = ("car-9", "--grid", "1+2:driver,officer,panel")
    assert proctor("cameras", "places", *words).code == 2
    assert listed(proctor, *words, "--subject", "road")[1]["zone"] == [0.6667, 0.0, 1.0, 0.5]
    assert (home / "places" / "car-9.toml").exists()
