"""What a scan asks a closer look for, and what it lets pass."""

import numpy as np
import pytest

from proctor.asking import asks
from proctor.judge import scene_of
from proctor.places import PICTURE_PLACE, Place
from proctor.rules.gaze_off import GazeOff
from tests.scenes import drawn, log_of, place, seated

SEAT = place()
SEAT_STEP = 500_000
SURE = "............ = 1°"


def yes(*parts, at: Place = SEAT, subject="hall", step: int = 500_000) -> str:
    """One character per sample of the place: ``#`` asks."""
    scene = scene_of(log_of(*parts, subject=subject, step=step))
    found = asks(scene.columns[at.name], scene.places[at.name], scene)
    return "".join("#" if sample else "." for sample in found)


def at_seat(**drawings: str) -> str:
    return yes(drawn(SEAT, **drawings))


def test_what_must_last_is_asked_twice_where_there_are_two_moments():
    scene = scene_of(log_of(drawn(SEAT, people="#..#..##....#.....# = 2"), step=SEAT_STEP))
    found = asks(scene.columns[SEAT.name], SEAT, scene, SEAT_STEP)
    assert np.flatnonzero(found).tolist() == [6, 7]


def test_a_moment_that_nothing_near_can_deny_asks_alone():
    scene = scene_of(log_of(drawn(SEAT, people="#..# = 2", step=5 * SEAT_STEP), step=5 * SEAT_STEP))
    assert asks(scene.columns[SEAT.name], SEAT, scene, SEAT_STEP).sum() == 2


def test_an_absence_need_not_be_seen_twice():
    step = 4 * SEAT_STEP
    scene = scene_of(log_of(drawn(SEAT, person="####......##", step=step), step=step))
    found = asks(scene.columns[SEAT.name], SEAT, scene, 5 * SEAT_STEP)
    assert np.flatnonzero(found).tolist() == [4, 9]


def test_somebody_who_writes_asks_for_nothing():
    assert at_seat(person="############", yaw="............", direction_sigma=SURE) == "." * 12


def test_a_faint_phone_asks_though_no_rule_would_flag_it():
    assert at_seat(phone="...2........") == "...#........"


def test_a_phone_that_always_lies_there_asks_for_nothing():
    spot = {"phone_x0": "########## = 0.50", "phone_x1": "########## = 0.52"}
    spot |= {"phone_y0": "########## = 0.50", "phone_y1": "########## = 0.53"}
    assert at_seat(phone="##########", **spot) == "." * 10


@pytest.mark.parametrize("column", ["hand_ear", "hand_face"])
def test_a_hand_at_the_head_asks(column):
    assert at_seat(**{column: "####.### = 2"}) == "....#..."


def test_a_head_turned_from_its_own_usual_direction_asks():
    drawing = "........#... = 40°"
    assert at_seat(yaw=drawing, pitch="............", direction_sigma=SURE) == "........#..."


def test_a_turn_that_drivers_may_not_make_candidates_may():
    parts = drawn(
        place("driver", "driver"),
        yaw="........#... = 20°",
        pitch="............",
        direction_sigma=SURE,
    )
    assert yes(parts, at=place("driver", "driver"), subject="road") == "........#..."
    assert at_seat(yaw="........#... = 20°", direction_sigma=SURE) == "." * 12


def test_a_head_that_never_keeps_still_must_turn_further():
    restless = "#.#.#.#.#.#.#.#.#.#. = 30°"
    assert at_seat(yaw=restless, direction_sigma="." * 20) == "." * 20


def test_a_direction_that_is_hardly_known_asks_for_nothing():
    vague = "############ = 50°"
    assert at_seat(yaw="........#... = 60°", direction_sigma=vague) == "." * 12


def test_eyes_that_leave_a_still_head_ask():
    seen = {"yaw": "............", "direction_sigma": SURE, "gaze_sigma": SURE}
    assert at_seat(**seen, gaze_yaw=".....#...... = 40°") == ".....#......"


def test_eyes_off_the_road_ask_before_a_rule_flags_them():
    at = place("driver", "driver")
    seen = {"yaw": "............", "direction_sigma": SURE, "gaze_sigma": SURE}
    parts = drawn(at, **seen, gaze_yaw=".....#...... = 14°")
    assert yes(parts, at=at, subject="road") == ".....#......"
    assert GazeOff().eyes_deg > 14


def test_an_absence_asks_at_its_edges_only():
    drawing = "############................####"
    assert at_seat(person=drawing) == "............#..............#...."


def test_a_spot_where_people_come_and_go_asks_for_nothing():
    assert at_seat(person="##..............####..............##") == "." * 36


def test_a_head_that_was_not_found_for_a_moment_asks_for_nothing():
    assert at_seat(person="####..####..####") == "." * 16


def test_a_seat_that_was_never_taken_asks_for_nothing():
    assert at_seat(person="................") == "." * 16


def test_a_second_person_asks():
    assert at_seat(people="############ = 1") == "." * 12
    assert at_seat(people="######...### = 2") == "######...###"


