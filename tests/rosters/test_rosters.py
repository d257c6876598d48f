"""Rosters as offices export them: every good row comes in, every fault is named."""

import os
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from proctor.errors import RosterError
from proctor.rosters import Problem, Roster, checked
from proctor.rosters.numbers import check, is_right, shown
from tests.rosters.drawn import HEADINGS, drawn, workbook

ROW = (
    "126000000001,11010119900307221X,王伟,1,城东考场,1考室,12,,C1,赵一,,平安驾校,"
    "2026-11-23,09:30,10:15"
)
CODES = "lsh,sfzmhm,xm,kskm,kcmc,ks,kw,kchp,kscx,ksy1,aqy,jxmc,ksrq,kssj,jssj"


def number(first: str = "11010119900307221") -> str:
    return first + check(first)


def csv(path: Path, *rows: str, headings: str = CODES, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join((headings, *rows, "")).encode(encoding))
    return path


def row(**changes: str) -> str:
    cells = dict(zip(CODES.split(","), ROW.split(","), strict=True)) | {"sfzmhm": number()}
    return ",".join((cells | changes).values())


def faults(roster: Roster) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in roster.problems]


def test_a_row_of_the_exam_system_is_an_attempt(tmp_path: Path) -> None:
    (attempt,) = checked(csv(tmp_path / "a.csv", row()), "elsewhere").attempts
    assert (attempt.site, attempt.room, attempt.seat) == ("城东考场", "1考室", "12")
    assert attempt.subject == "hall"
    assert attempt.starts == datetime(2026, 11, 23, 9, 30).astimezone()
    assert (attempt.ends - attempt.starts).seconds == 45 * 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_usual_encoding_and_separator_is_read(tmp_path: Path, encoding: str, mark: str) -> None:
    text = f"\ufeff{CODES}" if encoding == "utf-8" else CODES
    rows = [line.replace(",", mark) for line in (text, row())]
    (tmp_path / "a.csv").write_bytes("\r\n".join(rows).encode(encoding))
    assert checked(tmp_path / "a.csv", "x").attempts[0].name == "王伟"


def test_headings_may_be_chinese_under_a_title_and_in_any_order(tmp_path: Path) -> None:
    order = list(reversed(range(len(HEADINGS))))
    cells = [*row().split(","), "", ""]
    text = [
        "2026年11月考试计划",
        ",".join(f"{HEADINGS[n]} *：" for n in order),
        ",".join(cells[n] for n in order),
    ]
    (tmp_path / "a.csv").write_text("\n".join(text), "utf-8")
    assert checked(tmp_path / "a.csv", "x").attempts[0].serial == "126000000001"


def test_a_table_without_what_must_be_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"lacks columns: 身份证明号码 \(sfzmhm\), 姓名 \(xm\)"):
        checked(csv(tmp_path / "a.csv", headings="lsh,kskm,ksrq,kssj,jssj"), "x")


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"sfzmhm": "110101199003072211"}, "sfzmhm"),
        ({"sfzmhm": "?"}, "sfzmhm"),
        ({"kskm": "4"}, "kskm"),
        ({"kw": ""}, "kw"),
        ({"kskm": "3"}, "kchp"),
        ({"kskm": "3", "kchp": "A1234"}, "kchp"),
        ({"kscx": "Z"}, "kscx"),
        ({"ksrq": "2026-02-30"}, "ksrq"),
        ({"ksrq": "1926-02-20"}, "ksrq"),
        ({"kssj": "2026-02-30 09:30"}, "kssj"),
        ({"jssj": "09:30"}, "jssj"),
        ({"jssj": "23:30"}, "jssj"),
        ({"xm": "王\x07伟"}, "xm"),
        ({"xm": "王" * 201}, "xm"),
    ],
)
def test_a_fault_is_named_by_row_and_column(
    tmp_path: Path, changes: dict[str, str], column: str
) -> None:
    roster = checked(csv(tmp_path / "a.csv", row(lsh="1"), row(**changes)), "x")
    assert len(roster.attempts) == 1
    assert faults(roster) == [(3, column)]


def test_every_fault_of_a_row_is_named_at_once(tmp_path: Path) -> None:
    roster = checked(csv(tmp_path / "a.csv", row(lsh="", kskm="9", ksrq="?")), "x")
    assert faults(roster) == [(2, "lsh"), (2, "kskm"), (2, "ksrq")]
    assert roster.refused == 1


