"""A person out of a figure, a heading and a mesh: which is believed, where the hands are."""

from dataclasses import replace
from math import cos, degrees, isnan, nan, pi, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.faces import BROW, Face, direction
from models.figures import Figure, seated_box
from models.gaze import Gaze
from models.headings import Heading, apart
from models.people import AGREE, BEHIND, CERTAIN, CONFIDENT, PLAIN, face_square, person
from models.people import belongs as is_of
from proctor.geometry import Box
from proctor.perception import Person
from proctor.placing.hands import hand_to_ear, hand_to_face
from tests.models.test_geometry import mesh, turned

HEAD = Box(160, 60, 240, 160)
SIZE = (960, 540)
NOWHERE = 0
"""A point of the mesh from which nothing is read."""


def sitting(*hands: Box) -> Figure:
    return Figure(HEAD, Box(100, 60, 300, 400), 0.9, list(hands))


def face(yaw: float = 0, pitch: float = 0, score: float = 0.95, at=(200.0, 115.0)) -> Face:
    """A mesh in the head of ``sitting``, turned and nodded by so many degrees."""
    points = mesh()
    points[NOWHERE] = 0, 0, 55  # as deep as a head is
    points = 0.8 * turned(points, radians(yaw), BROW + radians(pitch), 0.0)
    points[:, :2] += np.asarray(at, np.float32) - points[:, :2].mean(axis=0)
    return Face(points, score)


def heading(yaw: float, pitch: float = 0, sigma: float = 10) -> Heading:
    return Heading(radians(yaw), radians(pitch), radians(sigma))


def seen(head: Heading | None, mesh_: Face | None, gaze: Gaze | None = None) -> Person:
    return person(sitting(), head, mesh_, gaze, SIZE)


def test_the_mesh_of_these_tests_looks_where_it_is_told_to() -> None:
    yaw, _, _ = direction(face(20).mesh)
    assert degrees(yaw) == pytest.approx(20, abs=3)
    assert face().is_plausible


def test_somebody_whose_head_is_hidden_looks_nobody_knows_where() -> None:
    hidden = person(Figure(None, Box(100, 60, 300, 400), 0.9), None, None, None, SIZE)
    unknown = [hidden.yaw, hidden.pitch, hidden.roll, hidden.direction_sigma, hidden.gaze_yaw,
               hidden.mouth, hidden.hand_ear, hidden.hand_face]  # fmt: skip
    assert hidden.head is None
    assert np.isnan(unknown).all()


def test_a_head_without_a_mesh_points_where_the_heading_says() -> None:
    away = seen(heading(170, -5, 20), None)
    assert degrees(away.yaw) == pytest.approx(170)
    assert degrees(away.pitch) == pytest.approx(-5)
    assert degrees(away.direction_sigma) == pytest.approx(20)
    assert isnan(away.roll)
    assert isnan(away.mouth)


def test_a_mesh_alone_is_believed_as_far_as_meshes_go() -> None:
    alone = face(20)
    found = seen(None, alone)
    assert found.yaw == direction(alone.mesh)[0]
    assert found.direction_sigma == alone.sigma


def test_where_both_agree_the_direction_lies_between_them_and_is_surer() -> None:
    mesh_, reader = face(0), heading(8)
    both = seen(reader, mesh_)
    yaw = direction(mesh_.mesh)[0]
    assert yaw < both.yaw < reader.yaw
    assert both.direction_sigma < min(mesh_.sigma, reader.sigma)
    nearer = seen(heading(8, sigma=60), mesh_).yaw
    assert abs(nearer - yaw) < abs(both.yaw - yaw)


def test_where_they_contradict_each_other_the_surer_one_is_believed() -> None:
    mesh_ = face(0)
    sure, unsure = heading(95, sigma=degrees(mesh_.sigma) / 2), heading(-95, sigma=15)
    assert unsure.sigma > mesh_.sigma
    assert seen(sure, mesh_).yaw == sure.yaw
    assert seen(unsure, mesh_).yaw == direction(mesh_.mesh)[0]
    assert abs(apart(sure.yaw, 0)) > AGREE * (sure.sigma + mesh_.sigma)


