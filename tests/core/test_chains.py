"""Tracks of one walker put together, and whom that makes an officer on a round."""

from dataclasses import replace
from math import nan

from proctor.geometry import Box
from proctor.places import Sighting
from proctor.placing.chains import chains_of
from proctor.placing.paths import Paths
from proctor.timeline import SECOND
from tests.core.test_tracking import person

DARK, RED = (20.0, 0.0, 0.0), (45.0, 60.0, 40.0)


def walk(track: int, start: float, end: float, x0: float, x1: float, clothes=DARK):
    """Two looks a second at somebody who goes from ``x0`` to ``x1``."""
    looks = max(1, round((end - start) * 2))
    return [
        Sighting(
            round((start + k / 2) * SECOND),
            track,
            replace(person(x0 + (x1 - x0) * k / looks, 200), clothes=clothes),
        )
        for k in range(looks + 1)
    ]


def test_who_is_lost_on_the_way_and_found_nearby_is_the_same():
    one, two, three = walk(1, 0, 5, 100, 300), walk(2, 5.5, 9, 330, 500), walk(3, 10, 12, 520, 600)
    assert chains_of([three, one, two]) == [{1, 2, 3}]


def test_who_is_lost_and_comes_back_is_the_same_as_whoever_was_seen_meanwhile():
    door = [*walk(1, 0, 5, 100, 100), *walk(1, 20, 22, 110, 100)]
    meanwhile = walk(2, 6, 12, 150, 400), walk(3, 12.5, 19, 380, 150)
    assert chains_of([door, *meanwhile]) == [{1, 2, 3}]


def test_who_is_too_far_off_too_late_or_dressed_otherwise_is_somebody_else():
    before = walk(1, 0, 5, 100, 300)
    for other in (
        walk(2, 5.5, 9, 900, 700),
        walk(2, 9, 12, 300, 400),
        walk(2, 5.5, 9, 330, 500, RED),
        walk(2, 4, 9, 330, 500),
    ):
        assert chains_of([before, other]) == [{1}, {2}]
    assert chains_of([before, walk(2, 5.5, 9, 330, 500, (nan, nan, nan))]) == [{1, 2}]


def test_a_track_goes_on_in_one_other_only():
    found = chains_of(
        [walk(1, 0, 5, 100, 300), walk(2, 5.5, 8, 310, 320), walk(3, 5.5, 8, 340, 500)]
    )
    assert found == [{1, 2}, {3}]


def test_keyframes_that_come_late_do_not_tear_a_walk_apart():
    looks = [walk(n, 2.2 * n, 2.2 * n, 100 + 150 * n, 100 + 150 * n)[:1] for n in range(1, 4)]
    assert chains_of(looks) == [{1}, {2}, {3}]
    assert chains_of(looks, round(2.2 * SECOND)) == [{1, 2, 3}]


def test_who_is_seen_at_two_spots_at_once_is_two():
    mine, visitor = walk(1, 0, 5, 100, 300), walk(3, 5, 7.5, 500, 330)
    again = [*walk(2, 5.5, 6, 310, 310), *walk(2, 8.5, 9, 320, 320)]
    assert chains_of([mine, again, visitor]) == [{1, 2}, {3}]


def two_stops(begin: float) -> list[Sighting]:
    """Eight seconds here and eight there, on a path that is torn between them."""
    first = [
        *walk(1, begin, begin + 8, 100, 100),
        *walk(1, begin + 8.5, begin + 10, 120, 200),
    ]
    second = (
        walk(2, begin + 10.5, begin + 12, 230, 480),
        walk(2, begin + 12.5, begin + 20, 500, 500),
    )
    return [*first, *second[0], *second[1]]


def test_an_officer_whose_path_is_torn_between_two_stops_is_on_a_round():
    assert Paths(two_stops(5)).patrols(2)
    assert not Paths(walk(2, 12.5, 20, 500, 500)).patrols(2)


def test_a_candidate_who_sat_there_first_and_visits_a_neighbour_is_on_no_round():
    assert not Paths(two_stops(0)).patrols(2)


def tall(sighting: Sighting) -> Sighting:
    """Somebody whose legs are in sight."""
    box = sighting.person.box
    box = Box(box.x0, box.y0, box.x1, box.y1 + 150)
    return replace(sighting, person=replace(sighting.person, box=box))


def test_an_officer_who_stood_there_first_and_stops_elsewhere_is_on_a_round():
    others = [s for n in range(5) for s in walk(10 + n, 0, 25, 100 + 150 * n, 100 + 150 * n)]
    upright = [tall(s) if s.media_us < 8 * SECOND else s for s in two_stops(0)]
    assert Paths([*others, *upright]).patrols(2)


def test_whoever_leaves_the_first_spot_for_two_others_is_on_a_round():
    assert Paths(
        [*two_stops(0), *walk(2, 20.5, 24, 520, 800), *walk(2, 24.5, 30, 800, 800)]
    ).patrols(1)
