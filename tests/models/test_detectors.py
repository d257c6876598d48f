"""One contract for every detector, whatever network is inside."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from models import catalogue, formats
from models.blaze import BODY_GRIDS, FACE_GRIDS, AnchorDetector
from models.cuts import Square, tiled, whole
from models.detectors import Detector
from models.objects import YoloDetector, yolo_boxes, yolox_boxes
from models.weights import Store
from proctor.geometry import Box
from proctor.perception import Detection, Image
from tests.models.conftest import made_network, moment, ultralytics_rows, yolox_rows

NAMES = {0: "person", 1: "cell phone", 2: "teddy bear"}
THINGS = [(32.0, 32.0, 16.0, 32.0, 0, 0.9), (8.0, 8.0, 4.0, 4.0, 1, 0.6), (50, 50, 9, 9, 2, 0.9)]


def made(folder: Path, output: np.ndarray) -> YoloDetector:
    file = made_network(folder, output, NAMES) / "made.xml"
    return YoloDetector(file, formats.class_names(file), threads=1)


@cache
def installed_detector(name: str, models: Path) -> Detector:
    match name:
        case "face":
            return AnchorDetector(models / catalogue.FACES.file, "face", FACE_GRIDS, threads=2)
        case "body":
            return AnchorDetector(models / catalogue.BODIES.file, "body", BODY_GRIDS, threads=2)
    store = Store(models)
    if not store.detectors():
        pytest.skip("no object detector is installed")
    installed = store.detectors()[-1]
    if installed.family == "ultralytics":
        pytest.skip("the installed object detector needs the extra yolo")
    return YoloDetector(store.checked(installed), installed.classes, threads=2)


@pytest.fixture(params=["yolo", "yolox", "face", "body", "installed"])
def detector(request: pytest.FixtureRequest, tmp_path: Path) -> Detector:
    match request.param:
        case "yolo":
            return made(tmp_path, ultralytics_rows(THINGS, 3))
        case "yolox":
            return made(tmp_path, yolox_rows(THINGS, 3))
    return installed_detector(request.param, request.getfixturevalue("models_folder"))


@pytest.fixture
def cabin() -> Image:
    return moment("cabin_a", 1.0).image


def test_finds_things_it_has_a_label_for_best_first(detector: Detector, cabin: Image) -> None:
    squares = tiled(960, 540, 540, 0.5)
    found = detector.find(cabin, squares, 0.3)
    assert len(found.labels) > 0
    assert set(found.labels) <= detector.labels
    assert found.boxes.shape == (len(found.labels), 4)
    assert found.points.shape[::2] == (len(found.labels), 2)
    assert np.all(np.diff(found.scores) <= 0)
    assert found.scores.min() >= 0.3
    assert found.scores.max() <= 1.0
    assert np.all(found.boxes[:, 2:] > found.boxes[:, :2])
    assert set(found.squares) <= set(range(len(squares)))


def test_sees_the_same_in_the_same_picture(detector: Detector, cabin: Image) -> None:
    squares = tiled(960, 540, 540, 0.5)
    first, second = (detector.find(cabin, squares, 0.3) for _ in range(2))
    assert np.array_equal(first.boxes, second.boxes)
    assert np.array_equal(first.scores, second.scores)


def test_a_square_shows_the_same_whatever_else_is_looked_at(
    detector: Detector, cabin: Image
) -> None:
    squares = tiled(960, 540, 540, 0.5)
    together, alone = detector.find(cabin, squares, 0.3), detector.find(cabin, squares[1:2], 0.3)
    assert np.array_equal(together.scores[together.squares == 1], alone.scores)


def test_looks_at_a_picture_smaller_than_its_input(detector: Detector) -> None:
    dark = np.zeros((12, 16, 3), np.uint8)
    found = detector.find(dark, [whole(16, 12)], 0.99)
    assert len(found.labels) == len(found.scores)


def test_leaves_classes_out_that_no_rule_asks_for(tmp_path: Path) -> None:
    image = np.zeros((64, 64, 3), np.uint8)
    found = made(tmp_path, ultralytics_rows(THINGS, 3)).find(image, [Square(32, 32, 64)], 0.3)
    assert found.labels == ("person", "phone")


@pytest.mark.parametrize("rows", [ultralytics_rows, yolox_rows])
def test_boxes_lie_where_the_thing_is_in_the_frame(
    rows: Callable[..., np.ndarray], tmp_path: Path
) -> None:
    image = np.zeros((540, 960, 3), np.uint8)
    (person,) = (
        made(tmp_path, rows(THINGS, 3))
        .find(image, [Square(480, 270, 640)], 0.3)
        .detections("person")
    )
    assert person.box == pytest.approx((400, 110, 560, 430), abs=0.1)


def test_a_thing_with_two_boxes_in_one_square_is_found_once(tmp_path: Path) -> None:
    twice = [THINGS[0], (33.0, 32.0, 16.0, 32.0, 0, 0.7)]
    image = np.zeros((64, 64, 3), np.uint8)
    found = made(tmp_path, ultralytics_rows(twice, 3)).find(image, [Square(32, 32, 64)], 0.3)
    assert found.detections("person") == [
        Detection("person", Box(24, 16, 40, 48), pytest.approx(0.9))
    ]


def test_both_heads_of_the_family_decode_to_the_same_boxes() -> None:
    boxes, scores = yolo_boxes(ultralytics_rows(THINGS, 3)[0], 64)
    others, their_scores = yolox_boxes(yolox_rows(THINGS, 3)[0], 64)
    assert boxes[:3] == pytest.approx(others[:3], abs=1e-4)
    assert scores[:3] == pytest.approx(their_scores[:3])
