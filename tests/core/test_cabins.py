"""Which side of the picture the driver is on, and how we know."""

from math import nan, pi

import pytest

from proctor.geometry import Box
from proctor.perception import Person
from proctor.places import Sighting
from proctor.placing import find_places, kept_places
from proctor.timeline import SECOND

SIZE = (960, 540)


def sitter(x: float, *, yaw: float = 0.0, hands_at: float | None = None) -> Person:
    """Somebody 40 px of head wide; hands so many head heights below the head."""
    head = Box(x - 20, 100, x + 20, 150)
    hands = None
    if hands_at is not None:
        y = 125 + 50 * hands_at
        hands = (Box(x - 50, y - 10, x - 30, y + 10), Box(x + 30, y - 10, x + 50, y + 10))
    return Person(Box(x - 100, 90, x + 100, 500), 0.9, head, yaw=yaw, hands=hands)


def cabin(left: Person | None, right: Person | None, *, wheel: float | None = None, faces=True):
    """Places of a car with these two in it for twenty looks; ``wheel`` is its middle, pixels."""
    sightings, wheels = [], {}
    for at in range(0, 10 * SECOND, SECOND // 2):
        people = ((1, left), (2, right))
        sightings += [Sighting(at, n, who) for n, who in people if who is not None]
        if wheel is not None and at >= SECOND:
            wheels[at] = Box(wheel - 60, 350, wheel + 60, 450)
    return find_places("road", sightings, SIZE, 10 * SECOND, wheels=wheels, faces=faces)


def side(places) -> str:
    return "right" if places[0].anchor[0] > 0.5 else "left"


def test_by_default_the_wheel_is_on_the_left_of_the_car_and_so_on_the_right_of_the_picture():
    places = cabin(sitter(250), sitter(700))
    assert (side(places), places[0].why, places[0].sure) == ("right", "default", None)


@pytest.mark.parametrize(("wheel", "expected"), [(250, "left"), (700, "right")])
def test_the_driver_is_who_sits_behind_the_wheel(wheel, expected):
    places = cabin(sitter(250), sitter(700), wheel=wheel)
    assert (side(places), places[0].why) == (expected, "wheel")
    assert places[0].sure == pytest.approx(0.9), "seen in 18 of 20 looks"
    assert [p.name for p in places] == ["driver", "passenger", "back", "aisle"]


def test_without_a_wheel_in_sight_the_driver_is_who_holds_the_hands_higher():
    places = cabin(sitter(250, hands_at=2.5), sitter(700, hands_at=5))
    assert (side(places), places[0].why) == ("left", "hands")


def test_hands_at_one_height_say_nothing():
    places = cabin(sitter(250, hands_at=3), sitter(700, hands_at=3.4))
    assert (side(places), places[0].why) == ("right", "default")


@pytest.mark.parametrize("yaw", [nan, pi])
def test_seen_from_the_rear_the_picture_is_not_mirrored(yaw):
    assert side(cabin(sitter(250, yaw=yaw), sitter(700, yaw=yaw))) == "left"


def test_heads_whose_direction_nobody_looked_for_are_not_backs_of_heads():
    assert side(cabin(sitter(250, yaw=nan), sitter(700, yaw=nan), faces=False)) == "right"


def test_somebody_alone_is_the_driver():
    places = cabin(None, sitter(500))
    assert [(p.name, p.why) for p in places[:-2]] == [("driver", "alone")]


def test_a_live_cabin_that_was_but_assumed_gives_way_to_the_wheel_and_then_stays():
    assumed, seen = cabin(sitter(250), sitter(700)), cabin(sitter(250), sitter(700), wheel=250)
    kept = kept_places(assumed, seen)
    assert side(kept) == "left"
    assert kept_places(kept, assumed) == kept
