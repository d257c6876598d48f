"""Lines of sight: what irises say, and when they say nothing."""

from math import degrees, radians
from pathlib import Path

import numpy as np
import pytest

from models.catalogue import IRIS, MESH
from models.cuts import Square
from models.faces import CHIN, EYES, FOREHEAD, LEFT, RIGHT, Face, FaceReader, direction
from models.gaze import OPEN, Gaze, GazeReader, readable, sight
from models.gaze import _Eye as Eye
from proctor.perception import Image
from tests.models.conftest import moment


@pytest.fixture(scope="session")
def irises(models_folder: Path) -> GazeReader:
    if not (models_folder / IRIS.file).exists():
        pytest.skip("the iris model is not installed: proctor models install")
    return GazeReader(models_folder / IRIS.file, threads=2)


@pytest.fixture(scope="session")
def meshes(models_folder: Path) -> FaceReader:
    return FaceReader(models_folder / MESH.file, threads=2)


def face_of(meshes: FaceReader, image: Image, head: list[float]) -> Face:
    x0, y0, x1, y1 = head
    height = y1 - y0
    at = Square((x0 + x1) / 2, (y0 + y1) / 2 + 0.1 * height, 1.1 * height)
    return meshes.read(image, [at])[0]


@pytest.mark.parametrize(("clip", "second"), [("cabin_a", 1.0), ("cabin_b", 1.0), ("cabin_a", 6.4)])
def test_a_passenger_who_looks_ahead_looks_where_the_head_points(
    irises: GazeReader, meshes: FaceReader, clip: str, second: float
) -> None:
    at = moment(clip, second)
    truth = at.truth("passenger")
    gaze = irises.read(at.image, [face_of(meshes, at.image, truth["head"])])[0]
    assert gaze is not None
    assert degrees(gaze.yaw) == pytest.approx(-truth["cam_yaw"], abs=8)
    assert degrees(gaze.pitch) == pytest.approx(truth["cam_pitch"], abs=8)
    assert radians(4) < gaze.sigma < radians(15)


def test_a_mirrored_face_looks_to_the_other_side(irises: GazeReader, meshes: FaceReader) -> None:
    at = moment("cabin_a", 1.0)
    x0, y0, x1, y1 = at.truth("passenger")["head"]
    width = at.image.shape[1]
    turned = np.ascontiguousarray(at.image[:, ::-1])
    here, there = (
        irises.read(image, [face_of(meshes, image, head)])[0]
        for image, head in (
            (at.image, [x0, y0, x1, y1]),
            (turned, [width - x1, y0, width - x0, y1]),
        )
    )
    assert here is not None
    assert there is not None
    assert degrees(there.yaw) == pytest.approx(-degrees(here.yaw), abs=4)
    assert degrees(there.pitch) == pytest.approx(degrees(here.pitch), abs=4)


def test_eyes_of_a_small_face_are_not_read(irises: GazeReader, meshes: FaceReader) -> None:
    at = moment("cabin_a", 1.0)
    half = np.ascontiguousarray(at.image[::4, ::4])
    head = [value / 4 for value in at.truth("passenger")["head"]]
    assert irises.read(half, [face_of(meshes, half, head), None]) == [None, None]


def flat_face(turn_deg: float = 0.0, nod_deg: float = 0.0) -> Face:
    """A mesh of nothing but the points that tell directions, 200 pixels high, turned rigidly."""
    mesh = np.zeros((468, 3), np.float32)
    mesh[FOREHEAD], mesh[CHIN] = (0, -100, 0), (0, 100, 0)
    for left, right in zip(LEFT, RIGHT, strict=True):
        mesh[left], mesh[right] = (60, 0, 0), (-60, 0, 0)
    mesh[EYES[0]], mesh[EYES[1]], mesh[133], mesh[362] = (
        (-60, 0, 0),
        (60, 0, 0),
        (-20, 0, 0),
        (20, 0, 0),
    )
    mesh[1] = (0, 0, -130)
    a, b = radians(turn_deg), radians(nod_deg)
    yaw = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    nod = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    return Face(np.asarray(mesh @ (yaw @ nod).T, np.float32), 1.0)


def eye(x: float, y: float, iris: float, gap: float = 0.3) -> Eye:
    middle = np.array([x, y], np.float32)
    return Eye(middle, 40.0, middle + np.array([iris, 0], np.float32), gap)


def looked(*eyes: Eye) -> Gaze | None:
    return sight(flat_face(), eyes)


def test_irises_to_the_left_of_the_picture_look_to_the_left_edge() -> None:
    ahead = looked(eye(-40, 0, 0), eye(40, 0, 0))
    aside = looked(eye(-40, 0, -5), eye(40, 0, -5))
    assert ahead is not None
    assert aside is not None
    assert degrees(ahead.yaw) == pytest.approx(0, abs=1)
    assert 15 < degrees(aside.yaw) < 30


def test_eyes_that_disagree_are_less_sure() -> None:
    one, two = looked(eye(-40, 0, 0), eye(40, 0, 0)), looked(eye(-40, 0, 5), eye(40, 0, -5))
    assert one is not None
    assert two is not None
    assert two.sigma > 1.2 * one.sigma


def test_shut_eyes_look_nowhere() -> None:
    shut = eye(-40, 0, 0, gap=0.5 * OPEN), eye(40, 0, 0, gap=0.5 * OPEN)
    assert looked(*shut) is None


def test_one_open_eye_is_enough_but_less_sure() -> None:
    both = looked(eye(-40, 0, -1.5), eye(40, 0, 1.5))
    winked = looked(eye(-40, 0, 0, gap=0.01), eye(40, 0, 0))
    assert both is not None
    assert winked is not None
    assert winked.sigma > both.sigma


def test_a_head_in_profile_shows_no_line_of_sight() -> None:
    assert readable(flat_face())
    assert not readable(flat_face(turn_deg=70))


@pytest.mark.parametrize("turn", [-40, -10, 0, 30, 50])
def test_a_turned_mesh_is_turned_as_the_viewer_has_it(turn: float) -> None:
    yaw, _, roll = direction(flat_face(turn).mesh)
    assert degrees(yaw) == pytest.approx(turn, abs=2)
    assert degrees(roll) == pytest.approx(0, abs=1)


def test_a_mesh_with_the_shape_of_a_head_is_plausible_and_a_crumpled_one_is_not() -> None:
    face = flat_face()
    assert face.is_plausible
    crumpled = face.mesh.copy()
    crumpled[FOREHEAD], crumpled[CHIN] = (-80, -60, 0), (80, 60, 0)
    assert not Face(crumpled, 1.0).is_plausible
    assert not Face(face.mesh * np.array([1, 1, 0.1], np.float32), 1.0).is_plausible
    assert not Face(face.mesh * np.float32(0.05), 1.0).is_plausible


def test_small_doubtful_and_averted_faces_are_less_sure() -> None:
    face = flat_face()
    assert Face(face.mesh * np.float32(0.2), 1.0).sigma > face.sigma
    assert Face(face.mesh, 0.5).sigma > face.sigma
    assert flat_face(turn_deg=55).sigma > face.sigma
