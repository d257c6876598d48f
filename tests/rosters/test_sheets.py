"""Files as offices keep them, and as somebody with bad intentions makes them."""

import random
import zipfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from openpyxl import Workbook

from proctor.errors import RosterError
from proctor.rosters import checked, workbooks
from tests.rosters.drawn import AT, HEADINGS, drawn, workbook

SHEET = "xl/worksheets/sheet1.xml"


def altered(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """A workbook of three rows, its sheet changed."""
    whole = workbook(path.with_name("whole.xlsx"), drawn(3, 0)[0])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == SHEET else data)
    return path


def lines(rows: list[list[str]], mark: str = ",") -> str:
    return "\r\n".join(mark.join(cells) for cells in [HEADINGS, *rows])


def test_merged_cells_tell_of_every_row_they_cover(tmp_path: Path) -> None:
    rows, _faults = drawn(4, 0)
    for cells in rows:
        cells[AT["考场"]], cells[AT["考试日期"]] = "城东考场", "2026-11-23"
    book = Workbook()
    for cells in [["考试安排"], HEADINGS, *rows]:
        book.active.append(cells)
    book.active.merge_cells("A1:Q1")
    for column in ("考场", "考试日期"):
        at = AT[column] + 1
        book.active.merge_cells(start_row=3, end_row=6, start_column=at, end_column=at)
    book.save(tmp_path / "a.xlsx")
    roster = checked(tmp_path / "a.xlsx", "elsewhere")
    assert (len(roster.attempts), roster.problems) == (4, [])
    assert {one.site for one in roster.attempts} == {"城东考场"}


def test_headings_in_two_rows_are_read_as_one(tmp_path: Path) -> None:
    (cells,), _faults = drawn(1, 0)
    book = Workbook()
    book.active.append([*HEADINGS[:13], "时间", *HEADINGS[14:]])
    book.active.append([None] * 13 + HEADINGS[13:15])
    book.active.append(cells)
    for at in (*range(1, 14), 16, 17):
        book.active.merge_cells(start_row=1, end_row=2, start_column=at, end_column=at)
    book.active.merge_cells("N1:O1")
    book.save(tmp_path / "a.xlsx")
    assert len(checked(tmp_path / "a.xlsx", "x").attempts) == 1


def test_a_table_behind_a_cover_sheet_is_found(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["填表说明"])
    for cells in (HEADINGS, *drawn(2, 0)[0]):
        (book["名单"] if "名单" in book.sheetnames else book.create_sheet("名单")).append(cells)
    book.save(tmp_path / "a.xlsx")
    assert len(checked(tmp_path / "a.xlsx", "x").attempts) == 2


def test_no_sheet_of_several_with_attempts_is_left_out_in_silence(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("科目一", "科目三"):
        sheet = book.create_sheet(name)
        for cells in (HEADINGS, *drawn(2, 0)[0]):
            sheet.append(cells)
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(RosterError, match="several tables: 科目一, 科目三"):
        checked(tmp_path / "a.xlsx", "x")


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path) -> None:
    workbook(tmp_path / "a.csv", drawn(2, 0)[0])
    (tmp_path / "a.xlsx").write_text(lines(drawn(2, 0)[0]), "gb18030")
    assert len(checked(tmp_path / "a.csv", "x").attempts) == 2
    assert len(checked(tmp_path / "a.xlsx", "x").attempts) == 2


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "gbk"])
def test_text_without_a_mark_of_its_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_bytes(lines(drawn(3, 0)[0], "\t").encode(encoding))
    assert len(checked(tmp_path / "a.csv", "x").attempts) == 3


def test_numbers_that_an_export_guards_are_read(tmp_path: Path) -> None:
    guarded = [[f'="{cell}"' for cell in cells] for cells in drawn(2, 0)[0]]
    (tmp_path / "a.csv").write_text(f"sep=;\n考试,安排\n{lines(guarded, ';')}", "utf-8")
    assert len(checked(tmp_path / "a.csv", "x").attempts) == 2


def test_rows_are_numbered_as_a_spreadsheet_does_where_cells_have_several_lines(
    tmp_path: Path,
) -> None:
    rows, _faults = drawn(2, 0)
    rows[1][AT["考试科目"]] = "科目五"
    text = lines(rows).replace("流水号", '"流水\n号"', 1)
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert [one.row for one in checked(tmp_path / "a.csv", "x").problems] == [3]


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    text = lines(drawn(100, 0)[0]).replace("城东考场", '"城东考场', 1)
    (tmp_path / "a.csv").write_text(text, "utf-8")
    with pytest.raises(RosterError, match="row 2: a quotation mark is not closed"):
        checked(tmp_path / "a.csv", "x")


def test_an_hour_of_another_day_than_that_of_the_exam_is_a_fault(tmp_path: Path) -> None:
    (cells,), _faults = drawn(1, 0)
    day = cells[AT["考试日期"]]
    cells[AT["开始"]] = f"2026-12-31 {cells[AT['开始']]}"
    cells[AT["结束"]] = f"{day} {cells[AT['结束']]}"
    (tmp_path / "a.csv").write_text(lines([cells]), "utf-8")
    assert [one.column for one in checked(tmp_path / "a.csv", "x").problems] == ["开始"]


BILLION = b"<!DOCTYPE x [<!ENTITY a0 'aaaaaaaaaa'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: BILLION + data.replace(b"C1", b"&a9;"),
        lambda data: data.replace(b'r="4"', b'r="9999999999"'),
        lambda data: data.replace(b"</sheetData>", b"<row/>" * 3_000 + b"</sheetData>"),
        lambda data: data.replace(b'<c r="A3"', b'<c r="ZZZZZZ3"'),
        lambda _data: b" " * (2 << 20),
    ],
    ids=["cut off", "billion laughs", "row number", "empty rows", "column", "bomb"],
)
def test_a_workbook_made_to_harm_is_refused(
    tmp_path: Path, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_MOST", 2000)
    monkeypatch.setattr(workbooks, "LARGEST", 1 << 20)
    with pytest.raises(RosterError):
        checked(altered(tmp_path / "a.xlsx", change), "x")


@pytest.mark.slow
def test_damaged_workbooks_never_end_in_anything_but_rows_or_words(tmp_path: Path) -> None:
    lot = random.Random(7)  # noqa: S311 - damage by lot, no secrets
    whole = workbook(tmp_path / "whole.xlsx", drawn(20, 0)[0]).read_bytes()
    for _round in range(200):
        data = bytearray(whole)
        for _byte in range(lot.randint(1, 8)):
            data[lot.randrange(len(data))] = lot.randrange(256)
        (tmp_path / "a.xlsx").write_bytes(data)
        try:
            assert all(
                one.starts.tzinfo is UTC for one in checked(tmp_path / "a.xlsx", "x").attempts
            )
        except RosterError:
            continue
