import json
from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest

from proctor.phases import Phases, Stretch
from proctor.timeline import SECOND, Span
from reports.counts.tally import HOUR, Proportion
from reports.facts import Facts, gather
from reports.period import Period
from tests.reports.records import (
    BEIJING,
    HOSTILE,
    PNG,
    FakeRecord,
    StandingClock,
    account,
    beijing,
    exam,
    film,
    flag,
    november,
)

NOVEMBER = Period.month(2026, 11, BEIJING)


def facts_of(record: FakeRecord, home: Path, period: Period = NOVEMBER) -> Facts:
    return gather(record, period, home, StandingClock())


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    return facts_of(november(tmp_path), tmp_path)


def test_the_totals_of_a_month(facts: Facts) -> None:
    totals = facts.totals
    footage, decided = totals.footage, totals.decisions
    assert totals.sessions == 2
    assert footage.recordings == 6
    assert footage.expected_us == 38 * HOUR
    assert footage.covered_us == 38 * HOUR - 90 * SECOND
    assert footage.analysed_us == 37 * HOUR - 90 * SECOND
    assert (decided.flags, decided.confirmed, decided.false_alarms) == (6, 1, 2)
    assert (decided.inconclusive, decided.pending) == (1, 2)
    assert decided.precision == Proportion(1, 3)


def test_the_month_before_is_counted_and_an_empty_year_is_known_as_empty(facts: Facts) -> None:
    assert facts.before.footage.recordings == 1
    assert facts.before.decisions.flags == 2
    assert facts.year_before.empty


def test_a_recording_over_midnight_gives_each_month_its_part(tmp_path: Path) -> None:
    night = film("night.mp4", beijing("2026-11-30T23:15"))
    record = FakeRecord([flag(night, "SEAT_ABSENT", 3000)], [night])
    first = facts_of(record, tmp_path)
    second = facts_of(record, tmp_path, Period.month(2026, 12, BEIJING))
    assert first.totals.footage.covered_us == HOUR * 3 // 4
    assert second.totals.footage.covered_us == HOUR // 4
    assert (first.totals.decisions.flags, second.totals.decisions.flags) == (0, 1)


def test_hours_of_the_day_share_a_recording_out_and_skip_its_hole(tmp_path: Path) -> None:
    hole = (Span(0, 10 * 60 * SECOND),)
    long = film("long.mp4", beijing("2026-11-03T09:30"), gave=account(2, hole))
    record = FakeRecord([flag(long, "PEEK", 45 * 60)], [long])
    lines = {t.key: t for t in facts_of(record, tmp_path).by_hour}
    assert {key: t.footage.covered_us * 60 // HOUR for key, t in lines.items()} == {
        "09": 20, "10": 60, "11": 30,
    }  # fmt: skip
    assert lines["10"].decisions.flags == 1
    assert lines["10"].per_100h == pytest.approx(100)


def test_a_rule_is_measured_by_the_time_it_could_judge(facts: Facts) -> None:
    lines = {line.code: line for line in facts.by_code}
    assert lines["PEEK"].judged_share == pytest.approx(0.55)
    assert lines["PEEK"].per_100h == pytest.approx(4 / (36 * 0.55) * 100)
    phone = lines["PHONE"]
    assert (phone.asked, phone.unjudged, phone.missing) == (3, 3, ("phone",))
    assert phone.per_100h is None


