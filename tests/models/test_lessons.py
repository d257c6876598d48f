"""What training is shown: boxes that follow their pixels, and doubts that do."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.catalogue import LABELS
from models.training.data import (
    DOUBT,
    GRID,
    HELD_BACK,
    Example,
    Shown,
    examples,
    plain,
    shares,
    taught,
)
from models.training.labels import boxes, line, picture
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.perception import Image

PERSON, PHONE = LABELS.index("person"), LABELS.index("phone")
EVERY = frozenset(range(len(LABELS)))
SIDE = 320


def kept(folder: Path, part: str, name: str, lines: str = "", image: Image | None = None) -> None:
    """A picture with its label, as ``world material`` lays them out."""
    for kind in ("images", "labels"):
        (folder / kind / part).mkdir(parents=True, exist_ok=True)
    shown = np.full((90, 160, 3), 90, np.uint8) if image is None else image
    assert cv2.imwrite(str(folder / "images" / part / f"{name}.png"), shown)
    (folder / "labels" / part / f"{name}.txt").write_text(lines, encoding="utf-8")


def test_a_folder_is_read_as_it_is_laid_out(tmp_path: Path) -> None:
    kept(tmp_path, "train", "a", "0 0.5 0.5 0.2 0.4\n3 0.25 0.5 0.1 0.1\n")
    kept(tmp_path, "val", "b")
    (known,) = examples(tmp_path, validation=False)
    assert known.picture.stem == "a"
    assert known.known == EVERY
    assert known.boxes == pytest.approx(
        np.array([[0, 0.4, 0.3, 0.6, 0.7], [3, 0.2, 0.45, 0.3, 0.55]])
    )
    (held,) = examples(tmp_path, validation=True)
    assert held.picture.stem == "b"
    assert held.boxes.shape == (0, 5)


def test_a_picture_without_a_label_teaches_nothing(tmp_path: Path) -> None:
    kept(tmp_path, "train", "a")
    kept(tmp_path, "train", "b")
    (tmp_path / "labels" / "train" / "b.txt").unlink()
    assert [e.picture.stem for e in examples(tmp_path, validation=False)] == ["a"]


def test_pictures_of_others_know_only_the_classes_that_they_name(tmp_path: Path) -> None:
    for number in range(2 * HELD_BACK):
        kept(tmp_path, "theirs", f"{number:03d}")
    note = {"complete_for": ["phone", "person"]}
    (tmp_path / "images" / "theirs" / "labelled.json").write_text(json.dumps(note))
    learned, held = (examples(tmp_path, validation=v) for v in (False, True))
    assert {e.known for e in (*learned, *held)} == {frozenset({PERSON, PHONE})}
    assert (len(learned), len(held)) == (2 * HELD_BACK - 2, 2)
    assert not {e.picture for e in learned} & {e.picture for e in held}


def test_a_folder_without_labelled_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There are no labelled pictures") as caught:
        examples(tmp_path, validation=False)
    assert "images/train" in caught.value.hint


def test_a_file_that_is_no_picture_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"Dear Sir")
    with pytest.raises(ModelError, match=r"a\.png is not a picture"):
        picture(file)


def of_part(part: str, *classes: int) -> Example:
    boxes = np.array([[c, 0.1, 0.1, 0.3, 0.3] for c in classes], np.float32).reshape(-1, 5)
    return Example(Path("images") / part / "x.jpg", boxes, EVERY)


def test_long_series_of_others_do_not_crowd_the_drawn_pictures_out() -> None:
    drawn = [of_part("train")] * 10
    lists = [of_part("short")] * 4, [of_part("long")] * 400
    share = shares([*drawn, *lists[0], *lists[1]])
    assert share.sum() == pytest.approx(1)
    assert share[:10].sum() == pytest.approx(0.65)
    assert share[14:].sum() / share[10:14].sum() == pytest.approx(10)


def test_drawn_pictures_with_a_phone_are_shown_twice_as_often() -> None:
    share = shares([of_part("train", PHONE), of_part("train", PERSON), of_part("train")])
    assert share == pytest.approx([0.5, 0.25, 0.25])


COLOURS = {0: (0, 0, 255), 1: (0, 255, 0), 3: (255, 0, 0), 5: (0, 255, 255)}
"""Class → colour, BGR, of the rectangles that stand for things."""
DRAWN = np.array(
    [
        [0, 0.1, 0.2, 0.3, 0.8],
        [1, 0.4, 0.1, 0.5, 0.3],
        [3, 0.6, 0.5, 0.8, 0.7],
        [5, 0.55, 0.1, 0.9, 0.4],
    ],
    np.float32,
)


def coloured() -> tuple[Example, Image]:
    """A wide picture with one rectangle of its own colour for each thing."""
    image = np.full((360, 640, 3), 128, np.uint8)
    for number, *corners in DRAWN:
        x0, y0, x1, y1 = (round(float(v)) for v in np.array(corners) * (640, 360, 640, 360))
        image[y0:y1, x0:x1] = COLOURS[int(number)]
    return Example(Path("images/train/a.png"), DRAWN, EVERY), image


@pytest.fixture
def _as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Light and noise left out, so that a colour can be found again."""
    monkeypatch.setattr("models.training.data.changed", lambda image, _draw: image)


def painted(image: Image, number: int) -> np.ndarray:
    """Where a colour is."""
    return np.all(np.abs(image.astype(int) - COLOURS[number]) < 70, axis=2)


