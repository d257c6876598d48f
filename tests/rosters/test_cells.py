"""Days, times and numbers as spreadsheets and people write them: read rightly, or not at all."""

from datetime import date, datetime, time

import pytest

from proctor.rosters.cell import Cell
from proctor.rosters.cells import READERS, id_number, licence, plate, serial
from proctor.rosters.dates import day, hour
from proctor.rosters.texts import text

MONDAY = date(2026, 11, 23)


def wide(text: str) -> str:
    """As a Chinese keyboard types it in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-23",
        "2026/11/23 00:00:00",
        "2026年11月23日",
        wide("2026.11.23"),
        "20261123",
        20261123,
        46349,
        "46349",
        46349.375,
        "2026-11-23T09:00",
        datetime.combine(MONDAY, time(9)),
        MONDAY,
    ],
)
def test_a_day_is_read_in_every_usual_way(cell: Cell) -> None:
    assert day(cell) == MONDAY


@pytest.mark.parametrize(
    "cell", ["2026-11-235", "2026-11-23-24", "23/11/2026", "26-11-23", "2026-1-123", "昨天", 9, 0.5]
)
def test_what_only_begins_like_a_day_is_none(cell: Cell) -> None:
    with pytest.raises(ValueError, match="not a date"):
        day(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "14:30",
        "14：30：00",
        "下午2:30",
        "下午 14时30分",
        "2:30 PM",
        "1430",
        1430,
        "143000",
        "2026-11-23 14:30:00.000",
        14.5 / 24,
        46349 + 14.5 / 24,
        str(14.5 / 24),
        time(14, 29, 59, 999_997),
        datetime.combine(MONDAY, time(14, 30)),
        datetime.combine(date(1899, 12, 30), time(14, 30)),
    ],
)
def test_a_time_is_read_in_every_usual_way(cell: Cell) -> None:
    assert hour(cell) == time(14, 30)


@pytest.mark.parametrize(
    "cell",
    [
        "109:45",
        "24:00",
        "9点半",
        "上午14:30",
        "09:00-09:45",
        "-2:30",
        "2026-02-30 09:30",
        9,
        datetime.combine(MONDAY, time()),
    ],
)
def test_what_holds_something_else_than_a_time_is_none(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"not a time|no time"):
        hour(cell)


@pytest.mark.parametrize("cell", [3.2e17, 320102199001011000, "3.20102E+17"])
def test_an_identity_number_that_became_a_number_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"lost its last digits|not an identity number"):
        id_number(cell)


@pytest.mark.parametrize("cell", [1e15, "1.26E+11", 12.5])
def test_a_serial_that_lost_digits_is_refused(cell: Cell) -> None:
    with pytest.raises(ValueError, match="lost its last digits"):
        serial(cell)


def test_full_width_is_half_width() -> None:
    assert id_number(wide("11010119900307221X")) == "11010119900307221X"
    assert serial(wide("1260")) == "1260"
    assert plate(wide("京A·1234学")) == "京A1234学"
    assert licence(wide("C1")) == "C1"


def test_a_formula_that_failed_is_nobodys_name() -> None:
    with pytest.raises(ValueError, match="formula that failed"):
        text("#REF!")


@pytest.mark.parametrize(
    "cell", [datetime.combine(MONDAY, time()), MONDAY, time(1, 2), "1月2日", "2-Jan", "Jan-02"]
)
@pytest.mark.parametrize("column", ["seat", "hall", "serial", "name", "site", "school"])
def test_a_seat_that_the_spreadsheet_took_for_a_date_is_told_as_such(
    cell: Cell, column: str
) -> None:
    with pytest.raises(ValueError, match="took it for a date"):
        READERS[column](cell)


def test_a_seat_with_a_dash_that_is_text_is_a_seat() -> None:
    assert READERS["seat"]("1-2") == "1-2"