def test_only_time_of_exams_is_judged_where_a_schedule_is_known(tmp_path: Path) -> None:
    quarter = HOUR // 4
    exam = Stretch(Span(quarter, 2 * quarter), ("exam",), 0)
    outside = Stretch(Span(2 * quarter, HOUR), ("outside",))
    come = Stretch(Span(-HOUR, quarter), ("check-in",))
    phases = Phases("schedule", (come, exam, outside))
    judged = {"PEEK": 0.5, "VID_BLACK": 1.0}
    hall = film("hall.mp4", beijing("2026-11-03T09:00"), judged=judged)
    book = json.dumps({"phases": phases.plain()})
    day = facts_of(FakeRecord((), [hall], rulebooks={7: book}), tmp_path)
    footage = day.totals.footage
    assert (footage.covered_us, footage.analysed_us, footage.exam_us) == (HOUR, quarter, quarter)
    lines = {line.code: line for line in day.by_code}
    assert (lines["PEEK"].asked_us, lines["PEEK"].judged_us) == (quarter, quarter // 2)
    assert lines["VID_BLACK"].judged_us == 2 * quarter
    assert {tally.key: tally.footage.analysed_us for tally in day.by_hour} == {"09": quarter}


def test_a_small_sample_says_so(facts: Facts) -> None:
    assert all(tally.small for tally in facts.by_camera)


def test_a_camera_owes_its_hole_its_damage_and_its_dead_file(facts: Facts) -> None:
    lines = {line.camera: line for line in facts.cameras}
    assert lines[HOSTILE].missing_us == 90 * SECOND
    assert lines[HOSTILE].damaged == 1
    assert lines["大厅前"].unreadable == 1
    assert facts.cameras[0].camera == "大厅前"  # half an hour of each of its two sessions


def test_where_sessions_exist_hours_are_those_that_they_ask_for(facts: Facts) -> None:
    """Two sessions of four hours, each filmed from its half hour on; films run on until night."""
    totals = facts.totals
    assert (totals.expected_us, totals.covered_us) == (8 * HOUR, 7 * HOUR)
    assert totals.coverage == 7 / 8
    # 36 h of the hall less the 7 planned, an hour of the car and one that waits.
    assert totals.schedule.unscheduled_us == 31 * HOUR - 90 * SECOND
    assert totals.footage.analysed_us == 37 * HOUR - 90 * SECOND
    assert [(row.state, row.missing_us) for row in facts.gaps] == [("open", HOUR // 2)] * 2
    assert facts.before.coverage == 1
    assert facts.before.schedule.planned_us == 0


def test_a_camera_that_gave_nothing_of_its_session_is_on_the_list(tmp_path: Path) -> None:
    record = FakeRecord(sessions=[exam("2026-11-03T09:00", 2, "后门")])
    (camera,) = facts_of(record, tmp_path).cameras
    assert (camera.camera, camera.footage.recordings) == ("后门", 0)
    assert (camera.missing_us, camera.coverage, camera.faulty) == (2 * HOUR, 0, True)


def test_damaged_time_of_a_session_is_not_called_covered(tmp_path: Path) -> None:
    hurt = replace(account(), damaged=1, damaged_spans=(Span(0, HOUR // 4),))
    film_of = film("hurt.mp4", beijing("2026-11-03T09:00"), gave=hurt)
    totals = facts_of(
        FakeRecord(films=[film_of], sessions=[exam("2026-11-03T09:00", 1)]), tmp_path
    ).totals
    assert (totals.coverage, totals.schedule.damaged_us) == (0.75, HOUR // 4)


def test_cameras_of_one_name_at_two_sites_stay_two(tmp_path: Path) -> None:
    east = film("east.mp4", beijing("2026-11-03T09:00"), site="城东考场")
    west = film("west.mp4", beijing("2026-11-03T09:00"), site="城西考场")
    facts = facts_of(FakeRecord([flag(west, "PEEK", 5)], [east, west]), tmp_path)
    assert [t.key for t in facts.by_camera] == ["城西考场 · 大厅前", "城东考场 · 大厅前"]
    assert len(facts.cameras) == 2


def test_black_time_counts_once_and_not_when_it_was_a_false_alarm(tmp_path: Path) -> None:
    dark = film("dark.mp4", beijing("2026-11-03T09:00"))
    rows = [
        flag(dark, "VID_BLACK", 10, lasts_s=20, place="picture"),
        flag(dark, "VID_BLACK", 20, lasts_s=20, place="driver"),
        flag(dark, "VID_BLACK", 100, lasts_s=60, state="false-alarm"),
    ]
    camera = facts_of(FakeRecord(rows, [dark]), tmp_path).cameras[0]
    assert camera.poor["VID_BLACK"] == 30 * SECOND
    assert camera.faulty


def test_a_camera_owes_its_silence_its_moved_view_and_the_largest_offset_of_its_clock(
    tmp_path: Path,
) -> None:
    car = film("car.mp4", beijing("2026-11-03T09:00"))
    rows = [
        flag(car, "AUD_NONE", 10, lasts_s=40, place="sound"),
        flag(car, "VID_MOVE", 20, lasts_s=15, place="picture"),
        flag(car, "CLK_DRIFT", 5, place="clock", reasons={"offset_s": 2.5, "change_s": 0.0}),
        flag(car, "CLK_DRIFT", 60, place="clock", reasons={"offset_s": -7.5, "change_s": 0.0}),
    ]
    (camera,) = facts_of(FakeRecord(rows, [car]), tmp_path).cameras
    assert (camera.poor["AUD_NONE"], camera.poor["VID_MOVE"]) == (40 * SECOND, 15 * SECOND)
    assert camera.poor["VID_BLUR"] is None  # nobody judged it there
    assert camera.clock_off_s == -7.5


def test_a_clock_that_only_jumped_is_off_by_nobody_knows_how_much(tmp_path: Path) -> None:
    car = film("car.mp4", beijing("2026-11-03T09:00"))
    rows = [flag(car, "CLK_DRIFT", 5, place="clock", reasons={"change_s": 3.0})]
    (camera,) = facts_of(FakeRecord(rows, [car]), tmp_path).cameras
    assert camera.clock_off_s is not None
    assert isnan(camera.clock_off_s)
    assert camera.faulty


def test_cases_show_the_confirmed_first_and_the_dismissed_never(facts: Facts) -> None:
    assert [case.row.state for case in facts.cases] == [
        "confirmed", "pending", "pending", "inconclusive",
    ]  # fmt: skip
    assert [case.row.flag.code for case in facts.cases[:2]] == ["SEAT_ABSENT", "VID_GAP"]


def test_a_case_shows_only_the_very_bytes_on_record(facts: Facts) -> None:
    pictures = {case.row.flag.code + case.row.state: case for case in facts.cases}
    assert pictures["SEAT_ABSENTconfirmed"].picture == PNG
    assert pictures["SEAT_ABSENTconfirmed"].clip == "evidence/a.mp4"
    assert pictures["PEEKpending"].fault == "missing"
    assert pictures["PEEKinconclusive"].fault == "altered"
    assert pictures["VID_GAPpending"].fault == "none"


def test_one_busy_rule_leaves_room_for_others(tmp_path: Path) -> None:
    hall = film("hall.mp4", beijing("2026-11-03T09:00"))
    busy = [flag(hall, "PHONE", at, state="confirmed") for at in range(0, 100, 10)]
    cases = facts_of(FakeRecord([*busy, flag(hall, "PEEK", 500)], [hall]), tmp_path).cases
    assert [case.row.flag.code for case in cases] == ["PHONE"] * 7 + ["PEEK"]


def test_recordings_without_wall_time_or_analysis_are_not_forgotten(facts: Facts) -> None:
    assert (facts.undated.recordings, facts.undated.flags) == (1, 2)
    assert [p.row.facts.path for p in facts.unanalysed] == ["/nvr/idle.mp4"]
    assert [p.row.facts.path for p in facts.unreadable] == ["/nvr/broken.mp4"]


def test_reasons_and_reviewers_are_counted(facts: Facts) -> None:
    assert facts.reasons == (("看自己的屏幕", 2),)
    assert dict(facts.reviewers) == {"王芳": 3, "李强": 1}


def test_a_flag_of_a_code_we_do_not_know_still_counts(tmp_path: Path) -> None:
    hall = film("hall.mp4", beijing("2026-11-03T09:00"))
    strange = flag(hall, "PEEK", 10)
    strange = replace(strange, flag=replace(strange.flag, code="FUTURE", level=2))
    line = facts_of(FakeRecord([strange], [hall]), tmp_path).by_code[0]
    assert (line.code, line.level, line.decisions.flags) == ("FUTURE", 2, 1)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (1, 1, 0.2065, 1.0)],
)
def test_the_interval_is_wilsons(hits: int, n: int, low: float, high: float) -> None:
    assert Proportion(hits, n).interval == pytest.approx((low, high), abs=5e-5)


def test_nobody_asked_has_no_share_and_no_interval() -> None:
    assert Proportion(0, 0).value is None
    assert Proportion(0, 0).interval is None


def test_half_a_minute_of_footage_gives_no_rate(tmp_path: Path) -> None:
    short = film("short.mp4", beijing("2026-11-03T09:00"), gave=account(1 / 120))
    facts = facts_of(FakeRecord([flag(short, "PEEK", 5)], [short]), tmp_path)
    assert facts.totals.tally.per_100h is None
    assert facts.by_code[0].per_100h is None
