"""Hands at the steering wheel: counted only where both can be seen."""

import numpy as np

from proctor.geometry import Box
from proctor.perception import Detection
from tests.core.test_places import Hall, person

WHEEL = Detection("wheel", Box(620, 250, 780, 350), 0.9)
LEFT, RIGHT = Box(625, 280, 655, 310), Box(745, 280, 775, 310)
LAP = Box(690, 420, 720, 450)
RIM = Box(770, 290, 800, 320)


def driver_with(hands, objects=lambda _: (WHEEL,)):
    """The columns of a driver whose hands are where ``hands(second)`` puts them."""
    car = Hall(
        lambda s: [person(250, 150, 200), person(700, 150, 200, hands=hands(s))],
        subject="road",
        objects=objects,
    )
    return car.columns()["driver"]


def test_both_hands_at_the_wheel_are_two_and_one_at_the_lap_leaves_one():
    seen = driver_with(lambda s: (LEFT, RIGHT) if s < 10 else (LEFT, LAP))
    assert seen["hands"].tolist() == [2.0] * 60
    assert seen["hands_wheel"].tolist() == [2.0] * 20 + [1.0] * 40


def test_a_hand_that_stands_over_the_rim_is_at_the_wheel():
    assert (driver_with(lambda _: (RIM,))["hands_wheel"] == 1).all()


def test_a_wheel_that_arms_hide_for_a_while_stays_where_it_is():
    seen = driver_with(lambda _: (LEFT,), lambda s: (WHEEL,) if s < 5 else ())
    assert (seen["hands_wheel"] == 1).all()


def test_without_a_hand_in_sight_nobody_knows_what_the_hands_do():
    seen = driver_with(lambda _: ())
    assert (seen["hands"] == 0).all()
    assert np.isnan(seen["hands_wheel"]).all()


def test_without_a_wheel_nobody_knows_whether_hands_are_at_it():
    assert np.isnan(driver_with(lambda _: (LEFT,), lambda _: ())["hands_wheel"]).all()
    assert np.isnan(driver_with(lambda _: (LEFT,), lambda _: None)["hands_wheel"]).all()


def test_a_wheel_seen_once_is_a_mistake():
    seen = driver_with(lambda _: (LEFT,), lambda s: (WHEEL,) if s == 3 else ())
    assert np.isnan(seen["hands_wheel"]).all()


def test_where_nobody_looked_for_hands_there_is_no_number_of_hands():
    seen = driver_with(lambda _: None)
    assert np.isnan(seen["hands"]).all()
    assert np.isnan(seen["hands_wheel"]).all()
