"""Whose head, whose body, whose hands; cut things, parts and wholes. Boxes only, no network."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cuts import Square
from models.detectors import Found
from models.figures import BODY, HAND, HEAD, UNSURE, Figure, figures, seated_box
from models.sightings import merged, whole_things
from proctor.geometry import Box
from proctor.perception import Detection


def head(x: float, y: float = 100, size: float = 40, score: float = 0.9) -> Detection:
    """A head with its middle there."""
    box = Box(x - 0.4 * size, y - size / 2, x + 0.4 * size, y + size / 2)
    return Detection("head", box, score)


def body(x: float, y: float = 100, size: float = 40, score: float = 0.9) -> Detection:
    """Somebody seated whose head has its middle there."""
    return Detection("person", seated_box(head(x, y, size).box), score)


def hand(x: float, y: float, score: float = 0.9) -> Detection:
    return Detection("hand", Box(x - 8, y - 8, x + 8, y + 8), score)


def owner(found: list[Figure], middle: float) -> Figure:
    """Whoever sits there."""
    return min(found, key=lambda figure: abs(figure.box.centre[0] - middle))


def test_a_head_and_the_body_below_it_are_one_person_and_surer_than_either() -> None:
    (one,) = figures([head(200, score=0.6)], [body(200, score=0.7)], [])
    assert (one.head, one.box) == (head(200).box, body(200).box)
    assert one.score == pytest.approx(0.88)


def test_neighbours_keep_their_own_heads_and_bodies() -> None:
    at = (200, 260, 330, 380)
    heads = [head(x, score=0.9 - k / 100) for k, x in enumerate(at)]
    bodies = [body(x, score=0.9 - k / 100) for k, x in enumerate(reversed(at))]
    found = figures(heads, bodies, [])
    assert len(found) == len(at)
    for figure in found:
        assert figure.head is not None
        assert figure.box.centre[0] == pytest.approx(figure.head.centre[0])


def test_whoever_leans_over_to_a_neighbour_takes_nobodys_body_away() -> None:
    """The leaning head lies before the neighbour's body and nearer to its middle than its own."""
    leaning, upright = head(250, 112), head(268, 80, score=0.8)
    own, other = body(215, 112), body(262, 92)
    found = figures([leaning, upright], [own, other], [])
    assert len(found) == 2
    assert {(f.head, f.box) for f in found} == {(leaning.box, own.box), (upright.box, other.box)}


def test_a_head_without_a_body_is_a_person_whose_lap_is_guessed() -> None:
    (alone,) = figures([head(200)], [], [])
    assert alone.box == seated_box(head(200).box)
    assert alone.box.holds(200, 100 + 2 * 40)


def test_a_body_without_a_head_is_a_person_with_a_head_of_a_guessed_size() -> None:
    (hidden,) = figures([], [body(200)], [])
    assert hidden.head is None
    assert hidden.box == body(200).box
    assert hidden.head_size == pytest.approx(40, rel=0.3)


def test_a_second_box_around_somebody_is_no_second_person() -> None:
    """With the arms on the desk and without them: their overlap is too small to be one box."""
    arms = Detection("person", Box(110, 80, 290, 212), 0.6)
    (one,) = figures([head(200)], [body(200), arms], [])
    assert one.box == body(200).box


def test_who_hides_behind_somebody_is_a_person_all_the_same() -> None:
    hidden = Detection("person", body(252).box, 0.6)
    found = figures([head(200)], [body(200), hidden], [])
    assert [f.head is None for f in found] == [False, True]


def test_a_torso_and_somebody_with_desk_and_screen_are_no_second_person() -> None:
    torso = Detection("person", Box(165, 82, 235, 150), 0.6)
    desk = Detection("person", Box(60, 75, 250, 330), 0.7)
    (one,) = figures([head(200)], [body(200), torso, desk], [])
    assert one.box == body(200).box


def test_a_second_head_around_the_same_head_is_no_second_person() -> None:
    wide = Detection("head", head(206, 108, size=75).box, 0.5)
    torso = Detection("person", Box(170, 85, 240, 205), 0.6)
    assert len(figures([head(200, score=0.6), wide], [body(200), torso], [])) == 1


def test_a_print_on_the_shirt_below_the_chin_is_no_second_person() -> None:
    figure = head(204, 129, size=26, score=0.5)
    (one,) = figures([head(200), figure], [body(200)], [])
    assert one.head == head(200).box


def test_whoever_sits_in_the_row_before_is_a_person_within_the_box_of_another() -> None:
    tall = Detection("person", Box(120, 80, 280, 400), 0.9)
    child = body(190, 200, size=30)
    assert len(figures([head(200), head(190, 200, size=30)], [tall, child], [])) == 2


