"""HANDS_OFF, HINT_GESTURE, LEAN_OUT, EXTRA_PERSON: what happens in a car."""

import numpy as np

from proctor.observations import Columns
from proctor.places import BACK_PLACE, PICTURE_PLACE, Place
from tests.scenes import drawn, flags_of, log_of, place, seconds_of

N = 30
ALL = ("hands", "head", "person", "picture", "wheel")


def always(value: float) -> str:
    return "#" * N + f" = {value}"


def sitter(kind: str, x: float, **drawings: str) -> tuple[Place, Columns]:
    """Somebody at ``x`` with a head a tenth of the picture high and a hand on either side."""
    known = {
        "person": "#" * N,
        "head_x0": always(x - 0.04),
        "head_x1": always(x + 0.04),
        "head_y0": always(0.25),
        "head_y1": always(0.35),
        "hands": always(2),
        "hand1_x": always(x - 0.05),
        "hand2_x": always(x + 0.05),
        "hand1_y": always(0.75),
        "hand2_y": always(0.75),
        "hands_wheel": always(2 if kind == "driver" else 0),
    }
    return drawn(place(kind, kind, x), **{**known, **drawings})


def driver(**drawings: str) -> tuple[Place, Columns]:
    return sitter("driver", 0.7, wheel=always(0.9), **drawings)


def officer(**drawings: str) -> tuple[Place, Columns]:
    return sitter("passenger", 0.3, **drawings)


def car(*parts: tuple[Place, Columns], change: str = always(9)):
    moving = (PICTURE_PLACE, drawn(PICTURE_PLACE, change=change)[1])
    return log_of(*parts, moving, subject="road", senses=ALL)


def reaching(x: float, heights: str, **drawings: str) -> tuple[Place, Columns]:
    """An officer whose one hand is at ``x`` from sample 10 on, at so many tenths of the height."""
    at, seen = officer(**drawings)
    values = {name: value.copy() for name, value in seen.values.items()}
    part = slice(10, 10 + len(heights))
    values["hand2_x"][part] = x
    values["hand2_y"][part] = [int(sign) / 10 for sign in heights]
    return at, Columns(seen.times, values)


def low(samples: int) -> dict[str, str]:
    """Both hands in the lap from sample 10 on; they are at half the height else."""
    lap = "5" * 10 + "#" * samples + "5" * (20 - samples) + " = 0.9"
    return {
        "hand1_y": lap,
        "hand2_y": lap,
        "hands_wheel": "#" * 10 + "." * samples + "#" * (20 - samples) + " = 2",
    }


def test_two_hands_in_the_lap_are_flagged_while_the_car_moves():
    assert seconds_of(flags_of("HANDS_OFF", car(driver(**low(6)), officer()))) == [(5.0, 8.0)]


def test_hands_in_the_lap_of_a_car_that_stands_are_let_be():
    log = car(driver(**low(6)), officer(), change=always(1))
    assert flags_of("HANDS_OFF", log) == []


def test_one_hand_off_the_wheel_is_let_be():
    log = car(driver(hands_wheel="#" * 10 + "5" * 8 + "#" * 12 + " = 2"), officer())
    assert flags_of("HANDS_OFF", log) == []


def test_hands_low_on_the_rim_that_seem_to_be_under_it_have_hardly_moved():
    seem = "#" * 10 + "." * 6 + "#" * 14 + " = 2"
    assert flags_of("HANDS_OFF", car(driver(hands_wheel=seem), officer())) == []


def vanishing(samples: int) -> tuple[Place, Columns]:
    shown = "#" * 10 + "." * samples + "#" * (20 - samples) + " = 2"
    return driver(hands=shown, hands_wheel=shown.replace(".", "?"))


def after_a_while(part: tuple[Place, Columns], before: tuple[Place, Columns]):
    """The one after 45 seconds of the other."""
    at, seen = part
    quiet = before[1].values
    values = {n: np.concatenate([*[quiet[n]] * 3, v]) for n, v in seen.values.items()}
    return at, Columns(np.arange(4 * N, dtype=np.int64) * 500_000, values)


def test_hands_that_vanish_for_so_long_cannot_be_at_the_wheel():
    def log(samples: int):
        drive = after_a_while(vanishing(samples), driver())
        beside = after_a_while(officer(), officer())
        moving = (PICTURE_PLACE, drawn(PICTURE_PLACE, change="#" * 4 * N + " = 9")[1])
        return log_of(drive, beside, moving, subject="road", senses=ALL)

    assert seconds_of(flags_of("HANDS_OFF", log(12))) == [(50.0, 56.0)]
    assert flags_of("HANDS_OFF", log(3)) == []


def test_a_profile_that_accepts_no_accident_at_all_is_never_sure_that_hands_vanished():
    log = car(vanishing(12), officer())
    assert flags_of("HANDS_OFF", log, "HANDS_OFF.chance=0") == []
    off = car(driver(hands_wheel=always(0)), officer())
    assert flags_of("HANDS_OFF", off, "HANDS_OFF.seen=0") == []


