"""How long footage stays: days and size, the oldest first, never what somebody needs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from proctor.errors import SettingsError
from proctor.footage import Limits, Need, Segment, load_limits, surplus
from proctor.timeline import SECOND

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GB = 1_000_000_000


def segment(camera: str, hours_ago: float, size: int = GB) -> Segment:
    start = NOW - timedelta(hours=hours_ago)
    return Segment(camera, Path(f"/{camera}/{hours_ago:g}"), start, 60 * SECOND, size)


def gone(segments: list[Segment], limits: Limits, *needs: Need) -> list[tuple[str, str]]:
    held: dict[str, int] = {}
    for one in segments:
        held[one.camera] = held.get(one.camera, 0) + one.size
    in_order = sorted(segments, key=lambda s: s.start or NOW)
    found = surplus(in_order, held, limits, needs, NOW)
    return [(str(one.segment.path), one.why) for one in found]


HALL = [segment("hall", hours) for hours in (1, 30, 60, 90)]
CAR = [segment("car", hours) for hours in (2, 40, 80)]


def test_without_limits_nothing_ever_goes() -> None:
    assert gone(HALL, Limits()) == []
    assert Limits().endless


def test_what_is_older_than_the_days_goes() -> None:
    assert gone(HALL, Limits(days=2)) == [
        ("/hall/90", "older than 2 days"),
        ("/hall/60", "older than 2 days"),
    ]


def test_a_ring_gives_up_the_oldest_until_the_rest_fits() -> None:
    limits = Limits(camera_size=3 * GB)
    assert gone(HALL + CAR, limits) == [("/hall/90", "hall holds more than 3 GB")]


def test_all_cameras_together_give_up_the_oldest_whosever_it_is() -> None:
    found = [path for path, _why in gone(HALL + CAR, Limits(size=4 * GB))]
    assert found == ["/hall/90", "/car/80", "/hall/60"]


def test_a_camera_may_have_limits_of_its_own() -> None:
    limits = Limits(days=1, cameras={"hall": Limits(days=3), "car": Limits(size=2 * GB)})
    assert gone(HALL + CAR, limits) == [
        ("/hall/90", "older than 3 days"),
        ("/car/80", "older than 1 days"),
        ("/car/40", "older than 1 days"),
    ]


def test_what_a_flag_or_a_hold_needs_stays_and_others_go_in_its_place() -> None:
    start = NOW - timedelta(hours=90, seconds=5)
    need = Need("hall", start, start + timedelta(seconds=10), "flag 3fa9")
    assert gone(HALL, Limits(camera_size=3 * GB), need) == [
        ("/hall/60", "hall holds more than 3 GB")
    ]
    assert gone(HALL, Limits(days=1), need) == [
        ("/hall/60", "older than 1 days"),
        ("/hall/30", "older than 1 days"),
    ]
    other = Need("car", start, start + timedelta(seconds=10), "flag 3fa9")
    assert "/hall/90" in dict(gone(HALL, Limits(days=1), other))


def test_fresh_footage_stays_because_its_flags_are_still_in_the_making() -> None:
    assert gone([segment("hall", 0.1), segment("hall", 1)], Limits(camera_size=1)) == [
        ("/hall/1", "hall holds more than 1e-09 GB")
    ]


def test_no_more_is_read_than_it_takes() -> None:
    read: list[Segment] = []

    def reading() -> object:
        for one in sorted(HALL, key=lambda s: s.start or NOW):
            read.append(one)
            yield one

    assert len(list(surplus(reading(), {"hall": 4 * GB}, Limits(size=3 * GB), (), NOW))) == 1
    assert len(read) == 2


def test_the_settings_are_read_from_the_home(tmp_path: Path) -> None:
    path = tmp_path / "recorder.toml"
    assert load_limits(path) == Limits()
    path.write_text(
        """
        [retention]
        days = 90
        size_gb = 4
        camera_size_gb = 0.5
        [retention.cameras."hall-1"]
        days = 365
        [disk]
        reserve_mb = 16
        """
    )
    limits = load_limits(path)
    own = Limits(days=365)
    assert limits == Limits(90, 4 * GB, GB // 2, {"hall-1": own}, 16_000_000)
    assert (limits.days_of("hall-1"), limits.days_of("car")) == (365, 90)
    assert limits.size_of("hall-1") == GB // 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[retention]\ndais = 3", "retention.dais"),
        ("[retention]\ndays = '3'", "retention.days"),
        ("[retention]\ndays = -1", "retention.days"),
        ("[retention]\nsize_gb = true", "retention.size_gb"),
        ("[retention.cameras.hall]\ncolour = 1", "retention.cameras.hall.colour"),
        ("[retention.cameras]\nhall = 1", "retention.cameras.hall"),
        ("[ring]", "ring"),
        ("[[disk]]", "disk"),
        ("days = ", ""),
    ],
)
def test_a_setting_that_is_misspelt_or_makes_no_sense_is_refused(
    tmp_path: Path, text: str, named: str
) -> None:
    path = tmp_path / "recorder.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_limits(path)
    assert named in caught.value.message
