"""A real disk of 20 MB that fills up while a camera is recorded."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from proctor.footage import Limits
from proctor.timeline import SECOND
from streams.footage.recorder import Recorder
from streams.footage.stops import DISK_FULL
from streams.recording import open_recording
from streams.reserve import Reserve
from tests.streams.clips import HEIGHT, WIDTH, write_clip
from tests.streams.test_recorder import BEGAN, ClockMap

MB = 1_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own; only an administrator may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk of its own: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture(scope="module")
def noise(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six seconds that do not compress: some 250 kB each."""
    random = np.random.default_rng(1)
    shape = (HEIGHT, WIDTH, 3)
    pictures = (random.integers(0, 255, shape, np.uint8) for _ in range(60))
    return write_clip(tmp_path_factory.mktemp("noise") / "clip.mp4", pictures=pictures)


class Camera:
    """Sends the clip again and again; its time runs with its packets."""

    def __init__(self, disk: Path, clip: Path, reserve: int = MB) -> None:
        self.clip, self.at_us = clip, 0
        self.recorder = Recorder(
            disk / "hall-1",
            Limits(reserve=reserve),
            length_us=10 * SECOND,
            elapsed=lambda: self.at_us / SECOND,
        )
        self.recorder.begin(ClockMap(BEGAN, "live", 0.5))

    def send(self, laps: int = 1) -> None:
        for _lap in range(laps):
            with av.open(str(self.clip)) as file:
                track = file.streams.video[0]
                self.recorder.connected(track, None)
                for packet in file.demux(track):
                    if packet.size:
                        self.at_us += SECOND // 10
                        self.recorder.add(packet, self.at_us)


def fill(disk: Path, but: int) -> Path:
    filler = disk / "filler"
    import shutil

    with filler.open("wb") as file:
        file.write(bytes(shutil.disk_usage(disk).free - but))
    return filler


def assert_acknowledged_is_whole(recorder: Recorder) -> None:
    known = {segment.path: segment for segment in recorder.shelf.segments()}
    for path, span in recorder.finished:
        assert known[path].size == path.stat().st_size
        recording = open_recording(path)
        assert len(list(recording.frames(0))) == pytest.approx(span.duration_us / 100_000, abs=1)


def test_a_full_disk_ends_the_segment_in_order_and_room_lets_it_go_on(
    disk: Path, noise: Path
) -> None:
    camera = Camera(disk, noise)
    camera.send()
    filler = fill(disk, 400_000)
    camera.send(5)
    recorder = camera.recorder
    assert recorder.stopped == DISK_FULL
    assert recorder.faults == ["Segments are not kept: disk full"]
    assert not list(disk.rglob("*.part"))
    kept = len(recorder.finished)
    assert kept >= 2
    assert_acknowledged_is_whole(recorder)
    (stop,) = recorder.stops
    assert stop.start_us == recorder.finished[-1][1].end_us

    camera.send(2)  # still full
    assert len(recorder.finished) == kept
    filler.unlink()
    camera.send(2)
    recorder.leave()
    assert recorder.stopped == ""
    (stop,) = recorder.stops
    assert stop.end_us == recorder.finished[kept][1].start_us
    assert len(recorder.finished) > kept
    assert_acknowledged_is_whole(recorder)
    assert not recorder.mended


def test_nothing_is_begun_on_a_disk_without_room_for_the_reserve(disk: Path, noise: Path) -> None:
    filler = fill(disk, MB)
    camera = Camera(disk, noise)
    camera.send()
    assert camera.recorder.stopped == DISK_FULL
    assert camera.recorder.finished == []
    filler.unlink()
    camera.send(2)
    camera.recorder.leave()
    assert camera.recorder.finished


def test_a_disk_that_is_full_beyond_the_reserve_loses_nothing_that_was_acknowledged(
    disk: Path, noise: Path
) -> None:
    camera = Camera(disk, noise)
    camera.send(2)
    before = [*camera.recorder.shelf.segments()]
    camera.send()
    (disk / "hall-1" / ".reserve").unlink()  # somebody else was quicker
    filler = fill(disk, 100_000)
    camera.send(2)
    assert camera.recorder.stopped == DISK_FULL
    assert [*camera.recorder.shelf.segments()][: len(before)] == before
    assert_acknowledged_is_whole(camera.recorder)
    assert list(disk.rglob("*.part"))
    filler.unlink()
    camera.send(2)
    camera.recorder.leave()
    assert not list(disk.rglob("*.part"))
    assert [s for s in camera.recorder.shelf.segments() if s.state == "salvaged"]
    assert_acknowledged_is_whole(camera.recorder)


def test_the_reserve_is_really_set_aside(disk: Path) -> None:
    import shutil

    free = shutil.disk_usage(disk).free
    reserve = Reserve(disk / ".reserve", 5 * MB)
    assert reserve.restore()
    assert free - shutil.disk_usage(disk).free >= 5 * MB
    assert reserve.restore()
    assert reserve.release()
    assert shutil.disk_usage(disk).free == free
    assert not reserve.release()
