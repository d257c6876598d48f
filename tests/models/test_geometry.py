"""Squares, cuts and heads: geometry without a network."""

from itertools import pairwise
from math import cos, degrees, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bodies import LEFT_EAR, NOSE, RIGHT_EAR, Body
from models.cuts import Square, back_to_frame, cut, tiled
from models.detectors import Found
from models.faces import BROW, CHIN, FOREHEAD, LEFT, LOWER_LIP, RIGHT, UPPER_LIP, Face, direction
from models.heads import Head, heads
from models.people import body_direction, hand_to_ear, person
from models.plans import plan
from models.sightings import backed, headless, without_hands
from proctor.geometry import Box, Floats
from proctor.perception import SUBJECTS, Detection, Subject

HEAD = Head(x=100.0, y=50.0, size=40.0, sureness=0.95, hips=(100.0, 146.0))


def turned(points: Floats, yaw: float, pitch: float, roll: float) -> Floats:
    """Points of a head that looked into the lens, after it nodded, turned and tilted."""
    c, s = cos(pitch), sin(pitch)
    nod = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = cos(yaw), sin(yaw)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    c, s = cos(roll), sin(roll)
    tilt = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return np.asarray(points @ (tilt @ turn @ nod).T, np.float32)


def mesh() -> Floats:
    """A face that looks into the lens: x right, y down, z away from the camera."""
    points = np.zeros((468, 3), np.float32)
    for place, (right, left) in enumerate(zip(RIGHT, LEFT, strict=True)):
        points[right] = -30 - place, 5 * place - 20, place
        points[left] = 30 + place, 5 * place - 20, place
    points[FOREHEAD], points[CHIN] = (0, -50, 0), (0, 50, 0)
    points[UPPER_LIP], points[LOWER_LIP] = (0, 25, -5), (0, 35, -5)
    return points


@pytest.mark.parametrize("yaw", [-60, -20, 0, 20, 60])
@pytest.mark.parametrize("pitch", [-30, 0, 30])
def test_a_mesh_tells_where_the_head_looks(yaw: float, pitch: float) -> None:
    found = direction(turned(mesh(), radians(yaw), radians(pitch), 0.0))
    assert degrees(found[0]) == pytest.approx(yaw, abs=0.5)
    assert degrees(found[1]) == pytest.approx(pitch - degrees(BROW), abs=0.5)


def test_a_head_turned_to_the_left_edge_of_the_picture_has_a_positive_yaw() -> None:
    points = mesh()
    nose = turned(np.array([[0.0, 0.0, -20.0]], np.float32), radians(30), 0.0, 0.0)[0]
    assert nose[0] < 0
    assert direction(turned(points, radians(30), 0.0, 0.0))[0] > 0


def test_a_head_that_looks_down_has_a_positive_pitch() -> None:
    nose = turned(np.array([[0.0, 0.0, -20.0]], np.float32), 0.0, radians(30), 0.0)[0]
    assert nose[1] > 0
    assert direction(turned(mesh(), 0.0, radians(30), 0.0))[1] > 0


def test_a_tilted_head_keeps_its_direction() -> None:
    yaw, _, roll = direction(turned(mesh(), 0.0, BROW, radians(25)))
    assert degrees(yaw) == pytest.approx(0, abs=0.5)
    assert degrees(roll) == pytest.approx(25, abs=0.5)


def test_an_open_mouth_is_measured_against_the_face() -> None:
    assert Face(mesh(), 1.0).mouth == pytest.approx(0.1)


def body(nose: tuple[float, float], left: tuple[float, float], right: tuple[float, float]) -> Body:
    points = np.full((33, 3), 100.0, np.float32)
    points[:11, :2] = 100, 50
    points[NOSE, :2], points[LEFT_EAR, :2], points[RIGHT_EAR, :2] = nose, left, right
    return Body(points, np.ones(33, np.float32), 1.0)


@pytest.mark.parametrize(
    ("nose", "left", "right", "yaw"),
    [
        ((100, 50), (110, 50), (90, 50), 0),
        ((80, 50), (100, 50), (100, 50), 90),
        ((120, 50), (100, 50), (100, 50), -90),
        ((100, 50), (90, 50), (110, 50), 180),
    ],
    ids=["into the lens", "left edge", "right edge", "away"],
)
def test_nose_and_ears_tell_a_coarse_direction(
    nose: tuple[float, float], left: tuple[float, float], right: tuple[float, float], yaw: float
) -> None:
    found = degrees(body_direction(body(nose, left, right))[0])
    assert (found - yaw + 180) % 360 - 180 == pytest.approx(0, abs=1)


def test_a_hand_at_the_ear_is_near_in_head_widths() -> None:
    listening = body((100, 50), (116, 50), (84, 50))
    listening.points[[15, 17, 19], :2] = 116, 66
    assert hand_to_ear(listening, HEAD) == pytest.approx(0.5)


def test_a_hidden_hand_is_not_far_away_but_unknown() -> None:
    hidden = body((100, 50), (116, 50), (84, 50))
    hidden.seen[15:] = 0.1
    assert np.isnan(hand_to_ear(hidden, HEAD))


