"""STAFF_MISCONDUCT at service counters, and what staff do elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from proctor.observations import ObservationLog
from proctor.perception import Subject
from proctor.timeline import ClockMap
from tests.scenes import drawn, flags_of, log_of, place, seated, seconds_of

OPEN = ("STAFF_MISCONDUCT.opens_h=9", "STAFF_MISCONDUCT.closes_h=17")
POST = place("post-01", "post")
N = 1600


def at(hour: int, log: ObservationLog) -> ObservationLog:
    """Filmed at that hour of a day in a site eight hours ahead of UTC."""
    start = datetime(2026, 11, 23, (hour - 8) % 24, tzinfo=UTC)
    return replace(log, header=replace(log.header, clock=ClockMap(start, "name", 1.0)))


def counter(person: str, **drawings: str) -> ObservationLog:
    return log_of(drawn(POST, person=person, **drawings), subject="counter")


LEFT = "#" * 200 + "." * 700 + "#" * 700


def test_a_post_that_nobody_attends_for_five_minutes_in_opening_hours_is_flagged():
    assert seconds_of(flags_of("STAFF_MISCONDUCT", at(10, counter(LEFT)), *OPEN)) == [
        (100.0, 450.0)
    ]


def test_a_post_at_which_nobody_ever_sat_is_unattended_too():
    assert len(flags_of("STAFF_MISCONDUCT", at(10, counter("." * N)), *OPEN)) == 1


def test_an_errand_of_four_minutes_is_let_be():
    errand = "#" * 200 + "." * 480 + "#" * 700
    assert flags_of("STAFF_MISCONDUCT", at(10, counter(errand)), *OPEN) == []


def test_an_empty_post_after_hours_is_let_be():
    assert flags_of("STAFF_MISCONDUCT", at(18, counter(LEFT)), *OPEN) == []


def test_without_hours_or_without_a_clock_no_empty_post_is_flagged():
    assert flags_of("STAFF_MISCONDUCT", at(10, counter(LEFT))) == []
    assert flags_of("STAFF_MISCONDUCT", counter(LEFT), *OPEN) == []


def test_a_customer_who_passes_does_not_attend_the_post():
    passed = "#" * 200 + "." * 400 + "##" + "." * 400 + "#" * 598
    assert len(flags_of("STAFF_MISCONDUCT", at(10, counter(passed)), *OPEN)) == 1


def test_a_clerk_with_a_phone_in_the_hand_is_flagged():
    phone = "." * 20 + "#" * 40 + "." * 20 + " = 0.6"
    assert len(flags_of("STAFF_MISCONDUCT", counter("#" * 80, phone=phone))) == 1


def test_a_call_of_a_few_seconds_is_let_be():
    phone = "." * 20 + "#" * 10 + "." * 20 + " = 0.6"
    assert flags_of("STAFF_MISCONDUCT", counter("#" * 50, phone=phone)) == []


def lying(samples: int, subject: Subject = "counter") -> ObservationLog:
    """A head that lies 1.6 times its own height under where it usually is."""
    up = "#" * 600
    down = "#" * samples
    spot, low = seated("post-01", 0.5, y=0.57, person=up + down)
    _, high = seated("post-01", 0.5, y=0.45, person=up + down)
    values = {name: seen.copy() for name, seen in high.values.items()}
    for name in ("head_y0", "head_y1"):
        values[name][600:] = low[name][600:]
    kind = "post" if subject == "counter" else "passenger"
    return log_of((replace(spot, kind=kind), replace(high, values=values)), subject=subject)


def test_a_head_that_lies_still_for_a_minute_sleeps():
    assert len(flags_of("STAFF_MISCONDUCT", lying(160))) == 1
    assert len(flags_of("STAFF_MISCONDUCT", lying(160, "road"))) == 1


def test_a_sleeper_whose_head_is_measured_wider_at_every_other_look_sleeps():
    log = lying(160)
    seen = log.columns["post-01"]
    wide = np.where(np.arange(len(seen.times)) % 2, 0.001, 0.0).astype(np.float32)
    values = seen.values | {"head_x0": seen["head_x0"] - wide, "head_x1": seen["head_x1"] + wide}
    jittered = replace(log, columns=log.columns | {"post-01": replace(seen, values=values)})
    assert len(flags_of("STAFF_MISCONDUCT", jittered)) == 1


def test_somebody_who_looks_for_something_under_the_desk_is_let_be():
    assert flags_of("STAFF_MISCONDUCT", lying(40)) == []


def test_rules_about_candidates_are_not_asked_at_counters():
    log = counter("#" * 80, hand_ear="." * 80, people="1" * 20 + "#" * 60 + " = 2")
    assert flags_of("HAND_EAR", log) == flags_of("EXTRA_PERSON", log) == []
