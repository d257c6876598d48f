"""Clips hold the packets of the recording bit by bit; stills show the moment asked for."""

from pathlib import Path

import numpy as np
import pytest

from proctor.errors import RecordingError, StorageError
from proctor.ports import Cutter
from proctor.timeline import SECOND, Span
from streams.cut import StreamCutter
from streams.recording import open_recording
from tests.conftest import WORLD
from tests.streams.clips import packets, steady, write_clip, zeroed

pytestmark = pytest.mark.usefixtures("each_cutter")

CUTTER: Cutter = StreamCutter()
WANTED = Span(2_500_000, 4_000_000)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
@pytest.mark.parametrize("suffix", ["mp4", "mkv"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_clip_holds_the_same_packets(
    tmp_path: Path, name: str, suffix: str, b_frames: int
) -> None:
    recording = write_clip(tmp_path / name, b_frames=b_frames, sound=True)
    target = tmp_path / f"clip.{suffix}"
    span = CUTTER.clip(recording, WANTED, target)
    copied = packets(target)
    assert copied == packets(recording)[20 : 20 + len(copied)]
    assert span.start_us == 2 * SECOND
    assert 4 * SECOND <= span.end_us <= 4.5 * SECOND  # B-frames pull later pictures in
    assert open_recording(target).account().audio
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, target.name])


def test_two_programs_that_cut_the_same_clip_do_not_write_into_one_file(tmp_path: Path) -> None:
    recording = write_clip(tmp_path / "a.mp4")
    theirs = tmp_path / ".clip.mp4.part"
    theirs.write_bytes(b"half of the other one's")
    CUTTER.clip(recording, WANTED, tmp_path / "clip.mp4")
    assert theirs.read_bytes() == b"half of the other one's"


def test_a_clip_shows_what_the_recording_shows_at_that_time(tmp_path: Path) -> None:
    recording = write_clip(tmp_path / "a.ts", b_frames=2)
    target = tmp_path / "clip.mp4"
    span = CUTTER.clip(recording, WANTED, target)
    whole = {frame.media_us: frame.image for frame in open_recording(recording).frames(0)}
    shown = list(open_recording(target).frames(0))
    assert len(shown) >= 20
    for frame in shown:
        assert np.array_equal(frame.image, whole[frame.media_us + span.start_us])


def test_the_same_cut_gives_the_same_bytes(tmp_path: Path) -> None:
    recording = write_clip(tmp_path / "a.mkv")
    made = []
    for name in ("one.mkv", "two.mkv"):
        CUTTER.clip(recording, WANTED, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_a_damaged_recording_looks_the_same_every_time(tmp_path: Path) -> None:
    damaged = zeroed(WORLD / "hall_b.mp4", tmp_path / "z.mp4")
    looks = [
        b"".join(f.image.tobytes() for f in open_recording(damaged).frames(SECOND // 5))
        for _ in range(2)
    ]
    assert len(set(looks)) == 1


def test_a_clip_beyond_the_end_holds_the_end(tmp_path: Path) -> None:
    recording = write_clip(tmp_path / "a.mp4")
    span = CUTTER.clip(recording, Span(5_500_000, 60 * SECOND), tmp_path / "clip.mp4")
    assert span == Span(5 * SECOND, 6 * SECOND)


def test_a_clip_of_a_hole_shows_what_came_before_it(tmp_path: Path) -> None:
    stamps = steady(2) + [stamp + 5000 for stamp in steady(2)]
    recording = write_clip(tmp_path / "gap.mkv", stamps)
    span = CUTTER.clip(recording, Span(3 * SECOND, 4 * SECOND), tmp_path / "clip.mkv")
    assert span == Span(1 * SECOND, 2 * SECOND)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_a_damaged_recording_can_be_cut_where_it_is_damaged(tmp_path: Path, name: str) -> None:
    whole = write_clip(tmp_path / name, steady(20))
    damaged = zeroed(whole, tmp_path / f"z-{name}")
    span = CUTTER.clip(damaged, Span(9 * SECOND, 12 * SECOND), tmp_path / "clip.mp4")
    assert span.start_us <= 9 * SECOND
    assert span.end_us >= 11 * SECOND
    assert list(open_recording(tmp_path / "clip.mp4").frames(0))
    assert CUTTER.still(damaged, 10 * SECOND).media_us <= 10 * SECOND


def test_what_cannot_be_copied_leaves_nothing_behind(tmp_path: Path) -> None:
    moving = write_clip(tmp_path / "a.gif", codec="gif")
    with pytest.raises(RecordingError, match=r"gif pictures does not fit into clip\.mp4"):
        CUTTER.clip(moving, WANTED, tmp_path / "clip.mp4")
    with pytest.raises(StorageError, match="cannot be written"):
        CUTTER.clip(write_clip(tmp_path / "a.mp4"), WANTED, tmp_path / "no" / "clip.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gif", "a.mp4"]


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_a_still_is_the_last_frame_at_or_before_the_moment(tmp_path: Path, name: str) -> None:
    recording = write_clip(tmp_path / name, b_frames=2)
    frames = {frame.media_us: frame.image for frame in open_recording(recording).frames(0)}
    moments = {0: 0, 1_900_000: 1_900_000, 2_050_000: 2_000_000, 10**9: 5_900_000}
    for at_us, shown_us in moments.items():
        still = CUTTER.still(recording, at_us)
        assert still.media_us == shown_us
        assert np.array_equal(still.image, frames[shown_us])


def test_a_still_in_a_hole_is_the_picture_before_it(tmp_path: Path) -> None:
    stamps = steady(2) + [stamp + 5000 for stamp in steady(2)]
    recording = write_clip(tmp_path / "gap.mp4", stamps)
    assert CUTTER.still(recording, 4 * SECOND).media_us == 1_900_000
