"""Clocks in pictures are found and read; the reader is an extra of its own."""

import os
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.catalogue import CLOCK
from models.lettering import TextReader, load_reader
from proctor.dial import moments
from proctor.perception import Image
from tests.models.conftest import moment

SHOWN = datetime(2026, 11, 23, 9, 41, 7)  # noqa: DTZ001 - as a clock shows it


@pytest.fixture(scope="session")
def reader(models_folder: Path) -> TextReader:
    found = load_reader(models_folder, threads=2)
    if found is None:
        if os.environ.get("PROCTOR_REQUIRE_CLOCK"):
            pytest.fail(f"nothing in {models_folder} reads clocks")
        pytest.skip("nothing reads clocks: proctor models install --with clock")
    assert isinstance(found, TextReader)
    return found


def written(text: str, size: int = 30, shape: tuple[int, int] = (720, 1280)) -> Image:
    """A scene of the hall without its own clock, with ``text`` in OpenCV's Chinese font."""
    scene = moment("hall_a", 1.0).image
    scene = scene[scene.shape[0] // 6 : -scene.shape[0] // 6]
    image = np.ascontiguousarray(cv2.resize(scene, shape[::-1]))
    font = cv2.FontFace("uni")
    for colour, weight in (((0, 0, 0), 700), ((255, 255, 255), 400)):
        cv2.putText(image, text, (40, 60), colour, font, size, weight)
    return np.asarray(image, np.uint8)


@pytest.mark.parametrize(
    "text",
    ["2026-11-23 09:41:07", "2026年11月23日 星期一 09:41:07", "11-23-2026 Mon 09:41:07"],
)
def test_a_clock_is_found_anywhere_and_read_again_where_it_was(
    reader: TextReader, text: str
) -> None:
    image = written(text)
    lines = [line for line in reader.find(image) if SHOWN in moments(line.text)]
    assert len(lines) == 1
    again = reader.read(image, lines[0].box)
    assert SHOWN in moments(again.text)
    assert again.score > 0.8


def test_the_clock_that_our_own_footage_bears_is_read(reader: TextReader) -> None:
    image = moment("hall_a", 1.0).image
    assert any(moments(line.text) for line in reader.find(image))


def test_where_nothing_is_written_nothing_is_found(reader: TextReader) -> None:
    assert reader.find(np.full((360, 640, 3), 90, np.uint8)) == []
    blank = reader.read(np.full((360, 640, 3), 90, np.uint8), lines_box())
    assert moments(blank.text) == []


def lines_box() -> "object":
    from proctor.geometry import Box

    return Box(-20, 10, 900, 60)


def test_without_its_files_nobody_reads(tmp_path: Path) -> None:
    assert load_reader(tmp_path) is None
    assert {entry.supplies for entry in CLOCK} == {frozenset({"clock"})}