def test_what_is_too_faint_alone_is_nobody() -> None:
    assert figures([head(200, score=HEAD - 0.01)], [], []) == []
    assert figures([], [body(200, score=BODY - 0.01)], []) == []


@pytest.mark.parametrize("score", [0.2, 0.3, 0.35, 0.5])
def test_a_body_below_it_never_makes_a_head_disappear(score: float) -> None:
    assert figures([head(200, score=HEAD)], [], [])
    assert figures([head(200, score=HEAD)], [body(200, score=score)], [])


def test_two_faint_parts_are_somebody_only_when_they_are_sure_together() -> None:
    assert figures([head(200, score=0.25)], [body(200, score=0.3)], []) == []
    assert len(figures([head(200, score=0.25)], [body(200, score=0.5)], [])) == 1


def test_a_poster_as_large_as_the_wall_is_not_the_body_of_a_small_head() -> None:
    wall = Detection("person", Box(0, 60, 900, 1000), 0.9)
    found = figures([head(450, 100)], [wall], [])
    assert len(found) == 2


def test_a_head_is_not_put_on_a_body_beside_it() -> None:
    found = figures([head(200)], [body(330)], [])
    assert {(f.head, f.box) for f in found} == {
        (head(200).box, seated_box(head(200).box)),
        (None, body(330).box),
    }


def test_each_hand_belongs_to_the_nearest_person() -> None:
    left, right = hand(180, 190), hand(420, 190)
    found = figures([head(200), head(400)], [body(200), body(400)], [left, right])
    assert owner(found, 200).hands == [left.box]
    assert owner(found, 400).hands == [right.box]


def test_a_hand_stretched_out_to_the_side_is_still_its_owners() -> None:
    stretched = hand(290, 150)
    found = figures([head(200), head(500)], [body(200), body(500)], [stretched])
    assert owner(found, 200).hands == [stretched.box]


def test_nobody_has_three_hands_and_the_third_is_the_neighbours() -> None:
    hands = [hand(190, 190), hand(215, 190), hand(243, 190, 0.5)]
    found = figures([head(200), head(300)], [body(200), body(300)], hands)
    assert owner(found, 200).hands == [hands[0].box, hands[1].box]
    assert owner(found, 300).hands == [hands[2].box]


def test_a_hand_out_of_reach_and_a_faint_one_are_nobodys() -> None:
    away, faint = hand(800, 400), hand(200, 190, HAND - 0.01)
    (one,) = figures([head(200)], [body(200)], [away, faint])
    assert one.hands == []


def test_the_hand_of_somebody_near_the_camera_is_not_given_to_somebody_far_behind() -> None:
    """Both are as many pixels away; in heads, only one is."""
    large, small = head(200, size=90), head(420, 60, size=20)
    bodies = [body(200, size=90), body(420, 60, size=20)]
    reaching = hand(348, 120)
    found = figures([large, small], bodies, [reaching])
    assert owner(found, 200).hands == [reaching.box]


def test_legs_that_look_like_a_head_are_no_second_person() -> None:
    whole = body(200, size=90)
    legs = Detection("head", Box(180, whole.box.y1 - 80, 220, whole.box.y1 - 10), 0.55)
    (one,) = figures([head(200, size=90), legs], [whole], [])
    assert one.head == head(200, size=90).box
    assert len(figures([head(200, size=90), replace(legs, score=0.9)], [whole], [])) == 2


PLACES = st.lists(
    st.tuples(st.integers(30, 900), st.integers(30, 500), st.integers(10, 90), st.floats(0.1, 1)),
    max_size=10,
)


@given(PLACES, PLACES, PLACES)
def test_no_part_is_used_twice_and_no_sure_one_is_lost_but_to_a_surer_one_there(
    h: list[tuple[int, int, int, float]],
    b: list[tuple[int, int, int, float]],
    p: list[tuple[int, int, int, float]],
) -> None:
    heads = sorted((head(*each) for each in set(h)), key=lambda d: -d.score)
    bodies = sorted((body(*each) for each in set(b)), key=lambda d: -d.score)
    hands = sorted((hand(x, y, score) for x, y, _, score in p), key=lambda d: -d.score)
    found = figures(heads, bodies, hands)
    used = [f.head for f in found if f.head]
    assert len(used) <= len(heads)
    assert len(found) <= len(heads) + len(bodies)
    sure = {d.box for d in heads if d.score >= UNSURE and d.box.height >= 8}
    there = [*used, *(f.box for f in found)]
    assert all(any(box.meet(other) for other in used) for box in sure - set(used)), "found twice"
    doubtful = {d.box for d in heads if HEAD <= d.score < UNSURE and d.box.height >= 8}
    assert all(any(box.meet(other) for other in there) for box in doubtful - set(used)), "a part"
    assert all(len(f.hands) <= 2 for f in found)
    assert sum(len(f.hands) for f in found) <= sum(d.score >= HAND for d in hands)
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