def test_without_a_body_nobody_looked_for_hands() -> None:
    seen = person(HEAD, None, None, (960, 540))
    assert seen.hands is None
    assert np.isnan([seen.yaw, seen.pitch, seen.mouth, seen.hand_ear]).all()


def test_the_box_of_a_person_does_not_depend_on_the_hands() -> None:
    low, high = body((100, 50), (116, 50), (84, 50)), body((100, 50), (116, 50), (84, 50))
    high.points[[15, 16], 1] = 10
    boxes = [person(HEAD, each, None, (960, 540)).box for each in (low, high)]
    assert boxes[0] == boxes[1]
    assert boxes[0].holds(100, 120)


@given(st.integers(40, 2000), st.integers(40, 2000), st.integers(40, 700))
def test_squares_cover_every_pixel_of_the_frame(width: int, height: int, side: int) -> None:
    squares = tiled(width, height, side, 0.67)
    for at, length in ((0, width), (1, height)):
        starts = sorted({square[at] - side / 2 for square in squares})
        assert starts[0] == 0
        assert starts[-1] + side >= length
        assert all(b - a <= side for a, b in pairwise(starts))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("size", [(16, 12), (352, 288), (960, 540), (540, 960), (2560, 1440)])
def test_every_frame_is_looked_at(size: tuple[int, int], subject: Subject) -> None:
    wanted = plan(*size, subject)
    assert wanted.bodies
    assert wanted.faces
    assert wanted.objects[0].side == max(size)


def test_a_hall_of_many_pixels_is_searched_for_smaller_heads() -> None:
    coarse, fine = (min(s.side for s in plan(*size, "hall").faces) / size[1]
                    for size in ((960, 540), (1920, 1080)))  # fmt: skip
    assert fine < coarse


@pytest.mark.parametrize("angle", [0.0, 0.5, -1.2])
@pytest.mark.parametrize("side", [30.0, 300.0])
def test_a_point_of_a_cut_lies_where_the_frame_has_it(angle: float, side: float) -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    image[100:110, 200:210] = 255
    piece, back = cut(image, Square(203, 106, side, angle), 128)
    rows, columns = np.nonzero(piece[:, :, 0] > 128)
    middle = np.array([columns.mean(), rows.mean()], np.float32) + 0.5
    assert back_to_frame(middle, back) == pytest.approx([205, 105], abs=side / 128 + 0.5)


def found_faces(*hits: tuple[float, float, float, float, int]) -> Found:
    """Faces as x, y, side, score, square."""
    boxes = [(x - s / 2, y - s / 2, x + s / 2, y + s / 2) for x, y, s, _, _ in hits]
    points = [[(x - s / 5, y), (x + s / 5, y)] for x, y, s, _, _ in hits]
    return Found(
        ("face",) * len(hits),
        np.array(boxes, np.float32),
        np.array(points, np.float32),
        np.array([score for *_, score, _ in hits], np.float32),
        np.array([square for *_, square in hits], np.int64),
    )


def test_one_face_in_three_squares_is_one_head_and_surer_than_in_one() -> None:
    hits = [(100, 100, 24, 0.5, 0), (101, 100, 24, 0.5, 1), (100, 101, 25, 0.5, 2)]
    (often,) = heads(None, found_faces(*hits))
    (once,) = heads(None, found_faces(hits[0]))
    assert often.sureness > once.sureness


def test_many_hits_in_one_square_count_once() -> None:
    hit = (100.0, 100.0, 24.0, 0.5, 0)
    (once,), (often,) = (heads(None, found_faces(*[hit] * n)) for n in (1, 5))
    assert often.sureness == pytest.approx(once.sureness)


def test_neighbours_who_whisper_are_two_heads() -> None:
    found = heads(None, found_faces((100, 100, 24, 0.9, 0), (138, 100, 24, 0.8, 0)))
    assert len(found) == 2


def test_nobody_is_found_where_nothing_was_hit() -> None:
    assert heads(None, None) == []


def test_a_box_around_a_person_backs_the_surest_head_in_it_and_no_other() -> None:
    weak = Head(x=105.0, y=60.0, size=40.0, sureness=0.3, hips=(105.0, 150.0))
    box = Detection("person", Box(60, 30, 140, 200), 0.8)
    surer, other = backed([HEAD, weak], [box])
    assert surer.sureness == pytest.approx(0.99)
    assert other.sureness == 0.3


def test_folded_hands_are_not_a_second_person() -> None:
    hands = Head(x=105.0, y=130.0, size=20.0, sureness=0.6, hips=(105.0, 180.0))
    neighbour = Head(x=105.0, y=130.0, size=20.0, sureness=0.8, hips=(105.0, 180.0))
    assert without_hands([HEAD, hands]) == [HEAD]
    assert without_hands([HEAD, neighbour]) == [HEAD, neighbour]


def test_a_person_without_a_head_in_sight_is_a_person() -> None:
    seen = Detection("person", Box(300, 30, 380, 200), 0.8)
    unsure = Detection("person", Box(500, 30, 580, 200), 0.3)
    (guess,) = headless([seen, unsure], [HEAD])
    somebody = person(guess, None, None, (960, 540))
    assert somebody.box == seen.box
    assert somebody.head is None
