"""What a file that does not open is called."""

from errno import ENOMEM
from pathlib import Path

import av
import pytest

from streams.opening import opened


def test_a_lack_of_memory_is_not_called_a_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing_left(*_words: object, **_options: object) -> None:
        raise av.error.FFmpegError(ENOMEM, "Cannot allocate memory")

    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x20ftypisom")
    monkeypatch.setattr(av, "open", nothing_left)
    with pytest.raises(MemoryError):
        opened(path)
