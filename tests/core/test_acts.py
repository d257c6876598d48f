"""One happening gives one flag."""

from dataclasses import replace

import pytest

from proctor.codes import CODES
from proctor.findings import Flag
from proctor.places import PICTURE_PLACE
from proctor.rules import RULES
from proctor.timeline import SECOND, Span
from proctor.weighing.acts import SAME_ACT, happenings
from tests.scenes import drawn, flags_of, log_of, place

REST = dict.fromkeys(CODES, 5 * SECOND)


def flag(
    code: str, start: float, end: float, *, at: str = "seat-01", score: float = 0.8, **why: str
) -> Flag:
    span = Span(round(start * SECOND), round(end * SECOND))
    name = f"{code} {at} {start}"
    return Flag(name, code, CODES[code].level, at, span, score, span.start_us, why)


def told(*flags: Flag, rest: dict[str, int] = REST) -> list[tuple[str, float, float, str]]:
    found = happenings(flags, rest)
    return [
        (f.code, f.span.start_us / 1e6, f.span.end_us / 1e6, str(f.reasons.get("also", "")))
        for f in found
    ]


def test_a_phone_at_the_ear_is_one_flag_that_names_the_hand():
    assert told(flag("HAND_EAR", 1, 9), flag("PHONE", 2, 8)) == [("PHONE", 2, 8, "HAND_EAR")]


def test_a_hand_that_stays_at_the_ear_long_after_the_phone_is_gone_keeps_its_flag():
    flags = flag("HAND_EAR", 1, 20), flag("PHONE", 2, 8)
    assert told(*flags) == [("HAND_EAR", 1, 20, ""), ("PHONE", 2, 8, "")]


def test_a_phone_at_another_seat_stands_for_nothing_here():
    flags = flag("HAND_EAR", 1, 9), flag("PHONE", 2, 8, at="seat-02")
    assert len(told(*flags)) == 2


def test_who_looks_at_the_neighbour_they_whisper_with_has_no_flag_of_their_own():
    whisper = flag("WHISPER", 1, 6, **{"with": "seat-02"})
    assert told(whisper, flag("PEEK", 2, 6, at="seat-02")) == [("WHISPER", 1, 6, "PEEK")]


def test_of_three_codes_of_one_act_the_gravest_names_both_others():
    flags = flag("PEEK", 1, 5), flag("EXTRA_PERSON", 1, 7), flag("ID_SWAP", 2, 9)
    assert told(*flags) == [("ID_SWAP", 2, 9, "EXTRA_PERSON, PEEK")]


@pytest.mark.parametrize("each", SAME_ACT)
def test_only_a_graver_code_stands_for_another(each):
    assert CODES[each.graver].level < CODES[each.other].level
    assert each.because


def test_the_same_again_after_a_short_rest_is_one_happening():
    first, second = flag("PEEK", 1, 5, score=0.6), flag("PEEK", 9, 11, score=0.9)
    (one,) = happenings([first, second], REST)
    assert (one.id, one.span) == (first.id, Span(1 * SECOND, 11 * SECOND))
    assert (one.score, one.peak_us) == (0.7, second.peak_us)
    assert one.reasons["times"] == 2
    late = replace(second, span=Span(11 * SECOND, 13 * SECOND))
    assert happenings([first, late], REST) == [first, late]
    assert happenings([first, second], {}) == [first, second]


def test_whispers_with_two_neighbours_are_two_happenings():
    left, right = (flag("WHISPER", s, s + 3, **{"with": at}) for s, at in ((1, "a"), (5, "b")))
    assert len(happenings([left, right], REST)) == 2


def test_judging_joins_what_a_log_shows():
    log = log_of(
        drawn(place(), person="#" * 60, phone="....######........######" + "." * 36),
        drawn(PICTURE_PLACE, frame="#" * 60),
    )
    (one,) = flags_of("PHONE", log)
    assert one.reasons["times"] == 2
    assert len(flags_of("PHONE", log, "PHONE.rest_s=0")) == 2


def test_no_rule_of_the_picture_joins_faults_over_sound_time():
    faults = [kind for kind in RULES if kind.code.startswith(("VID", "AUD", "CLK"))]
    assert faults
    assert all(kind().rest_s == 0 for kind in faults)
