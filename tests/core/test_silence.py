"""Why there is no flag: every cause, drawn."""

import pytest

from proctor.phases import Phases, Stretch
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from proctor.silence import Look, look, told_of
from proctor.timeline import SECOND, Span
from tests.scenes import drawn, log_of, place

PICTURE = drawn(PICTURE_PLACE, frame="#" * 60)


def looked(
    *parts, code: str = "EXTRA_PERSON", at: float = 10, around: float = 5, **more: object
) -> list[Look]:
    sets = more.pop("sets", ())
    book = resolve(with_overrides(NO_PROFILE, sets), "hall", "hall-1")
    if phases := more.pop("phases", None):
        book = book.during(phases)
    log = log_of(*parts, PICTURE)
    return look(code, log, book.text, round(at * SECOND), round(around * SECOND))


def crowd(drawing: str):
    """A seat with so many people, two for ``#``; a sample is half a second."""
    people = drawing.replace("1", "5") + " = 2"
    return drawn(place(), person="#" * len(drawing), people=people)


def test_what_held_long_enough_is_a_flag():
    (found,) = looked(crowd("1" * 10 + "#" * 14 + "1" * 36))
    assert found.cause == "held"
    assert found.held_s == 7.0
    assert found.best == 1.0


def test_what_did_not_last_is_told_with_how_long_it_did():
    (found,) = looked(crowd("1" * 16 + "#" * 6 + "1" * 38))
    assert found.cause == "short"
    assert (found.held_s, found.explanation.rule.hold_s) == (3.0, 5.0)
    assert found.stretch == Span(8 * SECOND, 11 * SECOND)


def test_what_was_not_sure_enough_is_told_with_how_sure_it_was():
    seat = drawn(place(), phone="." * 16 + "1" * 8 + "." * 36, phone_hand="." * 60)
    (found,) = looked(seat, code="PHONE")
    assert found.cause == "under"
    assert 0 < (found.best or 0) < found.explanation.rule.threshold
    assert found.judged_s == pytest.approx(10.0)


def test_what_nobody_could_make_out_is_named():
    seat = drawn(place(), person="#" * 60, people="#" * 15 + "?" * 12 + "#" * 33)
    (found,) = looked(seat)
    assert found.cause == "unseen"
    assert found.missing == ("people",)
    assert found.judged_s < 10


def test_behind_a_black_picture_nobody_could_see():
    dark = drawn(
        PICTURE_PLACE,
        frame="#" * 60,
        luma="#" * 15 + "." * 12 + "#" * 33 + " = 120",
        contrast="#" * 15 + "." * 12 + "#" * 33 + " = 50",
    )
    book = resolve(NO_PROFILE, "hall", "hall-1")
    log = log_of(crowd("1" * 60), dark)
    (found,) = look("EXTRA_PERSON", log, book.text, 10 * SECOND, SECOND)
    assert found.cause == "blind"
    assert found.hidden == ("VID_BLACK",)


def test_in_a_break_the_rule_is_not_asked():
    phases = Phases("schedule", (Stretch(Span(0, 60 * SECOND), ("break",)),))
    (found,) = looked(crowd("#" * 60), phases=phases)
    assert found.cause == "phase"
    assert found.phases == ("break",)


def test_between_the_samples_nobody_looked():
    sparse = drawn(place(), step=5 * SECOND, person="####", people="####")
    (found,) = looked(sparse, at=8, around=1)
    assert found.cause == "unsampled"


def test_the_place_nearest_to_a_flag_is_told_first():
    near = drawn(place("seat-02", x=0.7), person="#" * 60, people="5" * 16 + "#" * 6 + "5" * 38)
    seats = looked(crowd("1" * 60), (near[0], crowd("1" * 16 + "#" * 6 + "1" * 38)[1]))
    assert [one.explanation.place for one in told_of(seats)] == ["seat-02", "seat-01"]


def test_the_answer_is_by_the_settings_of_that_run():
    seat = crowd("1" * 16 + "#" * 6 + "1" * 38)
    (found,) = looked(seat, sets=["EXTRA_PERSON.hold_s=2"])
    assert found.cause == "held"
