"""Things beside people: what lies at a hand, what lies about, and what nobody looked for."""

from math import isnan, nan

import pytest

from proctor.geometry import Box
from proctor.looked import Looked, Members
from proctor.perception import Detection, Health, Person
from proctor.places import Place, Sighting
from proctor.rows import Row, place_row, rest_row, wheel_of

SIZE = (1000, 500)
SEAT = Place("seat-01", "seat", Box(0.2, 0.0, 0.5, 1.0), (0.35, 0.3))
DRIVER = Place("driver", "driver", Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.3))
HEAD = Box(330, 100, 370, 150)
BODY = Box(280, 100, 420, 400)
HAND = Box(300, 300, 330, 330)


def candidate(**more) -> Person:
    return Person(BODY, 0.9, **{"head": HEAD, "hands": (HAND,), **more})


def row_of(who: Person | None, *things: Detection, place=SEAT, wheel=None, looked=True) -> Row:
    people = [Sighting(0, 1, who)] if who else []
    health = Health(100, 40, 9, nan)
    sample = Looked(0, SIZE, health, tuple(people), things if looked else None, 0)
    return place_row(sample, place, Members(people), wheel, known=True)


def thing(label: str, x: float, y: float, score: float = 0.8) -> Detection:
    return Detection(label, Box(x - 10, y - 10, x + 10, y + 10), score)


def test_a_phone_in_the_hand_touches_it() -> None:
    row = row_of(candidate(), thing("phone", 325, 320))
    assert (row["phone"], row["phone_hand"]) == (0.8, 0)


def test_a_phone_on_the_desk_is_so_many_heads_from_the_hand() -> None:
    assert row_of(candidate(), thing("phone", 400, 315))["phone_hand"] == pytest.approx(1.5)


def test_a_phone_at_the_ear_is_at_the_head_though_no_hand_is_in_sight() -> None:
    for hands in ((), None):
        row = row_of(candidate(hands=hands), thing("phone", 375, 130))
        assert row["phone_hand"] == 0


def test_a_phone_on_an_empty_seat_is_at_nobodys_hand() -> None:
    row = row_of(None, thing("phone", 400, 315))
    assert row["phone"] == 0.8
    assert "phone_hand" not in row


def test_a_phone_beside_somebody_without_head_and_hands_is_at_an_unknown_distance() -> None:
    for hands in ((), None):
        row = row_of(candidate(head=None, hands=hands), thing("phone", 325, 320))
        assert row["phone"] == 0.8
        assert "phone_hand" not in row


def test_the_surest_phone_counts_and_those_of_other_seats_do_not() -> None:
    faint, sure = thing("phone", 325, 320, 0.3), thing("phone", 400, 315, 0.6)
    assert row_of(candidate(), faint, sure, thing("phone", 800, 300, 0.9))["phone"] == 0.6
    assert row_of(candidate(), thing("phone", 800, 300))["phone"] == 0


def test_a_phone_that_somebody_holds_out_over_the_neighbours_desk_is_theirs() -> None:
    leaning = candidate(hands=(Box(540, 300, 570, 330),))
    wide = Person(Box(280, 100, 580, 400), 0.9, HEAD, hands=leaning.hands)
    assert row_of(wide, thing("phone", 560, 310))["phone_hand"] == 0


def test_a_paper_in_the_hand_is_seen_and_one_on_the_desk_is_not() -> None:
    assert row_of(candidate(), thing("paper", 335, 320))["paper"] == 0.8
    assert row_of(candidate(), thing("paper", 400, 380))["paper"] == 0
    assert row_of(None, thing("paper", 335, 320))["paper"] == 0


def test_papers_on_the_desk_do_not_hide_the_one_in_the_hand() -> None:
    papers = [thing("paper", 400, 380, 0.9), thing("paper", 335, 320, 0.4)]
    assert row_of(candidate(), *papers)["paper"] == 0.4


def test_where_nobody_looked_for_things_there_is_no_word_about_them() -> None:
    row = row_of(candidate(), looked=False)
    assert not {"phone", "phone_hand", "paper"} & row.keys()


def test_where_nobody_looked_there_are_no_hands() -> None:
    assert "hands" not in row_of(candidate(hands=None))
    assert row_of(candidate(hands=()))["hands"] == 0


