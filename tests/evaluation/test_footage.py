"""Which footage counts: what was annotated and what there are pictures of."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.errors import NotFoundError
from proctor.evaluation import Case, Measure, Reference, ReferenceEvent, gather, score
from proctor.geometry import Box
from proctor.home import Home
from proctor.timeline import SECOND
from tests.audit.stories import StandingClock, recording, run
from tests.evaluation.stories import case, event, flag, span

QUICK = Measure(resamples=20)
SEEN = [("PEEK", "seat-1", 100.0, 104.0)]


def truth(**changed: Any) -> Reference:
    plain = Reference("a", "a.truth.json", "a" * 64, "front", 3600 * SECOND)
    return replace(plain, **changed)


def gathered(tmp_path: Path, reference: Reference, runs: tuple[int, ...] = ()) -> Case:
    """Truth beside an hour of a hall, of which four seconds have no pictures."""
    with Record.open(tmp_path, clock=StandingClock()) as record:
        for rulebook in ("strict", "mild"):
            record.add_run(recording(), run(recording(), SEEN, rulebook=rulebook))
        (found,) = gather(record, Home(tmp_path), [reference], runs)
    return found


def test_missing_footage_is_no_time_in_which_nothing_was_flagged(tmp_path: Path):
    sheet = score([gathered(tmp_path, truth())], QUICK)
    assert sheet.minutes == pytest.approx(3596 / 60)
    assert sheet.overall.false_alarms_per_hour.value == pytest.approx(3600 / 3596)


def test_a_truth_that_claims_a_day_of_an_hour_does_not_dilute_the_false_alarms(tmp_path: Path):
    found = gathered(tmp_path, truth(duration_us=86_400 * SECOND))
    assert score([found], QUICK).minutes == pytest.approx(3596 / 60)
    assert found.notes == (
        "a ends at 3600.0 s, but its truth at 86400.0 s: is it of this file, at this frame rate?",
    )


def test_flags_outside_the_annotated_part_are_neither_right_nor_wrong(tmp_path: Path):
    found = gathered(tmp_path, truth(start_us=200 * SECOND, duration_us=60 * SECOND))
    sheet = score([found], QUICK)
    assert (sheet.minutes, sheet.overall.claims) == (1.0, 0)
    assert found.notes == (
        "a is annotated from 200.0 to 260.0 s only; flags outside are left out.",
    )


def test_a_flag_that_begins_before_the_annotated_part_may_still_find_an_event():
    part = case([event(200, 210)], [flag(190, 205), flag(150, 190)])
    part = replace(part, reference=replace(part.reference, start_us=200 * SECOND))
    overall = score([part], QUICK).overall
    assert (overall.hits, overall.false_alarms) == (1, 0)


def test_a_truth_without_a_length_is_as_long_as_its_recording(tmp_path: Path):
    found = gathered(tmp_path, truth(duration_us=0))
    assert (found.reference.annotated, found.notes) == (span(0, 3600), ())


def test_a_place_the_truth_does_not_have_is_told(tmp_path: Path):
    stray = ReferenceEvent("PEEK", "drvier", span(100, 104))
    found = gathered(tmp_path, truth(places={"driver": Box(0, 0, 1, 1)}, events=(stray,)))
    assert "a has no place drvier: what happens there may be found anywhere." in found.notes


def test_two_runs_of_one_recording_cannot_both_be_measured(tmp_path: Path):
    with pytest.raises(NotFoundError, match="Runs 1 and 2 are of the same recording"):
        gathered(tmp_path, truth(), runs=(1, 2))


def test_a_watched_camera_is_no_recording_that_truth_could_be_about(tmp_path: Path):
    fingerprint = "live:hall-1:20261102T010000:0001"
    live = replace(recording(path="rtsp://10.0.0.1/a"), fingerprint=fingerprint)
    with Record.open(tmp_path, clock=StandingClock()) as record:
        record.add_run(live, run(live, SEEN))
        with pytest.raises(NotFoundError, match="Not analysed yet"):
            gather(record, Home(tmp_path), [truth(sha256="")])


def test_a_name_no_disk_could_hold_is_merely_not_found(tmp_path: Path):
    with (
        Record.open(tmp_path, clock=StandingClock()) as record,
        pytest.raises(NotFoundError, match="Not analysed yet"),
    ):
        gather(record, Home(tmp_path), [truth(clip="x" * 4000, sha256="")])


def test_footage_in_which_nobody_looked_for_the_code_is_no_footage_for_it():
    looked = case([event(10, 20)], [flag(30, 40)], minutes=60, codes=frozenset({"PEEK"}))
    not_looked = case([], minutes=60, clip="other", codes=frozenset({"PHONE"}))
    sheet = score([looked, not_looked], replace(QUICK, codes=frozenset({"PEEK"})))
    assert sheet.overall.false_alarms_per_hour == sheet.codes[0].false_alarms_per_hour
    assert sheet.overall.minutes == 60


def test_the_record_of_a_clip_is_valid_json_whatever_its_name(proctor, tmp_path: Path):
    home, name = tmp_path / "home", "a\x1b[31m\x9b\n\ud800=cmd"
    with Record.open(home, clock=StandingClock()) as record:
        record.add_run(recording(), run(recording(), SEEN))
    path = tmp_path / "a.truth.json"
    plain = {"clip": name, "sha256": "a" * 64, "duration_s": 3600, "events": []}
    path.write_text(json.dumps(plain))
    page = tmp_path / "a.html"
    table = proctor("evaluate", path, "--home", home, "--html", page)
    lines = proctor("evaluate", path, "--home", home, "--json")
    assert (table.code, lines.code) == (0, 0), table.err
    assert r"a\x1b[31m\x9b\n\ud800=cmd" in table.out
    for shown in (table.out, table.err, lines.out, page.read_text("utf-8")):
        assert not {"\x1b", "\x9b"} & set(shown)
    false = next(line for line in map(json.loads, lines.out.splitlines()) if "flag" in line)
    assert false["recording"] == name
