"""``proctor evaluate`` from a record and files of truth to tables, lines and pages."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.geometry import Box
from proctor.home import Home
from proctor.i18n import activate
from proctor.observations import Columns, LogHeader, ObservationLog, write
from proctor.places import PICTURE_PLACE, Place
from proctor.timeline import SECOND, ClockMap
from tests.audit.stories import StandingClock, account, recording, review, run

Type = Callable[..., Any]

EVENTS = [
    {"code": "PEEK", "place": "1-1", "start_s": 10, "end_s": 20, "visible": 1.0},
    {"code": "PHONE", "place": "1-1", "start_s": 40, "end_s": 50, "visible": 1.0},
    {"code": "HAND_EAR", "place": "1-1", "start_s": 60, "end_s": 70, "visible": 0.0},
]
FLAGS = [("PEEK", "seat-1", 11.0, 19.0), ("PEEK", "seat-1", 100.0, 104.0)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An hour of a hall: one peek found, another one in vain; a later run found nothing."""
    home = tmp_path / "proctor-home"
    hall = recording("a")
    with Record.open(home, clock=StandingClock()) as record:
        record.add_run(hall, run(hall, rulebook="strict"))
        record.add_run(hall, run(hall, FLAGS))
    return home


def truth(folder: Path, **changed: object) -> Path:
    path = folder / "a.truth.json"
    plain: dict[str, object] = {
        "version": 2,
        "clip": "a",
        "sha256": "a" * 64,
        "size": [100, 100],
        "duration_s": 3600,
        "camera": {"name": "front"},
        "places": [{"place": "1-1", "box": [10, 20, 30, 80], "taken": True}],
        "events": EVENTS,
        "acts": [{"act": "glance", "place": "1-1", "start_s": 101, "end_s": 102}],
    }
    path.write_text(json.dumps(plain | changed), encoding="utf-8")
    return path


def log(home: Path, *, anchor: tuple[float, float] = (0.2, 0.3)) -> None:
    """The observation log of the run, which knows where ``seat-1`` is."""
    import numpy as np

    seat = Place("seat-1", "seat", Box(0.1, 0.2, 0.3, 0.8), anchor)
    rows = Columns(np.array([0], np.int64), {})
    header = LogHeader(
        recording="a" * 64,
        perception="eyes",
        subject="hall",
        camera="hall-1",
        senses=("person",),
        models={},
        every_us=SECOND,
        places=(PICTURE_PLACE, seat),
        account=account(),
        clock=ClockMap(None),
    )
    path = Home(home).log("a" * 64, "eyes")
    write(ObservationLog(header, {"picture": rows, "seat-1": rows}), path)


def lines(proctor: Type, *words: object) -> dict[str, list[dict[str, Any]]]:
    answer = proctor("evaluate", "--json", *words)
    assert answer.code == 0, answer.err
    result: dict[str, list[dict[str, Any]]] = {}
    for line in map(json.loads, answer.out.splitlines()):
        result.setdefault(line["kind"], []).append(line)
    return result


