"""Which camera a recording shows and when it began, as recorders and their owners write it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from proctor.errors import SettingsError
from streams.footage.names import LAYOUTS, load_layouts, read_name


@pytest.fixture(autouse=True)
def _in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def local(hour: int, minute: int = 0, second: int = 0, milli: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour - 8, minute, second, milli * 1000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("path", "camera", "start", "end"),
    [
        ("ch01_20261123094107.mp4", "ch01", local(9, 41, 7), None),
        ("nvr-2/ch01_20261123094107.mp4", "nvr-2-ch01", local(9, 41, 7), None),
        (
            "NVR_ch3_main_20261123094107_20261123100000.dav",
            "NVR_ch3",
            local(9, 41, 7),
            local(10),
        ),
        (
            "NVR_ch3_sub_20261123094107_20261123100000.dav",
            "NVR_ch3-sub",
            local(9, 41, 7),
            local(10),
        ),
        ("192.168.1.64_01_20261123094107123.mp4", "192.168.1.64_01", local(9, 41, 7, 123), None),
        ("D1_20261123094107.avi", "D1", local(9, 41, 7), None),
        ("hall 1/2026-11-23/09-41-07.mp4", "hall 1", local(9, 41, 7), None),
        ("site/hall-1/2026-11-23/094107.mkv", "hall-1", local(9, 41, 7), None),
        ("hall-1/2026/11/23/09-41-07.mkv", "hall-1", local(9, 41, 7), None),
        ("hall-1/20261123/20261123094107.mp4", "hall-1", local(9, 41, 7), None),
        ("hall-1/2026-11-23_09-41-07.mp4", "hall-1", local(9, 41, 7), None),
        ("hall-1/20261123094107_20261123100000.mp4", "hall-1", local(9, 41, 7), local(10)),
        ("20261123_094107_hall-1.mp4", "hall-1", local(9, 41, 7), None),
        ("20261123094107-考室一.mp4", "考室一", local(9, 41, 7), None),
        ("考室一_2026-11-23 09.41.07.mp4", "考室一", local(9, 41, 7), None),
        (
            "4K0123/2026-11-23/001/dav/09/09.41.07-10.00.00[M][0@0][0].dav",
            "4K0123-001",
            local(9, 41, 7),
            local(10),
        ),
        (
            "hall-1/2026-11-23/23.50.00-00.10.00[R][0@0][0].dav",
            "hall-1",
            local(23, 50),
            datetime(2026, 11, 23, 16, 10, tzinfo=UTC),
        ),
        ("hall-1/2026-11-23/exam.mp4", "hall-1", None, None),
        ("hall-1/0007.mp4", "hall-1", None, None),
        ("hall_a.mp4", "hall_a", None, None),
        ("ch01_00000000012000000.mp4", "ch01_00000000012000000", None, None),
        ("ch01_20261323094107.mp4", "ch01_20261323094107", None, None),
    ],
)
def test_a_path_tells_camera_and_start(
    path: str, camera: str, start: datetime | None, end: datetime | None
) -> None:
    named = read_name(PurePosixPath(path))
    assert (named.camera, named.start, named.end) == (camera, start, end)


def test_a_site_adds_its_own_way_of_naming(tmp_path: Path) -> None:
    own = tmp_path / "layouts.toml"
    own.write_text(
        """
        [[layout]]
        name = "frigate"
        pattern = '''(?x)
            (?P<year>....)-(?P<month>..)-(?P<day>..)/(?P<hour>..)/
            (?P<camera>[^/]+)/(?P<minute>..)\\.(?P<second>..)'''
        zone = "UTC"
        """
    )
    layouts = (*load_layouts(own), *LAYOUTS)
    named = read_name(PurePosixPath("recordings/2026-11-23/09/hall-1/41.07.mp4"), layouts)
    assert named.camera == "hall-1"
    assert named.start == datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC)
    assert named.layout == "frigate"


@pytest.mark.parametrize(
    "text",
    [
        "[[layout]]\nname = 'x'",
        "[[layout]]\nname = 'x'\npattern = '('",
        "[[layout]]\nname = 'x'\npattern = ''\nzone = 'Mars/Olympus'",
        "layout",
    ],
)
def test_a_way_of_naming_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "layouts.toml"
    own.write_text(text)
    with pytest.raises(SettingsError):
        load_layouts(own)
