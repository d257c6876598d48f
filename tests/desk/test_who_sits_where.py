"""An officer asks whom a flag is about; an office tells which camera shows what."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.errors import StorageError
from proctor.findings import RecordingFacts
from proctor.home import Home
from proctor.rosters import Attempt
from proctor.rosters.sealing import sealed, site_key
from tests.audit.stories import MORNING, WANG, recording, run, session
from tests.desk.test_places_command import SEATS, home, listed
from tests.rosters.test_photos import png

__all__ = ["home"]

Type = Callable[..., Any]
HERE = replace(WANG, site="north", room="hall 1", starts=MORNING, ends=MORNING + timedelta(hours=1))
CAR = replace(HERE, subject="road", room="京A1234学", seat="", officer="孙三", serial="2")


def enroll(home: Path, *attempts: Attempt) -> None:
    with Record.open(home) as record:
        record.add_attempts([sealed(attempt, site_key(Home(home))) for attempt in attempts])


def watched(home: Path, facts: RecordingFacts, code: str, place: str) -> None:
    made = replace(run(facts, [(code, place, 10.0, 20.0)], rulebook="other"), places=SEATS)
    with Record.open(home) as record:
        record.add_run(facts, made)


def flags(proctor: Type, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in proctor("flags", "--json", *words).out.splitlines()]


def test_a_seat_is_named_once_and_its_flags_tell_the_candidate(home: Path, proctor: Type) -> None:
    enroll(home, HERE)
    watched(home, recording("c"), "PEEK", "seat-02")
    assert "proctor cameras places --seat" in proctor("flags", "show", flags(proctor)[0]["id"]).out
    rows = listed(proctor, "hall-1", "--seat", "seat-02=12")
    assert [row["seat"] for row in rows] == [None, "12"]
    (row,) = flags(proctor)
    who = row["who"]
    assert (who["room"], who["seat"], who["examiner"], who["ambiguous"]) == (
        "hall 1", "12", "赵一", False,
    )  # fmt: skip
    (attempt,) = who["attempts"]
    assert (attempt["name"], attempt["id_number"]) == ("王*", "110***********2215")
    assert attempt["serial"] == HERE.serial
    assert flags(proctor, "--names")[0]["who"]["attempts"][0]["name"] == "王伟"
    assert "王* · 12" in proctor("flags").out
    assert "王伟" not in proctor("flags").out
    shown = proctor("flags", "show", row["id"]).out
    for text in ("Candidate: 王* · 110***********2215", "hall 1 · 12", "Examiner: 赵一"):
        assert text in shown
    assert "王伟" in proctor("flags", "show", row["id"], "--names").out


def test_whoever_reads_names_is_on_record_before_they_are_shown(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll(home, HERE, CAR)
    watched(home, recording("c"), "PEEK", "seat-02")
    listed(proctor, "hall-1", "--seat", "seat-02=12")
    (row,) = flags(proctor)
    proctor("sessions", "attempts")
    assert proctor("sessions", "viewings", "--json").out == ""
    monkeypatch.setenv("PROCTOR_USER", "Officer Li")
    flags(proctor, "--names", "--level", "3")
    proctor("flags", "show", row["id"], "--names")
    proctor("sessions", "attempts", "--names", "--hall", CAR.room)
    looks = [json.loads(one) for one in proctor("sessions", "viewings", "--json").out.splitlines()]
    assert [look["by"] for look in looks] == ["Officer Li"] * 3
    assert [look["serials"] for look in looks] == [[HERE.serial], [HERE.serial], [CAR.serial]]
    assert looks[0]["asked"] == "proctor flags level=3 order=time"
    assert looks[1]["asked"] == f"proctor flags show flag_id={row['id']}"
    mine = proctor("sessions", "viewings", "--serial", CAR.serial)
    assert f"proctor sessions attempts hall={CAR.room}" in mine.out
    assert len(mine.out.splitlines()) == 2


def test_names_that_cannot_be_noted_are_not_shown(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll(home, HERE)

    def full(*_args: object) -> None:
        raise StorageError("the disk is full")

    monkeypatch.setattr(Record, "add_viewing", full)
    answer = proctor("sessions", "attempts", "--names")
    assert answer.code == 1
    assert "王伟" not in answer.out


def test_a_seat_keeps_its_name_when_another_is_named_and_gives_it_up_for_a_new_one(
    home: Path, proctor: Type
) -> None:
    listed(proctor, "hall-1", "--seat", "seat-01=11")
    listed(proctor, "hall-1", "--seat", "seat-02=12")
    assert [row["seat"] for row in listed(proctor, "hall-1")] == ["11", "12"]
    listed(proctor, "hall-1", "--seat", "seat-02=13")
    assert [row["seat"] for row in listed(proctor, "hall-1")] == ["11", "13"]


def test_two_places_never_have_one_seat_nor_one_place_two(home: Path, proctor: Type) -> None:
    words = ("cameras", "places", "hall-1", "--seat", "seat-01=12", "--seat")
    twice, both = proctor(*words, "seat-02=012号"), proctor(*words, "seat-01=13")
    assert (twice.code, both.code) == (2, 2)
    assert "another place has that seat already" in twice.err
    assert "that place has another seat already" in both.err
    with Record.open(home) as record:
        assert record.camera_seats() == {}


def test_a_seat_that_goes_to_another_place_is_told(home: Path, proctor: Type) -> None:
    listed(proctor, "hall-1", "--seat", "seat-01=12")
    answer = proctor("cameras", "places", "hall-1", "--seat", "seat-02=012号", "--json")
    assert "Seat 12 was at another place of this camera until now." in answer.err
    assert [row["seat"] for row in listed(proctor, "hall-1")] == [None, "012号"]


def test_a_hall_that_no_roster_names_is_told_with_those_there_are(
    home: Path, proctor: Type
) -> None:
    words = ("cameras", "places", "hall-1", "--hall")
    assert proctor(*words, "hall 9").err == ""
    enroll(home, HERE)
    assert (
        f"No roster names hall 9 at the site {HERE.site} yet; there are: hall 1."
        in proctor(*words, "hall 9", "--site", HERE.site).err
    )
    assert proctor(*words, "HALL 1", "--site", HERE.site).err == ""
    moon = proctor(*words, "hall 1", "--site", "moon")
    assert f"No roster is of the site moon yet; there are rosters of: {HERE.site}." in moon.err


@pytest.mark.parametrize(
    "told",
    ["seat-09=12", "seat-01", "seat-01=", "aisle=3", "seat-01=\x1b[31m", f"seat-01={'1' * 201}"],
)
def test_a_seat_that_is_none_is_refused_and_nothing_is_noted(
    home: Path, proctor: Type, told: str
) -> None:
    assert proctor("cameras", "places", "hall-1", "--seat", told).code in (1, 2)
    with Record.open(home) as record:
        assert record.camera_seats() == {}


def test_seats_of_a_camera_are_those_of_its_own_site(home: Path, proctor: Type) -> None:
    with Record.open(home) as record:
        record.add_recording(replace(recording("e"), site="south"))
    listed(proctor, "hall-1", "--seat", "seat-02=12", "--site", "north")
    listed(proctor, "hall-1", "--seat", "seat-02=31", "--site", "south")
    named = [listed(proctor, "hall-1", "--site", at)[1]["seat"] for at in ("north", "south")]
    assert named == ["12", "31"]


def test_a_camera_of_a_car_is_tied_to_its_plate_and_untied(home: Path, proctor: Type) -> None:
    enroll(home, CAR, replace(CAR, serial="3", room="京A5678学"))
    watched(home, recording("d", subject="road", camera="car-7"), "PHONE", "driver")
    assert flags(proctor)[0]["who"]["lack"] == "room"
    assert proctor("cameras", "places", "car-7", "--hall", "京A1234学").code == 0
    who = flags(proctor)[0]["who"]
    assert (who["room"], who["officer"], len(who["attempts"])) == ("京A1234学", "孙三", 1)
    assert proctor("cameras", "places", "car-7", "--hall", "").code == 0
    assert flags(proctor)[0]["who"]["lack"] == "room"


def test_a_camera_of_two_sites_is_told_by_its_site(home: Path, proctor: Type) -> None:
    with Record.open(home) as record:
        record.add_recording(replace(recording("e"), site="south"))
    answer = proctor("cameras", "places", "hall-1", "--hall", "hall 1")
    assert answer.code == 1
    assert "Name one with --site: north, south" in answer.err
    assert proctor("cameras", "places", "hall-1", "--hall", "1", "--site", "south").code == 0
    assert "No footage of a camera" in proctor("cameras", "places", "x", "--hall", "1").err


def test_entities_are_counted(home: Path, proctor: Type) -> None:
    enroll(home, HERE, CAR, replace(CAR, serial="3", starts=CAR.ends, ends=CAR.ends + timedelta(1)))
    with Record.open(home) as record:
        record.add_exam_session(replace(session(), hall="empty hall"))

    def counted(kind: str) -> list[tuple[object, ...]]:
        lines = proctor("sessions", "count", kind, "--json").out.splitlines()
        rows = [json.loads(line) for line in lines]
        return [(r["name"], r["site"], r["attempts"], r["candidates"]) for r in rows]

    assert counted("examiner") == [("赵一", ["north"], 3, 1)]
    assert counted("officer") == [("孙三", ["north"], 2, 1)]
    assert counted("vehicle") == [("京A1234学", ["north"], 2, 1)]
    assert counted("hall") == [("hall 1", ["north"], 1, 1)]
    assert "平安驾校" in proctor("sessions", "count", "school").out


def test_photos_of_a_folder_come_in_once(home: Path, tmp_path: Path, proctor: Type) -> None:
    enroll(home, HERE)
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / f"{HERE.serial}.png").write_bytes(png())
    (folder / "110101199003072215.png").write_bytes(b"GIF")

    def taken_in(*words: str) -> list[dict[str, Any]]:
        answer = proctor("sessions", "photos", folder, "--json", *words)
        assert answer.code == 1
        return [json.loads(line) for line in answer.out.splitlines()]

    problem, summary = taken_in("--dry-run")
    assert problem["file"] == "110***********2215.png"
    assert (summary["good"], summary["new"]) == (1, None)
    assert not (home / "photos").exists()
    assert taken_in()[-1]["new"] == 1
    assert taken_in()[-1]["known"] == 1
    (row,) = proctor("sessions", "attempts", "--json").out.splitlines()
    assert Home(home).photo(json.loads(row)["photo"]).read_bytes() == png()
    assert "110***********2215.png" in proctor("sessions", "photos", folder).out
    with Record.open(home) as record:
        assert [line for line in record.check() if "photo" in line] == []
        Home(home).photo(json.loads(row)["photo"]).unlink()
        assert next(line for line in record.check() if "photo" in line).endswith("missing.")
