"""DEVICE_POSE: hands at the collar, and hands that keep still."""

import numpy as np

from proctor.observations import Columns
from tests.scenes import flags_of as every_flag_of
from tests.scenes import log_of, seated, seconds_of

N = 120
COLLAR, CHIN = (0.5, 0.505), (0.505, 0.475)


def flags_of(code: str, log, *overrides: str):
    """With the rule enabled, as a profile does it."""
    return every_flag_of(code, log, f"{code}.enabled=true", *overrides)


def test_nobody_is_asked_about_it_unless_a_profile_says_so():
    log = typist(tugs(20, 30, 44))
    assert every_flag_of("DEVICE_POSE", log) == []
    assert flags_of("DEVICE_POSE", log) != []


def typist(at: dict[int, tuple[float, float]], sway: float = 0.0, **drawings: str):
    """Somebody at a keyboard whose left hand is elsewhere in some samples."""
    spot, seen = seated(
        "seat-01", 0.5, **{"person": "#" * N, "hands": "#" * N + " = 2", **drawings}
    )
    hands = np.array([at.get(n, (0.45, 0.66)) for n in range(N)], np.float32)
    sways = np.float32(sway) * np.sin(np.arange(N))
    more = {
        "hand1_x": hands[:, 0] + sways,
        "hand1_y": hands[:, 1],
        "hand2_x": np.full(N, 0.55, np.float32),
        "hand2_y": np.full(N, 0.66, np.float32),
        "hand_face": np.full(N, 3, np.float32),
    }
    return log_of((spot, Columns(seen.times, {**seen.values, **more})))


def tugs(*samples: int):
    return {n + k: COLLAR for n in samples for k in range(2)}


def test_three_tugs_at_the_collar_within_half_a_minute_are_flagged():
    assert seconds_of(flags_of("DEVICE_POSE", typist(tugs(20, 30, 44)))) == [(10.0, 22.5)]


def test_two_tugs_are_let_be():
    assert flags_of("DEVICE_POSE", typist(tugs(20, 30))) == []


def test_three_tugs_over_a_minute_are_let_be():
    assert flags_of("DEVICE_POSE", typist(tugs(0, 45, 110))) == []


def test_hands_that_come_to_the_face_scratch():
    face = {n + k: CHIN for n in (20, 30, 44) for k in range(2)}
    assert flags_of("DEVICE_POSE", typist(face)) == []


def test_a_print_on_the_shirt_that_looks_like_a_hand_is_let_be():
    print_at = {n: COLLAR for n in range(N) if n % 4}
    assert flags_of("DEVICE_POSE", typist(print_at)) == []


def test_a_third_hand_at_the_collar_is_none():
    log = typist(tugs(20, 30, 44), hands="#" * N + " = 3")
    assert flags_of("DEVICE_POSE", log) == []


def test_a_hand_that_keeps_as_still_as_the_head_for_twenty_seconds_is_flagged():
    log = typist(dict.fromkeys(range(30, 71), CHIN), sway=0.0)
    (flagged,) = flags_of("DEVICE_POSE", log, "DEVICE_POSE.usual_share=0.5")
    assert flagged.span.duration_us >= 15_000_000


def test_a_chin_that_rests_in_a_hand_sways_and_is_let_be():
    log = typist(dict.fromkeys(range(30, 71), CHIN), sway=0.008)
    assert flags_of("DEVICE_POSE", log, "DEVICE_POSE.usual_share=0.5") == []


def test_heads_too_small_to_tell_hands_near_them_say_nothing():
    log = typist(tugs(20, 30, 44))
    assert flags_of("DEVICE_POSE", log, "DEVICE_POSE.smallest=60") == []


def test_hands_that_flash_at_the_collar_for_one_close_look_are_slips():
    log = typist(dict.fromkeys((20, 30, 44), COLLAR))
    assert flags_of("DEVICE_POSE", log, "DEVICE_POSE.tug_s=0.6") == []
    assert flags_of("DEVICE_POSE", log) != []


def test_a_hand_at_a_keyboard_that_from_above_seems_to_be_at_the_breast_is_let_be():
    keyboard = dict.fromkeys(range(N), (0.459, 0.51))
    wobbles = {n + k: (0.466, 0.51) for n in (20, 30, 44) for k in range(2)}
    assert flags_of("DEVICE_POSE", typist({**keyboard, **wobbles})) == []
    assert flags_of("DEVICE_POSE", typist({**keyboard, **wobbles}), "DEVICE_POSE.away=0.01") != []
