"""Recordings are read with exact times, and what is missing or damaged is accounted for."""

import os
import struct
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest

from proctor.errors import RecordingError
from proctor.perception import Account, Frame
from proctor.timeline import SECOND, Span
from streams.recording import open_recording
from tests.streams.clips import picture, steady, truncated, write_clip, zeroed

pytestmark = pytest.mark.usefixtures("each_reader")

MS = 1000


def read(path: Path, every_us: int = 0) -> tuple[list[Frame], Account]:
    recording = open_recording(path)
    return list(recording.frames(every_us)), recording.account()


def test_a_sound_recording_is_given_whole_in_every_format(tmp_path: Path) -> None:
    for name, options in {
        "a.mp4": {"sound": True},
        "a.mov": {"b_frames": 2},
        "a.mkv": {"b_frames": 2},
        "a.ts": {"b_frames": 2},
        "a.flv": {},
        "a.avi": {"codec": "mpeg4"},
        "a.gif": {"codec": "gif"},
    }.items():
        frames, account = read(write_clip(tmp_path / name, **options))
        assert [frame.media_us for frame in frames] == [100 * MS * i for i in range(60)], name
        assert (account.span, account.expected_us) == (Span(0, 6 * SECOND), 6 * SECOND), name
        assert account.complete, name
        assert (account.width, account.height, account.frames) == (160, 120, 60), name
        assert account.audio == (name == "a.mp4"), name
        assert np.abs(frames[7].image.astype(int) - picture(7)).mean() < 30, name


