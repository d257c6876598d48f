"""What recordings account for by themselves, whatever was scheduled: per camera and day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from proctor.findings import RecordingRow
from proctor.timeline import Microseconds


@dataclass(frozen=True, slots=True)
class Coverage:
    """Footage of one camera on one day, as its recordings account for it."""

    camera: str
    """Name of the camera."""
    day: date | None
    """Local day of the first frame; ``None`` when the wall time is unknown."""
    recordings: int
    """Files, the unreadable ones included."""
    unreadable: int
    """Files that show nothing at all."""
    damaged: int
    """Files with damaged packets."""
    expected_us: Microseconds
    """Time the recordings promise."""
    covered_us: Microseconds
    """Time they have pictures."""

    @property
    def missing_us(self) -> Microseconds:
        """Expected and not there."""
        return self.expected_us - self.covered_us

    @property
    def share(self) -> float | None:
        """Covered over expected, 0–1; ``None`` when nothing was expected."""
        return self.covered_us / self.expected_us if self.expected_us else None


def by_camera_and_day(rows: Iterable[RecordingRow], zone: tzinfo | None) -> list[Coverage]:
    """One line per camera and local day, sorted; ``zone`` ``None`` is the computer's own."""
    groups: dict[tuple[str, date | None], list[RecordingRow]] = {}
    for row in rows:
        day = row.start.astimezone(zone).date() if row.start else None
        groups.setdefault((row.facts.camera, day), []).append(row)
    return [
        _line(camera, day, group)
        for (camera, day), group in sorted(groups.items(), key=lambda i: (i[0][0], str(i[0][1])))
    ]


def _line(camera: str, day: date | None, rows: Sequence[RecordingRow]) -> Coverage:
    accounts = [row.facts.account for row in rows if row.facts.account is not None]
    return Coverage(
        camera=camera,
        day=day,
        recordings=len(rows),
        unreadable=len(rows) - len(accounts),
        damaged=sum(1 for account in accounts if account.damaged),
        expected_us=sum(account.span.duration_us for account in accounts),
        covered_us=sum(account.covered_us for account in accounts),
    )
