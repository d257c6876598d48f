"""WHISPER and PASS: what two neighbours do together, and where seats stand on the floor."""

from math import degrees

import numpy as np
import pytest

from proctor.judge import judge, scene_of
from proctor.observations import Columns
from proctor.places import Place
from proctor.rulebook import NO_PROFILE, resolve
from proctor.rules.floor import floor, neighbours
from tests.scenes import drawn, flags_of, log_of, place, seated, seconds_of

TO_THE_LEFT = "..........########............ = 80°"
TO_THE_RIGHT = "..........########............ = -80°"
HEAD = ("head_x0", "head_x1")


def moved(part: tuple[Place, Columns], by: float, *names: str) -> tuple[Place, Columns]:
    """The same with those columns farther to the right in samples 10 to 18."""
    at, seen = part
    values = {name: value.copy() for name, value in seen.values.items()}
    for name in names:
        values[name][10:18] += by
    return at, Columns(seen.times, values)


def test_neighbours_who_face_each_other_share_one_flag():
    left = seated("seat-01", 0.3, yaw=TO_THE_RIGHT)
    right = seated("seat-02", 0.5, yaw=TO_THE_LEFT)
    (flag,) = flags_of("WHISPER", log_of(left, right))
    assert seconds_of([flag]) == [(5.0, 9.0)]
    assert {flag.place, flag.reasons["with"]} == {"seat-01", "seat-02"}


def test_a_neighbour_who_goes_on_looking_at_the_screen_is_not_whispering():
    log = log_of(seated("seat-01", 0.3), seated("seat-02", 0.5, yaw=TO_THE_LEFT))
    assert flags_of("WHISPER", log) == []
    assert len(flags_of("PEEK", log)) == 1


def test_whispering_is_no_peeking():
    left = seated("seat-01", 0.3, yaw=TO_THE_RIGHT)
    log = log_of(left, seated("seat-02", 0.5, yaw=TO_THE_LEFT))
    assert flags_of("PEEK", log) == []


def test_a_head_of_unknown_direction_that_comes_near_one_turned_to_it_is_enough():
    left = seated("seat-01", 0.3, yaw=TO_THE_RIGHT)
    right = seated("seat-02", 0.5, direction_sigma="#" * 30 + " = 50°")
    log = log_of(moved(left, 0.06, *HEAD), moved(right, -0.05, *HEAD))
    assert seconds_of(flags_of("WHISPER", log)) == [(5.0, 9.0)]


def test_heads_that_come_near_and_look_at_their_screens_are_let_be():
    left, right = seated("seat-01", 0.3), seated("seat-02", 0.5)
    log = log_of(moved(left, 0.06, *HEAD), moved(right, -0.05, *HEAD))
    assert flags_of("WHISPER", log) == []


def test_heads_put_together_whisper_where_nobody_can_tell_where_one_of_them_looks():
    blurred = "#" * 30 + " = 25°"
    for by in (0.06, 0.0):
        left = moved(seated("seat-01", 0.3), by, *HEAD)
        right = moved(seated("seat-02", 0.5, direction_sigma=blurred), by - 0.12, *HEAD)
        found = flags_of("WHISPER", log_of(left, right))
        assert seconds_of(found) == ([(5.0, 9.0)] if by else []), "one who leans over alone"


def test_a_glance_at_each_other_is_let_be():
    left = seated("seat-01", 0.3, yaw="..........####................ = -80°")
    right = seated("seat-02", 0.5, yaw="..........####................ = 80°")
    assert flags_of("WHISPER", log_of(left, right)) == []


def test_people_at_the_two_ends_of_a_hall_do_not_whisper():
    left = seated("seat-01", 0.1, yaw=TO_THE_RIGHT)
    assert flags_of("WHISPER", log_of(left, seated("seat-02", 0.9, yaw=TO_THE_LEFT))) == []


