"""Seats found from footage: late and early people, reading order, several recordings."""

from dataclasses import replace

import pytest

from proctor.geometry import Box
from proctor.perception import Person
from proctor.places import Place
from proctor.placing import find_places
from proctor.placing.gathering import Found, gathered
from proctor.timeline import SECOND
from proctor.tracking import Tracker
from tests.core.test_tracking import person

SIZE = (960, 540)


def seats(at, minutes: float, step=2 * SECOND) -> list[Place]:
    """Seats of a recording, looked at every two seconds."""
    tracker, sightings, whole = Tracker(), [], int(minutes * 60 * SECOND)
    for media in range(0, whole, step):
        sightings += tracker.update(media, at(media / SECOND))
    return [p for p in find_places("hall", sightings, SIZE, whole) if p.kind == "seat"]


def test_who_comes_late_and_who_leaves_early_had_a_seat():
    def hall(second):
        early = [person(200, 150)] if second < 4 * 60 else []
        late = [person(500, 150)] if second > 50 * 60 else []
        return [person(700, 150), *early, *late]

    assert len(seats(hall, 60)) == 3


def test_two_candidates_one_after_the_other_have_one_seat():
    found = seats(lambda s: [] if 600 < s < 700 else [person(400 if s < 650 else 408, 300)], 20)
    assert len(found) == 1
    assert found[0].sure == pytest.approx(0.91, abs=0.02)


def test_an_officer_who_stops_here_and_there_has_no_seat():
    def patrol(second):
        stop, pause = divmod(second, 60)
        return [person(100 + (stop * 170) % 800, 300)] if pause < 40 else []

    assert len(seats(lambda s: [person(480, 100), *patrol(s)], 30)) == 1


def row(taken: int = 6) -> list[Person]:
    """People who sit beside one another."""
    return [person(100 + 130 * n, 300) for n in range(taken)]


def upright(x: float, y: float) -> Person:
    """Somebody who stands, with a head like that of those who sit."""
    return replace(person(x, y), box=Box(x - 18, y - 15, x + 18, y + 120))


def test_an_officer_who_stands_at_the_door_at_first_and_leaves_has_no_seat():
    found = seats(lambda s: [*row(), *([upright(480, 80)] if s < 14 else [])], 0.7, step=SECOND)
    assert len(found) == 6


def test_a_candidate_who_sits_there_at_first_and_leaves_had_a_seat():
    found = seats(lambda s: [*row(), *([person(480, 80)] if s < 14 else [])], 0.7, step=SECOND)
    assert len(found) == 7


def test_whoever_stops_here_and_there_after_the_door_has_no_seat_though_a_desk_hides_the_legs():
    def officer(second):
        stop, moved = divmod(second, 14)
        return [person(200 + 40 * min(moved, 6) + 240 * stop, 80)] if stop < 3 else []

    assert len(seats(lambda s: [*row(), *officer(s)], 0.7, step=SECOND)) == 6


def test_whoever_stands_there_until_the_end_may_be_a_tall_candidate():
    found = seats(lambda s: [*row(), upright(480, 80)], 0.7, step=SECOND)
    assert len(found) == 7


def test_whoever_stands_there_in_a_live_picture_has_a_seat_after_a_minute():
    def watched(until: int) -> int:
        tracker, sightings = Tracker(), []
        for second in range(until):
            at = second * SECOND
            sightings += tracker.update(at, [*row(), upright(480, 80)])
        whole = until * SECOND
        return len(find_places("hall", sightings, SIZE, whole, growing=True)) - 1

    assert [watched(20), watched(70)] == [6, 7]


def test_a_candidate_who_leaves_early_beside_another_had_a_seat_of_their_own():
    """Three quarters of a body apart, as rows are that lead away from the camera."""
    found = seats(lambda s: [person(300, 300), *([person(345, 300)] if s < 8 else [])], 0.4, SECOND)
    assert len(found) == 2


def test_seats_are_read_row_by_row_even_when_the_rows_slope():
    spots = [(100, 100), (300, 112), (500, 124), (100, 260), (300, 275), (500, 290)]
    found = seats(lambda _s: [person(*spot) for spot in reversed(spots)], 2)
    assert [p.name for p in found] == [f"seat-{n:02d}" for n in range(1, 7)]
    at = [(round(p.anchor[0] * 960), round(p.anchor[1] * 540)) for p in found]
    assert at == spots


def seat(x: float, name: str = "seat-01", sure: float = 0.9) -> Place:
    return Place(name, "seat", Box(x - 0.05, 0.4, x + 0.05, 0.6), (x, 0.45), "sat", sure)


def test_of_several_recordings_every_seat_counts_that_was_found_in_half_of_them():
    recordings = [
        Found((seat(0.2), seat(0.5, "seat-02")), SIZE),
        Found((seat(0.21), seat(0.8, "seat-02")), SIZE),
        Found((seat(0.19), seat(0.5, "seat-02")), SIZE),
    ]
    found = gathered(recordings)
    assert [(p.name, round(p.anchor[0], 2)) for p in found] == [("seat-01", 0.2), ("seat-02", 0.5)]


def test_two_seats_close_together_in_one_recording_stay_two():
    assert len(gathered([Found((seat(0.5), seat(0.53, "seat-02")), SIZE)])) == 2


def test_of_several_drives_the_one_in_which_the_wheel_was_seen_says_where_the_driver_sits():
    def car(driver_x: float, why, sure):
        driver = Place("driver", "driver", Box(0.5, 0, 1, 1), (driver_x, 0.3), why, sure)
        return Found((driver,), SIZE)

    drives = [car(0.25, "wheel", 0.6), car(0.75, "hands", 0.9), car(0.75, "default", None)]
    assert gathered(drives)[0].anchor[0] == 0.25