def test_on_the_back_of_a_head_a_mesh_is_no_face() -> None:
    gaze = Gaze(0.1, 0.0, 0.1, 0.3)
    behind = seen(heading(175, sigma=15), face(0), gaze)
    assert degrees(behind.yaw) == pytest.approx(175)
    assert isnan(behind.gaze_yaw)
    assert isnan(behind.mouth)
    assert isnan(behind.roll)


def test_only_a_sure_heading_overrules_a_face() -> None:
    figure, mesh_ = sitting(), face(0)
    away = degrees(BEHIND) + 20
    assert not is_of(mesh_, figure, heading(away, sigma=degrees(CONFIDENT) - 1))
    assert is_of(mesh_, figure, heading(away, sigma=degrees(CONFIDENT) + 1))
    assert is_of(mesh_, figure, heading(40, sigma=5))
    assert is_of(mesh_, figure, None)


def test_a_large_sure_face_is_one_whatever_the_heading_says() -> None:
    away = heading(degrees(BEHIND) + 20, sigma=degrees(CONFIDENT) - 1)
    near = Box(160, 60, 360, 260)
    figure = Figure(near, seated_box(near), 0.9)
    large = 2 * (face().mesh - (200, 115, 0)) + (*near.centre, 0)
    assert not is_of(Face(large.astype(np.float32), CERTAIN - 0.1), figure, away)
    sure = Face(large.astype(np.float32), CERTAIN + 0.1)
    assert sure.size > PLAIN
    assert is_of(sure, figure, away)


def test_a_mesh_on_the_wall_or_on_a_neighbour_is_not_this_face() -> None:
    figure = sitting()
    assert not is_of(face(score=0.2), figure, None)
    assert not is_of(face(at=(300.0, 115.0)), figure, None)
    tiny = face()
    small = Face(((tiny.mesh - (200, 115, 0)) / 5 + (200, 115, 0)).astype(np.float32), 0.9)
    assert not is_of(small, figure, None)
    assert not is_of(face(), replace(figure, head=None), None)


def test_a_line_of_sight_is_told_together_with_the_face() -> None:
    found = seen(heading(5), face(0), Gaze(0.2, -0.1, 0.08, 0.3))
    assert (found.gaze_yaw, found.gaze_pitch, found.gaze_sigma) == (0.2, -0.1, 0.08)
    assert isnan(seen(heading(5), None, Gaze(0.2, -0.1, 0.08, 0.3)).gaze_yaw)


def test_lips_are_read_in_large_faces_only() -> None:
    assert not isnan(seen(None, face()).mouth)
    half = Box(180, 85, 220, 135)
    small = face()
    points = ((small.mesh - (200, 115, 0)) / 2.4 + (200, 112, 0)).astype(np.float32)
    read = person(Figure(half, seated_box(half), 0.9), None, Face(points, 0.9), None, SIZE)
    assert not isnan(read.yaw)
    assert isnan(read.mouth)


def test_a_face_is_looked_for_in_the_middle_of_its_head() -> None:
    square = face_square(HEAD)
    assert square.side > HEAD.height
    assert HEAD.holds(square.x, square.y)


def test_boxes_end_where_the_frame_does() -> None:
    head = Box(930, -10, 990, 60)
    at_the_edge = Figure(head, seated_box(head), 0.9, [Box(940, 100, 980, 140)])
    found = person(at_the_edge, None, None, None, SIZE)
    for box in (found.box, found.head, *(found.hands or ())):
        assert box is not None
        assert box == box.within(*SIZE)


EAR_Y = 118
"""Where ears are in ``HEAD``, about."""


def at(x: float, y: float) -> Box:
    return Box(x - 10, y - 10, x + 10, y + 10)


