"""What other cameras say about a flag: those that judged the same place then and saw nothing."""

from datetime import datetime
from typing import Protocol

import numpy as np

from proctor.errors import RecordError, StorageError
from proctor.explaining import rule_of
from proctor.findings import FlagRow, RecordingRow
from proctor.home import Home
from proctor.judge import asked, scene_of
from proctor.observations import ObservationLog, read, read_header
from proctor.perception import Subject
from proctor.places import Place
from proctor.rosters.seating import Seating, Spot
from proctor.rulebook import phases_of
from proctor.rules.base import said_until
from proctor.timeline import ClockMap, Span
from proctor.weighing.cameras import place_of

JUDGED = 0.5
"""Share of a flag's time that another camera must have judged for its silence to mean anything."""


class Archive(Protocol):
    """What is asked of the record."""

    def recordings(
        self, *, start: datetime | None, end: datetime | None, subject: Subject | None
    ) -> list[RecordingRow]:
        """Recordings that overlap that stretch of wall time."""
        ...

    def rooms_then(self, start: datetime, end: datetime) -> Seating:
        """Which rooms cameras show then."""
        ...

    def rulebook_of(self, run_number: int) -> str:
        """The rulebook of a run."""
        ...


def unseen_by(record: Archive, home: Home, row: FlagRow) -> list[str]:
    """Names of the cameras that judged the place of a flag then, by its rule, and flagged nothing.

    Those of the flag's partners are to be left out by whoever asks. A camera whose log is gone, or
    of which nobody can tell that it shows the place, is not named.
    """
    if row.start is None or row.end is None or row.is_of_data:
        return []
    seating = record.rooms_then(row.start, row.end)
    places = _places(home, row.run.recording, row.run.perception)
    own = Spot(row.site, row.camera, row.subject, row.flag.place, places=places)
    here = place_of(own, seating, row.start, row.end)
    if here is None:
        return []
    others = record.recordings(start=row.start, end=row.end, subject=row.subject)
    able = (r for r in others if r.facts.site == row.site and r.facts.camera != row.camera)
    return sorted({r.facts.camera for r in able if _judged_it(record, home, r, row, seating, here)})


def _places(home: Home, recording: str, perception: str) -> tuple[Place, ...]:
    try:
        return read_header(home.log(recording, perception)).places
    except StorageError:
        return ()


def _judged_it(
    record: Archive,
    home: Home,
    other: RecordingRow,
    row: FlagRow,
    seating: Seating,
    here: tuple[str, str],
) -> bool:
    """Whether the other recording shows the place, and its run judged most of the flag's time."""
    facts = other.facts
    if other.run is None or other.run_number is None or row.start is None or row.end is None:
        return False
    try:
        log = read(home.log(other.run.recording, other.run.perception))
        text = record.rulebook_of(other.run_number)
        share = [
            _share(log, place, row, text, facts.clock)
            for place in log.header.places
            if place_of(_before(other, place, log), seating, row.start, row.end) == here
        ]
    except (StorageError, RecordError):  # no log, or no such rule: nobody can say
        return False
    return any(each >= JUDGED for each in share)


def _before(other: RecordingRow, place: Place, log: ObservationLog) -> Spot:
    """A place of another recording."""
    facts = other.facts
    return Spot(facts.site, facts.camera, facts.subject, place.name, places=log.header.places)


def _share(log: ObservationLog, place: Place, row: FlagRow, text: str, clock: ClockMap) -> float:
    """Share of the flag's time about which the rule said something, 0–1."""
    rule = rule_of(row.flag.code, text)
    span = _media(row, clock)
    if span is None or not set(rule.needs) <= set(log.header.senses) or not span.duration_us:
        return 0.0
    scene = scene_of(log, phases_of(text))
    here, sure = scene.columns[place.name], asked(rule, place, scene)
    until = said_until(here.times, scene.account.span.end_us, scene.longest_us)
    first, last = np.searchsorted(here.times, (span.start_us, span.end_us))
    said = np.minimum(until, span.end_us)[first:last] - here.times[first:last]
    return float(said[~np.isnan(sure[first:last])].sum() / span.duration_us)


def _media(row: FlagRow, clock: ClockMap) -> Span | None:
    """The flag's time as another recording counts it."""
    if row.start is None or row.end is None or clock.start is None:
        return None
    start, end = clock.media(row.start), clock.media(row.end)
    return None if start is None or end is None else Span(start, max(start, end))