def test_an_exam_may_end_after_midnight(tmp_path: Path) -> None:
    (attempt,) = checked(csv(tmp_path / "a.csv", row(kssj="23:30", jssj="00:15")), "x").attempts
    assert (attempt.ends - attempt.starts).seconds == 45 * 60


@pytest.mark.parametrize(
    ("check_in", "breaks", "faulty"),
    [
        ("09:00", "09:40-09:45；09:50～09:55", []),
        ("", "", []),
        ("09:31", "", ["qdsj"]),
        ("", "09:20-09:40", ["休息"]),
        ("", "09:50-09:55;09:40-09:45", ["休息"]),
        ("9点", "soon", ["qdsj", "休息"]),
    ],
)
def test_check_in_and_breaks_may_be_told(
    tmp_path: Path, check_in: str, breaks: str, faulty: list[str]
) -> None:
    file = csv(tmp_path / "a.csv", f"{row()},{check_in},{breaks}", headings=f"{CODES},qdsj,休息")
    roster = checked(file, "x")
    assert [problem.column for problem in roster.problems] == faulty
    if not faulty and check_in:
        (attempt,) = roster.attempts
        assert attempt.check_in == attempt.starts - timedelta(minutes=30)
        (first, last), (_again, _over) = attempt.breaks
        assert (first - attempt.starts, last - first) == (
            timedelta(minutes=10),
            timedelta(minutes=5),
        )


def test_check_in_may_be_before_midnight(tmp_path: Path) -> None:
    night = row(kssj="00:10", jssj="00:40")
    (attempt,) = checked(
        csv(tmp_path / "a.csv", f"{night},23:50", headings=f"{CODES},qdsj"), "x"
    ).attempts
    assert attempt.check_in == attempt.starts - timedelta(minutes=20)


def test_the_same_row_twice_counts_once_and_a_contradiction_is_a_fault(tmp_path: Path) -> None:
    roster = checked(csv(tmp_path / "a.csv", row(), row(), row(kw="13")), "x")
    assert len(roster.attempts) == 1
    assert roster.repeated == 1
    assert roster.problems[0].message == "Row 2 says otherwise about the same attempt."


def test_dates_and_times_of_a_spreadsheet_are_understood(tmp_path: Path) -> None:
    cells: list[object] = list(row().split(","))
    cells[0] = 126000000001
    cells[12:] = [date(2026, 11, 23), time(9, 30), 0.427083333]
    book = Workbook()
    book.active.append(CODES.split(","))
    book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    (attempt,) = checked(tmp_path / "a.xlsx", "x").attempts
    assert attempt.serial == "126000000001"
    assert (attempt.ends - attempt.starts).seconds == 45 * 60


def test_an_identity_number_that_the_spreadsheet_rounded_is_told_as_such(tmp_path: Path) -> None:
    cells: list[object] = list(row().split(","))
    cells[1] = 110101199003072210
    book = Workbook()
    book.active.append(CODES.split(","))
    book.active.append(cells)
    book.save(tmp_path / "a.xlsx")
    (problem,) = checked(tmp_path / "a.xlsx", "x").problems
    assert "lost its last digits" in problem.message
    assert "19900307" not in problem.value


def zipped(name: str) -> bytes:
    """A binary workbook (.xlsb), as far as anybody looks."""
    kept = BytesIO()
    with ZipFile(kept, "w") as parts:
        parts.writestr("[Content_Types].xml", f"{TYPES}{TYPE.format(name)}</Types>")
        parts.writestr(name, b"x")
    return kept.getvalue()


TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
TYPE = '<Override PartName="/{}" ContentType="application/vnd.ms-excel.sheet.binary.main"/>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04not a zip", "is not an XLSX workbook"),
        (zipped("xl/workbook.bin"), "is not an XLSX workbook"),
        (b"\xd0\xcf\x11\xe0old excel", "is an old .xls, or a workbook with a password"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_cure(
    tmp_path: Path, data: bytes, told: str
) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(RosterError, match=told):
        checked(tmp_path / "a.xlsx", "x")


def test_a_missing_file_is_told_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match=r"none\.csv cannot be read"):
        checked(tmp_path / "none.csv", "x")


def test_a_pipe_is_no_roster_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(RosterError, match="not a regular file"):
        checked(tmp_path / "pipe.csv", "x")


