"""Seats found from where people stay; cabins by template; who belongs where."""

from math import nan

import numpy as np
import pytest

from proctor.assembly import Looked, columns_of
from proctor.geometry import Box
from proctor.observations import LogHeader, read, write
from proctor.perception import Account, Detection, Health, Person
from proctor.places import PICTURE_PLACE
from proctor.placing import find_places
from proctor.timeline import SECOND, UNKNOWN_CLOCK, Span
from proctor.tracking import Tracker

SIZE = (960, 540)
STEP = SECOND // 2
HEALTH = Health(100, 40, 9, nan)


def person(x: float, y: float, width: float = 60, score: float = 0.9, **more) -> Person:
    head = Box(x - 10, y - 12, x + 10, y + 12)
    return Person(Box(x - width / 2, y - 15, x + width / 2, y + 100), score, head, **more)


class Hall:
    """A hall as samples: ``at(second)`` gives who is in the picture."""

    def __init__(self, at, length_s: float = 30, subject="hall", objects=lambda _: None):
        tracker, self.samples, self.sightings = Tracker(), [], []
        for index in range(int(length_s * SECOND / STEP)):
            media = index * STEP
            found = tuple(tracker.update(media, at(media / SECOND)))
            self.sightings.extend(found)
            seen = objects(media / SECOND)
            self.samples.append(Looked(media, SIZE, HEALTH, found, seen, 0))
        self.whole = int(length_s * SECOND)
        self.places = find_places(subject, self.sightings, SIZE, self.whole)
        self.subject = subject

    def columns(self, holes=()):
        return columns_of(self.header(holes), self.samples)

    def header(self, holes=()):
        span = Span(0, self.whole)
        account = Account("mp4", "h264", *SIZE, self.whole, span, len(self.samples), 0, holes)
        return LogHeader(
            "0" * 64, "1" * 64, self.subject, "c", ("person",), {}, STEP,
            (*self.places, PICTURE_PLACE), account, UNKNOWN_CLOCK,
        )  # fmt: skip


def walker(second: float) -> Person:
    return person(100 + 60 * second, 300)


def test_candidates_who_sit_make_seats_in_reading_order_and_walkers_do_not():
    hall = Hall(lambda s: [person(700, 150), person(200, 150), person(400, 400), walker(s)])
    assert [p.name for p in hall.places] == ["seat-01", "seat-02", "seat-03", "aisle"]
    anchors = [p.anchor[0] * 960 for p in hall.places[:3]]
    assert anchors == pytest.approx([200, 700, 400], abs=2)


def test_a_candidate_who_moves_about_in_the_chair_is_one_seat():
    hall = Hall(lambda s: [person(400 + 15 * np.sin(s), 300)])
    assert [p.kind for p in hall.places] == ["seat", "aisle"]


def test_a_seat_left_and_taken_again_is_still_one_seat():
    hall = Hall(lambda s: [] if 10 < s < 20 else [person(400, 300)])
    assert len(hall.places) == 2
    seat = hall.columns()["seat-01"]
    assert seat["person"].min() == 0
    assert (seat["person"] > 0).mean() == pytest.approx(2 / 3, abs=0.05)


def test_somebody_who_stoops_to_a_seat_is_counted_there():
    hall = Hall(lambda s: [person(400, 300)] + ([person(430, 290)] if 10 <= s < 20 else []))
    people = hall.columns()["seat-01"]["people"]
    assert people.max() == 2
    assert (people == 2).sum() == 20


def test_somebody_far_from_every_seat_is_in_the_aisle():
    hall = Hall(lambda s: [person(400, 300), walker(s)])
    assert hall.columns()["aisle"]["people"].max() == 1


def test_somebody_who_stands_two_chairs_away_is_in_the_aisle_not_at_the_seat():
    hall = Hall(lambda s: [person(400, 300)] + ([person(520, 300)] if 10 <= s < 14 else []))
    columns = hall.columns()
    assert columns["seat-01"]["people"].max() == 1
    assert columns["aisle"]["people"].max() == 1


