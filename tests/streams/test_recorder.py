"""What a live camera shows is kept in segments of about a minute that begin at keyframes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from proctor.footage import Limits, Segment
from proctor.timeline import SECOND, ClockMap, Span
from streams.footage.day import INDEX
from streams.footage.recorder import Recorder
from streams.footage.shelf import Shelf
from streams.footage.stops import Stop
from streams.recording import open_recording
from tests.streams.clips import steady, write_clip

BEGAN = datetime(2026, 11, 26, 9, 41, 7, 123_000, tzinfo=UTC)
SMALL = Limits(reserve=1_000_000)


def recorder(folder: Path, **how: object) -> Recorder:
    made = Recorder(folder, SMALL, **how)
    made.begin(ClockMap(BEGAN, "live", 0.5))
    return made


def keep(recorder: Recorder, clip: Path, from_us: int = 0, late_s: float = 0) -> None:
    """Send a clip, as if it began at ``from_us``, its sound late."""
    with av.open(str(clip)) as file:
        track, voice = file.streams.video[0], next(iter(file.streams.audio), None)
        recorder.connected(track, voice)
        sent = [packet for packet in file.demux(*filter(None, (track, voice))) if packet.size]
        if late_s:
            delay = {track.index: 0, voice.index: late_s}
            sent.sort(key=lambda p: float(p.dts * p.time_base) + delay[p.stream_index])
        for packet in sent:
            recorder.add(packet, from_us + round(packet.pts * packet.time_base * SECOND))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.mkv"))


def test_a_new_segment_begins_at_the_first_keyframe_after_a_minute(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", steady(130, rate=2))  # a keyframe every 5 s
    kept = recorder(tmp_path / "hall-1")
    keep(kept, clip, 7 * SECOND)
    assert names(kept.shelf.folder) == ["09-41-14.123Z.mkv", "09-42-14.123Z.mkv"]
    kept.leave()
    spans = [span for _path, span in kept.finished]
    assert spans == [
        Span(7 * SECOND, 67 * SECOND),
        Span(67 * SECOND, 127 * SECOND),
        Span(127 * SECOND, 136_600_000),  # the last picture says that it lasts 0.1 s
    ]
    for path, span in kept.finished:
        recording = open_recording(path)
        assert len(list(recording.frames(0))) == -(-span.duration_us // (SECOND // 2))
    assert kept.faults == []


def test_the_index_says_of_every_segment_what_it_shows_and_when(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", steady(130, rate=2))
    kept = recorder(tmp_path / "hall-1")
    keep(kept, clip, 7 * SECOND)
    kept.leave()
    first, second, _third = Shelf(tmp_path / "hall-1").segments()
    assert first == Segment(
        camera="hall-1",
        path=tmp_path / "hall-1" / "2026-11-26" / "09-41-14.123Z.mkv",
        start=BEGAN + timedelta(seconds=7),
        length_us=60 * SECOND,
        size=first.path.stat().st_size,
        codec="h264",
        pictures=120,
        watch="20261126T094107Z",
        media_us=7 * SECOND,
        connection="1",
    )
    assert second.stamp_us == 60 * SECOND
    later = BEGAN + timedelta(seconds=70)
    assert [*Shelf(tmp_path / "hall-1").segments(later, later + timedelta(seconds=1))] == [second]


def test_a_new_connection_begins_a_new_segment(tmp_path: Path) -> None:
    kept = recorder(tmp_path / "kept")
    for start_us in (0, 30 * SECOND):
        keep(kept, write_clip(tmp_path / "clip.mp4"), start_us)
    kept.leave()
    assert [span.start_us for _path, span in kept.finished] == [0, 30 * SECOND]
    assert names(kept.shelf.folder) == ["09-41-07.123Z.mkv", "09-41-37.123Z.mkv"]
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("leap_s", [-1000, 3600])
def test_a_camera_that_counts_anew_begins_a_new_segment(tmp_path: Path, leap_s: int) -> None:
    clip = write_clip(tmp_path / "clip.mp4", steady(20))  # a keyframe every second
    kept = recorder(tmp_path / "kept")
    with av.open(str(clip)) as file:
        track = file.streams.video[0]
        kept.connected(track, None)
        for number, packet in enumerate(p for p in file.demux(track) if p.size):
            at_us = number * SECOND // 10
            leap = round((5000 + leap_s * (number >= 105)) / packet.time_base)
            packet.pts, packet.dts = packet.pts + leap, packet.dts + leap
            kept.add(packet, at_us)
    kept.leave()
    spans = [span for _path, span in kept.finished]
    assert spans == [Span(0, 10_500_000), Span(11 * SECOND, 20 * SECOND)]
    first, second = kept.shelf.segments()
    assert (first.pictures, second.pictures) == (105, 90)
    assert first.connection != second.connection


def test_footage_after_midnight_lies_in_the_next_day(tmp_path: Path) -> None:
    kept = Recorder(tmp_path / "kept", SMALL)
    kept.begin(ClockMap(datetime(2026, 11, 26, 23, 59, 30, tzinfo=UTC), "live", 0.5))
    keep(kept, write_clip(tmp_path / "clip.mp4", steady(130, rate=2)))
    kept.leave()
    days = [(day.folder.name, len(day.segments())) for day in kept.shelf.days()]
    assert days == [("2026-11-26", 1), ("2026-11-27", 2)]


def test_a_clock_that_is_put_back_overwrites_nothing(tmp_path: Path) -> None:
    for _twice in range(2):
        kept = recorder(tmp_path / "kept")
        keep(kept, write_clip(tmp_path / "clip.mp4"))
        kept.leave()
    assert names(tmp_path / "kept") == ["09-41-07.123Z-2.mkv", "09-41-07.123Z.mkv"]
    assert len([*kept.shelf.segments()]) == 2


def test_a_folder_that_cannot_be_written_is_told_and_the_watch_goes_on(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    kept = recorder(tmp_path / "kept")
    keep(kept, write_clip(tmp_path / "clip.mp4"))
    kept.leave()
    assert kept.finished == []
    assert kept.faults == ["Segments are not kept: File exists"]
    assert kept.stops == [Stop(0, "File exists")]


def test_one_program_records_a_camera_at_a_time(tmp_path: Path) -> None:
    first, second = recorder(tmp_path / "kept"), recorder(tmp_path / "kept")
    keep(second, write_clip(tmp_path / "clip.mp4"))
    assert second.finished == []
    assert "another program" in second.faults[0]
    assert "another program" in second.stopped
    assert second.stops == []  # the other one keeps the footage
    first.leave()
    third = recorder(tmp_path / "kept")
    keep(third, write_clip(tmp_path / "clip.mp4"))
    third.leave()
    assert len(third.finished) == 1


def crashed(folder: Path, clip: Path) -> Path:
    """What a recorder leaves behind that dies while it writes."""
    kept = recorder(folder)
    keep(kept, clip)
    (part,) = folder.rglob("*.part")
    data = part.read_bytes()
    kept.leave()
    for path in kept.shelf.folder.rglob("*.mkv"):
        path.unlink()
    for path in kept.shelf.folder.rglob(INDEX):
        path.unlink()
    part.write_bytes(data)
    return part


def test_what_a_killed_recorder_left_unfinished_is_salvaged(tmp_path: Path) -> None:
    crashed(tmp_path / "kept", write_clip(tmp_path / "clip.mp4", steady(20)))
    kept = recorder(tmp_path / "kept")
    (segment,) = kept.shelf.segments()
    assert segment.state == "salvaged"
    assert segment.start == BEGAN
    assert segment.watch == "20261126T094107Z"
    assert 18.5 * SECOND <= segment.length_us <= 20 * SECOND
    assert len(list(open_recording(segment.path).frames(0))) >= 185
    assert kept.faults == ["1 segment(s) were salvaged from unfinished files."]
    assert not list(tmp_path.rglob("*.part"))
    kept.leave()
    assert not recorder(tmp_path / "kept").mended


def test_a_salvage_that_is_killed_itself_is_done_again_and_saves_nothing_twice(
    tmp_path: Path,
) -> None:
    part = crashed(tmp_path / "kept", write_clip(tmp_path / "clip.mp4", steady(20)))
    data = part.read_bytes()
    recorder(tmp_path / "kept").leave()
    part.write_bytes(data)  # killed before it could remove it
    (tmp_path / "kept" / "2026-11-26" / INDEX).unlink()
    again = recorder(tmp_path / "kept")
    (segment,) = again.shelf.segments()
    assert segment.state == "salvaged"
    assert names(tmp_path / "kept") == [segment.path.name]
    assert not list(tmp_path.rglob("*.part"))


def test_half_a_salvage_does_not_take_the_place_of_the_whole(tmp_path: Path) -> None:
    part = crashed(tmp_path / "kept", write_clip(tmp_path / "clip.mp4", steady(20)))
    data = part.read_bytes()
    half = part.with_name(".09-41-07.123Z-salvaged.mkv.1.part")
    half.write_bytes(data[: len(data) // 2])  # killed while it saved the other one
    (segment,) = recorder(tmp_path / "kept").shelf.segments()
    assert segment.length_us >= 18.5 * SECOND
    assert not list(tmp_path.rglob("*.part"))


def test_a_leftover_without_a_picture_is_removed_and_told(tmp_path: Path) -> None:
    part = crashed(tmp_path / "kept", write_clip(tmp_path / "clip.mp4"))
    part.write_bytes(part.read_bytes()[:100])
    kept = recorder(tmp_path / "kept")
    assert kept.mended.removed == [part]
    assert not part.exists()
    assert [*kept.shelf.segments()] == []


def recorded(tmp_path: Path) -> Shelf:
    kept = recorder(tmp_path / "kept")
    keep(kept, write_clip(tmp_path / "clip.mp4", steady(130, rate=2)), 7 * SECOND)
    kept.leave()
    return kept.shelf


def without_last_line(data: bytes) -> bytes:
    return b"".join(data.splitlines(keepends=True)[:-1])


@pytest.mark.parametrize(
    ("hurt", "found"),
    [
        (lambda data: b"", 3),
        (without_last_line, 1),
        (lambda data: data[:-5], 1),
        (lambda data: data.replace(b"h264", b"h265", 1), 1),
        (lambda data: bytes(100) + data[100:], 1),
    ],
)
def test_a_segment_whose_line_is_lost_is_indexed_again(
    tmp_path: Path, hurt: Callable[[bytes], bytes], found: int
) -> None:
    shelf = recorded(tmp_path)
    before = [*shelf.segments()]
    index = shelf.days()[0].index.path
    index.write_bytes(hurt(index.read_bytes()))
    kept = recorder(tmp_path / "kept")
    assert len(kept.mended.found) == found
    for old, new in zip(before, shelf.segments(), strict=True):
        assert (new.path, new.start, new.size) == (old.path, old.start, old.size)
        assert (new.watch, new.media_us, new.length_us) == (old.watch, old.media_us, old.length_us)


def test_a_segment_that_somebody_took_away_is_told_as_missing(tmp_path: Path) -> None:
    shelf = recorded(tmp_path)
    _first, second, _third = shelf.segments()
    data = second.path.read_bytes()
    second.path.unlink()
    kept = recorder(tmp_path / "kept")
    assert kept.mended.missing == [second.path]
    assert [s.state for s in shelf.segments()] == ["whole", "missing", "whole"]
    kept.leave()
    second.path.write_bytes(data)
    assert [s.path for s in recorder(tmp_path / "kept").mended.found] == [second.path]


def test_a_deletion_that_was_decided_is_done_after_a_crash(tmp_path: Path) -> None:
    shelf = recorded(tmp_path)
    first = next(shelf.segments())
    data = first.path.read_bytes()
    shelf.days()[0].drop(first, "older than 30 days", BEGAN)
    first.path.write_bytes(data)  # killed after the index, before the folder
    kept = recorder(tmp_path / "kept")
    assert kept.mended.removed == [first.path]
    assert not first.path.exists()
    assert len([*shelf.segments()]) == 2


def test_a_file_that_is_no_footage_is_kept_and_told(tmp_path: Path) -> None:
    shelf = recorded(tmp_path)
    (shelf.days()[0].folder / "10-00-00.000Z.mkv").write_bytes(b"no footage")
    kept = recorder(tmp_path / "kept")
    assert [path.name for path in kept.mended.unreadable] == ["10-00-00.000Z.mkv"]
    assert [s.state for s in shelf.segments()][-1] == "unreadable"
    kept.leave()
    assert not recorder(tmp_path / "kept").mended
