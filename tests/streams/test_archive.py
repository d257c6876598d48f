"""An archive in its own layout is indexed where it lies, again only where it has changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from proctor.timeline import SECOND
from streams.footage import archive as indexing
from streams.footage.archive import Archive, Archives
from tests.streams.clips import steady, write_clip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two cameras, three recordings and something that is none."""
    folder = tmp_path / "nvr"
    for name, seconds in (
        ("hall-1/2026-11-23/09-41-07.mp4", 6),
        ("hall-1/2026-11-23/10-00-00.mkv", 4),
        ("ch02_20261123094107_20261123094110.mp4", 3),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_clip(path, steady(seconds), sound=True)
    (folder / "hall-1/2026-11-23/11-00-00.mp4").write_bytes(b"\0" * 100)
    return folder


def files(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*.m*") if path.is_file())


def indexed(tmp_path: Path, root: Path) -> list[tuple[str, str]]:
    archive = Archive.of(tmp_path / "archives", root)
    return [(one.segment.path.name, one.change) for one in archive.index(root, files(root))]


def test_camera_start_and_length_are_learnt_from_name_and_head(tmp_path: Path, root: Path) -> None:
    indexed(tmp_path, root)
    segments = Archive.of(tmp_path / "archives", root).segments()
    assert [(s.camera, s.path.name, s.length_us // SECOND, s.state) for s in segments] == [
        ("ch02", "ch02_20261123094107_20261123094110.mp4", 3, "archived"),
        ("hall-1", "09-41-07.mp4", 6, "archived"),
        ("hall-1", "10-00-00.mkv", 4, "archived"),
        ("hall-1", "11-00-00.mp4", 0, "unreadable"),
    ]
    assert segments[1].start == datetime(2026, 11, 23, 9, 41, 7).astimezone(UTC)
    assert (segments[1].codec, segments[1].audio) == ("h264", True)
    assert "not a recording" in segments[3].note


def test_only_what_has_changed_is_looked_at_again(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {change for _name, change in indexed(tmp_path, root)} == {"new"}
    before = {path: path.read_bytes() for path in files(root)}
    write_clip(root / "hall-1/2026-11-23/11-00-00.mp4", steady(2))
    (root / "ch02_20261123094107_20261123094110.mp4").unlink()
    looked: list[str] = []
    look = indexing.looked_at

    def counted(path: Path, *how: object) -> object:
        looked.append(path.name)
        return look(path, *how)

    monkeypatch.setattr(indexing, "looked_at", counted)
    assert indexed(tmp_path, root) == [
        ("09-41-07.mp4", "known"),
        ("10-00-00.mkv", "known"),
        ("11-00-00.mp4", "changed"),
        ("ch02_20261123094107_20261123094110.mp4", "gone"),
    ]
    assert looked == ["11-00-00.mp4"]
    assert len(Archive.of(tmp_path / "archives", root).segments()) == 3
    for path in files(root):
        if path.name != "11-00-00.mp4":
            assert path.read_bytes() == before[path]


def test_an_indexing_that_is_stopped_goes_on_where_it_was(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_BATCH", 1)
    archive = Archive.of(tmp_path / "archives", root)
    steps = archive.index(root, files(root))
    next(steps), next(steps), next(steps)
    steps.close()  # Ctrl-C
    assert [change for _name, change in indexed(tmp_path, root)] == ["known", "known", "new", "new"]


def test_a_file_that_was_replaced_is_not_taken_for_the_one_that_was_indexed(
    tmp_path: Path, root: Path
) -> None:
    indexed(tmp_path, root)
    path = root / "hall-1/2026-11-23/09-41-07.mp4"
    known = Archives(tmp_path / "archives").at(path)
    assert known is not None
    assert known.camera == "hall-1"
    write_clip(path, steady(2))
    assert Archives(tmp_path / "archives").at(path) is None
    assert Archives(tmp_path / "archives").at(root / "other.mp4") is None
