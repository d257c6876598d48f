"""A composite picture is found by its seams and panels; one picture is never taken for several."""

from pathlib import Path

import numpy as np
import pytest

from bench.composed import Recipe, compose
from proctor.grids import zones_of
from streams.composite import find_composite, glances
from streams.guard.glances import guarded_glances
from tests.conftest import WORLD
from tests.streams.clips import WIDTH, write_clip

ALONE = sorted(film for film in WORLD.glob("*.mp4") if "composite" not in film.name)


@pytest.fixture(scope="module")
def cabin() -> Path:
    return WORLD / "cabin_a.mp4"


@pytest.fixture(scope="module")
def hall() -> Path:
    return WORLD / "hall_a.mp4"


def roles(path: Path) -> list[str]:
    found = find_composite(glances(path))
    return [cell.role for cell in found.cells] if found else []


@pytest.mark.parametrize("gutter", [0, 2])
def test_four_cells_are_told_apart_with_and_without_lines_between(tmp_path, cabin, hall, gutter):
    cells = (cabin, "blue", hall, "white")
    recipe = Recipe("four", "2x2", cells, (704, 576), 28, seconds=4, gutter=gutter)
    found = find_composite(glances(compose(recipe, tmp_path)))
    assert [cell.role for cell in found.cells] == ["view", "panel", "view", "panel"]
    assert tuple(cell.zone for cell in found.cells) == zones_of("2x2")
    assert found.pictures[0].shape == (576, 704, 3)


def test_two_panels_need_no_seam_between_them(tmp_path, cabin):
    cells = (cabin, "black", "black")
    assert roles(compose(Recipe("three", "1+2", cells, seconds=4), tmp_path)) == [
        "view", "panel", "panel",
    ]  # fmt: skip


def test_a_cell_without_a_signal_is_empty(tmp_path, cabin, hall):
    cells = (cabin, hall, "nothing", "portraits")
    path = compose(Recipe("dark", "2x2", cells, (640, 480), 30, seconds=4), tmp_path)
    assert roles(path) == ["view", "view", "empty", "panel"]


def test_the_shape_with_most_cells_that_fits_is_the_one(tmp_path, cabin, hall):
    cells = (cabin, hall, "blue", hall, cabin, "white", "table", cabin, hall)
    path = compose(Recipe("nine", "3x3", cells, (960, 540), 24, seconds=3), tmp_path)
    assert len(roles(path)) == 9


@pytest.mark.parametrize("film", ALONE, ids=lambda film: film.stem)
def test_one_picture_is_never_taken_apart(film: Path):
    assert find_composite(glances(film)) is None


def test_a_pillar_in_the_middle_makes_no_composite(tmp_path):
    pictures = np.random.default_rng(1).integers(90, 110, (40, 120, WIDTH, 3), np.uint8)
    pictures[:, :, WIDTH // 2 :] += 80
    path = write_clip(tmp_path / "a.mp4", range(0, 4000, 100), pictures=list(pictures))
    assert find_composite(glances(path)) is None


def test_a_black_recording_is_no_composite(tmp_path):
    pictures = np.zeros((20, 120, WIDTH, 3), np.uint8)
    path = write_clip(tmp_path / "a.mp4", range(0, 2000, 100), pictures=list(pictures))
    assert find_composite(glances(path)) is None


@pytest.mark.parametrize("name", ["a.ts", "a.mkv", "a.h264"])
def test_it_is_found_in_files_without_an_index_too(tmp_path, cabin, hall, name):
    import av

    cells = (cabin, "blue", hall, "white")
    made = compose(Recipe("four", "2x2", cells, (480, 288), 24, seconds=4), tmp_path)
    with av.open(str(made)) as source, av.open(str(tmp_path / name), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    assert roles(tmp_path / name) == ["view", "panel", "view", "panel"]


def test_glances_from_a_child_process_are_the_same(cabin):
    guarded = list(guarded_glances(cabin))
    plain = list(glances(cabin))
    assert [frame.media_us for frame in guarded] == [frame.media_us for frame in plain]
    assert all(np.array_equal(a.image, b.image) for a, b in zip(guarded, plain, strict=True))