def test_an_officer_who_comes_and_stands_for_ten_seconds_has_no_seat():
    def patrol(s):
        return [person(100 + 60 * min(s, 10), 400)] if s < 20 else []

    hall = Hall(lambda s: [person(400, 150), *patrol(s)])
    assert [p.name for p in hall.places] == ["seat-01", "aisle"]


def test_two_people_in_a_car_are_passenger_and_driver():
    car = Hall(lambda _: [person(250, 150, 200), person(700, 150, 200)], subject="road")
    assert [p.name for p in car.places] == ["driver", "passenger", "back", "aisle"]
    assert car.columns()["driver"]["x0"].mean() > 0.5


def test_a_camera_on_the_driver_alone_has_one_place():
    car = Hall(lambda _: [person(300, 150, 200)], subject="field")
    assert [p.name for p in car.places] == ["driver", "back", "aisle"]
    assert car.columns()["driver"]["person"].min() > 0


def test_a_pedestrian_outside_the_car_is_nobody():
    def inside(_s):
        small = Person(Box(600, 100, 615, 140), 0.8)
        return [person(250, 150, 200), person(700, 150, 200), small]

    assert Hall(inside, subject="road").columns()["driver"]["people"].max() == 1


def test_a_phone_goes_to_the_place_it_is_seen_at():
    phone = Detection("phone", Box(395, 350, 405, 365), 0.7)
    hall = Hall(
        lambda _: [person(400, 300), person(700, 300)],
        objects=lambda s: (phone,) if s >= 10 else (),
    )
    columns = hall.columns()
    assert columns["seat-01"]["phone"].max() == pytest.approx(0.7)
    assert columns["seat-01"]["phone"].min() == 0
    assert columns["seat-02"]["phone"].max() == 0


def test_without_a_phone_model_the_column_says_that_nobody_looked():
    assert np.isnan(Hall(lambda _: [person(400, 300)]).columns()["seat-01"]["phone"]).all()


def test_holes_become_rows_without_a_frame():
    columns = Hall(lambda _: [person(400, 300)]).columns((Span(30 * SECOND, 33 * SECOND),))
    frame = columns["picture"]["frame"]
    assert (frame == 0).sum() == 6
    assert (np.diff(columns["picture"].times) > 0).all()


def test_a_log_comes_back_from_the_disk_as_it_was(tmp_path):
    from proctor.observations import ObservationLog

    hall = Hall(lambda _: [person(400, 300, yaw=0.3)])
    log = ObservationLog(hall.header((Span(0, 5),)), hall.columns())
    write(log, tmp_path / "a" / "log.parquet")
    again = read(tmp_path / "a" / "log.parquet")
    assert again.header == log.header
    for name, columns in log.columns.items():
        np.testing.assert_array_equal(again.columns[name].times, columns.times)
        for column, values in columns.values.items():
            np.testing.assert_array_equal(again.columns[name][column], values)
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["log.parquet"]


def test_a_damaged_log_is_refused_with_its_cure(tmp_path):
    from proctor.errors import StorageError

    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1 not really")
    with pytest.raises(StorageError, match="cannot be read") as caught:
        read(path)
    assert "analyse the recording again" in caught.value.hint


def test_people_who_cross_keep_their_numbers():
    tracker = Tracker()
    numbers = []
    for step in range(20):
        left, right = person(100 + 30 * step, 200), person(700 - 30 * step, 330)
        numbers.append([s.track for s in tracker.update(step * STEP, [left, right])])
    assert all(pair == numbers[0] for pair in numbers)


def test_who_comes_back_after_the_patience_is_somebody_new():
    tracker = Tracker(patience_us=2 * SECOND)
    first = tracker.update(0, [person(100, 100)])[0].track
    assert tracker.update(2 * SECOND, [person(100, 100)])[0].track == first
    assert tracker.update(5 * SECOND, [person(100, 100)])[0].track != first
