"""Who belongs to a seat: candidates, visitors, officers on the way; looks at some places only."""

from math import isnan

import numpy as np

from proctor.assembly import Looked, columns_of
from proctor.geometry import Box
from proctor.observations import LogHeader
from proctor.perception import Account, Detection, Health
from proctor.places import AISLE_PLACE, BACK_PLACE, PICTURE_PLACE, Place
from proctor.placing.cabin import usual
from proctor.timeline import SECOND, UNKNOWN_CLOCK, Span
from proctor.tracking import Tracker
from tests.core.test_tracking import person

SIZE = (960, 540)
LEFT = Place("seat-01", "seat", Box(0.35, 0.45, 0.48, 0.85), (0.4167, 0.5556))
RIGHT = Place("seat-02", "seat", Box(0.66, 0.45, 0.79, 0.85), (0.7292, 0.5556))
HEALTH = Health(100, 40, 9, 1.0)


def columns(at, length_s=20, step=SECOND // 5, places=(LEFT, RIGHT), within=lambda _s: (), **more):
    """Columns of a recording in which ``at(second)`` gives the people."""
    tracker, samples = Tracker(), []
    objects = more.pop("objects", None)
    for media in range(0, length_s * SECOND, step):
        second = media / SECOND
        people = tuple(tracker.update(media, at(second), within(second)))
        samples.append(Looked(media, SIZE, HEALTH, people, objects, 0, tuple(within(second))))
    span = Span(0, length_s * SECOND)
    account = Account("mp4", "h264", *SIZE, span.end_us, span, len(samples), 0)
    header = LogHeader(
        "0" * 64, "1" * 64, more.pop("subject", "hall"), "c", more.pop("senses", ("person",)), {},
        step, (*places, AISLE_PLACE, PICTURE_PLACE), account, UNKNOWN_CLOCK,
    )  # fmt: skip
    return columns_of(header, samples)


def test_an_officer_who_walks_past_is_neither_the_person_of_a_seat_nor_an_extra_one():
    found = columns(lambda s: [person(400, 300), person(60 + 90 * s, 290)], length_s=10)
    assert found["seat-01"]["people"].max() == 1
    assert len(set(found["seat-01"]["track"])) == 1
    assert found["seat-02"]["person"].max() == 0, "an empty seat stays empty"
    assert found["seat-01"]["passing"].max() == found["seat-02"]["passing"].max() == 1


def test_an_officer_who_walks_past_does_not_sit_in_for_who_left():
    found = columns(lambda s: [person(400, 300)] if s < 8 else [person(60 + 90 * (s - 8), 290)])
    after = found["seat-01"].times >= 8 * SECOND
    assert found["seat-01"]["person"][after].max() == 0


def test_a_walker_whom_every_keyframe_shows_elsewhere_sits_nowhere():
    def at(second):
        return [person(400, 300), person(60 + 160 * second, 290)]

    found = columns(at, length_s=10, step=2 * SECOND)
    assert found["seat-01"]["people"].max() == 1
    assert found["seat-02"]["person"].max() == 0, "an empty seat stays empty"
    assert found["seat-02"]["passing"].max() == 1


def test_a_visitor_who_stands_at_a_seat_is_an_extra_person_all_the_while():
    def at(second):
        x = min(60 + 90 * second, 450) if second < 12 else 450 + 90 * (second - 12)
        return [person(400, 300), person(x, 270)]

    seat = columns(at)["seat-01"]
    standing = (seat.times > 5 * SECOND) & (seat.times < 12 * SECOND)
    assert (seat["people"][standing] == 2).all()
    assert len(set(seat["track"])) == 1, "whose seat it is does not change"


def test_a_visitor_who_stands_where_the_head_usually_is_does_not_take_the_seat_over():
    def at(second):
        x = min(60 + 90 * second, 400) if second < 12 else 400 + 90 * (second - 12)
        return [person(425, 300), person(x, 280)]

    seat = columns(at)["seat-01"]
    standing = (seat.times > 8 * SECOND) & (seat.times < 12 * SECOND)
    assert (seat["people"][standing] == 2).all()
    assert len(set(seat["track"])) == 1


def test_whoever_stands_before_a_candidate_hides_them_and_does_not_sit_in_for_them():
    def at(second):
        """Somebody comes from the left, is at the seat from the ninth to the 18th second, goes."""
        x = min(30 + 90 * (second - 5), 390) if second < 18 else 390 - 90 * (second - 18)
        before = [person(x, 230, width=110)] if 5 <= second < 22 else []
        return [*before, *([person(400, 300)] if second < 8.5 or second >= 18.5 else [])]

    found = columns(at, length_s=40)
    seat = found["seat-01"]
    standing = (seat.times >= 9.5 * SECOND) & (seat.times < 18 * SECOND)
    assert np.isnan(seat["person"][standing]).all()
    assert np.isnan(seat["people"][standing]).all()
    assert found["aisle"]["people"][standing].min() == 1
    assert len(set(seat["track"][~np.isnan(seat["track"])])) == 1
    assert (seat["person"][~standing & (seat.times > 20 * SECOND)] > 0).all()


def test_whoever_sits_down_where_another_sat_is_seen_there():
    found = columns(lambda s: [person(400 if s < 25 else 410, 300)] if not 20 < s < 25 else [], 32)
    assert (found["seat-01"]["person"][-30:] > 0).all()


def test_a_candidate_who_leans_to_the_neighbour_stays_at_the_own_seat():
    def at(second):
        return [person(400 + (50 if 8 <= second < 9.5 else 0), 300), person(700, 300)]

    seat = columns(at)["seat-01"]
    assert (seat["person"] > 0).all()
    assert seat["passing"].max() == 0


def test_a_seat_that_was_not_looked_at_has_no_row_rather_than_an_empty_one():
    left_only = (Box(300, 200, 500, 500),)
    found = columns(
        lambda s: [person(400, 300)] + ([person(700, 300)] if s < 10 else []),
        within=lambda s: () if s < 10 else left_only,
    )
    assert len(found["seat-01"].times) == len(found["picture"].times) == 100
    assert found["seat-02"].times.max() < 10 * SECOND
    assert found["seat-02"]["person"].min() > 0
    assert found["aisle"].times.max() < 10 * SECOND


def test_at_a_look_every_two_seconds_an_officer_on_the_way_is_at_most_glimpsed():
    found = columns(
        lambda s: [person(400, 300), person(60 + 90 * s, 290)], length_s=10, step=2 * SECOND
    )
    assert len(set(found["seat-01"]["track"])) == 1
    assert (found["seat-01"]["people"] > 1).sum() <= 1


def test_the_steering_wheel_is_seen_at_the_driver_and_not_at_the_passenger():
    wheel = Detection("wheel", Box(640, 380, 800, 480), 0.8)
    car = {"places": usual("left", "dash", "default").places, "subject": "road"}
    people = [person(250, 150, width=200), person(700, 150, width=200)]
    found = columns(lambda _s: people, 2, senses=("person", "wheel"), objects=(wheel,), **car)
    assert np.allclose(found["driver"]["wheel"], 0.8)
    assert found["passenger"]["wheel"].max() == 0
    blind = columns(lambda _s: people, 2, senses=("person",), objects=(), **car)
    assert all(isnan(value) for value in blind["driver"]["wheel"])


FRONT = (
    Place("driver", "driver", Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.3)),
    Place("passenger", "passenger", Box(0.0, 0.0, 0.5, 1.0), (0.25, 0.3)),
    BACK_PLACE,
)


