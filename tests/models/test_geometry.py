"""Meshes, squares, cuts and where to look: geometry without a network."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, degrees, radians, sin

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cuts import Square, back_to_frame, cut, tiled
from models.faces import BROW, CHIN, FOREHEAD, LEFT, LOWER_LIP, RIGHT, UPPER_LIP, Face, direction
from models.plans import CLOSEST, TOGETHER, around, parts, plan
from proctor.geometry import Box, Floats
from proctor.perception import SUBJECTS, Subject


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


@given(st.integers(40, 2000), st.integers(40, 2000), st.integers(40, 700))
def test_squares_cover_every_pixel_of_the_frame(width: int, height: int, side: int) -> None:
    squares = tiled(width, height, side, 0.67)
    for at, length in ((0, width), (1, height)):
        starts = sorted({square[at] - side / 2 for square in squares})
        assert starts[0] == 0
        assert starts[-1] + side >= length
        assert all(b - a <= side for a, b in pairwise(starts))


def covers(squares: Sequence[Square], box: Box) -> bool:
    """Whether every pixel of the box lies in one of the squares."""
    x0, y0, x1, y1 = (round(value) for value in box)
    seen = np.zeros((y1 - y0, x1 - x0), bool)
    for square in squares:
        left, top, right, bottom = square.box.moved(-x0, -y0)
        rows = slice(max(0, round(top)), max(0, round(bottom)))
        seen[rows, max(0, round(left)) : max(0, round(right))] = True
    return bool(seen.all())


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("size", [(16, 12), (352, 288), (960, 540), (540, 960), (2560, 1440)])
def test_every_frame_is_looked_at_whole_and_in_pieces(
    size: tuple[int, int], subject: Subject
) -> None:
    first, *rest = plan(*size, subject)
    assert first.side == max(size)
    assert covers([first], Box(0, 0, *size))
    assert covers(rest, Box(0, 0, *size))


def test_a_hall_of_many_pixels_is_searched_for_smaller_heads() -> None:
    coarse, fine = (
        min(square.side for square in plan(width, height, "hall")) / height
        for width, height in ((960, 540), (2560, 1440))
    )
    assert fine < coarse


def test_a_hall_is_looked_at_more_closely_than_a_cabin() -> None:
    hall, cabin = (min(square.side for square in plan(960, 540, s)) for s in ("hall", "road"))
    assert hall < cabin


SEAT = Box(300, 200, 360, 320)


def test_a_place_is_looked_at_closely_and_with_room_around_it() -> None:
    (square,) = around([SEAT], 960, 540)
    assert square.box.meet(SEAT) == SEAT.area
    assert square.side == CLOSEST
    tall = Box(100, 20, 300, 520)
    (square,) = around([tall], 960, 540)
    assert square.side > tall.height
    assert square.box.meet(tall) == tall.area


def test_a_front_seat_is_searched_for_small_things_in_parts_that_overlap() -> None:
    half = Box(480, 0, 960, 540)
    found = parts([half], 960, 540, "road")
    assert all(square.side < 0.6 * 540 for square in found)
    spots = [(x, y) for x in (480, 690, 900) for y in (0, 240, 480)]
    assert all(covers(found, Box(x, y, x + 60, y + 60)) for x, y in spots)
    assert parts([half], 960, 540, "hall") == parts([], 960, 540, "road") == ()


def test_neighbours_share_a_look_and_the_far_end_of_the_hall_has_its_own() -> None:
    beside, far = SEAT.moved(100, 0), SEAT.moved(560, 0)
    assert len(around([SEAT, beside], 960, 540)) == 1
    squares = around([SEAT, beside, far], 960, 540)
    assert len(squares) == 2
    assert all(covers(squares, place) for place in (SEAT, beside, far))


def test_a_place_at_the_edge_is_looked_at_as_far_as_the_frame_goes() -> None:
    for place in (Box(-50, 100, 40, 260), Box(920, 500, 1000, 600), Box(940, 0, 960, 30)):
        squares = around([place], 960, 540)
        assert covers(squares, place.within(960, 540))


@pytest.mark.parametrize("beyond", [Box(970, 100, 1030, 200), Box(-90, 0, 0, 50), Box(5, 5, 5, 5)])
def test_a_place_beyond_the_frame_is_not_looked_at_and_widens_no_look(beyond: Box) -> None:
    assert around([beyond], 960, 540) == ()
    near = Box(800, 100, 900, 200)
    assert around([beyond, near], 960, 540) == around([near], 960, 540)


EDGES = st.tuples(*[st.integers(-100, 1100)] * 2, st.integers(1, 400), st.integers(1, 400))


@given(st.lists(EDGES, min_size=1, max_size=12))
def test_every_place_lies_whole_in_one_look(given_places: list[tuple[int, int, int, int]]) -> None:
    places = [Box(x, y, x + w, y + h).within(960, 540) for x, y, w, h in given_places]
    squares = around(places, 960, 540)
    for place in places:
        assert not place.area or any(
            square.box.meet(place) == pytest.approx(place.area) for square in squares
        )
    assert len(squares) <= len(places)
    together = [s.side for s in squares if s.side > max(CLOSEST, 1.15 * TOGETHER + 1e-6)]
    assert not together


@pytest.mark.parametrize("angle", [0.0, 0.5, -1.2])
@pytest.mark.parametrize("side", [30.0, 300.0])
def test_a_point_of_a_cut_lies_where_the_frame_has_it(angle: float, side: float) -> None:
    image = np.zeros((300, 400, 3), np.uint8)
    image[100:110, 200:210] = 255
    piece, back = cut(image, Square(203, 106, side, angle), 128)
    rows, columns = np.nonzero(piece[:, :, 0] > 128)
    middle = np.array([columns.mean(), rows.mean()], np.float32) + 0.5
    assert back_to_frame(middle, back) == pytest.approx([205, 105], abs=side / 128 + 0.5)
