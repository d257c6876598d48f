"""CLK_DRIFT: what the clock in the picture says against what else is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.clockwatch import EPOCH
from proctor.observations import Columns, ObservationLog
from proctor.places import CLOCK_PLACE, PICTURE_PLACE
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap
from tests.scenes import flags_of, log_of, seconds_of

START = datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)
GIVEN = ClockMap(START, "given", 0.5)


def read(
    shown: "dict[float, float | None]", clock: ClockMap = GIVEN, change: float = 5.0
) -> ObservationLog:
    """A log in which the clock was ``shown`` seconds ahead at those moments; ``None`` unread."""
    times = np.array([round(at * SECOND) for at in shown], np.int64)
    day, second = [], []
    for at, ahead in shown.items():
        since = START + timedelta(seconds=at + (ahead or 0)) - EPOCH
        day.append(np.nan if ahead is None else since.days)
        second.append(np.nan if ahead is None else since.seconds)
    values = {
        "osd_day": np.array(day, np.float32),
        "osd_second": np.array(second, np.float32),
    }
    picture = Columns(times, {"change": np.full(len(times), change, np.float32)})
    log = log_of(
        (CLOCK_PLACE, Columns(times, values)), (PICTURE_PLACE, picture), senses=("clock",),
        step=10 * SECOND,
    )  # fmt: skip
    return replace(log, header=replace(log.header, clock=clock))


def every(step: float, seconds: float, ahead: float = 0.0) -> "dict[float, float | None]":
    return dict.fromkeys(np.arange(0, seconds, step).tolist(), ahead)


def test_a_clock_that_is_five_seconds_fast_is_off_all_the_time() -> None:
    (flag,) = flags_of("CLK_DRIFT", read(every(10, 600, 5.0)))
    assert (flag.span.start_us, flag.place) == (0, "clock")
    assert flag.span.end_us == pytest.approx(600 * SECOND, abs=1)
    assert flag.reasons["offset_s"] == pytest.approx(5, abs=0.6)


@pytest.mark.parametrize("ahead", [-1.0, -0.4, 0.0, 0.4, 1.0])
def test_a_clock_that_is_right_to_a_second_is_let_be(ahead: float) -> None:
    assert flags_of("CLK_DRIFT", read(every(9.7, 600, ahead))) == []


def test_an_inaccurate_file_name_excuses_as_much_as_it_is_inaccurate() -> None:
    vague = ClockMap(START, "file-name", 10.0)
    assert flags_of("CLK_DRIFT", read(every(10, 600, 8.0), vague)) == []
    assert flags_of("CLK_DRIFT", read(every(10, 600, 12.0), vague))


def test_without_any_other_time_nothing_is_off() -> None:
    own = ClockMap(START, "picture", 1.0)
    for clock in (UNKNOWN_CLOCK, own):
        assert flags_of("CLK_DRIFT", read(every(10, 600, 5000.0), clock)) == []


def test_a_clock_that_stops_is_flagged_where_it_stands_whatever_else_is_known() -> None:
    shown = {at: min(0.0, 300.0 - at) for at in np.arange(0.0, 420.0, 10.0).tolist()}
    (flag,) = flags_of("CLK_DRIFT", read(shown, UNKNOWN_CLOCK))
    assert flag.span.start_us == pytest.approx(300 * SECOND, abs=15 * SECOND)
    assert flag.reasons["change_s"] < -80


def test_a_clock_that_stands_because_the_picture_does_is_not_its_fault() -> None:
    shown = {at: min(0.0, 300.0 - at) for at in np.arange(0.0, 420.0, 10.0).tolist()}
    flags = flags_of("CLK_DRIFT", read(shown, UNKNOWN_CLOCK, change=0.0))
    assert flags == [] or max(f.span.duration_us for f in flags) < 60 * SECOND


def test_the_recorder_was_set_during_the_exam() -> None:
    shown = {**every(10, 300), **{at + 300: 40.0 for at in every(10, 300)}}
    flags = flags_of("CLK_DRIFT", read(shown, UNKNOWN_CLOCK))
    assert len(flags) == 1
    assert flags[0].span.start_us <= 300 * SECOND <= flags[0].span.end_us
    assert flags[0].reasons["change_s"] == pytest.approx(40, abs=2)


def test_single_misreadings_are_outvoted() -> None:
    shown = every(10, 600)
    shown |= {100.0: 3000.0, 101.0: 0.0, 400.0: -8.0, 401.0: 0.0, 0.0: 60.0}
    log = read(dict(sorted(shown.items())), GIVEN)
    assert flags_of("CLK_DRIFT", log) == []


def test_unread_moments_neither_claim_nor_deny() -> None:
    shown: dict[float, float | None] = {**every(10, 600, 5.0)}
    for at in (200.0, 210.0, 220.0):
        shown[at] = None
    assert len(flags_of("CLK_DRIFT", read(shown))) == 1
    nothing: dict[float, float | None] = dict.fromkeys(every(10, 600))
    assert flags_of("CLK_DRIFT", read(nothing)) == []
    assert flags_of("CLK_DRIFT", read({})) == []


@given(
    st.floats(-0.95, 0.95),
    st.lists(st.floats(0.5, 15), min_size=3, max_size=60),
)
def test_a_clock_within_a_second_is_never_flagged_whenever_it_is_read(
    ahead: float, steps: list[float]
) -> None:
    times = np.cumsum([0.0, *steps])
    shown: dict[float, float | None] = {round(float(at), 3): ahead for at in times}
    assert flags_of("CLK_DRIFT", read(shown)) == []


def test_the_start_told_later_counts(tmp_path) -> None:
    log = read(every(10, 600, 0.0), ClockMap(START + timedelta(seconds=30), "given", 0.5))
    (flag,) = flags_of("CLK_DRIFT", log)
    assert flag.reasons["offset_s"] == pytest.approx(-30, abs=0.6)
    assert seconds_of([flag])[0][0] == 0