def test_samples_are_the_first_frame_at_or_after_each_step(tmp_path: Path) -> None:
    stamps = [0, 50, 400, 500, 900, 1050, 1500, 1600, 2000]
    frames, account = read(write_clip(tmp_path / "vfr.mp4", stamps), every_us=500 * MS)
    assert [frame.media_us // MS for frame in frames] == [0, 500, 1050, 1500, 2000]
    assert account.frames == len(stamps)


@pytest.mark.parametrize("name", ["gap.mp4", "gap.mkv", "gap.ts"])
def test_a_gap_in_the_stamps_is_a_hole_measured_exactly(tmp_path: Path, name: str) -> None:
    stamps = steady(2) + [stamp + 5000 for stamp in steady(2)]
    frames, account = read(write_clip(tmp_path / name, stamps))
    assert len(frames) == 40
    assert account.holes == (Span(2 * SECOND, 5 * SECOND),)
    assert account.span == Span(0, 7 * SECOND)


def test_a_slow_recording_is_not_all_holes(tmp_path: Path) -> None:
    frames, account = read(write_clip(tmp_path / "slow.mkv", [2000 * i for i in range(8)]))
    assert len(frames) == 8
    assert account.holes == ()


def test_a_missing_hour_in_a_slow_recording_is_a_hole(tmp_path: Path) -> None:
    stamps = [0, 2000, 4000, 6000, 3606000, 3608000, 3610000]
    _frames, account = read(write_clip(tmp_path / "slow.mkv", stamps))
    assert [hole.end_us for hole in account.holes] == [3606 * SECOND]


def test_the_end_that_was_promised_but_cut_off_is_a_hole(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "whole.mp4", options={"movflags": "faststart"})
    frames, account = read(truncated(whole, tmp_path / "cut.mp4"))
    assert account.expected_us == 6 * SECOND
    assert account.span == Span(0, 6 * SECOND)
    (hole,) = account.holes
    assert hole.end_us == 6 * SECOND
    assert frames[-1].media_us + 100 * MS == hole.start_us
    assert not account.complete


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_zeroed_bytes_in_the_middle_cost_frames_but_not_the_rest(tmp_path: Path, name: str) -> None:
    whole = write_clip(tmp_path / name, steady(20))
    frames, account = read(zeroed(whole, tmp_path / f"zeroed-{name}"))
    assert not account.complete
    assert frames[-1].media_us > 19 * SECOND
    assert account.frames > 150


def test_a_piece_cut_out_of_a_transport_stream_is_a_hole(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.ts", steady(30))
    data = whole.read_bytes()
    start, end = (len(data) * share // 100 // 188 * 188 for share in (40, 50))
    (tmp_path / "cut.ts").write_bytes(data[:start] + data[end:])
    _frames, account = read(tmp_path / "cut.ts")
    (hole,) = account.holes
    assert abs(hole.start_us - 12 * SECOND) < 1.5 * SECOND
    assert abs(hole.end_us - 15 * SECOND) < 1.5 * SECOND


def test_stamps_that_start_anew_do_not_stop_the_count(tmp_path: Path) -> None:
    for number in (1, 2):
        write_clip(tmp_path / f"{number}.ts", steady(3))
    joined = tmp_path / "joined.ts"
    joined.write_bytes((tmp_path / "1.ts").read_bytes() + (tmp_path / "2.ts").read_bytes())
    frames, account = read(joined)
    times = [frame.media_us for frame in frames]
    assert len(times) == 60
    assert times == sorted(set(times))
    assert account.holes == ()
    assert abs(account.span.end_us - 6 * SECOND) < SECOND
    assert any("started anew" in note for note in account.notes)


@pytest.mark.parametrize(
    ("matrix", "quarters", "size"),
    [
        ((0, 1, -1, 0), -1, (120, 160)),
        ((0, -1, 1, 0), 1, (120, 160)),
        ((-1, 0, 0, -1), 2, (160, 120)),
    ],
)
def test_a_picture_taken_sideways_is_turned_upright(
    tmp_path: Path, matrix: tuple[int, ...], quarters: int, size: tuple[int, int]
) -> None:
    plain = write_clip(tmp_path / "plain.mp4")
    data = bytearray(plain.read_bytes())
    a, b, c, d = (value << 16 for value in matrix)
    start = data.index(b"tkhd") + 4 + 40
    data[start : start + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(data)
    upright, account = read(turned)
    assert (account.width, account.height) == size
    lying, _account = read(plain)
    assert np.array_equal(upright[5].image, np.rot90(lying[5].image, quarters))


def test_a_torn_gif_is_damaged(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.gif", codec="gif")
    for torn in (zeroed(whole, tmp_path / "z.gif"), truncated(whole, tmp_path / "t.gif")):
        frames, account = read(torn)
        assert frames
        assert account.damaged == 1
        assert "torn" in account.notes[-1]


def test_what_is_no_recording_is_refused_in_plain_words(tmp_path: Path) -> None:
    text = tmp_path / "text.mp4"
    text.write_text("09:41 candidate 3 looked left\n" * 50)
    empty = tmp_path / "empty.mp4"
    empty.touch()
    whole = write_clip(tmp_path / "whole.mp4")
    headless = truncated(whole, tmp_path / "headless.mp4", 0.5)
    os.utime(headless, (1, 1))
    for path, words in {
        text: "not a recording in a known format",
        empty: "is empty",
        headless: "no index (moov): the recording was cut off",
        tmp_path / "missing.mp4": "is not a file",
        tmp_path: "is not a file",
    }.items():
        with pytest.raises(RecordingError) as caught:
            open_recording(path)
        assert words in caught.value.message
        assert path.name in caught.value.message
        assert caught.value.hint


def test_a_playlist_cannot_make_us_open_another_file(tmp_path: Path) -> None:
    secret = write_clip(tmp_path / "secret.ts")
    attacks = {
        "a.m3u8": f"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        "b.mp4": f"ffconcat version 1.0\nfile {secret.name}\n",
        "c.mp4": "#EXTM3U\n#EXTINF:6,\nsecret.ts\n",
        "d.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    }
    for name, content in attacks.items():
        attack = tmp_path / name
        attack.write_text(content)
        with pytest.raises(RecordingError, match="not a recording in a known format"):
            open_recording(attack)


def test_sound_alone_is_no_recording(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp4"
    with av.open(str(path), "w") as file:
        voice = file.add_stream("aac", rate=16000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.rate, frame.pts = 16000, 0
        file.mux(voice.encode(frame))
        file.mux(voice.encode(None))
    with pytest.raises(RecordingError, match="no pictures"):
        open_recording(path)


def test_a_recording_in_which_nothing_decodes_says_so_at_its_end(tmp_path: Path) -> None:
    whole = write_clip(tmp_path / "a.mp4", options={"movflags": "faststart"})
    data = bytearray(whole.read_bytes())
    start = data.index(b"mdat") + 4
    data[start:] = bytes(len(data) - start)
    path = tmp_path / "zero.mp4"
    path.write_bytes(data)
    recording = open_recording(path)
    with pytest.raises(RecordingError, match=r"Nothing in .* can be decoded"):
        list(recording.frames(0))
    assert recording.account().holes == (Span(0, 6 * SECOND),)


def test_the_account_can_be_asked_for_at_any_time(tmp_path: Path) -> None:
    recording = open_recording(write_clip(tmp_path / "2026-11-23_09-41-07.mp4"))
    assert recording.account().expected_us == 6 * SECOND
    frames = recording.frames(SECOND)
    next(frames)
    assert 1 <= recording.account().frames < 60
    assert recording.clock.start == datetime(2026, 11, 23, 9, 41, 7).astimezone(UTC)
    frames.close()
    assert len(list(recording.frames(SECOND))) == 6
    assert recording.account().complete
