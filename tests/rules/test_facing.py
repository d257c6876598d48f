"""Where somebody usually looks, found from the footage itself; and what eyes add to heads."""

from math import degrees, isnan, radians

import numpy as np
import pytest

from proctor.rules.facing import FEWEST, Facing, usual
from tests.scenes import column, drawn, flags_of, log_of, place, seated, seconds_of

CALM = "#" * 30 + " = 6°"
BLURRED = "#" * 30 + " = 20°"
STILL = "." * 30


def direction(yaw: str, pitch: str) -> Facing:
    return usual(column(yaw), column(pitch))


def driver(**drawings: str):
    drawings = {"direction_sigma": CALM, "gaze_sigma": CALM, "pitch": STILL} | drawings
    return log_of(drawn(place("driver", "driver"), **drawings), subject="road")


def test_the_road_is_where_the_driver_looks_most_however_often_at_the_mirror():
    road = direction(".......##.......##.......##.......##...... = 40°", "." * 42)
    assert degrees(road.yaw) == pytest.approx(0, abs=2)


def test_a_camera_that_hangs_aside_does_not_matter():
    ahead = direction("#" * 20 + "........ = -55°", "#" * 20 + "........ = 25°")
    assert degrees(ahead.yaw) == pytest.approx(-55, abs=2)
    assert degrees(ahead.pitch) == pytest.approx(25, abs=2)


def test_looks_at_the_keyboard_do_not_move_the_screen():
    screen = direction("." * 30, "..........####........####....=30°")
    assert degrees(screen.pitch) == pytest.approx(0, abs=2)


def test_somebody_who_looks_aside_for_less_than_half_the_time_does_not_move_the_screen():
    """The median of these would lie between the two."""
    yaw = np.concatenate([np.zeros(11), np.full(6, radians(30)), np.full(4, radians(60))])
    found = usual(yaw, np.zeros(21))
    assert degrees(found.yaw) == pytest.approx(0, abs=2)


def test_a_head_seen_from_behind_has_one_usual_direction_though_angles_wrap():
    yaw = np.array([radians(179), radians(-179)] * 10)
    found = usual(yaw, np.zeros(20))
    assert abs(degrees(found.yaw)) == pytest.approx(180, abs=2)


def test_a_head_that_is_read_with_scatter_has_its_direction_in_the_middle():
    rng = np.random.default_rng(1)
    for scatter in (2.0, 6.0):
        yaw, pitch = np.radians(rng.normal(10, scatter, (2, 400)))
        assert degrees(usual(yaw, pitch).yaw) == pytest.approx(10, abs=1.5)


def test_too_few_looks_tell_nothing():
    few = np.full(FEWEST - 1, 0.3)
    assert isnan(usual(few, few).yaw)
    nothing = np.full(20, np.nan)
    assert isnan(usual(nothing, nothing).yaw)


def test_eyes_that_leave_the_road_in_a_still_head_are_flagged():
    log = driver(yaw=STILL, gaze_yaw=".........######............... = 28°", gaze_pitch=STILL)
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]


def test_a_turned_head_whose_eyes_stay_on_the_road_is_let_be():
    log = driver(yaw=".........######............... = 40°", gaze_yaw=STILL, gaze_pitch=STILL)
    assert flags_of("GAZE_OFF", log) == []


def test_eyes_that_are_read_badly_say_nothing_and_the_head_speaks():
    turned = ".........######............... = 40°"
    log = driver(yaw=turned, gaze_yaw=STILL, gaze_pitch=STILL, gaze_sigma=BLURRED)
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]
    log = driver(yaw=STILL, gaze_yaw=turned, gaze_pitch=STILL, gaze_sigma=BLURRED)
    assert flags_of("GAZE_OFF", log) == []


def test_where_the_eyes_vanish_in_profile_the_head_goes_on_speaking():
    log = driver(
        yaw=".........######............... = 60°",
        gaze_yaw=".........??????...............",
        gaze_pitch=STILL,
        gaze_sigma="#########??????############### = 6°",
    )
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]


def test_eyes_of_which_every_reading_is_off_by_the_same_are_on_the_road():
    log = driver(yaw=STILL, gaze_yaw="#" * 30 + " = 25°", gaze_pitch="#" * 30 + " = 15°")
    assert flags_of("GAZE_OFF", log) == []


def test_a_head_that_sinks_is_flagged_though_lids_hide_the_eyes():
    log = driver(
        yaw=STILL,
        pitch=".........######............... = 40°",
        gaze_yaw=STILL,
        gaze_pitch=".........######............... = 5°",
    )
    assert seconds_of(flags_of("GAZE_OFF", log)) == [(4.5, 7.5)]


def test_a_driver_who_looks_aside_for_much_of_the_drive_is_still_flagged():
    yaw = "." * 14 + "#" * 12 + "." * 4 + " = 60°"
    assert seconds_of(flags_of("GAZE_OFF", driver(yaw=yaw))) == [(7.0, 13.0)]


def test_eyes_alone_turned_to_a_neighbour_are_flagged():
    mine = seated(
        "seat-02",
        0.5,
        yaw=STILL,
        direction_sigma=CALM,
        gaze_yaw="..........########............ = 45°",
        gaze_pitch=STILL,
        gaze_sigma=CALM,
    )
    log = log_of(mine, seated("seat-01", 0.3))
    assert seconds_of(flags_of("PEEK", log)) == [(5.0, 9.0)]
