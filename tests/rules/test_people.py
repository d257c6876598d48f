"""SEAT_ABSENT, EXTRA_PERSON, PHONE, HAND_EAR: who and what is at a place."""

import pytest

from tests.scenes import drawn, flags_of, log_of, place, seconds_of

DRIVER = place("driver", "driver")
KEYFRAMES = 2_000_000
"""Microseconds between those of a usual recorder."""


def seat(**drawings: str):
    return log_of(drawn(place(), **drawings))


def test_a_candidate_who_leaves_for_ten_seconds_is_flagged():
    log = seat(person="##########" + "." * 24 + "####")
    assert seconds_of(flags_of("SEAT_ABSENT", log)) == [(5.0, 17.0)]


def test_a_seat_that_was_never_taken_is_nobodys_absence():
    assert flags_of("SEAT_ABSENT", seat(person="." * 60)) == []


def test_a_candidate_who_comes_late_was_not_absent():
    assert flags_of("SEAT_ABSENT", seat(person="." * 30 + "#" * 30)) == []


def test_a_candidate_whom_the_detector_often_loses_needs_a_longer_silence():
    steady, flickering = "#" * 60, "#..#...." * 8
    assert flags_of("SEAT_ABSENT", seat(person=steady + "." * 24)) != []
    assert flags_of("SEAT_ABSENT", seat(person=flickering + "." * 24)) == []
    assert flags_of("SEAT_ABSENT", seat(person=flickering + "." * 100)) != []


def test_somebody_who_passes_an_empty_seat_does_not_end_the_absence():
    log = seat(person="#" * 20 + "." * 14 + "##" + "." * 14)
    assert seconds_of(flags_of("SEAT_ABSENT", log)) == [(10.0, 25.0)]


def test_an_absence_is_no_lapse_of_the_detector_where_keyframes_alone_are_looked_at():
    seen = drawn(place(), person="###......#", step=KEYFRAMES)
    log = log_of(seen, step=KEYFRAMES)
    assert seconds_of(flags_of("SEAT_ABSENT", log)) == [(6.0, 18.0)]


def test_nobody_looking_is_not_an_empty_seat():
    assert flags_of("SEAT_ABSENT", seat(person="#" * 20 + "?" * 40)) == []


def test_a_second_person_at_a_seat_for_five_seconds_is_flagged():
    log = log_of(drawn(place(), people="5555############5555 = 2", person="#" * 20))
    assert seconds_of(flags_of("EXTRA_PERSON", log)) == [(2.0, 8.0)]


def test_two_who_are_there_from_the_first_picture_on_may_both_have_seats():
    log = log_of(drawn(place(), people="####################.... = 2", person="#" * 24))
    assert flags_of("EXTRA_PERSON", log) == []


def test_an_officer_who_walks_past_is_not_an_extra_person():
    assert flags_of("EXTRA_PERSON", seat(people="....######.... = 2")) == []


def test_an_officer_on_a_round_who_stays_at_one_candidate_for_long_is_asked_about():
    short, long = ("." * 10 + "#" * n + "." * 10 for n in (38, 44))
    one = "#" * 64
    assert flags_of("EXTRA_PERSON", seat(people=one[:58], patrol=short)) == []
    (flag,) = flags_of("EXTRA_PERSON", seat(people=one, patrol=long))
    assert (flag.span.start_us, flag.span.end_us) == (5_000_000, 27_000_000)
    assert flag.reasons["role"] == "patrol"


def test_in_an_hour_of_which_keyframes_are_looked_at_rounds_and_second_people_are_found_too():
    alone, two = "5" * 12, "#" * 12
    came = drawn(place(), KEYFRAMES, people=f"{alone}{two} = 2")
    assert len(flags_of("EXTRA_PERSON", log_of(came, step=KEYFRAMES))) == 1
    round_ = drawn(place(), KEYFRAMES, people="#" * 24, patrol="." * 8 + "#" * 12 + "....")
    (flag,) = flags_of("EXTRA_PERSON", log_of(round_, step=KEYFRAMES))
    assert flag.reasons["role"] == "patrol"


def test_a_log_that_knows_no_rounds_is_judged_as_ever():
    (flag,) = flags_of("EXTRA_PERSON", seat(people="5555############.... = 2"))
    assert "role" not in flag.reasons
    assert "patrol_mean" not in flag.reasons


def test_a_phone_in_the_hand_for_three_seconds_is_flagged():
    (flagged,) = seconds_of(flags_of("PHONE", seat(phone="....######....")))
    assert flagged == pytest.approx((2.0, 5.0), abs=0.6)


def test_a_phone_for_one_second_is_let_be():
    assert flags_of("PHONE", seat(phone="....##........")) == []


def test_a_faint_phone_that_stays_is_flagged():
    assert len(flags_of("PHONE", seat(phone="....##########.... = 0.35"))) == 1


def test_a_phone_that_no_hand_is_near_is_let_be():
    away = seat(phone="....######....", phone_hand="############## = 3.0")
    assert flags_of("PHONE", away) == []


def test_a_phone_seen_in_one_sample_is_not():
    assert flags_of("PHONE", seat(phone="....#.........")) == []


def test_without_a_model_that_knows_phones_nothing_is_said():
    log = log_of(drawn(place(), phone="??????????"), senses=("person", "picture"))
    assert flags_of("PHONE", log) == []


