"""The wall time of a recording comes from the best source there is, and says which."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from proctor.timeline import UNKNOWN_CLOCK
from streams.clock import clock_of
from streams.recording import open_recording
from tests.streams.clips import steady, write_clip

LOCAL = datetime(2026, 11, 23, 9, 41, 7)  # noqa: DTZ001 - local on purpose
WRITTEN = {"creation_time": "2026-11-23T01:41:07.000000Z"}


@pytest.mark.parametrize(
    "name",
    [
        "20261123_094107.mp4",
        "2026-11-23_09-41-07.mp4",
        "2026-11-23 09.41.07.mkv",
        "20261123094107.ts",
        "ch01_20261123094107_20261123101500.mp4",
        "NVR_ch3_main_20261123094107.dav.mp4",
        "192.168.1.64_01_20261123094107123.mp4",
        "hall 2_2026-11-23T09:41:07.mp4",
        "一号考场2026年11月23日09时41分07秒.mp4",
        "VID_20261323_000000_20261123_094107.mp4",
    ],
)
def test_recorders_write_the_time_into_the_name(name: str) -> None:
    clock = clock_of(Path(name), {})
    assert clock.start == LOCAL.astimezone(UTC)
    assert (clock.source, clock.uncertainty_s) == ("file-name", 2.0)


@pytest.mark.parametrize(
    "name",
    [
        "hall.mp4",
        "20261123.mp4",
        "19700101_000000.mp4",
        "20261123_256107.mp4",
        "213012311231231.mp4",
    ],
)
def test_a_name_without_a_plausible_time_tells_nothing(name: str) -> None:
    assert clock_of(Path(name), {}) is UNKNOWN_CLOCK


def test_what_the_caller_says_counts_most() -> None:
    china = timezone(timedelta(hours=8))
    clock = clock_of(Path("20250101_000000.mp4"), WRITTEN, LOCAL.replace(tzinfo=china))
    assert clock.start == datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)
    assert (clock.source, clock.uncertainty_s) == ("given", 0.5)
    assert clock_of(Path("a.mp4"), {}, LOCAL).start == LOCAL.astimezone(UTC)


def test_the_file_itself_counts_more_than_its_name(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "20250101_000000.mp4", steady(1), tags=WRITTEN)
    clock = open_recording(path).clock
    assert clock.start == datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)
    assert (clock.source, clock.uncertainty_s) == ("metadata", 2.0)


@pytest.mark.parametrize("never", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z", "soon"])
def test_a_recorder_whose_clock_was_never_set_is_not_believed(never: str) -> None:
    assert clock_of(Path("a.mp4"), {"creation_time": never}) is UNKNOWN_CLOCK
