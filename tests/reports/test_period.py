from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from reports.period import KINDS, Period
from tests.reports.records import BEIJING, beijing

NAMES = {"day": "2026-11-23", "week": "2026-W48", "month": "2026-11", "year": "2026"}


def test_a_month_begins_and_ends_at_midnight_of_the_office() -> None:
    november = Period.month(2026, 11, BEIJING)
    assert november.start == datetime(2026, 10, 31, 16, tzinfo=UTC)
    assert november.end == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_a_flag_at_midnight_belongs_to_the_month_that_begins() -> None:
    midnight = beijing("2026-12-01T00:00")
    assert Period.month(2026, 12, BEIJING).holds(midnight)
    assert not Period.month(2026, 11, BEIJING).holds(midnight)
    assert not Period.month(2026, 12, BEIJING).holds(None)


def test_a_month_in_which_the_clocks_change_is_an_hour_longer() -> None:
    october = Period.month(2026, 10, ZoneInfo("Europe/Berlin"))
    assert (october.end - october.start).total_seconds() == 31 * 86_400 + 3_600


def test_without_a_zone_the_computer_decides() -> None:
    day = Period.day(date(2026, 11, 23))
    assert day.local(day.start).hour == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_period_is_written_as_it_is_read(kind: str) -> None:
    period = Period.parse(kind, NAMES[kind], BEIJING)  # type: ignore[arg-type]
    assert (period.kind, period.name) == (kind, NAMES[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_the_period_before_ends_where_this_one_starts(kind: str) -> None:
    period = Period.parse(kind, NAMES[kind], BEIJING)  # type: ignore[arg-type]
    assert period.before().end == period.start
    assert period.before().kind == kind


@pytest.mark.parametrize(
    ("kind", "now", "then"),
    [
        ("day", "2026-11-23", "2025-11-23"),
        ("day", "2028-02-29", "2027-02-28"),
        ("week", "2026-W53", "2025-W52"),
        ("month", "2026-01", "2025-01"),
        ("year", "2026", "2025"),
    ],
)
def test_a_year_ago_is_the_same_stretch_of_the_calendar(kind: str, now: str, then: str) -> None:
    assert Period.parse(kind, now).year_before().name == then  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("month", "2026-13"),
        ("month", "2026"),
        ("week", "2025-W53"),
        ("day", "x"),
        ("year", "26"),
        ("year", "0001"),
    ],
)
def test_what_no_calendar_has_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=f"no such {kind}: {text}"):
        Period.parse(kind, text)  # type: ignore[arg-type]