def at_work(name: str, x: float, hand: float) -> tuple[Place, Columns]:
    """A seat with one hand in sight, at ``hand`` across the picture."""
    drawings = {"hands": "#" * 30, "hand1_y": "#" * 30 + " = 0.55"}
    return seated(name, x, **drawings, hand1_x="#" * 30 + f" = {hand}")


def test_hands_of_two_seats_that_meet_between_them_are_flagged_once():
    left = moved(at_work("seat-01", 0.3, 0.3), 0.1, "hand1_x")
    right = moved(at_work("seat-02", 0.5, 0.5), -0.1, "hand1_x")
    (flag,) = flags_of("PASS", log_of(left, right))
    assert seconds_of([flag]) == [(5.0, 9.0)]
    assert {flag.place, flag.reasons["with"]} == {"seat-01", "seat-02"}


def test_a_hand_alone_between_two_seats_is_let_be():
    left = moved(at_work("seat-01", 0.3, 0.3), 0.1, "hand1_x")
    assert flags_of("PASS", log_of(left, at_work("seat-02", 0.5, 0.5))) == []


def test_hands_that_always_lie_side_by_side_are_let_be():
    log = log_of(at_work("seat-01", 0.3, 0.4), at_work("seat-02", 0.5, 0.41))
    assert flags_of("PASS", log) == []


def hall() -> dict[str, tuple[float, float]]:
    """Nine desks a metre and a quarter apart; name → place on the floor, metres."""
    return {f"seat-{r}{c}": (1.25 * (c - 1), 4.0 + 1.25 * r) for r in range(3) for c in range(3)}


def shown(x: float, depth: float, tilt: float = 0.35, above: float = 1.4) -> tuple[float, ...]:
    """Middle and height of a head in the picture of a camera that hangs so much higher, pixels."""
    focal = 0.7 * 960
    along = depth * np.cos(tilt) + above * np.sin(tilt)
    down = above * np.cos(tilt) - depth * np.sin(tilt)
    return 480 + focal * x / along, 270 + focal * down / along, focal * 0.24 / along


def test_the_floor_is_read_from_the_sizes_of_heads():
    parts = []
    for name, (x, depth) in hall().items():
        px, py, size = shown(x, depth)
        sides = {"x0": px - size / 2, "x1": px + size / 2, "y0": py - size / 2, "y1": py + size / 2}
        drawing = {
            f"head_{side}": "#" * 8 + f" = {value / (960 if side[0] == 'x' else 540)}"
            for side, value in sides.items()
        }
        parts.append(drawn(place(name, x=px / 960), person="#" * 8, yaw="." * 8, **drawing))
    scene = scene_of(log_of(*parts))
    spots = floor(scene)
    middle, beside, behind = (spots[f"seat-{name}"] for name in ("11", "12", "21"))
    assert 0.24 * middle.away(beside) == pytest.approx(1.25, rel=0.05)
    assert 0.24 * middle.away(behind) == pytest.approx(1.25, rel=0.1)
    assert degrees(middle.bearing((beside.x, beside.depth))) == pytest.approx(-90, abs=10)
    assert abs(degrees(middle.bearing((behind.x, behind.depth)))) == pytest.approx(180, abs=10)
    assert set(neighbours(scene.places["seat-11"], spots)[:4]) == {
        f"seat-{name}" for name in ("01", "10", "12", "21")
    }


def test_the_screen_stands_where_somebody_usually_looks():
    spots = floor(scene_of(log_of(seated("seat-01", 0.5, yaw="#" * 30 + " = 90°"))))
    spot = spots["seat-01"]
    x, depth = spot.screen
    assert x == pytest.approx(spot.x - 2.5)
    assert depth == pytest.approx(spot.depth)


def test_judging_twice_gives_the_same_flags():
    left = seated("seat-01", 0.3, yaw=TO_THE_RIGHT)
    log = log_of(left, seated("seat-02", 0.5, yaw=TO_THE_LEFT))
    rulebook = resolve(NO_PROFILE, "hall", "hall-1")
    assert judge(log, rulebook) == judge(log, rulebook)
