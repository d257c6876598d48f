"""What footage is owed for and what is missing of it: exam sessions, gaps, decisions about gaps.

Spans here are of *wall* time: microseconds since 1970 in UTC, half-open. Findings and decisions are
only ever added; a gap's state is derived. See docs/design/coverage.md.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from proctor.perception import Subject
from proctor.timeline import Span, stamp

Track: TypeAlias = Literal["video", "audio"]
TRACKS: tuple[Track, ...] = ("video", "audio")

GapVerdict: TypeAlias = Literal["explained", "faulty-camera", "unexplained"]
GAP_VERDICTS: tuple[GapVerdict, ...] = ("explained", "faulty-camera", "unexplained")

GapState: TypeAlias = Literal[
    "open", "explained", "faulty-camera", "unexplained", "closed", "withdrawn"
]
"""``closed``: footage arrived. ``withdrawn``: the session was cancelled or corrected."""
GAP_STATES: tuple[GapState, ...] = ("open", *GAP_VERDICTS, "closed", "withdrawn")

EMPTIED = "all of its candidates were moved"
"""Why a session is cancelled that a roster left without attempts; a roster may fill it again."""


@dataclass(frozen=True, slots=True)
class ExamSession:
    """A scheduled stretch of examining in one hall or vehicle: what footage is owed for."""

    site: str
    """Name of the site."""
    hall: str
    """Name of the hall, plate of the vehicle."""
    subject: Subject
    """Which exam."""
    starts: datetime
    """Aware UTC; with site and hall it is what the session is known by."""
    ends: datetime
    """Aware UTC, after ``starts``."""
    cameras: tuple[str, ...] = ()
    """Names of the cameras that owe footage; empty: those that ``proctor.coverage`` finds."""
    cancelled: str = ""
    """Why it does not take place; empty when it does."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A stretch of a session in which one camera has no picture, or no sound."""

    site: str
    """Of the session."""
    hall: str
    """Of the session."""
    starts: datetime
    """Of the session, aware UTC."""
    camera: str
    """Name of the camera that owes it."""
    track: Track
    """What is missing."""
    span: Span
    """Wall time."""

    @property
    def key(self) -> tuple[str, str, datetime, str, Track]:
        """Session, camera and track: stretches of one key are disjoint."""
        return self.site, self.hall, self.starts, self.camera, self.track

    def cut(self, span: Span) -> "Missing":
        """Another stretch of the same session, camera and track."""
        return replace(self, span=span)


@dataclass(frozen=True, slots=True)
class GapDecision:
    """One decision of one person about one gap; never changed, only followed by another."""

    gap: str
    """Id of the gap."""
    verdict: GapVerdict
    """What the person decided."""
    reason: str
    """In words."""
    by: str
    """Name of the reviewer."""
    at: datetime
    """Aware UTC."""
    seen: tuple[Span, ...]
    """Wall time that was missing of the gap then: the decision speaks about nothing else."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that was found missing once; whatever became of it since is derived."""

    id: str
    """Twelve hex digits that follow from session, camera, track and start; see ``gap_id``."""
    missing: Missing
    """As it was found first."""
    found: datetime
    """When, aware UTC."""
    decisions: tuple[GapDecision, ...] = ()
    """Oldest first."""


def gap_id(missing: Missing) -> str:
    """The same session, camera, track and start give the same id on every machine."""
    site, hall, starts, camera, track = missing.key
    parts = (site, hall, str(stamp(starts)), camera, track, str(missing.span.start_us))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