def in_car(*more, at=lambda _s: ()):
    def seen(second):
        return [person(240, 250, 300), person(720, 250, 300), *more, *at(second)]

    return columns(seen, length_s=8, places=FRONT, subject="road")


def test_a_third_person_in_a_car_is_in_the_back_and_at_no_front_seat():
    found = in_car(person(430, 200, 190))
    assert found["back"]["people"].min() == 1
    assert found["driver"]["people"].max() == found["passenger"]["people"].max() == 1
    assert in_car()["back"]["people"].max() == 0


def test_somebody_who_walks_past_the_car_is_not_in_its_back():
    found = in_car(at=lambda s: [person(60 + 100 * s, 200, 190)])
    assert found["back"]["people"].max() == 0


def walk(second, *stops):
    """Where somebody is who walks at 90 px/s from one stop to the next: (x, seconds there)."""
    x = 60.0
    for to, stay in stops:
        way = abs(to - x) / 90
        if second < way:
            return x + (to - x) * second / way
        second -= way
        if second < stay:
            return to
        second, x = second - stay, to
    return x + 90 * second


def test_an_officer_who_stops_at_several_candidates_is_nobodys_extra_person():
    rounds = (450, 7), (760, 7)
    found = columns(
        lambda s: [person(400, 300), person(700, 300), person(walk(s, *rounds), 270)], length_s=30
    )
    for seat in (found["seat-01"], found["seat-02"]):
        assert seat["people"].max() == 1
        assert seat["patrol"].max() == 1
        assert len(set(seat["track"])) == 1


def test_an_officer_who_stops_once_on_a_long_walk_is_on_a_round_and_whoever_comes_for_it_is_not():
    def at(second, way):
        x = 60 + way * second if second < 6 else 450
        x = x if second < 12 else 450 + way * (second - 12)
        return [person(400, 300), person(x, 270)]

    brief = columns(lambda s: at(s, 65), length_s=20)["seat-01"]
    assert brief["people"].max() == 2
    assert brief["patrol"].max() == 0

    def strolls(second):
        x = 900 - 45 * second if second < 10 else 450
        x = x if second < 14 else 450 - 30 * (second - 14)
        return [person(400, 300), person(x, 270)]

    slow = columns(strolls, length_s=26)["seat-01"]
    assert slow["people"].max() == 1
    assert slow["patrol"].max() == 1


def test_a_candidate_who_leaves_and_waits_at_the_door_was_the_person_of_the_seat():
    found = columns(
        lambda s: [person(400, 300)] if s < 12 else [person(walk(s - 12, (60, 0), (400, 8)), 300)],
        length_s=30,
    )
    assert (found["seat-01"]["person"][:50] > 0).all()
    assert found["seat-01"]["patrol"].max() == 0
