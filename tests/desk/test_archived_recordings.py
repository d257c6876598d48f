"""What the index of an archive knows, ``analyze`` need not be told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from proctor.commands.analysing import Order, Planner
from streams.footage.archive import Archive, Archives
from tests.streams.clips import steady, write_clip

START = datetime(2026, 11, 23, 9, 41, 7).astimezone()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    folder = tmp_path / "nvr" / "hall-9" / "2026-11-23"
    folder.mkdir(parents=True)
    path = write_clip(folder / "09-41-07.mp4", steady(1))
    archive = Archive.of(tmp_path / "archives", tmp_path / "nvr")
    assert [one.change for one in archive.index(tmp_path / "nvr", [path])] == ["new"]
    return path


def planned(tmp_path: Path, path: Path, camera: str | None = None, start: datetime | None = None):
    order = Order("hall", camera, "default", start, None, None, ())
    return Planner(order, Archives(tmp_path / "archives")).plan(path)


def test_camera_and_start_come_from_the_index(tmp_path: Path, recording: Path) -> None:
    job = planned(tmp_path, recording)
    assert (job.camera, job.start) == ("hall-9", START)


def test_what_is_typed_goes_before_the_index(tmp_path: Path, recording: Path) -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    job = planned(tmp_path, recording, "hall-1", moment)
    assert (job.camera, job.start) == ("hall-1", moment)


def test_without_an_index_the_name_has_to_do(tmp_path: Path) -> None:
    job = planned(tmp_path, tmp_path / "hall-3_20261123_094107.mp4")
    assert (job.camera, job.start) == ("hall-3", None)
