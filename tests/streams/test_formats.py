"""The contract of every format and oddity that recorders write: exact moments, exact account."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from proctor.errors import UnfinishedError
from proctor.perception import Account, Frame
from proctor.timeline import SECOND, Span
from streams.recording import open_recording
from tests.streams.clips import picture
from tests.streams.films import TICK, copied, film

FRAGMENTED = {"movflags": "frag_keyframe+empty_moov+default_base_moof"}
OPEN = {"x264-params": "open-gop=1"}
OPEN_265 = {"x265-params": "log-level=none:scenecut=0:open-gop=1"}
SHOWN_US = 40_000
"""A picture of a film is shown so long."""

WHOLE = [
    ("a.mp4", {}),
    ("b.mp4", {"b_frames": 2}),
    ("open.mp4", {"b_frames": 2, "encoder": OPEN}),
    ("fragmented.mp4", {"b_frames": 2, "container": FRAGMENTED}),
    ("h265.mp4", {"codec": "libx265", "b_frames": 2}),
    ("a.mkv", {"b_frames": 2}),
    ("open.mkv", {"codec": "libx265", "b_frames": 2, "encoder": OPEN_265}),
    ("live.mkv", {"container": {"live": "1"}}),
    ("a.ts", {"b_frames": 2}),
    ("open.ts", {"b_frames": 2, "encoder": OPEN}),
    ("mpeg2.ts", {"codec": "mpeg2video", "b_frames": 2}),
    ("a.avi", {}),
    ("b.avi", {"b_frames": 2}),
    ("open.avi", {"b_frames": 2, "encoder": OPEN}),
    ("mpeg4.avi", {"codec": "mpeg4", "b_frames": 2}),
    ("motion.avi", {"codec": "mjpeg"}),
    ("mpeg2.mpg", {"codec": "mpeg2video", "b_frames": 2}),
    ("h264.mpg", {}),
    ("mpeg2.vob", {"codec": "mpeg2video", "b_frames": 2}),
    ("bare.h264", {"b_frames": 2}),
    ("bare.h265", {"codec": "libx265", "b_frames": 2}),
    ("bare.264", {"b_frames": 2, "encoder": OPEN}),
]
ways = pytest.mark.parametrize(
    "read",
    [lambda r: r.frames(0), lambda r: r.scan(200_000, 2_500_000)],
    ids=["frames", "scan"],
)
Read = Callable[..., object]


def seen(path: Path, read: Read) -> tuple[list[Frame], Account]:
    recording = open_recording(path)
    return list(read(recording)), recording.account()


def number_in(frame: Frame) -> int:
    """Which picture it is, by where the bright square stands (it walks 7 pixels a picture)."""
    row = frame.image[frame.image.shape[0] * 5 // 12, :, 2].astype(int)
    walked = [picture(n)[50, :, 2].astype(int) for n in range(100)]
    if frame.image.shape[1] != len(walked[0]):
        row = row[:: frame.image.shape[1] // len(walked[0])]
    return int(np.argmin([np.abs(row - one).sum() for one in walked[:20]]))


@ways
@pytest.mark.parametrize(("name", "how"), WHOLE, ids=[name for name, _ in WHOLE])
def test_every_picture_has_its_moment_and_nothing_is_missing(tmp_path, name, how, read):
    frames, account = seen(film(tmp_path / name, range(60), **how), read)
    for frame in frames:
        assert number_in(frame) == frame.media_us // SHOWN_US % 20, frame.media_us
    assert (account.frames, account.holes, account.damaged) == (60, (), 0)
    assert account.span == Span(0, 60 * SHOWN_US)
    assert account.complete
    assert (len(frames) == 60) == (len({f.media_us for f in frames}) == 60)


@ways
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts"])
def test_pictures_at_uneven_moments_keep_them(tmp_path, name, read):
    numbers = [0, 1, 2, 10, 11, 22, 25, 47, 50, 51, 62, 75]
    frames, account = seen(film(tmp_path / name, numbers, gop=4), read)
    assert {f.media_us for f in frames} <= {n * SHOWN_US for n in numbers}
    assert (account.frames, account.holes) == (12, ())
    assert abs(account.span.end_us - 76 * SHOWN_US) <= 13 * SHOWN_US, "by the usual interval"


@ways
@pytest.mark.parametrize(("name", "codec"), [("a.ts", "libx264"), ("a.mpg", "mpeg2video")])
def test_a_count_that_starts_anew_in_the_middle_runs_on(tmp_path, name, codec, read):
    parts = [
        film(tmp_path / f"{n}-{name}", range(40), codec=codec, b_frames=2 * (codec == "libx264"))
        for n in (1, 2)
    ]
    joined = tmp_path / name
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    frames, account = seen(joined, read)
    times = [frame.media_us for frame in frames]
    assert times == sorted(set(times))
    assert (account.frames, account.holes) == (80, ())
    assert abs(account.span.end_us - 80 * SHOWN_US) <= SHOWN_US
    assert any("started anew" in note for note in account.notes)


@ways
def test_the_stamps_of_a_transport_stream_run_over_after_26_hours(tmp_path, read):
    late = int((Fraction(1 << 33, 90000) - 1) / TICK)
    plain = film(tmp_path / "plain.mp4", b_frames=2)

    def delayed(packet):
        ticks = int(late * TICK / packet.time_base)
        packet.pts, packet.dts = packet.pts + ticks, packet.dts + ticks

    path = copied(plain, tmp_path / "a.ts", delayed, options={"mpegts_copyts": "1"})
    assert _stamps(path.read_bytes())[0] > (1 << 33) - 100_000
    assert _stamps(path.read_bytes())[-1] < 300_000, "they did run over"
    frames, account = seen(path, read)
    assert {frame.media_us % SHOWN_US for frame in frames} == {0}
    assert (account.frames, account.holes, account.span) == (100, (), Span(0, 4 * SECOND))
    assert account.notes == ()


def _stamps(data: bytes) -> list[int]:
    """The PTS of every picture of a transport stream, as they stand there (ISO 13818-1)."""
    found = []
    for at in range(0, len(data), 188):
        packet = data[at : at + 188]
        start = 4 + (1 + packet[4] if packet[3] & 0x20 else 0)
        if packet[1] & 0x40 and packet[start : start + 4] == b"\0\0\1\xe0":
            a, b, c, d, e = packet[start + 9 : start + 14]
            found.append(((a >> 1 & 7) << 30) | (b << 22) | ((c >> 1) << 15) | (d << 7) | (e >> 1))
    return found


@ways
@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.ts", "libx264"), ("a.h264", "libx264"), ("a.h265", "libx265")],
)
def test_a_picture_that_becomes_larger_is_read_on(tmp_path, name, codec, read):
    small = film(tmp_path / f"1-{name}", range(40), codec=codec)
    large = film(tmp_path / f"2-{name}", range(40, 80), codec=codec, size=(320, 240))
    path = tmp_path / name
    path.write_bytes(small.read_bytes() + large.read_bytes())
    frames, account = seen(path, read)
    assert frames[0].image.shape == (120, 160, 3)
    assert frames[-1].image.shape == (240, 320, 3)
    assert (account.frames, account.holes) == (80, ())
    assert any("changes its size" in note for note in account.notes)


@ways
@pytest.mark.parametrize("name", ["a.mkv", "a.ts", "a.mpg", "a.avi", "a.h264", "a.mp4"])
def test_a_file_whose_end_is_not_written_yet_gives_what_is_there(tmp_path, name, read):
    how = {
        "a.mkv": {"container": {"live": "1"}},
        "a.mpg": {"codec": "mpeg2video"},
        "a.mp4": {"container": FRAGMENTED},
    }
    whole = film(tmp_path / f"whole-{name}", range(250), **how.get(name, {}))
    data = whole.read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: len(data) * 6 // 10])
    frames, account = seen(path, read)
    assert 130 <= account.frames <= 170
    assert account.holes == (), "nothing says how long it should be"
    assert abs(account.span.end_us - account.frames * SHOWN_US) <= 20 * SHOWN_US, "a fragment"
    assert frames[-1].media_us <= account.span.end_us


@ways
def test_a_file_that_grows_while_it_is_read_says_so(tmp_path, read):
    data = film(tmp_path / "whole.ts", range(100)).read_bytes()
    path = tmp_path / "a.ts"
    path.write_bytes(data[: len(data) // 188 // 2 * 188])
    recording = open_recording(path)
    with path.open("ab") as file:
        file.write(data[len(data) // 188 // 2 * 188 :])
    list(read(recording))
    assert any("still being written" in note for note in recording.account().notes)


def test_an_index_that_is_not_there_yet_is_waited_for_and_not_called_damage(tmp_path):
    data = film(tmp_path / "whole.mp4").read_bytes()
    path = tmp_path / "a.mp4"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(UnfinishedError, match="still being written"):
        open_recording(path)
    os.utime(path, (1, 1))
    with pytest.raises(Exception, match="the recording was cut off") as caught:
        open_recording(path)
    assert not isinstance(caught.value, UnfinishedError)


@pytest.mark.parametrize("rate", [Fraction(25, 2), Fraction(30)])
def test_bare_pictures_come_as_fast_as_their_codec_says(tmp_path, rate):
    path = film(tmp_path / "a.h264", range(50), rate=rate)
    frames, account = seen(path, lambda recording: recording.frames(0))
    assert abs(frames[-1].media_us - 49 * SECOND / rate) < 100
    assert any(f"{float(rate):g} a second" in note for note in account.notes)
