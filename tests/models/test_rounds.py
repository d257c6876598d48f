"""One tiny round of training each, on made pictures, to see the parts fit. Learns nothing."""

import json
from dataclasses import replace
from math import degrees, radians
from pathlib import Path

import cv2
import numpy as np
import pytest

from models import formats
from models.catalogue import LABELS
from models.cuts import whole
from models.headings import HeadingReader
from models.objects import YoloDetector
from models.training.data import DOUBT, examples
from proctor.errors import ModelError
from proctor.geometry import Box

pytestmark = [
    pytest.mark.yolo,
    # torch calls its own exporter to ONNX old, and numpy's arrays not writable.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
SIDE = 96


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole state, drawn by lot, of a detector of two classes: all of it fits but the end."""
    import torch
    from ultralytics.nn.tasks import DetectionModel

    from models.training.network import DESIGN, of_state

    torch.manual_seed(3)
    drawn = DetectionModel(DESIGN, nc=2, verbose=False)
    return of_state(drawn, tmp_path_factory.mktemp("start") / "start.npz")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pictures of a bright block with a head on it; the last ones labelled for heads only."""
    folder = tmp_path_factory.mktemp("data")
    for number in range(6):
        part = "train" if number < 4 else "theirs"
        image = np.full((120, 160, 3), 60, np.uint8)
        x = 30 + 15 * number
        image[30:110, x : x + 40] = 200
        image[30:54, x + 10 : x + 30] = (90, 120, 220)
        for kind in ("images", "labels", "truth"):
            (folder / kind / part).mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / "images" / part / f"p{number}.jpg"), image)
        head = f"1 {(x + 20) / 160} {42 / 120} {20 / 160} {24 / 120}\n"
        body = f"{0 if part == 'train' else DOUBT} {(x + 20) / 160} {70 / 120} 0.25 {80 / 120}\n"
        (folder / "labels" / part / f"p{number}.txt").write_text(head + body, encoding="utf-8")
        who = {"head": [x + 10, 30, x + 30, 54], "head_seen": 1.0, "cam_yaw": 30.0 * number - 70}
        truth = {"people": [who | {"cam_pitch": 5.0}, who | {"head_seen": 0.1, "cam_pitch": 0.0}]}
        (folder / "truth" / part / f"p{number}.json").write_text(json.dumps(truth), "utf-8")
    (folder / "images" / "theirs" / "labelled.json").write_text('{"complete_for": ["head"]}')
    return folder


def test_a_round_gives_a_detector_of_our_six_classes(
    start: Path, data: Path, tmp_path: Path
) -> None:
    from models.training.detector import Course, scores, trained
    from models.training.network import exported, network, of_state

    told: list[tuple[int, int, float]] = []
    pictures = examples(data, validation=False)
    model = network(start, classes=len(LABELS), device="cpu")
    course = Course(steps=3, batch=2, side=SIDE, workers=0)
    done = trained(model, pictures, course, lambda *said: told.append(said))
    assert [(step, steps) for step, steps, _loss in told] == [(0, 3)]
    assert np.isfinite(told[0][2])
    assert set(scores(done, pictures, SIDE)) == set(LABELS)

    file = exported(done, tmp_path / "ours.onnx", LABELS, SIDE)
    assert formats.class_names(file) == dict(enumerate(LABELS))
    detector = YoloDetector(file, formats.class_names(file), threads=1)
    assert detector.labels == set(LABELS)
    image = cv2.imread(str(pictures[0].picture))
    assert image is not None
    found = detector.find(np.asarray(image, np.uint8), [whole(160, 120)], 0.0)
    assert len(found.labels) > 0
    assert np.isfinite(found.boxes).all()
    assert (found.scores >= 0).all()
    assert (found.scores <= 1).all()

    again = network(of_state(done, tmp_path / "state.npz"), classes=len(LABELS), device="cpu")
    assert again.state_dict().keys() == done.state_dict().keys()