def test_a_hand_at_the_ear_touches_it_and_one_on_the_lap_is_far() -> None:
    for ear in (HEAD.x0, HEAD.x1):
        assert hand_to_ear([at(ear, EAR_Y)], HEAD, 0.0) == 0
    assert hand_to_ear([at(200, 350)], HEAD, 0.0) > 2
    assert hand_to_face([at(200, 350)], HEAD, 0.0) > 2


def test_the_nearest_hand_counts() -> None:
    hands = [at(200, 350), at(HEAD.x0, EAR_Y)]
    assert hand_to_ear(hands, HEAD, 0.0) == 0


def test_in_profile_the_ear_lies_in_the_middle_of_the_head() -> None:
    cheek = [at(200, EAR_Y)]
    assert hand_to_ear(cheek, HEAD, pi / 2) == 0
    assert hand_to_ear(cheek, HEAD, 0.0) == pytest.approx(0.5)
    assert hand_to_ear(cheek, HEAD, pi) == pytest.approx(0.5)


def test_a_head_of_unknown_direction_has_its_ears_at_the_sides() -> None:
    assert hand_to_ear([at(HEAD.x1, EAR_Y)], HEAD, nan) == 0


@pytest.mark.parametrize("turn", [1.1, 2.0])
def test_in_profile_the_ear_that_is_seen_lies_away_from_the_face_and_turns_with_the_head(
    turn: float,
) -> None:
    """To the left of the picture, and from behind; to the right is the mirror of it."""
    x = HEAD.centre[0] + HEAD.width / 2 * cos(turn)
    assert hand_to_ear([at(x, EAR_Y)], HEAD, turn) == pytest.approx(0)
    assert hand_to_ear([at(2 * HEAD.centre[0] - x, EAR_Y)], HEAD, -turn) == pytest.approx(0)


def test_in_profile_a_hand_at_the_cheek_is_at_the_face_and_one_behind_it_at_the_ear() -> None:
    cheek, behind = [at(HEAD.x0, 120)], [at(HEAD.centre[0] + 5, EAR_Y)]
    assert hand_to_ear(cheek, HEAD, 1.2) > hand_to_face(cheek, HEAD, 1.2) + 0.3
    assert hand_to_ear(behind, HEAD, 1.2) < hand_to_face(behind, HEAD, 1.2) - 0.2


def test_a_hand_before_the_mouth_is_nearer_to_the_face_than_to_the_ears() -> None:
    hand = [at(200, 130)]
    assert hand_to_face(hand, HEAD, 0.0) < 0.3
    assert hand_to_ear(hand, HEAD, 0.0) > hand_to_face(hand, HEAD, 0.0)


def test_without_a_hand_in_sight_nobody_knows_how_far_it_is() -> None:
    assert isnan(hand_to_ear([], HEAD, 0.0))
    assert isnan(hand_to_face([], HEAD, 0.0))


@pytest.mark.parametrize(
    ("one", "other", "difference"),
    [(10, 350, 20), (350, 10, -20), (-170, 170, 20), (90, 0, 90), (0, 0, 0), (725, 0, 5)],
)
def test_angles_are_apart_the_short_way_round(one: float, other: float, difference: float) -> None:
    assert degrees(apart(radians(one), radians(other))) == pytest.approx(difference)


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_angles_are_never_more_than_half_a_turn_apart(one: float, other: float) -> None:
    gap = apart(one, other)
    assert -pi <= gap <= pi
    assert np.exp(1j * (other + gap)) == pytest.approx(np.exp(1j * one), abs=1e-9)


def test_in_profile_a_hand_over_the_ear_is_not_at_the_face_which_looks_aside() -> None:
    hand = [at(200, EAR_Y)]
    for yaw in (pi / 2, -pi / 2):
        assert hand_to_face(hand, HEAD, yaw) - hand_to_ear(hand, HEAD, yaw) > 0.2
    before = [at(200 - 0.3 * HEAD.width, EAR_Y)]
    assert hand_to_face(before, HEAD, pi / 2) < hand_to_ear(before, HEAD, pi / 2)
