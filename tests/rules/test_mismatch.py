"""ID_MISMATCH: a face unlike the enrolment photo for long enough, where it could be compared."""

from tests.scenes import column, drawn, flags_of, log_of, place, seconds_of

SENSES = ("head", "person", "photo", "picture")


def flagged(drawing: str, *overrides: str) -> list[tuple[float, float]]:
    log = log_of(
        drawn(place(), face_photo=drawing, person="#" * len(column(drawing))), senses=SENSES
    )
    return seconds_of(flags_of("ID_MISMATCH", log, *overrides))


def test_a_face_unlike_the_photo_for_half_a_minute_is_flagged() -> None:
    assert flagged("?" * 10 + "3" * 70 + "?" * 20) == [(5.0, 40.0)]


def test_the_same_face_for_less_is_let_be() -> None:
    assert flagged("?" * 10 + "3" * 50 + "?" * 40) == []


def test_a_face_like_the_photo_and_one_in_between_are_let_be() -> None:
    assert flagged("8" * 100) == []
    assert flagged("5" * 100) == []


def test_where_no_face_was_good_enough_nothing_is_claimed() -> None:
    assert flagged("?" * 100) == []


def test_a_site_may_set_another_bound() -> None:
    assert flagged("4" * 100) == [(0.0, 50.0)]
    assert flagged("4" * 100, "ID_MISMATCH.unlike=0.35") == []


def test_one_candidate_is_one_flag_though_good_pictures_come_and_go() -> None:
    assert len(flagged("3" * 65 + "?" * 10 + "3" * 70)) == 1


def test_without_photos_it_is_not_judged() -> None:
    from proctor.judge import judge
    from proctor.rulebook import NO_PROFILE, resolve

    log = log_of(drawn(place(), person="#" * 10), senses=("head", "person", "picture"))
    missing = judge(log, resolve(NO_PROFILE, "hall", "hall-1")).not_judged
    assert ("ID_MISMATCH", ("photo",)) in [(one.code, one.missing) for one in missing]