def found_in(squares_of: list[int], boxes: list[Box], label: str = "person", scores=()) -> Found:
    score = list(scores) or [0.9 - k / 100 for k in range(len(boxes))]
    return Found(
        (label,) * len(boxes),
        np.array(boxes, np.float32).reshape(-1, 4),
        np.zeros((len(boxes), 0, 2), np.float32),
        np.array(score, np.float32),
        np.array(squares_of, np.int64),
    )


LEFT, RIGHT = Square(270, 270, 540), Square(690, 270, 540)
WHOLE = Square(480, 270, 960)


def test_what_the_edge_of_a_square_cuts_off_is_left_to_the_square_that_shows_it_whole() -> None:
    half, entire = Box(450, 100, 539, 400), Box(450, 100, 650, 400)
    (thing,) = whole_things(found_in([0, 1], [half, entire]), "person", (LEFT, RIGHT), 960, 540)
    assert thing.box == entire
    assert whole_things(found_in([0], [half]), "person", (LEFT,), 960, 540) == []


@pytest.mark.parametrize(
    "cut",
    [
        Box(301, 250, 380, 330),
        Box(420, 151, 480, 230),
        Box(520, 250, 599, 330),
        Box(420, 380, 480, 449),
    ],
    ids=["left", "top", "right", "bottom"],
)
def test_each_side_of_a_square_inside_the_frame_cuts_things_off(cut: Box) -> None:
    inner = Square(450, 300, 300)
    assert whole_things(found_in([0], [cut]), "person", (inner,), 960, 540) == []
    apart_from_it = cut.moved(*((450 - cut.centre[0]) / 4, (300 - cut.centre[1]) / 4))
    assert len(whole_things(found_in([0], [apart_from_it]), "person", (inner,), 960, 540)) == 1


def test_what_the_frame_itself_cuts_off_is_kept_and_ends_there() -> None:
    at_the_edges = [Box(-8, 100, 90, 300), Box(900, 300, 964, 545)]
    found = whole_things(found_in([0, 1], at_the_edges), "person", (LEFT, RIGHT), 960, 540)
    assert [thing.box for thing in found] == [box.within(960, 540) for box in at_the_edges]


def test_a_square_that_reaches_beyond_the_frame_cuts_nothing_off_there() -> None:
    close = Square(60, 480, 224)
    kept = whole_things(found_in([0], [Box(0, 400, 80, 540)]), "person", (close,), 960, 540)
    assert len(kept) == 1


def test_one_person_in_three_squares_is_one_person() -> None:
    seen = [Box(300, 100, 400, 300), Box(303, 101, 401, 300), Box(298, 96, 400, 303)]
    found = whole_things(found_in([0, 1, 2], seen), "person", (LEFT, RIGHT, WHOLE), 960, 540)
    assert [thing.box for thing in found] == [seen[0]]


def test_the_upper_half_of_a_person_is_no_second_person() -> None:
    entire, upper = Box(300, 100, 400, 400), Box(305, 102, 396, 230)
    (one,) = whole_things(found_in([0, 0], [entire, upper]), "person", (WHOLE,), 960, 540)
    assert one.box == entire


def test_neighbours_whose_boxes_overlap_are_two_people() -> None:
    pair = [Box(300, 100, 400, 400), Box(350, 110, 450, 400)]
    found = whole_things(found_in([0, 0], pair), "person", (WHOLE,), 960, 540)
    assert [thing.box for thing in found] == pair


def test_only_things_of_the_label_that_is_asked_for_are_given() -> None:
    one = found_in([0], [Box(300, 100, 400, 400)], "phone")
    assert whole_things(one, "person", (WHOLE,), 960, 540) == []
    assert [d.label for d in whole_things(one, "phone", (WHOLE,), 960, 540)] == ["phone"]


def test_what_is_left_of_a_box_at_the_edge_may_be_nothing() -> None:
    gone = [Box(961, 10, 990, 60), Box(-20, 10, 1, 60)]
    assert whole_things(found_in([0, 0], gone), "hand", (WHOLE,), 960, 540) == []


def test_what_two_detectors_see_is_there_once_and_the_surer_box_stands() -> None:
    ours, theirs = body(200, score=0.6), body(202, score=0.8)
    other = body(500, score=0.7)
    assert merged([ours], [theirs, other]) == [theirs, other]
    assert merged([], [theirs]) == [theirs]
    assert merged([ours], []) == [ours]
