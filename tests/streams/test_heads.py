"""The heads of an archive are read by one child process, which may read nothing else."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from proctor.errors import DecoderError, RecordingError
from streams.guard.confinement import Limits
from streams.guard.heads import GuardedHeads
from streams.heads import head_of
from tests.streams.clips import steady, write_clip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "archive 考室"
    folder.mkdir()
    tags = {"creation_time": "2026-11-23T01:41:07Z"}
    write_clip(folder / "a.mp4", steady(2), sound=True, tags=tags)
    write_clip(folder / "b\n考.mkv", steady(3))
    (folder / "c.mp4").write_bytes(b"no recording")
    return folder


@pytest.fixture
def read(root: Path) -> Iterator[GuardedHeads]:
    with GuardedHeads(root, Limits(answer_s=5)) as heads:
        yield heads


def test_the_child_reads_what_we_would(root: Path, read: GuardedHeads) -> None:
    for name in ("a.mp4", "b\n考.mkv"):
        assert read(root / name) == head_of(root / name)
    assert read(root / "a.mp4").audio
    assert read(root / "a.mp4").clock.source == "metadata"
    for name in ("c.mp4", "d.mp4"):
        with pytest.raises(RecordingError) as ours:
            head_of(root / name)
        with pytest.raises(RecordingError) as theirs:
            read(root / name)
        assert theirs.value.message == ours.value.message


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL])
def test_a_child_that_hangs_or_dies_costs_one_file(root: Path, how: signal.Signals) -> None:
    with GuardedHeads(root, Limits(answer_s=1)) as read:
        first = read(root / "a.mp4")
        child = read._child
        assert child is not None
        os.kill(child.pid, how)
        if how == signal.SIGSTOP:
            with pytest.raises(DecoderError, match="no sign of life"):
                read(root / "a.mp4")
        else:
            child.wait()
        assert read(root / "a.mp4") == first


def test_the_child_cannot_read_beside_the_archive(
    tmp_path: Path, root: Path, read: GuardedHeads
) -> None:
    from streams.guard import landlock

    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    write_clip(tmp_path / "secret.mp4", steady(1))
    (root / "link.mp4").symlink_to(tmp_path / "secret.mp4")
    for path in (tmp_path / "secret.mp4", root / "link.mp4"):
        with pytest.raises(RecordingError):
            read(path)