def test_a_file_that_no_roster_fills_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(1 << 40)  # takes no room on the disk
    with pytest.raises(RosterError, match="more than 256 MB"):
        checked(tmp_path / "a.csv", "x")


def test_a_large_workbook_gives_every_good_row_and_every_fault(tmp_path: Path) -> None:
    table, spoilt = drawn(1_000, 60)
    roster = checked(workbook(tmp_path / "a.xlsx", table), "x")
    assert len(roster.attempts) == 940
    assert faults(roster) == [(fault.row, fault.column) for fault in spoilt]


def test_problems_show_no_identity_number(tmp_path: Path) -> None:
    wrong = number()[:-1] + "0"
    (problem,) = checked(csv(tmp_path / "a.csv", row(sfzmhm=wrong)), "x").problems
    assert isinstance(problem, Problem)
    assert problem.value == "110***********2210"


@given(st.integers(0, 99_999_999), st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_of_an_identity_number_passes(born: int, at: int, by: int) -> None:
    first = f"110101199003{born:05d}"[:17]
    good = first + check(first)
    bad = good[:at] + str((int(good[at]) + by) % 10) + good[at + 1 :]
    assert not is_right(bad)


@given(st.text(max_size=30))
def test_what_is_shown_of_a_number_hides_most_of_it(number: str) -> None:
    assert len(shown(number)) == len(number)
    assert sum(c == "*" for c in shown(number)) >= min(len(number), 1) * (len(number) - 7)


def car(serial: str, starts: str, ends: str, plate: str = "京A1234学") -> str:
    one = number(f"110101199003{serial.zfill(2)}{serial.zfill(3)}")
    return row(lsh=serial, sfzmhm=one, kskm="3", kchp=plate, kssj=starts, jssj=ends)


def test_one_car_for_a_whole_class_at_once_is_one_doubt(tmp_path: Path) -> None:
    rows = (car(str(n), "09:00", "12:00") for n in range(1, 15))
    roster = checked(csv(tmp_path / "a.csv", *rows), "x")
    assert len(roster.attempts) == 14
    (doubt,) = roster.doubts
    assert (doubt.row, doubt.column, doubt.value) == (2, "kchp", "京A1234学")
    assert doubt.message.endswith(": row 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more.")


def test_a_car_is_free_again_at_the_moment_that_an_exam_ends(tmp_path: Path) -> None:
    rows = car("1", "09:00", "09:30"), car("2", "09:30", "10:00"), car("3", "08:30", "09:00")
    assert checked(csv(tmp_path / "a.csv", *rows), "x").doubts == []


def test_each_overlap_names_the_rows_that_really_overlap(tmp_path: Path) -> None:
    times = ("09:00", "12:00"), ("09:10", "09:20"), ("09:15", "09:25"), ("11:50", "12:30")
    rows = (car(str(n), *each) for n, each in enumerate((*times, ("12:10", "12:20")), 1))
    roster = checked(csv(tmp_path / "a.csv", *rows), "x")
    told = [(one.row, one.message.split(": ")[1]) for one in roster.doubts]
    assert told == [(2, "row 3, 4, 5."), (5, "row 6.")]


def test_nobody_is_in_two_cars_at_once_and_the_number_is_not_shown(tmp_path: Path) -> None:
    one = car("1", "09:00", "09:30")
    other = one.replace("1,", "2,", 1).replace("A1234", "A9999")
    (doubt,) = checked(csv(tmp_path / "a.csv", one, other), "x").doubts
    assert (doubt.row, doubt.column) == (2, "sfzmhm")
    assert doubt.value.count("*") == 11
    assert doubt.message == "The same candidate is elsewhere at the same time: row 3."


def test_the_same_attempt_in_two_rows_is_no_clash_with_itself(tmp_path: Path) -> None:
    assert checked(csv(tmp_path / "a.csv", row(), row()), "x").doubts == []


def test_a_table_on_a_hidden_sheet_is_told_rather_than_called_no_roster(tmp_path: Path) -> None:
    book = Workbook()
    hidden = book.create_sheet("旧名单")
    hidden.append(CODES.split(","))
    hidden.append(row().split(","))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(RosterError, match="its table on a hidden sheet: 旧名单") as told:
        checked(tmp_path / "a.xlsx", "x")
    assert "show it in the spreadsheet" in told.value.hint
