"""``proctor rules why`` and ``proctor flags explain`` at the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.home import Home
from proctor.judge import judge, run_of
from proctor.observations import write
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from tests.audit.stories import recording
from tests.scenes import drawn, log_of, place

Type = Callable[..., Any]

LOG = log_of(
    drawn(place("seat-01"), person="#" * 60, people="5" * 10 + "#" * 14 + "5" * 36 + " = 2"),
    drawn(place("seat-02", x=0.7), person="#" * 60, people="5" * 40 + "#" * 4 + "5" * 16 + " = 2"),
    drawn(PICTURE_PLACE, frame="#" * 60),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Half a minute of a hall with one extra person, and one who went at once."""
    home = tmp_path / "proctor-home"
    facts = recording("a")
    facts = replace(facts, account=LOG.header.account)
    log = replace(LOG, header=replace(LOG.header, recording="a" * 64, clock=facts.clock))
    off = with_overrides(NO_PROFILE, ["PASS.enabled=false"])
    book = resolve(off, "hall", "hall-1", "north")
    with Record.open(home) as record:
        record.add_run(facts, run_of(log, book, judge(log, book)))
    write(log, Home(home).log(log.header.recording, log.header.perception))
    return home


def why(proctor: Type, *words: object) -> dict[str, Any]:
    said = proctor("rules", "why", "--camera", "hall-1", "--json", *words)
    assert said.code == 0, said.err
    answer: dict[str, Any] = json.loads(said.out)
    return answer


def test_what_was_missing_is_told_in_words_and_numbers(home: Path, proctor: Type) -> None:
    found = why(proctor, "--code", "EXTRA_PERSON", "--at", "21", "--place", "seat-02")
    (seat,) = found["places"]
    assert (seat["cause"], seat["held_s"], seat["hold_s"]) == ("short", 2.0, 5.0)
    assert "at least 0.5 for 2.0 s only, 5 s asked" in seat["words"]
    assert len(seat["media_s"]) == len(seat["sureness"]) == len(seat["columns"]["people"])


def test_wall_time_finds_the_recording(home: Path, proctor: Type) -> None:
    found = why(proctor, "--code", "extra_person", "--at", "2026-11-02T01:00:08+00:00")
    assert found["media_s"] == 8.0
    assert found["places"][0]["cause"] == "held"
    assert len(found["flags"]) == 1


@pytest.mark.parametrize(
    ("code", "at", "reason"),
    [
        ("DATA_ANOM", "8", "no-rule"),
        ("PEEK", "2026-11-03T01:00:08+00:00", "no-recording"),
        ("PEEK", "4000", "no-recording"),
        ("CLK_DRIFT", "8", "no-sense"),
        ("GAZE_OFF", "8", "not-asked"),
        ("PASS", "8", "not-asked"),
    ],
)
def test_what_was_not_judged_is_said_to_be_so(
    home: Path, proctor: Type, code: str, at: str, reason: str
) -> None:
    found = why(proctor, "--code", code, "--at", at)
    assert (found["judged"], found["why"]) == (False, reason)
    assert "not judged" in found["words"]


def test_where_no_footage_is_the_nearest_is_named(home: Path, proctor: Type) -> None:
    late = why(proctor, "--code", "PEEK", "--at", "2026-11-03T01:00:08+00:00")
    assert " goes from 2026-11-02 " in late["words"]
    beyond = why(proctor, "--code", "PEEK", "--at", "4000")
    assert "(0:00:00.0) to 2026-11-02 " in beyond["words"]


def test_a_rule_that_waits_for_somebody_to_ask_says_how(home: Path, proctor: Type) -> None:
    words = why(proctor, "--code", "CLK_DRIFT", "--at", "8")["words"]
    assert "no loaded model supplies clock" in words
    assert "proctor models install --with clock" in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--site", "moon"), "no recording of camera 'hall-1' at the site 'moon'"),
        (("--recording", "zzz"), "No recording of camera 'hall-1' has 'zzz' in its name"),
    ],
)
def test_what_leaves_no_recording_is_named(
    home: Path, proctor: Type, words: tuple[str, str], said: str
) -> None:
    answer = proctor("rules", "why", "--camera", "hall-1", "--code", "PEEK", "--at", "8", *words)
    assert answer.code == 1
    assert said in answer.err


@pytest.mark.parametrize("moment", ["yesterday", "9:99", "1:60:00", "-5", "1:2:3:4"])
def test_what_is_no_moment_is_refused_with_both_ways_to_write_one(
    home: Path, proctor: Type, moment: str
) -> None:
    answer = proctor("rules", "why", "--camera", "hall-1", "--code", "PEEK", "--at", moment)
    assert answer.code == 2
    assert "1:35" in answer.err


def test_a_log_that_is_gone_tells_nothing(home: Path, proctor: Type) -> None:
    for path in (home / "logs").rglob("*.parquet"):
        path.unlink()
    assert why(proctor, "--code", "EXTRA_PERSON", "--at", "8")["why"] == "no-log"


def test_the_answer_is_a_sentence_and_a_picture_of_the_columns(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    words = ("rules", "why", "--camera", "hall-1", "--code", "EXTRA_PERSON", "--at", "0:21")
    for ending, start in (("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")):
        path = tmp_path / f"why.{ending}"
        said = proctor(*words, "--place", "seat-02", "-o", path)
        assert said.code == 0, said.err
        assert "It did not last" in said.out
        assert path.read_bytes().lower().startswith(start.lower())
    assert "未能持续" in proctor("--lang", "zh", *words).out


def test_a_camera_that_nobody_knows_is_an_error(home: Path, proctor: Type) -> None:
    said = proctor("rules", "why", "--camera", "hall-9", "--code", "PEEK", "--at", "8")
    assert said.code == 1
    assert "There is no recording of camera 'hall-9'." in said.err


def test_a_flag_is_explained_with_its_columns_then_and_otherwise(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    (flag,) = (json.loads(line) for line in proctor("flags", "--json").out.splitlines())
    picture = tmp_path / "flag.svg"
    said = proctor("flags", "explain", flag["id"], "-o", picture)
    assert said.code == 0, said.err
    assert "people" in said.out
    assert "■" in said.out
    assert "Rulebook " in said.out
    assert flag["id"] in picture.read_text("utf-8")
    found = json.loads(proctor("flags", "explain", flag["id"], "--json").out)
    assert found["during"] == {"people": 2.0}
    assert found["usual"] == {"people": 1.0}
    assert found["rule"]["hold_s"] == 5.0


def test_a_picture_that_was_asked_for_and_not_made_is_told(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    words = ("rules", "why", "--camera", "hall-1", "--code", "GAZE_OFF", "--at", "8")
    said = proctor(*words, "-o", tmp_path / "why.png")
    assert "Nothing was drawn into" in said.err
    assert not (tmp_path / "why.png").exists()


def test_a_picture_with_another_ending_is_refused(home: Path, proctor: Type) -> None:
    (flag,) = (json.loads(line) for line in proctor("flags", "--json").out.splitlines())
    said = proctor("flags", "explain", flag["id"], "-o", "flag.bmp")
    assert said.code == 1
    assert "pictures end in .png, .svg, .html" in said.err
