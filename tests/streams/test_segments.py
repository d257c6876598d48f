"""What a live camera shows is kept in segments of about a minute that begin at keyframes."""

from pathlib import Path

import av

from proctor.timeline import SECOND, Span
from streams.recording import open_recording
from streams.segments import Segments
from tests.streams.clips import steady, write_clip


def keep(segments: Segments, clip: Path, from_us: int) -> None:
    with av.open(str(clip)) as file:
        track = file.streams.video[0]
        segments.connected(track, None)
        for packet in file.demux(track):
            if packet.size:
                segments.add(packet, from_us + round(packet.pts * track.time_base * SECOND))


def test_a_new_segment_begins_at_the_first_keyframe_after_a_minute(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", steady(130, rate=2))  # a keyframe every 5 s
    segments = Segments(tmp_path / "kept")
    keep(segments, clip, 7 * SECOND)
    assert [path.name for path, _span in segments.finished] == ["000001.mkv", "000002.mkv"]
    segments.close()
    spans = [span for _path, span in segments.finished]
    assert spans == [
        Span(7 * SECOND, 67 * SECOND),
        Span(67 * SECOND, 127 * SECOND),
        Span(127 * SECOND, 136_600_000),  # the last picture says that it lasts 0.1 s
    ]
    for path, span in segments.finished:
        recording = open_recording(path)
        assert len(list(recording.frames(0))) == -(-span.duration_us // (SECOND // 2))
    assert segments.faults == []


def test_a_new_connection_begins_a_new_segment(tmp_path: Path) -> None:
    segments = Segments(tmp_path / "kept")
    for start_us in (0, 30 * SECOND):
        keep(segments, write_clip(tmp_path / "clip.mp4"), start_us)
    segments.close()
    assert [span.start_us for _path, span in segments.finished] == [0, 30 * SECOND]
    assert sorted(path.name for path in segments.folder.iterdir()) == ["000001.mkv", "000002.mkv"]


def test_a_folder_that_cannot_be_written_is_told_and_the_watch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    segments = Segments(tmp_path / "kept")
    keep(segments, write_clip(tmp_path / "clip.mp4"), 0)
    segments.close()
    assert segments.finished == []
    assert segments.faults[0].startswith("Segments are not kept")