def test_neighbours_whose_heads_converge_ask_both():
    left, right = place("seat-01", x=0.4), place("seat-02", x=0.5)
    drawing = "........##.."
    parts = [
        with_heads(left, [0.4 + 0.03 * (s == "#") for s in drawing]),
        with_heads(right, [0.5 - 0.03 * (s == "#") for s in drawing]),
    ]
    assert yes(*parts, at=left) == yes(*parts, at=right) == drawing


def with_heads(at: Place, xs: list[float]):
    where, columns = drawn(at, person="#" * len(xs))
    middle = np.array(xs, np.float32)
    still = np.full(len(xs), 0.45, np.float32)
    heads = {"head_x0": middle - 0.01, "head_x1": middle + 0.01}
    return where, type(columns)(
        columns.times, {**columns.values, **heads, "head_y0": still, "head_y1": still + 0.04}
    )


@pytest.mark.parametrize(
    "drawings",
    [
        {"change": "####.#### = 3"},
        {"luma": "####.#### = 90", "contrast": "####.#### = 40"},
        {"detail": "####.#### = 9"},
    ],
)
def test_a_picture_that_freezes_blackens_or_loses_its_detail_asks(drawings):
    picture = {"change": "#########= 3", "luma": "######### = 90", "contrast": "######### = 40"}
    seen = {**picture, "detail": "######### = 9", **drawings}
    assert yes(drawn(PICTURE_PLACE, **seen), at=PICTURE_PLACE) == "....#...."


def test_closer_samples_at_a_suspicion_do_not_make_it_the_usual_thing():
    where, scan = drawn(SEAT, yaw="." * 10 + "#" + "." * 9 + " = 60°", direction_sigma="." * 20)
    dense = np.arange(4_600_000, 5_400_000, 10_000, dtype=np.int64)
    times = np.concatenate((scan.times, dense))
    order = np.argsort(times, kind="stable")
    turned = np.full(len(dense), np.radians(60), np.float32)
    values = {
        "yaw": np.concatenate((scan["yaw"], turned))[order],
        "direction_sigma": np.zeros(len(times), np.float32),
    }
    found = yes((where, type(scan)(times[order], values)))
    assert found.count("#") == len(dense) + 1


def in_car(at: str, **drawings: str) -> str:
    """What one front seat asks; heads are 0.08 wide, at 0.3 and 0.7."""
    length = max(len(drawing.partition("=")[0].strip()) for drawing in drawings.values())
    parts = []
    for kind, x in (("driver", 0.7), ("passenger", 0.3)):
        sides = {"x0": x - 0.04, "x1": x + 0.04, "y0": 0.25, "y1": 0.35}
        heads = {f"head_{side}": "#" * length + f" = {v}" for side, v in sides.items()}
        own = drawings if kind == at else {}
        parts.append(drawn(place(kind, kind, x), **{**heads, **own}))
    return yes(*parts, at=place(at, at), subject="road")


KEYFRAMES = 4 * SEAT_STEP


def test_a_hand_that_is_at_the_head_for_most_of_a_minute_asks_for_nothing():
    for column in ("hand_ear", "hand_face"):
        for length, asked in ((120, "."), (60, "#")):
            drawing = f"{'#' * (length // 4)}{'.' * (length * 3 // 4)}"
            assert at_seat(**{column: drawing}).endswith(asked * (length * 3 // 4))


def test_hands_that_meet_ask_both_where_keyframes_alone_are_looked_at():
    for step, drawing in ((KEYFRAMES, "........#..."), (SEAT_STEP, "." * 12)):
        left, right = reaching("seat-01", 0.3, 0.41, step), reaching("seat-02", 0.5, 0.4, step)
        for seat, _ in (left, right):
            assert yes(left, right, at=seat, step=step) == drawing


def reaching(name: str, x: float, to: float, step: int):
    """A seat whose hand is at the keyboard but for one look, at which it is at ``to``."""
    work = np.full(12, x, np.float32)
    work[8] = to
    at, here = seated(name, x, person="#" * 12)
    hands = {"hands": "#" * 12, "hand1_y": "#" * 12 + " = 0.6"}
    values = {**here.values, **drawn(at, **hands)[1].values, "hand1_x": work}
    return at, type(here)(here.times // SEAT_STEP * step, values)


def test_a_passenger_who_reaches_across_or_to_the_wheel_asks():
    still = "########## = 0.5"
    drawing = "#####88### = 0.3"
    assert in_car("passenger", hand1_x=drawing, hand1_y=still) == "." * 10
    across = "55555##555 = 0.56"
    assert in_car("passenger", hand1_x=across, hand1_y=still) == ".....##..."
    assert in_car("passenger", hand1_x=across, hand1_y="########## = 0.9") == "." * 10
    assert in_car("passenger", hands_wheel="....#.....") == "....#....."


def test_a_driver_whose_hands_are_gone_from_the_wheel_asks():
    assert in_car("driver", hands_wheel="####..####", hands="########## = 2") == "....##...."
    assert in_car("driver", hands_wheel="####??####", hands="####..#### = 2") == "....##...."
    assert in_car("driver", hands_wheel="..........", hands="########## = 2") == "." * 10
