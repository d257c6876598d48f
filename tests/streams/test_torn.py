"""A file whose outer chain is torn is told so, whatever FFmpeg makes of it."""

import mmap
from pathlib import Path

import pytest

from streams.gif import torn_at as gif_torn_at
from streams.recording import open_recording
from streams.torn import torn_at
from tests.streams.clips import steady, write_clip

NAMES = {".mkv": "matroska,webm", ".ts": "mpegts"}


@pytest.fixture(params=NAMES)
def clip(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return write_clip(tmp_path / f"a{request.param}", steady(60))


def told(clip: Path, data: bytes) -> int | None:
    clip.write_bytes(data)
    return torn_at(clip, NAMES[clip.suffix])


def test_a_whole_file_is_whole(clip: Path) -> None:
    assert told(clip, clip.read_bytes()) is None


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_that_was_broken_off_is_torn(clip: Path, share: float) -> None:
    data = clip.read_bytes()
    assert told(clip, data[: round(share * len(data)) | 1]) is not None


def test_bytes_that_were_taken_out_tear_the_chain(clip: Path) -> None:
    data = clip.read_bytes()
    middle = len(data) // 2
    assert told(clip, data[:middle] + data[middle + 333 :]) is not None


def test_zeros_over_the_head_of_a_cluster_tear_the_chain(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mkv", steady(60))
    data = clip.read_bytes()
    at = data.rindex(b"\x1f\x43\xb6\x75")
    assert told(clip, data[:at] + bytes(8) + data[at + 8 :]) == at


def test_a_matroska_file_that_a_camera_goes_on_writing_has_clusters_without_a_size(
    tmp_path: Path,
) -> None:
    clip = write_clip(tmp_path / "a.mkv", steady(60))
    data = bytearray(clip.read_bytes())
    at = data.index(b"\x1f\x43\xb6\x75") + 4
    length = 9 - data[at].bit_length()
    data[at : at + length] = bytes([0xFF >> (length - 1), *[0xFF] * (length - 1)])
    assert told(clip, bytes(data)) is None


def test_the_account_of_a_torn_file_is_not_complete(clip: Path) -> None:
    data = clip.read_bytes()
    clip.write_bytes(data[: round(0.6 * len(data)) | 1])
    source = open_recording(clip)
    assert list(source.frames(0))
    assert not source.account().complete
    assert "torn" in " ".join(source.account().notes)


def test_files_of_other_kinds_are_not_asked(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "a.mp4", steady(10))
    assert torn_at(clip, "mov,mp4,m4a,3gp,3g2,mj2") is None


def test_nonsense_is_torn_and_never_an_error(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for data in (
        b"\0",
        b"\x1a\x45\xdf\xa3",
        b"\x1a\x45\xdf\xa3\x80\x18\x53\x80\x67\x01",
        b"GIF89a",
    ):
        file.write_bytes(data)
        torn_at(file, "matroska,webm")
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=1) as mapped:
            assert gif_torn_at(mapped) is not None