def test_an_unknown_direction_stays_unknown() -> None:
    row = row_of(candidate(), thing("phone", 325, 320))
    for name in ("yaw", "pitch", "roll", "direction_sigma", "gaze_yaw", "mouth", "hand_ear"):
        assert isnan(row[name])
    assert not any(isnan(row[name]) for name in ("person", "x0", "head_x0", "phone", "phone_hand"))


WHEEL = Box(600, 300, 720, 380)


def test_hands_count_at_the_wheel_when_they_are_before_it() -> None:
    driver = Person(Box(560, 60, 800, 480), 0.9, Box(650, 60, 710, 140))
    pair = (Box(600, 310, 630, 340), Box(700, 310, 730, 340))
    lap = Box(700, 440, 730, 470)
    counts = [
        row_of(Person(driver.box, 0.9, driver.head, hands=hands), place=DRIVER, wheel=WHEEL)
        for hands in (pair, (pair[0], lap), (lap,), (), None)
    ]
    assert [row.get("hands_wheel") for row in counts] == [2, 1, 0, None, None]
    assert [row.get("hands") for row in counts] == [2, 2, 1, 0, None]


def test_a_wheel_is_where_it_was_seen_most_of_the_time() -> None:
    def sample(*things: Detection) -> Looked:
        return Looked(0, SIZE, Health(100, 40, 9, nan), (), things, 0)

    seen = [sample(Detection("wheel", WHEEL.moved(k, 0), 0.7)) for k in (-1, 0, 1)]
    mistaken = sample(Detection("wheel", WHEEL.moved(150, 60), 0.4))
    assert wheel_of(DRIVER, [*seen, mistaken, sample()]) == pytest.approx(WHEEL, abs=1)
    assert wheel_of(DRIVER, [seen[0], mistaken]) is None
    assert wheel_of(SEAT, [*seen, mistaken]) is None


def test_a_wheel_in_sight_is_told_for_the_cabin_and_never_for_a_seat() -> None:
    wheel = Detection("wheel", WHEEL, 0.7)
    assert row_of(None, wheel, place=DRIVER)["wheel"] == 0.7
    assert row_of(None, place=DRIVER)["wheel"] == 0
    assert "wheel" not in row_of(None, wheel)


def test_a_lap_under_the_wheel_and_an_officers_hand_above_it_are_not_at_the_wheel() -> None:
    under, above = Box(640, 375, 670, 395), Box(640, 280, 670, 300)
    officer = Place("passenger", "passenger", Box(0.0, 0.0, 0.5, 1.0), (0.25, 0.3))

    def held(hand: Box, place: Place) -> float:
        return row_of(candidate(hands=(hand,)), place=place, wheel=WHEEL)["hands_wheel"]

    assert held(under, DRIVER) == held(under, officer) == 0
    assert (held(above, DRIVER), held(above, officer)) == (1, 0)
    x, edge = WHEEL.centre[0], WHEEL.y0 + 0.1 * WHEEL.height
    pointing = Box(x - 10, edge - 10, x + 10, edge + 10)
    assert (held(pointing, DRIVER), held(pointing, officer)) == (1, 0)
    assert held(WHEEL, officer) == 1


def test_hands_are_told_from_left_to_right_in_the_picture() -> None:
    row = row_of(candidate(hands=(Box(400, 300, 420, 320), Box(300, 300, 330, 330))))
    assert (row["hand1_x"], row["hand1_y"]) == pytest.approx((0.315, 0.63))
    assert (row["hand2_x"], row["hand2_y"]) == pytest.approx((0.41, 0.62))
    assert "hand2_x" not in row_of(candidate())


def test_what_somebody_wears_is_told_by_its_colour() -> None:
    row = row_of(candidate(clothes=(40.0, 20.0, -5.0)))
    assert [row[f"clothes_{axis}"] for axis in "lab"] == [40.0, 20.0, -5.0]
    assert isnan(row_of(candidate())["clothes_l"])


def of_the_rest(*things: Detection, back: bool = False) -> Row:
    people = [Sighting(0, 1, candidate())]
    sample = Looked(0, SIZE, None, tuple(people), things, 0)
    return rest_row(sample, people, back=back)


def test_a_phone_in_the_hand_of_somebody_in_the_aisle_is_seen_and_one_on_a_desk_is_not() -> None:
    assert of_the_rest(thing("phone", 325, 320))["phone"] == 0.8
    assert of_the_rest(thing("phone", 700, 400))["phone"] == 0


def test_of_the_back_of_a_car_it_is_told_who_is_there() -> None:
    assert of_the_rest(back=True) == {"people": 1.0, "person": 0.9}
