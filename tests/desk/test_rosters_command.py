"""A reporting officer takes in the exam system's roster."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proctor.rosters.numbers import check
from tests.rosters.drawn import drawn, workbook

Type = Callable[..., Any]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    table, _faults = drawn(30, 4)
    return workbook(tmp_path / "roster.xlsx", table)


def rows(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def test_good_rows_come_in_once_and_every_other_row_is_named(file: Path, proctor: Type) -> None:
    first = proctor("sessions", "import", file, "--json")
    assert first.code == 1  # there are rows to be mended
    *problems, summary = rows(first)
    assert len({problem["row"] for problem in problems}) == 4
    assert (summary["new"], summary["refused"]) == (26, 4)
    again = rows(proctor("sessions", "import", file, "--json"))[-1]
    assert (again["new"], again["corrected"], again["known"]) == (0, 0, 26)
    assert len(rows(proctor("sessions", "attempts", "--json"))) == 26


@pytest.mark.slow
def test_ten_thousand_attempts_with_two_hundred_faulty_rows(tmp_path: Path, proctor: Type) -> None:
    table, faults = drawn(10_000, 200)
    file = workbook(tmp_path / "roster.xlsx", table)
    *problems, summary = rows(proctor("sessions", "import", file, "--json"))
    told = [(problem["row"], problem["column"]) for problem in problems]
    assert told == [(fault.row, fault.column) for fault in faults]
    assert (summary["new"], summary["refused"]) == (9_800, 200)
    mended = workbook(tmp_path / "mended.xlsx", drawn(10_000, 0)[0])
    *problems, summary = rows(proctor("sessions", "import", mended, "--json"))
    assert problems == []
    assert (summary["new"], summary["corrected"], summary["known"]) == (200, 0, 9_800)
    listed = rows(proctor("sessions", "attempts", "--json"))
    assert len({row["serial"] for row in listed}) == len(listed) == 10_000


def test_a_dry_run_stores_nothing(file: Path, proctor: Type) -> None:
    answer = proctor("sessions", "import", file, "--dry-run")
    assert "Nothing was stored" in answer.err
    assert rows(proctor("sessions", "attempts", "--json")) == []
    assert rows(proctor("sessions", "list", "--json")) == []


def test_no_list_shows_an_identity_number(file: Path, proctor: Type) -> None:
    proctor("sessions", "import", file)
    for one in rows(proctor("sessions", "attempts", "--json")):
        assert one["id_number"].count("*") == 11


def test_what_is_no_roster_is_refused_with_the_cure(tmp_path: Path, proctor: Type) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    answer = proctor("sessions", "import", tmp_path / "a.csv")
    assert answer.code == 1
    assert "lacks columns: 流水号 (lsh)" in answer.err
    assert "Hint: Its headings may be" in answer.err


def test_a_candidate_who_is_moved_sits_in_one_place_and_the_move_is_told(
    tmp_path: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "roster.csv"
    table.write_text(f"{HEADINGS}\n{MORNING}", "utf-8")
    proctor("sessions", "import", table)
    table.write_text(f"{HEADINGS}\n{MORNING.replace('09:00,09:45', '10:00,10:45')}", "utf-8")
    answer = proctor("sessions", "import", table)
    assert "Candidates moved: 1." in answer.err
    assert "moved" not in proctor("sessions", "import", table).err
    (one,) = rows(proctor("sessions", "attempts", "--json"))
    (change,) = rows(proctor("sessions", "changes", "--json"))
    assert (change["serial"], change["what"]) == (one["serial"], "place")
    assert change["after"].startswith("1考室 · ")
    assert "王伟" not in proctor("sessions", "changes").out
    monkeypatch.setenv("COLUMNS", "200")
    emptied = proctor("--lang", "zh", "sessions", "list", "--cancelled").out
    assert "考生已全部改场次" in emptied
    assert "1考室 · 2026-11-23 10:00:00 · 12" in proctor("sessions", "changes").out


HEADINGS = "lsh,sfzmhm,xm,kskm,ks,kw,ksrq,kssj,jssj"
NUMBER = "11010119900307221" + check("11010119900307221")
MORNING = f"126000000001,{NUMBER},王伟,1,1考室,12,2026-11-23,09:00,09:45"
OTHER = "126000000002,P1234567,李芳,1,1考室,012号,2026-11-23,09:30,10:15"


def test_whoever_has_one_seat_or_car_with_another_is_told_with_both_rows_and_comes_in(
    tmp_path: Path, proctor: Type
) -> None:
    table = tmp_path / "roster.csv"
    table.write_text(f"{HEADINGS}\n{MORNING}\n{OTHER}\n", "utf-8")
    answer = proctor("sessions", "import", table)
    assert answer.code == 0
    assert (
        "2    kw      12                 Somebody else has this seat at the same time: row 3."
        in answer.out
    )
    assert "then import its new file" in answer.err
    doubt, summary = rows(proctor("sessions", "import", table, "--json"))
    assert (doubt["event"], doubt["row"], doubt["column"]) == ("doubt", 2, "kw")
    assert (summary["good"], summary["known"], summary["doubts"]) == (2, 2, 1)


def test_who_vanished_from_the_roster_and_keeps_the_seat_is_told(
    tmp_path: Path, proctor: Type
) -> None:
    table = tmp_path / "roster.csv"
    table.write_text(f"{HEADINGS}\n{OTHER}\n", "utf-8")
    assert rows(proctor("sessions", "import", table, "--json", "--dry-run"))[-1]["doubts"] == 0
    proctor("sessions", "import", table)
    table.write_text(f"{HEADINGS}\n{MORNING}\n", "utf-8")
    for words in (("--dry-run",), (), ()):
        doubt, summary = rows(proctor("sessions", "import", table, "--json", *words))
        assert (doubt["event"], doubt["row"], doubt["column"]) == ("doubt", 2, "kw")
        assert doubt["problem"].endswith("at the same time: serial number 126000000002.")
    assert summary["known"] == 1


def test_who_is_moved_to_another_seat_clashes_with_nobody(tmp_path: Path, proctor: Type) -> None:
    table = tmp_path / "roster.csv"
    table.write_text(f"{HEADINGS}\n{OTHER}\n", "utf-8")
    proctor("sessions", "import", table)
    moved = OTHER.replace("012号", "13").replace("09:30", "09:00")
    table.write_text(f"{HEADINGS}\n{MORNING}\n{moved}\n", "utf-8")
    for words in (("--dry-run",), ()):
        assert rows(proctor("sessions", "import", table, "--json", *words))[-1]["doubts"] == 0


def test_rows_without_a_site_are_told_with_the_cure_unless_somebody_named_it(
    tmp_path: Path, proctor: Type
) -> None:
    table = tmp_path / "roster.csv"
    table.write_text(f"{HEADINGS}\n{MORNING}\n", "utf-8")
    dry = proctor("sessions", "import", table, "--dry-run")
    assert "Rows that name no site: 1, the first is row 2. They are of the site default" in dry.err
    assert "--site NAME" in dry.err
    (summary,) = rows(proctor("sessions", "import", table, "--json", "--dry-run"))
    assert summary["without_site"] == 1
    assert "name no site" not in proctor("sessions", "import", table, "--site", "North").err
    (known,) = rows(proctor("sessions", "attempts", "--json"))
    assert known["site"] == "North"


def test_a_folder_of_keys_that_cannot_be_made_is_told_without_a_traceback(
    tmp_path: Path, file: Path, proctor: Type
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "secrets").touch()
    answer = proctor("sessions", "import", file, "--home", home)
    assert answer.code == 1
    assert "secrets: File exists" in answer.err
    assert "Hint: Check that the folder is there" in answer.err


@pytest.mark.parametrize("site", [" ", "", "x\x1b[31m", "x" * 201])
def test_a_site_that_is_no_name_is_refused(file: Path, proctor: Type, site: str) -> None:
    assert proctor("sessions", "import", file, "--site", site).code == 2
    assert rows(proctor("sessions", "attempts", "--json")) == []


@pytest.mark.parametrize("typed", ["京a1234学", " 京A·1234学 ", "京A1234学"])
def test_a_session_is_of_the_vehicle_however_its_plate_is_typed(proctor: Type, typed: str) -> None:
    words = ("--starts", "2026-11-02T09:00", "--ends", "2026-11-02T10:00")
    assert proctor("sessions", "add", "--hall", typed, *words).code == 0
    (session,) = rows(proctor("sessions", "list", "--json"))
    assert session["hall"] == "京A1234学"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("--hall", " "), "It is empty."),
        (("--site", "\x1b"), "cannot be printed"),
        (("--ends", "2036-11-02T10:00"), "at most a day"),
    ],
)
def test_a_session_for_which_nonsense_would_be_owed_is_refused(
    proctor: Type, changed: tuple[str, str], said: str
) -> None:
    words = ["--hall", "1", "--starts", "2026-11-02T09:00", "--ends", "2026-11-02T10:00"]
    answer = proctor("sessions", "add", *words, *changed)
    assert (answer.code, said in answer.err) == (2, True)


def test_an_identity_number_in_the_column_of_seats_is_masked_in_doubts(
    tmp_path: Path, proctor: Type
) -> None:
    table = tmp_path / "roster.csv"
    both = (MORNING.replace(",12,", f",{NUMBER},"), OTHER.replace("012号", NUMBER))
    table.write_text("\n".join((HEADINGS, *both)), "utf-8")
    assert NUMBER not in proctor("sessions", "import", table, "--dry-run").out
