"""Whose hand is it? People side by side, as in a car; boxes only, no network."""

from proctor.geometry import Box
from proctor.looked import Looked
from proctor.perception import Detection, Person
from proctor.places import Sighting
from proctor.placing.hands import Owner, followed, given

SIZE = 100.0


def hand(x: float, y: float, score: float = 0.8, size: float = 80.0) -> Detection:
    """A hand with its middle there."""
    half = size / 2
    return Detection("hand", Box(x - half, y - half, x + half, y + half), score)


def sitting(x: float, y: float = 120, reaches: float = 0.0) -> Owner:
    """Somebody whose head has its middle there; the body is found up to ``reaches``, if that."""
    head = Box(x - 40, y - 50, x + 40, y + 50)
    box = Box(x - 110, y - 50, x + 110, y + 280)
    return Owner(head, box._replace(x0=min(box.x0, reaches or box.x0)), SIZE)


def shared(*hands: Detection, of: tuple[Owner, ...]) -> list[list[Detection]]:
    """Who has which."""
    ordered = sorted(hands, key=lambda hand: -hand.score)
    by_box = {hand.box: hand for hand in ordered}
    return [[by_box[box] for box in own] for own in given(ordered, of)]


OFFICER, DRIVER = sitting(300), sitting(700)
OUTER, INNER = hand(800, 380, 0.8), hand(620, 380, 0.8)
"""The driver's own two at the wheel."""


def test_everybody_has_their_own_two_hands():
    lap = hand(250, 400), hand(330, 400, 0.7)
    assert shared(*lap, OUTER, INNER, of=(OFFICER, DRIVER)) == [[*lap], [OUTER, INNER]]


def test_a_cuff_beside_the_drivers_hands_is_nobodys_not_the_officers():
    cuff = hand(565, 385, 0.5)
    assert shared(cuff, OUTER, INNER, of=(OFFICER, DRIVER)) == [[], [OUTER, INNER]]


def test_one_hand_found_twice_is_one_hand():
    sleeve = hand(625, 405, 0.6)
    pointing = hand(600, 180, 0.5)
    driver = sitting(700)
    assert shared(INNER, sleeve, pointing, of=(OFFICER, driver))[1] == [INNER, pointing]


def test_hands_that_touch_in_a_lap_are_two():
    left, right = hand(270, 400), hand(330, 405, 0.7)
    assert shared(left, right, of=(OFFICER, DRIVER))[0] == [left, right]


def leaning_over() -> Owner:
    """The officer with the head halfway to the driver and an arm at the wheel."""
    head = Box(450, 120, 530, 220)
    return Owner(head, Box(200, 110, 600, 500), SIZE)


def test_where_the_officer_leans_over_each_hand_at_the_wheel_has_its_owner():
    theirs = hand(575, 390)
    drivers = hand(650, 390)
    assert shared(theirs, drivers, OUTER, of=(leaning_over(), DRIVER)) == [
        [theirs],
        [drivers, OUTER],
    ]


def test_a_hand_at_the_drivers_ear_stays_the_drivers_when_the_officer_leans_over():
    ear = hand(645, 130, 0.4)
    theirs = hand(575, 390)
    found = shared(ear, theirs, OUTER, of=(leaning_over(), DRIVER))
    assert found == [[theirs], [OUTER, ear]]


def test_the_order_of_people_changes_nothing():
    hands = (hand(645, 130, 0.4), hand(575, 390), OUTER)
    assert shared(*hands, of=(DRIVER, leaning_over())) == [
        *reversed(shared(*hands, of=(leaning_over(), DRIVER)))
    ]


def test_of_three_hands_that_can_only_be_theirs_the_near_and_sure_ones_are_kept():
    """A thing on the console is taken for a hand while the right one is at the cheek."""
    console, cheek = hand(640, 560, 0.45), hand(680, 150, 0.35)
    found = shared(console, cheek, OUTER, of=(OFFICER, DRIVER))
    assert found == [[], [OUTER, cheek]]


def test_without_people_or_hands_nobody_has_any():
    assert given([], [OFFICER]) == [[]]
    assert given([OUTER], []) == []


def look(at_s: float, *people: tuple[Owner, tuple[Detection, ...]]) -> Looked:
    """One look at a car, as the people in it were seen with those hands."""
    moment = round(at_s * 1e6)
    seen = tuple(
        Sighting(
            moment,
            track,
            Person(owner.box, 0.9, owner.head, yaw=0.0, hands=tuple(hand.box for hand in hands)),
        )
        for track, (owner, hands) in enumerate(people, start=1)
    )
    return Looked(moment, (960, 540), None, seen, None, 0)


def hands_of(seen: Looked) -> list[set[Box]]:
    return [set(sighting.person.hands or ()) for sighting in seen.people]


POINTING = hand(640, 260)
"""The officer's hand before the driver's breast."""


def test_a_hand_that_points_across_is_the_officers_while_the_drivers_stay_where_they_were():
    before = look(0, (OFFICER, ()), (DRIVER, (OUTER, INNER)))
    mixed_up = look(0.5, (leaning_over(), (INNER,)), (DRIVER, (OUTER, POINTING)))
    _, now = followed([before, mixed_up])
    assert hands_of(now) == [{POINTING.box}, {OUTER.box, INNER.box}]


def test_where_a_hand_went_its_distance_from_the_head_goes_too():
    ear = hand(660, 130)
    before = look(0, (OFFICER, ()), (DRIVER, (OUTER, ear)))
    theirs = hand(560, 390)
    mixed_up = look(0.5, (leaning_over(), (ear,)), (DRIVER, (OUTER, theirs)))
    _, now = followed([before, mixed_up])
    officer, driver = (sighting.person for sighting in now.people)
    assert officer.hands == (theirs.box,)
    assert driver.hand_ear < 0.3 < officer.hand_ear


def test_hands_seen_long_ago_say_nothing_and_who_sits_alone_keeps_theirs():
    before = look(0, (OFFICER, ()), (DRIVER, (OUTER, INNER)))
    alone = look(0.5, (DRIVER, (OUTER, POINTING)))
    later = look(9, (leaning_over(), (INNER,)), (DRIVER, (OUTER, POINTING)))
    assert list(followed([before, alone, later])) == [before, alone, later]
