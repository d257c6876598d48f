"""Check-in, exam, break: when rules are asked, as the schedule and the clock tell."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from proctor.audit.rows import CameraRow
from proctor.explaining import explain
from proctor.findings import Flag
from proctor.judge import judge, run_key
from proctor.phases import ALL_EXAM, ON_DUTY, RUNNING, Phases, phases_from
from proctor.phases.programme import NO_CLOCK, Programme, Sitting, programme_of
from proctor.places import PICTURE_PLACE
from proctor.results.result import Items
from proctor.rulebook import NO_PROFILE, phases_of, resolve
from proctor.schedule import ExamSession
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Span, stamp
from tests.audit.stories import WANG
from tests.scenes import drawn, log_of, place

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EXACT = ClockMap(NINE, "given", 0.0)
HALL = CameraRow("cam", "north", "hall", NINE)
NEXT_TO = place("seat-01")


def session(start: float, end: float, **more: object) -> ExamSession:
    """From and to minutes after nine, before the camera."""
    begins, ends = NINE + start * MINUTE, NINE + end * MINUTE
    return ExamSession("north", "hall 1", "hall", begins, ends, ("cam",), **more)


def phases(
    *sessions: ExamSession, attempts=(), clock: ClockMap = EXACT, minutes: float = 60
) -> Phases:
    programme = programme_of(sessions, attempts, [HALL], UTC)
    return programme.phases("north", "cam", clock, Span(0, round(minutes * 60 * SECOND)))


def told(of: Phases) -> list[tuple[float, float, str]]:
    """Stretches with both ends in minutes of media time."""
    return [(s.span.start_us / 60e6, s.span.end_us / 60e6, "/".join(s.phases)) for s in of.whole]


def test_people_check_in_before_the_exam_and_have_a_break_between_two():
    assert told(phases(session(0, 45), session(125, 170), minutes=200)) == [
        (0, 45, "exam"),
        (45, 95, "break"),
        (95, 125, "check-in"),
        (125, 170, "exam"),
        (170, 15 * 60, "outside"),
    ]


def test_the_night_before_is_outside_and_not_a_break():
    clock = replace(EXACT, start=NINE - 60 * MINUTE)
    assert told(phases(session(0, 45), clock=clock)) == [
        (-8 * 60, 30, "outside"),
        (30, 60, "check-in"),
    ]


def test_a_clock_that_may_be_off_makes_borders_wide():
    wide = replace(EXACT, uncertainty_s=60.0)
    assert told(phases(session(10, 40), clock=wide, minutes=42)) == [
        (-19, 9, "check-in"),
        (9, 11, "check-in/exam"),
        (11, 39, "exam"),
        (39, 41, "exam/outside"),
        (41, 15 * 60, "outside"),
    ]


def test_where_one_exam_ends_and_the_next_begins_people_change():
    wide = replace(EXACT, uncertainty_s=60.0)
    found = phases(session(0, 20), session(20, 40), clock=wide, minutes=35)
    assert (19, 21, "exam/break") in told(found)
    assert [s.turn for s in found.whole if s.phases == ("exam",)] == [0, 1]
    exact = phases(session(0, 20), session(20, 40), minutes=35)
    assert list(exact.turns(NEXT_TO, np.array([19, 21]) * 60 * SECOND)) == [0, 1]


@pytest.mark.parametrize(
    "known",
    [
        phases(),
        phases(session(0, 45, cancelled="flood")),
        phases(session(24 * 60, 24 * 60 + 45)),
    ],
)
def test_without_a_schedule_that_day_all_of_it_is_exam(known):
    assert known == ALL_EXAM
    assert known.asked(RUNNING, NEXT_TO, np.zeros(3, np.int64)) is None
    assert known.asked_us(RUNNING, NEXT_TO, Span(0, 5)) == 5


@pytest.mark.parametrize("clock", [UNKNOWN_CLOCK, ClockMap(NINE, "picture", 900.0)])
def test_without_a_wall_time_a_schedule_tells_nothing(clock):
    assert phases(session(0, 45), clock=clock) == NO_CLOCK
    assert not NO_CLOCK.known


def test_what_is_not_sure_is_asked_only_where_every_phase_will_do():
    wide = replace(EXACT, uncertainty_s=60.0)
    found = phases(session(0, 20), clock=wide, minutes=60)
    minutes = np.array([0.5, 10, 19.5, 30]) * 60 * SECOND
    assert found.asked(RUNNING, NEXT_TO, minutes.astype(np.int64)).tolist() == [0, 1, 0, 0]
    assert found.asked(ON_DUTY, NEXT_TO, minutes.astype(np.int64)).tolist() == [1, 1, 0, 0]
    assert found.asked_us(RUNNING, NEXT_TO, Span(0, 3600 * SECOND)) == 18 * 60 * SECOND


def attempt(seat: str, end: float, start: float = 0):
    starts, ends = NINE + start * MINUTE, NINE + end * MINUTE
    return replace(WANG, site="north", room="hall 1", seat=seat, starts=starts, ends=ends)


def test_a_seat_that_somebody_named_has_the_times_of_its_own_attempt():
    found = phases(session(0, 45), attempts=[attempt("7", 30)])
    times = np.array([20, 40]) * 60 * SECOND
    for name in ("7", "07", "7号"):
        assert found.asked(RUNNING, place(name), times).tolist() == [True, False]
    for name in ("seat-07", "8"):
        assert found.asked(RUNNING, place(name), times).tolist() == [True, True]


def test_a_seat_is_known_by_its_zone_too_whatever_a_recording_calls_it():
    at = place("seat-03")
    zones = {("north", "cam"): {"7": at.zone}}
    programme = programme_of([session(0, 45)], [attempt("7", 30)], [HALL], UTC, zones)
    found = programme.phases("north", "cam", EXACT, Span(0, 3600 * SECOND))
    times = np.array([20, 40]) * 60 * SECOND
    assert found.asked(RUNNING, at, times).tolist() == [True, False]
    assert found.asked(RUNNING, place("seat-03", x=0.9), times).tolist() == [True, True]
    assert phases_from(found.plain()) == found


def test_check_in_and_breaks_are_those_that_a_roster_tells():
    one = replace(
        attempt("7", 45),
        check_in=NINE - 10 * MINUTE,
        breaks=((NINE + 20 * MINUTE, NINE + 25 * MINUTE),),
    )
    clock = replace(EXACT, start=NINE - 20 * MINUTE)
    found = phases(session(0, 45), attempts=[one], clock=clock, minutes=70)
    assert told(found) == [
        (-8 * 60 - 40, 10, "outside"),
        (10, 20, "check-in"),
        (20, 40, "exam"),
        (40, 45, "break"),
        (45, 65, "exam"),
        (65, 15 * 60 + 20, "outside"),
    ]
    times = np.array([30, 42, 50]) * 60 * SECOND
    assert found.asked(RUNNING, place("7"), times).tolist() == [1, 0, 1]
    assert list(found.turns(place("7"), times)) == [0, -1, 0]


def test_a_hall_has_a_break_when_everybody_has_it_and_a_check_in_when_the_first_has():
    pause = ((NINE + 20 * MINUTE, NINE + 25 * MINUTE),)
    one = replace(attempt("7", 45), check_in=NINE - 40 * MINUTE, breaks=pause)
    both = [one, attempt("8", 45)]
    clock = replace(EXACT, start=NINE - 60 * MINUTE)
    found = phases(session(0, 45), attempts=both, clock=clock, minutes=110)
    assert told(found)[1:3] == [(20, 60, "check-in"), (60, 105, "exam")]
    times = np.array([82]) * 60 * SECOND
    assert not found.asked(RUNNING, place("7"), times).any()
    assert found.asked(RUNNING, place("8"), times).all()


def test_a_candidate_in_a_car_has_a_break_too():
    one = replace(attempt("", 45), breaks=((NINE + 20 * MINUTE, NINE + 25 * MINUTE),))
    found = phases(session(0, 45), attempts=[one], minutes=45)
    assert told(found)[:3] == [(0, 20, "exam"), (20, 25, "break"), (25, 45, "exam")]


def test_a_break_of_one_exam_is_none_while_another_is_held_in_the_room():
    one = replace(attempt("7", 45), breaks=((NINE + 20 * MINUTE, NINE + 25 * MINUTE),))
    found = phases(session(0, 45), session(15, 60), attempts=[one], minutes=60)
    assert told(found)[0] == (0, 60, "exam")


def test_who_comes_late_to_a_second_exam_takes_no_check_in_from_the_first():
    late = replace(attempt("7", 60), starts=NINE + 15 * MINUTE, check_in=NINE + 5 * MINUTE)
    clock = replace(EXACT, start=NINE - 60 * MINUTE)
    found = phases(session(0, 45), session(15, 60), attempts=[late], clock=clock, minutes=120)
    assert told(found)[1:] == [(30, 60, "check-in"), (60, 120, "exam")]


def test_who_sits_there_in_a_session_without_an_attempt_is_judged_all_the_same():
    sessions = session(0, 45), session(60, 100)
    found = phases(*sessions, attempts=[attempt("7", 30)], minutes=120)
    own = place("7")
    times = np.array([20, 40, 80]) * 60 * SECOND
    assert found.asked(RUNNING, own, times).tolist() == [True, False, True]


def items_of(*spans: tuple[float, float], attempt: tuple[float, float], car: str) -> Items:
    """The items of an attempt, from and to minutes after nine."""
    zero = stamp(NINE)
    whole, *own = (
        Span(zero + round(a * 60 * SECOND), zero + round(b * 60 * SECOND))
        for a, b in (attempt, *spans)
    )
    return Items("north", car, whole, tuple(own))


def test_times_of_items_from_results_cut_the_exams_of_their_car_and_no_other():
    car = CameraRow("cam", "north", "road", NINE)
    held = [
        replace(session(a, b), hall="京A1234学", subject="road") for a, b in ((0, 20), (30, 50))
    ]
    for name, asked in (("京A1234学", [1, 0, 0, 1, 1]), ("京A9999学", [1, 1, 1, 1, 1])):
        told_items = items_of((0, 4), (9, 12), attempt=(0, 18), car=name)
        programme = programme_of(held, (), [car], UTC, items=[told_items])
        found = programme.phases("north", "cam", EXACT, Span(0, 3600 * SECOND))
        times = np.array([2, 6, 15, 19, 40]) * 60 * SECOND
        assert found.asked(("item",), NEXT_TO, times).tolist() == asked


def test_items_are_told_from_the_way_to_them_once_they_are_known():
    zero = stamp(NINE)
    items = tuple(Span(zero + a * 60 * SECOND, zero + b * 60 * SECOND) for a, b in ((2, 4), (6, 7)))
    exam = Span(zero, zero + 10 * 60 * SECOND)
    programme = Programme({("north", "cam"): (Sitting(exam, items=items),)}, {}, UTC)
    found = programme.phases("north", "cam", EXACT, Span(0, 600 * SECOND))
    times = np.array([1, 3, 5, 6.5, 9]) * 60 * SECOND
    assert found.asked(("item",), NEXT_TO, times).tolist() == [0, 1, 0, 1, 0]
    assert found.asked(RUNNING, NEXT_TO, times).all()
    unknown = phases(session(0, 10))
    assert unknown.asked(("item",), NEXT_TO, times).all()


def test_phases_survive_being_written_down():
    found = phases(session(0, 45), attempts=[attempt("7", 30)])
    assert phases_from(found.plain()) == found


LOG = log_of(
    drawn(place(), person="#" * 60 + "." * 60, phone="." * 120),
    drawn(PICTURE_PLACE, frame="#" * 120),
)
BOOK = resolve(NO_PROFILE, "hall", "hall-1")


def absent(book) -> list[Flag]:
    return [flag for flag in judge(LOG, book).flags if flag.code == "SEAT_ABSENT"]


def test_an_empty_seat_after_the_exam_is_nothing():
    assert len(absent(BOOK)) == 1
    assert absent(BOOK.during(phases(session(-10, 0.5)))) == []
    assert len(absent(BOOK.during(phases(session(-10, 45))))) == 1


def test_a_seat_that_was_taken_in_the_exam_before_is_not_left_in_this_one():
    assert absent(BOOK.during(phases(session(-10, 0.5), session(0.5, 10)))) == []


def test_who_sits_down_for_the_next_exam_is_nobody_exchanged():
    sitting = "#" * 40 + "." * 20 + "#" * 40
    colour = "#" * 40 + "?" * 20 + "." * 40 + " = 60"
    clothes = {"clothes_l": colour, "clothes_a": colour, "clothes_b": colour}
    log = log_of(drawn(place(), person=sitting, **clothes), senses=("person", "head"))

    def codes(book) -> set[str]:
        return {flag.code for flag in judge(log, book).flags}

    assert "ID_SWAP" in codes(BOOK)
    assert "ID_SWAP" in codes(BOOK.during(phases(session(-1, 10))))
    assert "ID_SWAP" not in codes(BOOK.during(phases(session(-1, 0.4), session(0.4, 10))))


def test_the_judged_share_is_of_what_was_asked_and_codes_that_were_not_asked_have_none():
    late = BOOK.during(phases(session(0.5, 10)))
    assert judge(LOG, late).judged["SEAT_ABSENT"] == 1.0
    never = judge(LOG, BOOK.during(phases(session(20, 45))))
    assert "SEAT_ABSENT" not in never.judged
    assert "VID_GAP" in never.judged
    assert never.flags == ()


def test_another_schedule_makes_another_run_and_no_schedule_the_same_as_ever():
    first, other = (BOOK.during(phases(session(0, end))) for end in (45, 46))
    assert len({run_key(LOG, book) for book in (BOOK, first, other)}) == 3
    assert BOOK.during(ALL_EXAM).fingerprint == BOOK.fingerprint
    assert BOOK.during(NO_CLOCK).fingerprint == BOOK.fingerprint
    assert phases_of(first.text) == first.phases
    (flag,) = absent(first)
    assert not np.isnan(explain(flag, LOG, first.text).sure).all()
