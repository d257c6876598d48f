"""A clip is cut across as many segments as it takes, with nothing lost, doubled or moved."""

from datetime import timedelta
from pathlib import Path

import av
import pytest

from proctor.errors import RecordingError
from proctor.footage import Segment
from proctor.timeline import SECOND, Span
from streams.footage.joining import joined
from streams.recording import open_recording
from tests.streams.clips import packets, steady, write_clip
from tests.streams.test_recorder import BEGAN, keep, recorder


def filmed(tmp_path: Path, *starts_s: float, late_s: float = 0) -> list[Segment]:
    """Twenty seconds from each start on, in segments of five; with sound, if that comes late."""
    kept = recorder(tmp_path / "hall-1", length_us=5 * SECOND)
    clip = write_clip(tmp_path / "sent.mp4", steady(20), sound=late_s > 0)
    for start in starts_s or (0,):
        keep(kept, clip, round(start * SECOND), late_s)
    kept.leave()
    return [*kept.shelf.segments()]


def stamps_ms(path: Path) -> list[int]:
    with av.open(str(path)) as file:
        track = file.streams.video[0]
        return [round(p.pts * track.time_base * 1000) for p in file.demux(track) if p.size]


@pytest.mark.parametrize("name", ["clip.mkv", "clip.mp4"])
def test_a_clip_across_segments_has_every_picture_once_and_no_seam(
    tmp_path: Path, name: str
) -> None:
    segments = filmed(tmp_path)
    assert len(segments) == 4
    wanted = Span(3 * SECOND, 16 * SECOND)
    (piece,) = joined(segments, BEGAN, wanted, tmp_path / name)
    assert piece.span == wanted
    assert packets(piece.path) == packets(tmp_path / "sent.mp4")[30:160]
    assert stamps_ms(piece.path) == [100 * number for number in range(130)]
    recording = open_recording(piece.path)
    assert len(list(recording.frames(0))) == 130
    assert recording.account().complete


@pytest.mark.parametrize("late_s", [0.001, 0.3, 0.9])
def test_sound_that_comes_late_is_not_lost_between_segments(tmp_path: Path, late_s: float) -> None:
    segments = filmed(tmp_path, late_s=late_s)
    assert [segment.length_us for segment in segments] == [5 * SECOND] * 4
    assert all(segment.audio for segment in segments)
    (piece,) = joined(segments, BEGAN, Span(0, 20 * SECOND), tmp_path / "clip.mkv")
    assert packets(piece.path) == packets(tmp_path / "sent.mp4")
    primed = packets(tmp_path / "sent.mp4", "audio")  # the first one is of the time before zero
    assert packets(piece.path, "audio") == primed[1:]


def test_a_hole_between_connections_stays_a_hole_of_the_same_length(tmp_path: Path) -> None:
    segments = filmed(tmp_path, 0, 50)
    (piece,) = joined(segments, BEGAN, Span(15 * SECOND, 55 * SECOND), tmp_path / "clip.mkv")
    assert piece.span == Span(15 * SECOND, 55 * SECOND)
    recording = open_recording(piece.path)
    assert len(list(recording.frames(0))) == 100
    assert recording.account().holes == (Span(5 * SECOND, 35 * SECOND),)


def test_a_camera_that_changes_its_picture_gives_a_second_file(tmp_path: Path) -> None:
    kept = recorder(tmp_path / "hall-1")
    keep(kept, write_clip(tmp_path / "sent.mp4"))
    keep(kept, write_clip(tmp_path / "b.mp4", codec="mpeg4"), 10 * SECOND)
    kept.leave()
    pieces = joined(kept.shelf.segments(), BEGAN, Span(0, 20 * SECOND), tmp_path / "clip.mkv")
    assert [(piece.path.name, piece.span) for piece in pieces] == [
        ("clip.mkv", Span(0, 6 * SECOND)),
        ("clip-2.mkv", Span(10 * SECOND, 16 * SECOND)),
    ]


def test_what_was_recorded_twice_is_shown_once(tmp_path: Path) -> None:
    kept = recorder(tmp_path / "hall-1")
    clip = write_clip(tmp_path / "sent.mp4", steady(20))
    keep(kept, clip)
    keep(kept, clip, 8 * SECOND)
    kept.leave()
    (piece,) = joined(kept.shelf.segments(), BEGAN, Span(0, 60 * SECOND), tmp_path / "clip.mkv")
    shown = stamps_ms(piece.path)
    assert shown == [100 * number for number in range(280)]


def test_segments_that_touch_but_for_jitter_do_not_overlap(tmp_path: Path) -> None:
    segments = filmed(tmp_path, 0, 19.8)
    (piece,) = joined(segments, BEGAN, Span(0, 60 * SECOND), tmp_path / "clip.mkv")
    assert len(packets(piece.path)) == 400
    assert stamps_ms(piece.path) == [100 * number for number in range(400)]


def test_where_there_is_no_footage_there_is_no_clip(tmp_path: Path) -> None:
    segments = filmed(tmp_path)
    with pytest.raises(RecordingError, match="There is no footage from"):
        joined(segments, BEGAN, Span(60 * SECOND, 70 * SECOND), tmp_path / "clip.mkv")
    assert not list(tmp_path.glob("clip*"))
    assert not list(tmp_path.glob(".clip*"))


def test_a_clip_is_counted_from_any_moment(tmp_path: Path) -> None:
    segments = filmed(tmp_path)
    later = BEGAN + timedelta(seconds=4.5)
    (piece,) = joined(segments, later, Span(0, 3 * SECOND), tmp_path / "clip.mkv")
    assert piece.span == Span(-SECOND // 2, 3 * SECOND)  # the keyframe before
    assert packets(piece.path) == packets(tmp_path / "sent.mp4")[40:75]
