"""Results as the exam system exports them: with columns per item, or with a row per item."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.errors import RosterError
from proctor.results import Item, Results, checked
from proctor.results.cells import duration
from proctor.results.columns import headings_of
from proctor.rosters.numbers import check, shown
from proctor.timeline import Span, stamp

NUMBER = "11010119900307221" + check("11010119900307221")
WIDE = "lsh,sfzmhm,xm,kskm,kchp,kscx,ksy1,ksrq,kssj,jssj,kscj,合格,起步用时,起步扣分,会车用时"
ROW = (
    f"126000000001,{NUMBER},王伟,3,京A1234学,C1,赵一,2026-11-23,09:30:05,09:52:40,"
    "90,合格,35,10,1:10"
)
LONG = "流水号,身份证明号码,科目,考车,日期,开始,结束,成绩,合格,项目,用时,扣分"


def file(path: Path, *rows: str, headings: str = WIDE) -> Path:
    path.write_text("\n".join((headings, *rows)), "utf-8")
    return path


def long(item: str, seconds: str, deducted: str, **other: str) -> str:
    cells = dict(zip(LONG.split(","), _LONG.split(","), strict=True))
    return ",".join((cells | {"项目": item, "用时": seconds, "扣分": deducted} | other).values())


_LONG = f"126000000001,{NUMBER},3,京A1234学,2026-11-23,09:30,09:52,90,1,,,"


def faults(found: Results) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in found.problems]


def test_a_row_with_columns_per_item_is_a_result(tmp_path: Path) -> None:
    (result,) = checked(file(tmp_path / "a.csv", ROW), "城东考场").results
    one = result.outcome
    assert (one.room, one.licence, one.examiner, one.site) == (
        "京A1234学",
        "C1",
        "赵一",
        "城东考场",
    )
    assert (one.score, one.passed) == (90.0, True)
    assert one.items == (Item("起步", 35.0, 10.0), Item("会车", 70.0, None))
    assert (one.ends - one.starts).seconds == 22 * 60 + 35


def test_rows_per_item_are_joined_into_one_result(tmp_path: Path) -> None:
    rows = long("起步", "35", "10"), long("会车", "1分10秒", "")
    (result,) = checked(file(tmp_path / "a.csv", *rows, headings=LONG), "x").results
    assert result.outcome.items == (Item("起步", 35.0, 10.0), Item("会车", 70.0, None))


def test_an_attempt_with_one_faulty_row_is_not_taken_by_halves(tmp_path: Path) -> None:
    rows = long("起步", "35", "10"), long("会车", "soon", "")
    found = checked(file(tmp_path / "a.csv", *rows, headings=LONG), "x")
    assert found.results == []
    assert faults(found) == [(3, "用时")]


def test_a_row_whose_moment_cannot_be_read_spoils_its_attempt(tmp_path: Path) -> None:
    rows = long("起步", "35", "10"), long("会车", "70", "", 开始="?")
    found = checked(file(tmp_path / "a.csv", *rows, headings=LONG), "x")
    assert found.results == []
    assert faults(found) == [(3, "开始")]


def test_a_serial_in_full_width_is_spoilt_with_the_attempt_it_means(tmp_path: Path) -> None:
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in "126000000001")
    spoilt = long("会车", "70", "", 流水号=wide, 开始="?")
    found = checked(file(tmp_path / "a.csv", long("起步", "35", "10"), spoilt, headings=LONG), "x")
    assert found.results == []


def test_rows_that_disagree_about_an_attempt_are_a_fault(tmp_path: Path) -> None:
    rows = long("起步", "35", "10"), long("会车", "70", "", 成绩="80")
    found = checked(file(tmp_path / "a.csv", *rows, headings=LONG), "x")
    assert found.results == []
    assert found.problems[0].message == "Row 2 says otherwise about the same attempt."


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    found = checked(file(tmp_path / "a.csv", ROW, ROW), "x")
    assert (len(found.results), found.repeated, found.problems) == (1, 1, [])


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (NUMBER, NUMBER[:-1] + "?", "sfzmhm"),
        (",90,", ",ninety,", "kscj"),
        ("合格", "maybe", "合格"),
        (",35,", ",-3,", "起步用时"),
        ("09:52:40", "09:30:05", "jssj"),
        ("2026-11-23", "2026-11-33", "ksrq"),
        ("京A1234学", "A1234", "kchp"),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    tmp_path: Path, old: str, new: str, column: str
) -> None:
    found = checked(file(tmp_path / "a.csv", ROW.replace(old, new)), "x")
    assert found.results == []
    assert faults(found) == [(2, column)]


def test_rows_without_a_serial_are_told_as_such_and_not_as_one_attempt(tmp_path: Path) -> None:
    rows = ROW.replace("126000000001", ""), ROW.replace("126000000001", "").replace(",90,", ",80,")
    assert faults(checked(file(tmp_path / "a.csv", *rows), "x")) == [(2, "lsh"), (3, "lsh")]


def test_problems_show_no_identity_number_whatever_column_it_stands_in(tmp_path: Path) -> None:
    (problem,) = checked(file(tmp_path / "a.csv", ROW.replace(",90,", f",{NUMBER},")), "x").problems
    assert (problem.column, problem.value) == ("kscj", shown(NUMBER))


def test_a_table_without_what_must_be_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"lacks columns: 身份证明号码 \(sfzmhm\), 考试科目"):
        checked(file(tmp_path / "a.csv", headings="lsh,ksrq,kssj,jssj"), "x")


@pytest.mark.parametrize("title", ["倒车入库用时", "倒车入库 用时：", "倒车入库_seconds"])
def test_headings_of_items_may_be_written_in_several_ways(title: str) -> None:
    assert headings_of(["lsh", title]).items == {"倒车入库": {"seconds": 1}}


@pytest.mark.parametrize("title", ["总扣分", "合计扣分", "考试用时", "考试时长", "total_seconds"])
def test_what_is_told_of_the_whole_exam_is_no_item(title: str) -> None:
    assert headings_of(["lsh", title]).items == {}


@given(st.integers(0, 5999))
def test_a_length_of_time_reads_the_same_however_it_is_written(seconds: int) -> None:
    minutes, rest = divmod(seconds, 60)
    written = (
        seconds,
        str(seconds),
        f"{minutes}:{rest:02}",
        f"{minutes}分{rest}秒",
        f"{seconds} s",
    )
    assert {duration(one) for one in written} == {float(seconds)}


def local(hour: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23 {hour}").astimezone(UTC)


TIMED = f"{LONG},项目开始,项目结束"


def timed(item: str, starts: str, ends: str, seconds: str = "", **other: str) -> str:
    return f"{long(item, seconds, '', **other)},{starts},{ends}"


def test_items_have_moments_where_the_file_gives_them(tmp_path: Path) -> None:
    rows = timed("起步", "09:31:05", "09:31:40"), timed("会车", "9:35", "", "70")
    (result,) = checked(file(tmp_path / "a.csv", *rows, headings=TIMED), "x").results
    first, second = result.outcome.items
    assert (first.starts, first.ends) == (local("09:31:05"), local("09:31:40"))
    assert (first.lasted_s, second.lasted_s) == (35.0, 70.0)
    assert second.span == Span(stamp(local("09:35:00")), stamp(local("09:36:10")))


def test_columns_per_item_may_give_its_moments_and_other_beginnings_are_no_items(
    tmp_path: Path,
) -> None:
    wide = f"{WIDE},起步开始时间,起步结束时间,报名开始时间"
    table = file(tmp_path / "a.csv", f"{ROW},09:31:05,09:31:40,yesterday", headings=wide)
    found = checked(table, "x")
    assert found.problems == []
    one = found.results[0].outcome.items[0]
    assert (one.name, one.starts, one.ends) == ("起步", local("09:31:05"), local("09:31:40"))


def test_moments_of_items_after_midnight_are_those_of_the_next_day(tmp_path: Path) -> None:
    night = {"开始": "23:50", "结束": "00:20"}
    rows = timed("起步", "23:55", "00:05", **night), timed("会车", "00:06", "00:08", **night)
    (result,) = checked(file(tmp_path / "a.csv", *rows, headings=TIMED), "x").results
    assert [item.lasted_s for item in result.outcome.items] == [600.0, 120.0]


def test_an_item_that_ends_before_it_starts_is_a_fault(tmp_path: Path) -> None:
    row = timed("起步", "09:31:40", "09:31:05")
    found = checked(file(tmp_path / "a.csv", row, headings=TIMED), "x")
    assert found.results == []
    assert faults(found) == [(2, "项目结束")]