def test_flags_are_held_against_the_truth_by_the_bytes_of_the_recording(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    log(home)
    said = lines(proctor, truth(tmp_path))
    scores = {line["code"]: line for line in said["score"]}
    assert list(scores) == ["PHONE", "PEEK", "HAND_EAR", "all"]
    peek = scores["PEEK"]
    assert (peek["hits"], peek["missed"], peek["false_alarms"]) == (1, 0, 1)
    assert peek["overlap"] == 0.8
    assert peek["pmiss_at"]["0.02"]["value"] == 0.0
    assert peek["pmiss_at"]["0.01"] is None
    assert scores["HAND_EAR"]["ignored"] == 1
    hourly = scores["all"]["false_alarms_per_hour"]
    assert hourly["value"] == pytest.approx(3600 / 3596)  # four seconds have no pictures
    assert [(one["code"], one["place"]) for one in said["miss"]] == [("PHONE", "1-1")]
    assert [one["on_acts"] for one in said["false-alarm"]] == [["glance"]]
    assert said["hit"][0]["found_at"] == "seat-1"
    assert {one["code"]: one["missing"] for one in said["not-judged"]} == {"PHONE": ["phone"]}


def test_the_table_has_the_numbers_and_the_lists(home: Path, proctor: Type, tmp_path: Path) -> None:
    log(home)
    answer = proctor("evaluate", truth(tmp_path))
    assert answer.code == 0, answer.err
    for part in (
        "Recall (95 %)",
        "50 % (9–91)",  # 1 of 2 flags right
        "Missed (1)",
        "False alarms (1)",
        "1-1 (seat-1)",
        "no model for: phone",
        "too short",
        "1 recordings, 59.9 minutes.",
        "as in TRECVID ActEV",
    ):
        assert part in answer.out, part
    assert "Few recordings (1)" in answer.err


def test_another_run_may_be_asked_for(home: Path, proctor: Type, tmp_path: Path) -> None:
    log(home)
    scores = lines(proctor, truth(tmp_path), "--run", 1)["score"]
    assert scores[-1]["claims"] == 0
    answer = proctor("evaluate", truth(tmp_path), "--run", 9)
    assert (answer.code, "Run 9 is of none of these recordings." in answer.err) == (1, True)


def test_without_a_log_places_are_compared_by_name_and_that_is_said(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    said = lines(proctor, truth(tmp_path))
    assert said["score"][-1]["hits"] == 0
    assert any("compared by name" in note for note in said["evaluation"][0]["notes"])
    assert lines(proctor, truth(tmp_path), "--anywhere")["score"][-1]["hits"] == 1


def test_a_flag_elsewhere_in_the_picture_is_no_hit(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    log(home, anchor=(0.9, 0.3))
    assert lines(proctor, truth(tmp_path))["score"][-1]["hits"] == 0


def test_only_the_codes_asked_for(home: Path, proctor: Type, tmp_path: Path) -> None:
    log(home)
    scores = lines(proctor, truth(tmp_path), "--code", "peek")["score"]
    assert [line["code"] for line in scores] == ["PEEK", "all"]


def test_a_recording_is_found_by_its_name_when_the_bytes_differ_and_that_is_said(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    said = lines(proctor, truth(tmp_path, sha256="b" * 64))
    assert any("found by its name alone" in note for note in said["evaluation"][0]["notes"])


def test_a_recording_that_was_never_analysed_is_an_error_with_its_cure(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    answer = proctor("evaluate", truth(tmp_path, clip="other", sha256="c" * 64))
    assert answer.code == 1
    assert "Not analysed yet, so there is nothing to compare: other." in answer.err
    assert "proctor analyze" in answer.err


def test_two_truths_of_one_recording_are_refused(home: Path, proctor: Type, tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    answer = proctor("evaluate", truth(tmp_path), truth(tmp_path / "second"))
    assert (answer.code, "are about the same recording" in answer.err) == (1, True)


def test_nothing_is_written_over_the_truth_nor_twice_into_one_file(
    home: Path, proctor: Type, tmp_path: Path
) -> None:
    path, page = truth(tmp_path), tmp_path / "page"
    before = path.read_bytes()
    over = proctor("evaluate", path, "--html", tmp_path / "b" / ".." / path.name)
    twice = proctor("evaluate", path, "--html", page, "--png", page)
    assert (over.code, twice.code) == (2, 2)
    assert "nothing is written over it" in over.err
    assert "--html and --png name the same file." in twice.err
    assert path.read_bytes() == before
    assert not page.exists()


def test_a_page_is_no_reason_to_replace_a_device(home: Path, proctor: Type, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    answer = proctor("evaluate", truth(tmp_path), "--html", pipe)
    assert (answer.code, "it is not a regular file" in answer.err) == (1, True)
    assert pipe.is_fifo()
    assert "Free some disk space" not in answer.err


@pytest.mark.parametrize("option", ["--min-visible", "--fps"])
def test_what_is_no_number_is_wrong_usage(
    home: Path, proctor: Type, tmp_path: Path, option: str
) -> None:
    answer = proctor("evaluate", truth(tmp_path), option, "nan")
    assert (answer.code, "nan is no number." in answer.err) == (2, True)


def test_thousands_of_false_alarms_are_written_out(proctor: Type, tmp_path: Path) -> None:
    home, hall = tmp_path / "many", recording("a")
    told = [("PEEK", "seat-1", 10 + 2.0 * n, 11 + 2.0 * n) for n in range(1500)]
    with Record.open(home, clock=StandingClock()) as record:
        record.add_run(hall, run(hall, told))
    table = proctor("evaluate", truth(tmp_path), "--home", home).out
    assert "1,502 (1,427–1,580)" in table


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_narrow_terminal_breaks_no_code_and_no_flag(
    home: Path, proctor: Type, tmp_path: Path, lang: str
) -> None:
    log(home)
    proctor("evaluate", truth(tmp_path), "--lang", lang)
    activate("en")
    answer = proctor("evaluate", truth(tmp_path), "--lang", lang, env={"COLUMNS": "80"})
    said = answer.out.splitlines()
    assert max(len(line) for line in said if not line.startswith(("A flag", "提示与"))) <= 80
    with Record.open(home) as record:
        flags = [row.flag.id for row in record.flags()]
    assert sum(line.startswith(flags[1]) for line in said) == 1
    # Found and missed, the rates of flags, and miss rates in two halves.
    assert sum(line.startswith("HAND_EAR ") for line in said) == 4


@pytest.mark.parametrize(
    "words", [(), ("--from-reviews", "--html", "x.html"), ("--from-reviews", "--anywhere")]
)
def test_what_makes_no_sense_is_wrong_usage(home: Path, proctor: Type, words: Any) -> None:
    answer = proctor("evaluate", *words)
    assert (answer.code, "--from-reviews" in answer.err) == (2, True)


def test_a_page_and_a_picture_are_written(home: Path, proctor: Type, tmp_path: Path) -> None:
    log(home)
    page, picture = tmp_path / "out" / "a.html", tmp_path / "out" / "a.png"
    answer = proctor("evaluate", truth(tmp_path), "--html", page, "--png", picture)
    assert answer.code == 0, answer.err
    assert page.read_bytes().lstrip().lower().startswith(b"<!doctype html")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert f"Written: {page}" in answer.err


def test_reviewers_verdicts_give_precision_and_false_alarms_but_no_misses(
    home: Path, proctor: Type
) -> None:
    with Record.open(home, clock=StandingClock()) as record:
        right, wrong = sorted(row.flag.id for row in record.flags())
        record.add_review(review(right))
        record.add_review(review(wrong, "false-alarm", reason="staff"))
    said = lines(proctor, "--from-reviews")
    (peek, overall), (how,) = said["score"], said["evaluation"]
    assert (peek["code"], peek["flags"], peek["confirmed"], peek["false_alarms"]) == (
        "PEEK",
        2,
        1,
        1,
    )
    assert (peek["precision"]["value"], peek["reviewed"]["value"]) == (0.5, 1.0)
    assert overall["hours"] == pytest.approx(3596 / 3600)  # four seconds have no pictures
    assert "no miss rate" in how["method"]
    table = proctor("evaluate", "--from-reviews").out
    assert "50 % (9–91)" in table
    assert "Inconclusive" in table


def test_flags_nobody_decided_about_are_apart(home: Path, proctor: Type) -> None:
    with Record.open(home, clock=StandingClock()) as record:
        record.add_review(review(record.flags()[0].flag.id, "inconclusive"))
    (peek, _overall) = lines(proctor, "--from-reviews", "--code", "PEEK")["score"]
    assert (peek["inconclusive"], peek["pending"], peek["precision"]) == (1, 1, None)
    assert peek["reviewed"]["value"] == 0.5


def test_no_false_alarm_is_claimed_while_nobody_has_decided(home: Path, proctor: Type) -> None:
    said = lines(proctor, "--from-reviews")
    assert [line["false_alarms_per_hour"] for line in said["score"]] == [None, None]
    assert "only those that were found to be false" in said["evaluation"][0]["method"]


def test_the_latest_of_two_verdicts_counts(home: Path, proctor: Type) -> None:
    with Record.open(home, clock=StandingClock()) as record:
        flag = record.flags()[0].flag.id
        record.add_review(review(flag))
        record.add_review(review(flag, "false-alarm", by="Wang", reason="staff"))
    (peek, _overall) = lines(proctor, "--from-reviews", "--code", "PEEK")["score"]
    assert (peek["confirmed"], peek["false_alarms"], peek["pending"]) == (0, 1, 1)


def test_a_record_without_recordings_has_no_figures(proctor: Type, tmp_path: Path) -> None:
    (overall,) = lines(proctor, "--from-reviews", "--home", tmp_path / "new")["score"]
    assert (overall["flags"], overall["precision"], overall["reviewed"]) == (0, None, None)
    assert overall["false_alarms_per_hour"] is None
