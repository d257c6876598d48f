"""OP_ASSIST: whose hand is at the wheel, and whose at the gear lever."""

from proctor.observations import Columns
from proctor.places import Place
from tests.rules.test_cabin import N, always, car, driver, officer, sitter
from tests.scenes import flags_of, seconds_of


def leaning_over(at_wheel: str, way: float = 0.08, **drawings: str) -> tuple[Place, Columns]:
    """An officer whose hand is at the wheel, and whose head is so far from its usual spot then."""
    at, seen = officer(hands_wheel=at_wheel, **drawings)
    values = {name: value.copy() for name, value in seen.values.items()}
    for side in ("head_x0", "head_x1"):
        values[side][values["hands_wheel"] > 0] += way
    return at, Columns(seen.times, values)


def test_a_hand_of_an_officer_who_leans_over_to_the_wheel_is_flagged():
    log = car(driver(), leaning_over("..........##.................."))
    assert seconds_of(flags_of("OP_ASSIST", log)) == [(5.0, 6.0)]
    one_hand = car(driver(hands=always(1)), leaning_over("..........##.................."))
    assert seconds_of(flags_of("OP_ASSIST", one_hand)) == [(5.0, 6.0)]


def test_a_hand_seen_at_the_wheel_once_is_no_hand_there():
    log = car(driver(), leaning_over("..........#..................."))
    assert flags_of("OP_ASSIST", log) == []


def test_a_third_hand_of_an_officer_who_sits_as_always_is_the_drivers_cuff():
    for away in (0.0, 0.015, -0.08):
        log = car(driver(), leaning_over("..........####................", away))
        assert flags_of("OP_ASSIST", log) == []


def test_an_arm_stretched_to_the_wheel_is_seen_by_the_body_even_if_the_head_stays():
    def log(edge: float):
        stretched = officer(
            hands_wheel="..........###.................",
            x0=always(0.2),
            x1="5" * 10 + f"{edge:.0f}" * 3 + "5" * 17 + " = 0.9",
        )
        return car(driver(), stretched)

    assert seconds_of(flags_of("OP_ASSIST", log(7))) == [(5.0, 6.5)]
    assert flags_of("OP_ASSIST", log(5)) == []


def test_seen_from_behind_an_officer_leans_to_the_other_side():
    at, seen = sitter("passenger", 0.7, hands_wheel="..........###.................")
    towards, away = (
        Columns(
            seen.times,
            {
                n: v + (way * (seen.values["hands_wheel"] > 0) if n.startswith("head_x") else 0)
                for n, v in seen.values.items()
            },
        )
        for way in (-0.08, 0.08)
    )
    drives = sitter("driver", 0.3, wheel=always(0.9))
    assert seconds_of(flags_of("OP_ASSIST", car(drives, (at, towards)))) == [(5.0, 6.5)]
    assert flags_of("OP_ASSIST", car(drives, (at, away))) == []


def test_without_a_wheel_in_sight_nobody_says_who_steers():
    log = car(driver(), officer(hands_wheel="?" * N))
    assert flags_of("OP_ASSIST", log) == []


def changing_gear(*at: int, x: float = 0.55) -> tuple[Place, Columns]:
    """A driver whose inner hand goes to the lever for a second, from those samples on."""
    spot, seen = driver()
    values = {name: value.copy() for name, value in seen.values.items()}
    for first in at:
        part = slice(first, first + 2)
        values["hand1_x"][part], values["hand1_y"][part] = x, 0.85
        values["hands_wheel"][part] = 1
    return spot, Columns(seen.times, values)


def helping(x: float, samples: int = 3, start: int = 15) -> tuple[Place, Columns]:
    """An officer whose inner hand goes to ``x``, low."""
    spot, seen = officer()
    values = {name: value.copy() for name, value in seen.values.items()}
    part = slice(start, start + samples)
    values["hand2_x"][part], values["hand2_y"][part] = x, 0.85
    return spot, Columns(seen.times, values)


def test_the_officers_hand_where_the_driver_changes_gear_is_at_the_lever():
    log = car(changing_gear(3), helping(0.53))
    assert seconds_of(flags_of("OP_ASSIST", log, "OP_ASSIST.gear=true")) == [(7.5, 9.0)]


def test_the_gear_lever_is_asked_about_only_where_a_profile_says_so():
    assert flags_of("OP_ASSIST", car(changing_gear(3), helping(0.53))) == []


def test_where_the_driver_never_changes_gear_nobody_knows_of_a_lever():
    assert flags_of("OP_ASSIST", car(driver(), helping(0.53)), "OP_ASSIST.gear=true") == []


def test_a_hand_between_the_seats_beside_the_lever_is_let_be():
    assert flags_of("OP_ASSIST", car(changing_gear(3), helping(0.42)), "OP_ASSIST.gear=true") == []


def test_a_hand_that_always_rests_there_is_let_be():
    log = car(changing_gear(3), helping(0.53, samples=25, start=3))
    assert flags_of("OP_ASSIST", log, "OP_ASSIST.gear=true") == []


def test_the_drivers_own_hand_at_the_lever_is_taken_for_nobody_elses():
    log = car(changing_gear(3, 15), helping(0.54, samples=2))
    assert flags_of("OP_ASSIST", log, "OP_ASSIST.gear=true") == []