def frames_its_colour(shown: Shown, box: np.ndarray) -> bool:
    """Whether the box lies around the colour of its class: full of it, and none just beside it."""
    number = int(box[0])
    x0, y0, x1, y1 = box[1:].round().astype(int)
    colour = painted(shown.image, number)
    inside = colour[max(0, y0) : y1, max(0, x0) : x1]
    columns, rows = np.flatnonzero(inside.any(0)), np.flatnonzero(inside.any(1))
    if not len(columns):
        return False
    slack = 4 + 0.1 * max(x1 - x0, y1 - y0)  # a tilted rectangle has a wider box
    ends = (columns[0], inside.shape[1] - 1 - columns[-1], rows[0], inside.shape[0] - 1 - rows[-1])
    return inside.mean() > 0.6 and max(ends) <= slack


@pytest.mark.usefixtures("_as_it_is")
@pytest.mark.parametrize("seed", range(40))
def test_boxes_frame_the_same_things_wherever_the_picture_goes(seed: int) -> None:
    """Shifted, scaled, tilted, mirrored, and four pictures side by side."""
    shown = taught([coloured()] * 4, SIDE, np.random.default_rng(seed))
    assert shown.image.shape == (SIDE, SIDE, 3)
    assert shown.known.shape == (len(LABELS), GRID, GRID)
    assert np.all((shown.boxes[:, 1:] >= 0) & (shown.boxes[:, 1:] <= SIDE))
    for box in shown.boxes:
        assert frames_its_colour(shown, box), box


@pytest.mark.usefixtures("_as_it_is")
@pytest.mark.parametrize("seed", range(40))
def test_what_is_shown_is_taught_or_in_doubt_but_never_denied(seed: int) -> None:
    shown = taught([coloured()] * 4, SIDE, np.random.default_rng(seed))
    cell = SIDE / GRID
    for number in COLOURS:
        colour = painted(shown.image, number)
        for box in shown.boxes[shown.boxes[:, 0] == number, 1:]:
            x0, y0, x1, y1 = box.round().astype(int)
            colour[max(0, y0 - 4) : y1 + 4, max(0, x0 - 4) : x1 + 4] = False
        rows, columns = np.nonzero(colour)
        denied = shown.known[number, (rows // cell).astype(int), (columns // cell).astype(int)]
        assert denied.sum() <= 0.02 * SIDE, LABELS[number]


def test_both_single_pictures_and_fours_are_shown() -> None:
    example, image = coloured()
    people = [
        (taught([(example, image)] * 4, SIDE, np.random.default_rng(k)).boxes[:, 0] == PERSON).sum()
        for k in range(40)
    ]
    assert max(people) > 1
    assert people.count(1) > 5


def test_the_same_lot_shows_the_same_picture() -> None:
    one, other = (taught([coloured()] * 4, SIDE, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(one.image, other.image)
    assert np.array_equal(one.boxes, other.boxes)
    assert np.array_equal(one.known, other.known)


@pytest.mark.parametrize("seed", range(20))
def test_what_others_did_not_label_is_known_nowhere(seed: int) -> None:
    example, image = coloured()
    partly = Example(example.picture, DRAWN[:1], frozenset({PERSON}))
    shown = taught([(partly, image)] * 4, SIDE, np.random.default_rng(seed))
    assert not shown.known[1:].any()


@pytest.mark.usefixtures("_as_it_is")
@pytest.mark.parametrize("seed", range(40))
def test_a_doubt_follows_its_pixels_through_flips_and_fours(seed: int) -> None:
    """At each pixel of a doubtful phone nothing is known of phones, and everything of people."""
    image = np.full((360, 640, 3), 128, np.uint8)
    image[170:190, 310:330] = COLOURS[PHONE]
    doubt = np.array([[DOUBT + PHONE, 310 / 640, 170 / 360, 330 / 640, 190 / 360]], np.float32)
    example = Example(Path("images/train/a.png"), doubt, EVERY)
    shown = taught([(example, image)] * 4, SIDE, np.random.default_rng(seed))
    assert len(shown.boxes) == 0
    rows, columns = np.nonzero(painted(shown.image, PHONE))
    cell = SIDE / GRID
    at = (rows // cell).astype(int), (columns // cell).astype(int)
    assert not shown.known[(PHONE, *at)].any()
    assert shown.known[PERSON].all()
    assert shown.known[PHONE].mean() > 0.5 or len(rows) > 0.05 * SIDE**2


def test_a_picture_to_be_measured_by_is_whole_and_unchanged(tmp_path: Path) -> None:
    example, image = coloured()
    file = tmp_path / "a.png"
    cv2.imwrite(str(file), image)
    shown = plain(Example(file, example.boxes, EVERY), SIDE)
    assert sorted(shown.boxes[:, 0]) == sorted(COLOURS)
    assert all(frames_its_colour(shown, box) for box in shown.boxes)
    assert np.all(shown.image[: SIDE // 6] == 114)


def test_what_is_too_small_to_be_told_is_in_doubt(tmp_path: Path) -> None:
    tiny = np.array([[PHONE, 0.5, 0.5, 0.505, 0.508]], np.float32)
    file = tmp_path / "a.png"
    cv2.imwrite(str(file), np.zeros((360, 640, 3), np.uint8))
    shown = plain(Example(file, tiny, EVERY), SIDE)
    assert len(shown.boxes) == 0
    assert not shown.known[PHONE].all()
    assert shown.known[PHONE].sum() >= GRID**2 - 4


def test_what_reaches_over_the_edge_is_labelled_up_to_it(tmp_path: Path) -> None:
    file = tmp_path / "seat.txt"
    file.write_text(line(3, Box(-20, 40, 60, 120), 200, 100), "utf-8")
    assert boxes(file)[0] == pytest.approx([3, 0, 0.4, 0.3, 1], abs=1e-4)
