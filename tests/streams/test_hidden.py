"""Damage that hides: bits that changed where the container and its packets look whole."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from proctor.perception import Account
from proctor.timeline import SECOND, Microseconds
from streams.container import Container
from streams.copying import StreamCopy
from streams.recording import Recording
from streams.soundness import Layout
from tests.streams.clips import write_clip

KEYFRAMES = 5 * SECOND // 2


def account_of(path: Path, keyframes_us: Microseconds) -> Account:
    recording = Recording(path)
    list(recording.scan(SECOND // 2, keyframes_us))
    return recording.account()


def packets_of(path: Path) -> list[tuple[int, int]]:
    """First byte and length of each picture in the file."""
    with av.open(str(path)) as file:
        return [(p.pos or 0, p.size) for p in file.demux(video=0) if p.size]


def changed(path: Path, at: int, length: int = 1) -> Path:
    """A copy with a bit changed in each of so many bytes."""
    data = bytearray(path.read_bytes())
    bits = np.random.default_rng(at).integers(0, 8, length)
    for place, bit in enumerate(bits.tolist(), at):
        data[place] ^= 1 << bit
    path.with_stem("changed").write_bytes(data)
    return path.with_stem("changed")


def sliced(path: Path, codec: str = "libx264", **settings: str) -> Path:
    """Two seconds of a restless picture, a keyframe each second, in four slices as cameras do."""
    lot = np.random.default_rng(1)
    ground = lot.integers(40, 200, (30, 40, 3), np.uint8).repeat(16, 0).repeat(16, 1)
    with av.open(str(path), "w") as file:
        track = file.add_stream(codec, rate=10, options={"preset": "ultrafast", **settings})
        track.width, track.height, track.pix_fmt = 640, 480, "yuv420p"
        track.codec_context.gop_size = 10
        for number in range(20):
            noise = lot.integers(0, 30, ground.shape, np.uint8)
            frame = av.VideoFrame.from_ndarray(np.roll(ground, number, 1) + noise, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, 10)
            file.mux(track.encode(frame))
        file.mux(track.encode(None))
    return path


@pytest.mark.parametrize("keyframes_us", [0, KEYFRAMES])
def test_one_wrong_bit_is_found_by_the_checksum_of_its_cluster(
    tmp_path: Path, keyframes_us: int
) -> None:
    clip = write_clip(tmp_path / "a.mkv")
    at, size = packets_of(clip)[35]
    account = account_of(changed(clip, at + size - 2), keyframes_us)
    assert not account.complete
    assert [(h.start_us, h.end_us) for h in account.damaged_spans] == [(3_000_000, 4_000_000)]
    assert account.notes[-1].startswith("1 clusters of the file do not have their checksum")


@pytest.mark.parametrize("written", ["0", "1"])
def test_a_sound_file_has_its_checksums_or_none(tmp_path: Path, written: str) -> None:
    clip = write_clip(tmp_path / "a.mkv", sound=True, options={"write_crc32": written})
    assert account_of(clip, KEYFRAMES).complete


@pytest.mark.parametrize("keyframes_us", [0, KEYFRAMES])
@pytest.mark.parametrize("number", [3, 10, 16])
def test_bits_that_changed_in_one_of_several_slices_are_damage(
    tmp_path: Path, number: int, keyframes_us: int
) -> None:
    clip = sliced(tmp_path / "a.mp4", slices="4")
    assert account_of(clip, keyframes_us).complete
    at, size = packets_of(clip)[number]
    account = account_of(changed(clip, at + size // 3, 200), keyframes_us)
    assert account.damaged
    start = number * 100_000
    assert any(span.start_us <= start < span.end_us for span in account.damaged_spans)


def test_a_segment_of_the_recorder_in_which_one_bit_changed_is_not_whole(tmp_path: Path) -> None:
    clip, segment = write_clip(tmp_path / "a.mp4"), tmp_path / "b.mkv"
    with Container(clip) as source, StreamCopy(source.video, None, segment) as copy:
        for packet in source.everything(0):
            copy.add(packet)
        copy.finish()
    assert account_of(segment, KEYFRAMES).complete
    at, size = packets_of(segment)[20]
    assert not account_of(changed(segment, at + size - 1), KEYFRAMES).complete


@pytest.mark.parametrize("keyframes_us", [0, KEYFRAMES])
@pytest.mark.parametrize("number", [3, 16])
def test_bits_that_changed_in_h265_show_when_it_is_decoded_twice(
    tmp_path: Path, number: int, keyframes_us: int
) -> None:
    quiet = {"x265-params": "log-level=none:pools=1"}
    clip = sliced(tmp_path / "a.mp4", "libx265", **quiet)
    assert account_of(clip, keyframes_us).complete
    at, size = packets_of(clip)[number]
    account = account_of(changed(clip, at + size // 3, 200), keyframes_us)
    start = number * 100_000
    assert any(span.start_us <= start < span.end_us for span in account.damaged_spans)


def test_bytes_behind_a_slice_do_not_reach_into_the_next_unit() -> None:
    boxed, marked = Layout("hevc", 4), Layout("hevc", 0)
    slice_, note = b"\x02\x01\xaa\x80", b"\x4e\x01\x05\x80"
    longer = slice_ + bytes((0x5A, 0xC3)) * 8
    lengths = [len(unit).to_bytes(4, "big") for unit in (slice_, note, longer)]
    assert boxed.lengthened(lengths[0] + slice_ + lengths[1] + note) == (
        lengths[2] + longer + lengths[1] + note
    )
    start = b"\0\0\1"
    assert marked.lengthened(start + note + start + slice_) == start + note + start + longer
