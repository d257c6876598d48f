"""PHONE in a car: in the hand it is flagged; put down, or in a hand that steers, it is let be."""

import numpy as np

from proctor.observations import Columns
from tests.rules.test_cabin import ALL, N, always, driver, officer
from tests.scenes import flags_of, log_of, seconds_of

SENSES = (*ALL, "phone")


def phone_at(x: float, y: float, seen: str, gap: str, score: float = 0.9, **drawings: str):
    """A driver with something like a phone, 4 % wide and 6 % high, at that spot while ``seen``."""
    at, here = driver(
        phone=f"{seen} = {score}", phone_hand=gap, phone_x0=always(x - 0.02), **drawings
    )
    sides = {"phone_x1": x + 0.02, "phone_y0": y - 0.03, "phone_y1": y + 0.03}
    box = {name: np.full(len(here.times), value, np.float32) for name, value in sides.items()}
    hidden = here.values["phone"] == 0
    box["phone_x0"] = here.values["phone_x0"].copy()
    for values in box.values():
        values[hidden] = np.nan
    return at, Columns(here.times, {**here.values, **box})


def flagged(part) -> list[tuple[float, float]]:
    return seconds_of(flags_of("PHONE", log_of(part, officer(), subject="road", senses=SENSES)))


USED = "." * 14 + "#" * 8 + "." * 8


def test_a_phone_in_the_hand_of_a_driver_is_flagged():
    lap = "5" * 14 + "8" * 8 + "5" * 8
    hand = {"hands_wheel": "#" * 14 + "5" * 8 + "#" * 8 + " = 2", "hand1_y": lap}
    assert len(flagged(phone_at(0.65, 0.8, USED, "." * N, **hand))) == 1


def test_a_phone_that_lies_on_the_console_is_let_be_when_a_hand_comes_near():
    always_there, near = "#" * N, "9" * 14 + "." * 8 + "9" * 8
    assert flagged(phone_at(0.5, 0.85, always_there, near)) == []
    assert flagged(phone_at(0.5, 0.85, always_there, near, hands=always(1))) != []


def test_a_phone_that_is_taken_from_where_it_lay_is_flagged():
    at, here = phone_at(0.5, 0.85, "#" * N, "9" * 14 + "." * 8 + "9" * 8)
    up = slice(14, 22)
    for name in ("phone_y0", "phone_y1"):
        here.values[name][up] -= 0.3
    here.values["hands_wheel"][up] = 1
    assert len(flagged((at, here))) == 1


def test_what_is_faintly_like_a_phone_in_a_hand_that_steers_is_that_hand():
    assert flagged(phone_at(0.65, 0.75, USED, "." * N, score=0.5)) == []


def test_a_phone_that_is_plain_to_see_in_a_hand_at_the_wheel_is_flagged():
    assert len(flagged(phone_at(0.65, 0.75, USED, "." * N, score=0.9))) == 1