def test_a_phone_on_a_shelf_is_let_be():
    length = 130
    still = {
        side: "#" * length + f" = {at}"
        for side, at in zip(
            ("phone_x0", "phone_y0", "phone_x1", "phone_y1"), (0.5, 0.5, 0.52, 0.54), strict=True
        )
    }
    assert flags_of("PHONE", seat(phone="#" * length, **still)) == []


def test_a_hand_held_at_the_ear_is_flagged_while_driving_and_in_the_hall():
    drawing = "####" + "." * 12 + "####" + " = 3"
    for at, subject in ((place(), "hall"), (DRIVER, "road")):
        log = log_of(drawn(at, hand_ear=drawing), subject=subject)
        assert seconds_of(flags_of("HAND_EAR", log)) == [(2.0, 8.0)]


def test_scratching_the_ear_is_let_be():
    assert flags_of("HAND_EAR", seat(hand_ear="####.....#### = 3")) == []


def test_what_looks_like_a_phone_at_one_spot_now_longer_and_now_shorter_is_let_be():
    lasts = {"y1": "#" * 40 + "9" * 30 + "#" * 60 + " = 0.7", "y0": "#" * 130 + " = 0.5"}
    box = {f"phone_{axis}": drawing for axis, drawing in lasts.items()}
    wide = {"phone_x0": "#" * 130 + " = 0.5", "phone_x1": "#" * 130 + " = 0.52"}
    held = "3" * 40 + "#" * 30 + "3" * 60
    hand = {"phone_hand": "9" * 40 + "." * 30 + "9" * 60 + " = 2"}
    assert flags_of("PHONE", seat(phone=held, **box, **wide, **hand)) == []


def phone(sure: str, beside: str = ""):
    """A phone three tenths across the picture wherever it is drawn; ``beside`` moves it there."""
    spots = "".join(
        "?" if score == "." else "5" if aside == "#" else "3"
        for score, aside in zip(sure, beside or "." * len(sure), strict=True)
    )
    wide = {"phone_x0": spots + " = 1", "phone_x1": spots + " = 1.05"}
    tall = {"phone_y0": spots + " = 0.9", "phone_y1": spots + " = 1"}
    return seat(phone=sure, **wide, **tall)


MOUSE = ("######" + "." * 10) * 8
"""Taken for a phone for three of every eight seconds, in a recording of 64."""


def test_a_mouse_that_is_taken_for_a_phone_again_and_again_at_one_spot_is_let_be():
    assert flags_of("PHONE", phone(MOUSE)) == []


def test_a_phone_taken_out_beside_that_mouse_is_flagged():
    shown = MOUSE[:54] + "#" * 10 + MOUSE[64:]
    (flag,) = flags_of("PHONE", phone(shown, "." * 54 + "#" * 10 + "." * 64))
    assert flag.span.start_us / 1e6 == pytest.approx(27, abs=1)


def test_a_phone_that_is_used_at_one_spot_twice_is_no_furniture():
    sure = "." * 20 + "#" * 12 + "." * 50 + "#" * 12 + "." * 34
    assert len(flags_of("PHONE", phone(sure))) == 2


def hands(ear: str, *spots: tuple[float, float]):
    """A head of a tenth of the picture's breadth in its middle, with hands at those spots."""
    length = len(ear.partition("=")[0].strip())
    head = {"head_x0": 0.45, "head_x1": 0.55, "head_y0": 0.4, "head_y1": 0.6}
    at = {
        f"hand{n}_{axis}": value
        for n, spot in enumerate(spots, 1)
        for axis, value in zip("xy", spot, strict=True)
    }
    still = {name: "#" * length + f" = {value}" for name, value in {**head, **at}.items()}
    return seat(hand_ear=ear, **still)


def test_hands_at_a_keyboard_that_from_above_appears_beside_the_head_are_let_be():
    typing = ("." * 14 + "##") * 10
    assert flags_of("HAND_EAR", hands(typing + " = 3", (0.57, 0.5))) == []


def test_a_hand_that_comes_to_the_ear_twice_in_a_minute_is_flagged_both_times():
    drawing = "#" * 30 + "." * 12 + "#" * 40 + "." * 12 + "#" * 50
    assert len(flags_of("HAND_EAR", seat(hand_ear=drawing + " = 3"))) == 2


def test_a_head_in_both_hands_is_let_be():
    drawing = "####" + "." * 14 + "##" + " = 3"
    assert flags_of("HAND_EAR", hands(drawing, (0.44, 0.5), (0.56, 0.51))) == []
    assert len(flags_of("HAND_EAR", hands(drawing, (0.44, 0.5), (0.56, 0.9)))) == 1


def test_a_hand_at_an_ear_whose_head_was_hardly_measured_is_not_taken_for_one_at_work():
    n = 120
    held = {"hand1_x": "#" * n + " = 0.5", "hand1_y": "#" * n + " = 0.4"}
    known = {"person": "#" * n, "hand_ear": "#" * n + " = 0.2", "hand_face": "#" * n + " = 0.9"}
    heads = {f"head_{side}": "###" + "?" * (n - 3) for side in ("x0", "y0", "x1", "y1")}
    assert len(flags_of("HAND_EAR", seat(**known, **held, **heads))) == 1


def test_a_phone_on_the_desk_of_somebody_who_left_is_in_nobodys_hand():
    phone = {"phone": "." * 40 + "#" * 20 + "." * 40, "phone_x0": "#" * 100 + " = 0.5"}
    assert len(flags_of("PHONE", seat(person="#" * 100, **phone))) == 1
    assert flags_of("PHONE", seat(person="#" * 40 + "." * 60, **phone)) == []