def test_the_exported_network_says_what_the_trained_one_does(
    start: Path, data: Path, tmp_path: Path
) -> None:
    import torch

    from models.runtime import Network
    from models.training.network import exported, network

    model = network(start, classes=len(LABELS), device="cpu").eval()
    file = exported(model, tmp_path / "ours.onnx", LABELS, SIDE)
    given = np.random.default_rng(0).random((1, 3, SIDE, SIDE)).astype(np.float32)
    with torch.inference_mode():
        said = model(torch.from_numpy(given))
    rows = said[0] if isinstance(said, tuple) else said
    (read,) = Network(file, threads=1)(given)
    assert read.shape == (1, 4 + len(LABELS), sum((SIDE // s) ** 2 for s in (8, 16, 32)))
    assert read == pytest.approx(rows.numpy(), abs=0.02)


def test_the_same_seed_gives_the_same_weights(start: Path, data: Path) -> None:
    from models.training.detector import Course, trained
    from models.training.network import network

    pictures = examples(data, validation=False)
    course = Course(steps=2, batch=2, side=SIDE, workers=0)
    states = []
    for _ in range(2):
        model = network(start, classes=len(LABELS), device="cpu", seed=course.seed)
        states.append(trained(model, pictures, course, lambda *_: None).state_dict())
    first, same = states
    assert all(bool((first[name] == same[name]).all()) for name in first)


def test_new_layers_are_drawn_by_lot_and_those_of_the_start_are_not(start: Path) -> None:
    from models.training.network import network

    one, other = (
        network(start, classes=len(LABELS), device="cpu", seed=seed).state_dict() for seed in (0, 1)
    )
    differing = {name for name in one if not bool((one[name] == other[name]).all())}
    assert differing
    assert {name.split(".")[1] for name in differing} == {"24"}, "the end of the network only"


def test_frozen_layers_stay_as_they_were(start: Path, data: Path) -> None:
    from models.training.detector import Course, trained
    from models.training.network import network

    model = network(start, classes=len(LABELS), device="cpu")
    before = {n: v.clone() for n, v in model.named_parameters()}
    course = Course(steps=2, batch=2, side=SIDE, workers=0, frozen=5)
    done = trained(model, examples(data, validation=False), course, lambda *_: None)
    moved = {n for n, v in done.named_parameters() if not bool((v == before[n]).all())}
    assert moved
    assert not [name for name in moved if int(name.split(".")[1]) < 5]


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    from models.training.network import network

    np.savez(tmp_path / "other.npz", **{"model.0.conv.weight": np.zeros((8, 3, 3, 3))})
    with pytest.raises(ModelError, match=r"other\.npz holds weights of another network"):
        network(tmp_path / "other.npz", classes=2, device="cpu")


def test_heads_are_cut_out_with_directions_as_the_viewer_sees_them(data: Path) -> None:
    from models.training.heads import KEPT, lessons

    known = list(lessons(data))
    assert len(known) == 6, "hidden heads teach nothing"
    assert all(lesson.crop.shape == (KEPT, KEPT, 3) for lesson in known)
    by_yaw = sorted(round(degrees(lesson.yaw)) for lesson in known)
    assert by_yaw == [-80, -50, -20, 10, 40, 70]
    for lesson in known:
        blue, _, red = lesson.crop[KEPT // 2, KEPT // 2].tolist()
        assert red > blue + 60, "the head is in the middle"


def test_a_mirrored_head_looks_to_the_other_side(data: Path) -> None:
    from models.crops import SIDE as CROP
    from models.training.heads import drawn, lessons

    lesson = replace(next(iter(lessons(data))), yaw=radians(40), pitch=radians(10))
    seen = [drawn(lesson, np.random.default_rng(seed)) for seed in range(20)]
    assert {round(degrees(yaw)) for _, yaw, _ in seen} == {-40, 40}
    assert {round(degrees(pitch)) for _, _, pitch in seen} == {10}
    assert {crop.shape for crop, _, _ in seen} == {(CROP, CROP, 3)}


def test_a_round_gives_a_reader_of_directions(start: Path, data: Path, tmp_path: Path) -> None:
    from models.training.heads import errors, exported, lessons, network, trained

    known = list(lessons(data))
    done = trained(network(start).train(), known, steps=3, batch=2, minutes=5, workers=0)
    assert "yaw" in errors(done, known)
    reader = HeadingReader(exported(done, tmp_path / "heads.onnx"), threads=1)
    image = np.random.default_rng(1).integers(0, 256, (200, 300, 3)).astype(np.uint8)
    heads = [Box(50, 50, 80, 90), Box(-10, 20, 12, 50), Box(150, 20, 230, 120)]
    both = reader.read(image, heads)
    assert len(both) == 3
    for heading in both:
        assert abs(degrees(heading.yaw)) <= 180
        assert radians(6) <= heading.sigma <= radians(100)
    assert reader.read(image, heads[1:2]) == both[1:2]
    assert reader.read(image, []) == []


def test_the_loss_falls_as_directions_come_nearer_and_doubt_is_honest() -> None:
    import torch

    from models.training.heads import lost

    def at(yaw: float, scale: float) -> float:
        angle = torch.tensor([radians(yaw)])
        said = torch.tensor([[0.0, 1.0, 0.0, 1.0, scale, -2.0]])
        return float(lost(said, angle, torch.zeros(1)))

    assert at(0, -1) < at(30, -1) < at(90, -1) < at(180, -1)
    assert at(0, -3) < at(0, 0), "who is right should be sure"
    assert at(120, 0.5) < at(120, -3), "who is wrong should not"
    assert at(-175, 0) == pytest.approx(at(175, 0), abs=1e-4)
