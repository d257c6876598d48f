"""Clocks that are burnt into pictures, as recorders write them and as networks misread them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.dial import moments, shown

MOMENT = datetime.fromisoformat("2026-11-23 09:41:07")
"""As a clock in a picture shows it: without a zone."""
SHOWN = st.datetimes(MOMENT.replace(year=2001), MOMENT.replace(year=2099))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23 09:41:07",
        "2026-11-23 星期一 09:41:07",
        "2026年11月23日 星期一 09:41:07",
        "2026年11月23日星期一09:41:07",
        "2026年11月23日 09时41分07秒",
        "2026/11/23 09:41:07",
        "2026.11.23 09:41:07",
        "11-23-2026 Mon 09:41:07",
        "11-23-2026 09:41:07 AM",
        "23/11/2026 09:41:07",
        "09:41:07 2026-11-23",
        "2026-11-2309:41:07",
        "2026-11-23 09:41:07.520",
        "2026－11－23 09：41：07",
        "CAM 01 2026-11-23 (Mon) 09:41:07 考场2",
        "2O26-11-23 O9:41:O7",
        "2026-ll-23 09:4l:07",
        "2026-11-23T09:41:07",
        "26-11-23 09:41:07",
    ],
)
def test_the_forms_of_recorders_are_read(text: str) -> None:
    assert MOMENT in moments(text)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-23 上午 12:00:00", 0),
        ("11/23/2026 12:00:00 PM", 12),
        ("11/23/2026 01:00:00 PM", 13),
    ],
)
def test_halves_of_the_day_are_known(text: str, hour: int) -> None:
    assert moments(text)[0].hour == hour


@pytest.mark.parametrize(
    "text",
    ["", "科目三 考车 12", "09:41", "2026-11-23", "2026-13-41 09:41:07", "2026-11-23 25:41:07",
     "10.0.0.12 08:00", "京A12345 60 km/h"],
)  # fmt: skip
def test_what_is_no_clock_is_none(text: str) -> None:
    assert moments(text) == []


def test_of_day_and_month_the_one_near_the_time_known_is_meant() -> None:
    near = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert shown("04/03/2026 09:41:07", near, UTC) == datetime(2026, 3, 4, 9, 41, 7, tzinfo=UTC)
    near = datetime(2026, 4, 3, 9, 0, tzinfo=UTC)
    assert shown("04/03/2026 09:41:07", near, UTC) == datetime(2026, 4, 3, 9, 41, 7, tzinfo=UTC)


def test_in_the_hour_that_comes_twice_the_one_near_the_time_known_is_meant() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first, second = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 1))
    for near in (first, second):
        assert shown("2026-10-25 02:30:00", near, berlin) == near


FORMS = ("%Y-%m-%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%m-%d-%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S",
         "%H:%M:%S %Y/%m/%d", "%Y-%m-%d %I:%M:%S %p")  # fmt: skip


@given(
    SHOWN,
    st.sampled_from(FORMS),
    st.booleans(),
)
def test_whatever_is_written_is_among_what_is_read(
    moment: datetime, form: str, dense: bool
) -> None:
    moment = moment.replace(microsecond=0)
    text = moment.strftime(form)
    assert moment in moments(text.replace(" ", "") if dense else text)


@given(SHOWN, st.text(max_size=12))
def test_noise_around_a_clock_does_no_harm_and_noise_alone_makes_no_fault(
    moment: datetime, noise: str
) -> None:
    moments(noise)
    near = moment.replace(microsecond=0, tzinfo=UTC)
    read = shown(f"{moment:%Y-%m-%d %H:%M:%S}", near, UTC)
    assert read == near
    assert read is not None
    assert abs(read - near) < timedelta(seconds=1)
