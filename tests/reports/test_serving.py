"""Flags by examiner, safety officer, school and car, with the attempts to divide by."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from proctor.findings import FlagRow
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Held, Seating, Sitting
from reports.counts.serving import By, Serving
from reports.facts import gather
from reports.period import Period
from reports.publish import DRAWN
from tests.reports.reading import READ
from tests.reports.records import (
    BEIJING,
    HOUR,
    SCRIPT,
    FakeRecord,
    StandingClock,
    account,
    beijing,
    film,
    flag,
)
from tests.reports.test_formats import circular

NOVEMBER = Period.month(2026, 11, BEIJING)
SITE = "城东考场"
NINE = beijing("2026-11-05T09:00")
WANG = Enrolled(
    serial="1", person="a" * 64, id_shown="110***********2215", name="王伟", subject="road",
    site=SITE, room="京A1学", seat="", licence="C1", examiner="赵一", officer="孙三",
    school="平安", starts=NINE, ends=NINE + timedelta(minutes=30),
)  # fmt: skip
LI = replace(WANG, serial="2", person="b" * 64, name="李芳", examiner="钱二",
             starts=WANG.ends, ends=WANG.ends + timedelta(minutes=30))  # fmt: skip
OCTOBER = replace(WANG, serial="3", starts=beijing("2026-10-31T23:50"))
CAR = film("car.mp4", NINE, camera="car-1", subject="road", gave=account(0.75))
TIED = Seating({(SITE, "京A1学"): [OCTOBER, WANG, LI]}, ties={(SITE, "car-1"): "京A1学"})


def about(*attempts: Enrolled, state: str = "pending", at_s: float = 60) -> FlagRow:
    row = flag(CAR, "PHONE", at_s, state=state)  # type: ignore[arg-type]
    return replace(row, sitting=Sitting("", "京A1学", "", attempts))


def served(seating: Seating, *rows: FlagRow) -> Serving:
    record = FakeRecord(rows, [CAR], known=seating)
    return gather(record, NOVEMBER, Path(), StandingClock()).serving  # type: ignore[arg-type]


def lines(found: Serving, kind: By) -> list[tuple[str, int, int]]:
    return [(t.key, t.footage.recordings, t.decisions.flags) for t in found.by[kind]]


def test_every_attempt_of_the_period_is_a_denominator_with_or_without_flags() -> None:
    found = served(TIED, about(LI), about(LI, state="confirmed"))
    assert (found.attempts, found.candidates, found.involved) == (2, 2, 1)
    assert lines(found, "examiner") == [("钱二", 1, 2), ("赵一", 1, 0)]
    assert lines(found, "officer") == [("孙三", 2, 2)]
    assert lines(found, "vehicle") == [("京A1学", 2, 2)]


def test_hours_are_those_of_attempts_that_were_filmed_and_judged() -> None:
    (second, first) = served(TIED, about(LI)).by["examiner"]
    assert first.footage.expected_us == second.footage.expected_us == HOUR // 2
    assert (first.footage.analysed_us, second.footage.analysed_us) == (HOUR // 2, HOUR // 4)


def test_footage_that_nobody_judged_is_no_denominator_of_flags() -> None:
    waiting = film("new.mp4", NINE, camera="car-1", subject="road", gave=account(1), analysed=False)
    record = FakeRecord([], [waiting], known=TIED)
    found = gather(record, NOVEMBER, Path(), StandingClock()).serving  # type: ignore[arg-type]
    (both,) = found.by["school"]
    assert (both.footage.covered_us, both.footage.analysed_us) == (HOUR, 0)


def test_a_flag_that_may_mean_two_counts_for_the_one_who_served_at_both() -> None:
    found = served(TIED, about(WANG, LI, state="confirmed"))
    assert lines(found, "examiner") == [("赵一", 1, 0), ("钱二", 1, 0)]
    assert lines(found, "school") == [("平安", 2, 1)]
    assert (found.untied["examiner"], found.untied["school"], found.involved) == (1, 0, 0)


def test_footage_counts_for_the_room_that_the_session_gave_its_camera() -> None:
    quarter = timedelta(minutes=15)
    halves = [
        Held(room, NINE + n * quarter, NINE + (n + 1) * quarter, ("car-1",))
        for n, room in enumerate(("京A1学", "京A2学"))
    ]
    other = replace(WANG, room="京A2学", examiner="钱二")
    known = Seating({(SITE, "京A1学"): [WANG], (SITE, "京A2学"): [other]}, {SITE: halves})
    analysed = {t.key: t.footage.analysed_us for t in served(known).by["examiner"]}
    assert analysed == {"赵一": HOUR // 4, "钱二": HOUR // 4}


def test_without_rosters_the_report_says_that_it_does_not_know() -> None:
    assert served(Seating()) == Serving()


@pytest.mark.parametrize("ending", sorted(DRAWN))
def test_every_format_shows_the_tables_and_no_whole_name(tmp_path: Path, ending: str) -> None:
    evil = replace(WANG, examiner=SCRIPT, name="王<b>伟")
    record = FakeRecord([about(evil)], [CAR], known=replace(TIED, attempts={(SITE, "x"): [evil]}))
    text = READ[ending](DRAWN[ending](circular(record, tmp_path)))
    if ending != "xlsx":
        assert "表6-1　按考试员" in text
    assert "王**** · 京A1学" in text
    assert SCRIPT in text
    assert "王<b>伟" not in text


def test_small_samples_are_marked_and_many_people_are_cut_in_documents_only(tmp_path: Path) -> None:
    many = [
        replace(WANG, serial=f"s{n}", examiner=f"考官{n:02}", starts=NINE + timedelta(hours=n),
                ends=NINE + timedelta(hours=n, minutes=30))
        for n in range(40)
    ]  # fmt: skip
    report = circular(FakeRecord([], [CAR], known=Seating({(SITE, "x"): many})), tmp_path, "en")
    document, workbook = (READ[e](DRAWN[e](report)) for e in ("html", "xlsx"))
    assert "考官00 ※" in document
    assert "Further rows in the workbook: 10." in document
    assert "考官39" not in document
    assert "考官39 ※" in workbook