def test_hands_that_vanish_behind_the_officers_arm_say_nothing():
    drive = after_a_while(vanishing(12), driver())
    arm = after_a_while(reaching(0.6, "5" * 12), officer())
    moving = (PICTURE_PLACE, drawn(PICTURE_PLACE, change="#" * 4 * N + " = 9")[1])
    log = log_of(drive, arm, moving, subject="road", senses=ALL)
    assert flags_of("HANDS_OFF", log) == []


def test_a_camera_that_never_sees_hands_at_the_wheel_says_nothing():
    hidden = driver(hands_wheel="." * 25 + "#####" + " = 2", hand1_y=always(0.9))
    assert flags_of("HANDS_OFF", car(hidden, officer())) == []


def test_a_hand_that_points_twice_into_the_drivers_space_is_flagged():
    log = car(driver(), reaching(0.55, "4534"))
    assert seconds_of(flags_of("HINT_GESTURE", log)) == [(5.0, 7.0)]


def test_a_hand_that_rests_between_the_seats_is_let_be():
    assert flags_of("HINT_GESTURE", car(driver(), reaching(0.55, "444444"))) == []


def test_a_hand_at_the_gear_lever_is_let_be():
    assert flags_of("HINT_GESTURE", car(driver(), reaching(0.55, "898989"))) == []


def test_a_hand_that_taps_on_the_own_side_is_let_be():
    assert flags_of("HINT_GESTURE", car(driver(), reaching(0.4, "454545"))) == []


def leaning(way: float, samples: int = 6) -> tuple[Place, Columns]:
    at, seen = officer()
    values = {name: value.copy() for name, value in seen.values.items()}
    for name in ("head_x0", "head_x1"):
        values[name][10 : 10 + samples] += way
    return at, Columns(seen.times, values)


def test_a_head_out_of_the_window_is_flagged():
    assert seconds_of(flags_of("LEAN_OUT", car(driver(), leaning(-0.24)))) == [(5.0, 8.0)]


def test_a_head_that_bends_to_the_mirror_or_to_the_driver_is_let_be():
    assert flags_of("LEAN_OUT", car(driver(), leaning(-0.08))) == []
    assert flags_of("LEAN_OUT", car(driver(), leaning(0.24))) == []


def test_seen_from_behind_the_window_is_on_the_other_side():
    log = car(sitter("driver", 0.3), sitter("passenger", 0.7))
    assert flags_of("LEAN_OUT", log) == []
    at, seen = sitter("passenger", 0.7)
    out = {
        n: v + (0.24 * (np.arange(N) >= 20) if n in ("head_x0", "head_x1") else 0)
        for n, v in seen.values.items()
    }
    log = car(sitter("driver", 0.3), (at, Columns(seen.times, out)))
    assert seconds_of(flags_of("LEAN_OUT", log)) == [(10.0, 15.0)]


def test_officers_in_a_cell_of_their_own_are_not_measured_against_the_driver():
    at, seen = officer(hands_wheel="#" * N)
    apart = Place(at.name, at.kind, at.zone, at.anchor, "cell")
    log = car(driver(), (apart, seen))
    codes = ("OP_ASSIST", "HINT_GESTURE", "LEAN_OUT")
    assert [flag for code in codes for flag in flags_of(code, log)] == []


def behind(people: str) -> tuple[Place, Columns]:
    return drawn(BACK_PLACE, people=people)


def test_somebody_in_the_back_of_the_car_for_five_seconds_is_flagged():
    log = car(driver(), officer(), behind("....############.............."))
    assert seconds_of(flags_of("EXTRA_PERSON", log)) == [(2.0, 8.0)]


def test_a_head_rest_taken_for_a_head_now_and_then_is_let_be():
    log = car(driver(), officer(), behind("#..#...#..#....#..#...#..#...."))
    assert flags_of("EXTRA_PERSON", log) == []


def test_an_officer_on_the_phone_for_ten_seconds_is_flagged_as_staff_not_as_a_candidate():
    phone = officer(phone="..########################....")
    log = log_of(driver(), phone, subject="road", senses=(*ALL, "phone"))
    assert len(flags_of("STAFF_MISCONDUCT", log)) == 1
    assert flags_of("PHONE", log) == []


def test_an_officer_who_looks_at_the_phone_for_four_seconds_is_let_be():
    phone = officer(phone="..########....................")
    log = log_of(driver(), phone, subject="road", senses=(*ALL, "phone"))
    assert flags_of("STAFF_MISCONDUCT", log) == []


def test_a_hand_at_the_drivers_head_is_the_drivers_own():
    assert flags_of("HINT_GESTURE", car(driver(), reaching(0.69, "4534"))) == []


def test_a_drivers_hand_that_is_hardly_nearer_to_the_ear_than_to_the_face_is_at_the_ear():
    held = {"hand_ear": "?" * 10 + "#" * 12 + "?" * 8 + " = 0.45", "hand_face": always(0.5)}
    assert len(flags_of("HAND_EAR", car(driver(**held), officer()))) == 1
    chin = held | {"hand_face": always(0.4)}
    assert flags_of("HAND_EAR", car(driver(**chin), officer())) == []
    assert flags_of("HAND_EAR", log_of(drawn(place(), person="#" * N, **held))) == []
