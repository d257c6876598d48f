"""Audio and video quality per camera."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import nan

from proctor.coverage import Balance, Line
from proctor.findings import FlagRow
from proctor.timeline import Microseconds, Span, total_us
from reports.counts.footage import Portion, footage
from reports.counts.tally import Footage

POOR = (
    "VID_BLACK",
    "VID_FREEZE",
    "VID_COVER",
    "VID_MOVE",
    "VID_BLUR",
    "AUD_NONE",
)
"""Codes of time that was filmed but shows, or lets hear, nothing of use."""


@dataclass(frozen=True, slots=True)
class CameraHealth:
    """What one camera owes, and what its pictures were worth."""

    camera: str
    """Name of the camera."""
    site: str
    """Name of the site."""
    footage: Footage
    """Its recordings."""
    schedule: Balance
    """Pictures that sessions ask of it; nothing is planned when none does."""
    poor: Mapping[str, Microseconds | None]
    """Time flagged and not dismissed, for each code of ``POOR``; ``None`` where nothing was
    flagged and none of its recordings could be judged."""
    clock_off_s: float | None
    """The largest offset of its clock that was flagged and not dismissed, seconds, positive when
    ahead; ``None`` without such a flag, NaN when it only stood or jumped."""
    damaged: int
    """Recordings with damaged packets."""
    unreadable: int
    """Recordings that could not be read at all."""
    silent: int
    """Recordings without an audio track."""

    @property
    def expected_us(self) -> Microseconds:
        """Time that sessions ask for; without any, what its recordings promise."""
        return self.schedule.planned_us or self.footage.expected_us

    @property
    def missing_us(self) -> Microseconds:
        """Time without pictures in its sessions; without any, inside its recordings."""
        if self.schedule.planned_us:
            return self.schedule.gap_us
        return self.footage.expected_us - self.footage.covered_us

    @property
    def coverage(self) -> float | None:
        """Share of the expected time with sound pictures, 0–1; ``None`` without any."""
        return self.schedule.share if self.schedule.planned_us else self.footage.coverage

    @property
    def faulty(self) -> bool:
        """Whether anything must be looked into; a hall camera may be silent."""
        times = self.missing_us + sum(time or 0 for time in self.poor.values())
        return bool(times or self.damaged or self.unreadable or self.clock_off_s is not None)


def by_camera(
    portions: Iterable[Portion], flags: Iterable[FlagRow], schedule: Iterable[Line]
) -> tuple[CameraHealth, ...]:
    """A line per camera that gave or owes anything, the one that owes most first."""
    owed = {(line.site or "", line.camera or ""): line.video for line in schedule}
    groups: dict[tuple[str, str], list[Portion]] = {pair: [] for pair in owed}
    for each in portions:
        groups.setdefault((each.row.facts.site, each.row.facts.camera), []).append(each)
    standing = [row for row in flags if row.state != "false-alarm"]
    lines = [
        _line(
            pair,
            group,
            [row for row in standing if (row.site, row.camera) == pair],
            owed.get(pair, Balance()),
        )
        for pair, group in groups.items()
    ]
    return tuple(
        sorted(lines, key=lambda line: (-line.missing_us, -line.unreadable, line.camera, line.site))
    )


def _line(
    pair: tuple[str, str], group: list[Portion], rows: list[FlagRow], owed: Balance
) -> CameraHealth:
    accounts = [p.row.facts.account for p in group]
    judged = {code for p in group for code, share in p.row.judged.items() if share}
    return CameraHealth(
        camera=pair[1],
        site=pair[0],
        footage=footage(group),
        schedule=owed,
        poor={code: _flagged(rows, code) or (0 if code in judged else None) for code in POOR},
        clock_off_s=_clock_off(rows),
        damaged=sum(1 for a in accounts if a is not None and a.damaged),
        unreadable=accounts.count(None),
        silent=sum(1 for a in accounts if a is not None and not a.audio),
    )


def _flagged(rows: list[FlagRow], code: str) -> Microseconds:
    """Flagged time; stretches of one recording that overlap count once."""
    spans: dict[str, list[Span]] = {}
    for row in rows:
        if row.flag.code == code:
            spans.setdefault(row.run.recording, []).append(row.flag.span)
    return sum(total_us(each) for each in spans.values())


def _clock_off(rows: list[FlagRow]) -> float | None:
    drifts = [row.flag.reasons for row in rows if row.flag.code == "CLK_DRIFT"]
    known = [float(each["offset_s"]) for each in drifts if "offset_s" in each]
    return max(known, key=abs) if known else nan if drifts else None
