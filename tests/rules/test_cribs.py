"""NOTE: looks up, then down; and READ_ALOUD: what lips do."""

import pytest

from tests.scenes import flags_of, log_of, seated, seconds_of

SURE = 6.0


def nodding(*parts: str, sigma: float = SURE):
    """A head whose usual nod is drawn as 5, of 60°: less looks up, more looks down."""
    drawing = "".join(parts)
    return log_of(
        seated(
            "seat-01",
            0.5,
            person="#" * len(drawing),
            pitch=drawing + " = 60°",
            direction_sigma="#" * len(drawing) + f" = {sigma}°",
        )
    )


REST, CHECKS = "5" * 16, "22" + "99999"


def test_three_looks_up_and_then_down_within_a_minute_are_flagged():
    log = nodding(REST, CHECKS, REST, CHECKS, REST, CHECKS, REST)
    assert seconds_of(flags_of("NOTE", log)) == [(9.0, 32.5)]


def test_two_are_let_be():
    assert flags_of("NOTE", nodding(REST, CHECKS, REST, CHECKS, REST)) == []


def test_looks_down_alone_are_writing_or_typing():
    down = "99999"
    assert flags_of("NOTE", nodding(REST, down, REST, down, REST, down, REST)) == []


def test_looks_up_alone_are_let_be():
    assert flags_of("NOTE", nodding(REST, "222", REST, "222", REST, "222", REST)) == []


def test_a_look_up_long_before_the_look_down_has_nothing_to_do_with_it():
    apart = "22" + "5" * 8 + "99999"
    assert flags_of("NOTE", nodding(REST, apart, REST, apart, REST, apart, REST)) == []


def test_heads_whose_nod_is_a_guess_say_nothing():
    log = nodding(REST, CHECKS, REST, CHECKS, REST, CHECKS, REST, sigma=25.0)
    assert flags_of("NOTE", log) == []


def talking(mouth: str, **drawings: str):
    return log_of(seated("seat-01", 0.5, mouth=mouth, person="#" * 60, **drawings))


LIPS = "." * 16 + ".5" * 14 + "." * 16 + " = 0.1"


def test_lips_that_move_for_fourteen_seconds_read_aloud():
    (flagged,) = seconds_of(flags_of("READ_ALOUD", talking(LIPS)))
    assert flagged == (pytest.approx(8.0, abs=1.0), pytest.approx(22.0, abs=1.5))


def test_a_yawn_is_let_be():
    assert flags_of("READ_ALOUD", talking("." * 20 + "#" * 8 + "." * 32 + " = 0.4")) == []


def test_a_mouth_that_stands_open_is_let_be():
    assert flags_of("READ_ALOUD", talking("." * 20 + "#" * 40 + " = 0.1")) == []


def test_lips_of_a_face_turned_away_are_not_read():
    assert flags_of("READ_ALOUD", talking(LIPS, yaw="#" * 60 + " = 60°")) == []


def test_a_face_too_small_to_be_read_says_nothing():
    assert flags_of("READ_ALOUD", talking("?" * 60)) == []


def test_two_who_talk_to_each_other_whisper_and_do_not_read():
    turned = "." * 18 + "#" * 24 + "." * 18
    mine = seated("seat-01", 0.4, mouth=LIPS, person="#" * 60, yaw=turned + " = -60°")
    other = seated("seat-02", 0.6, person="#" * 60, yaw=turned + " = 60°")
    log = log_of(mine, other)
    assert flags_of("WHISPER", log)
    assert flags_of("READ_ALOUD", log) == []
