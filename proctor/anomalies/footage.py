"""What was filmed of the attempts that a lead is about, so that an officer can look."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from proctor.findings import Reasons, RecordingRow
from proctor.perception import Subject
from proctor.results.result import Outcome
from proctor.rosters.seating import Seating, Spot
from proctor.timeline import Span, moment, stamp


@dataclass(frozen=True, slots=True)
class Filmed:
    """A stretch of a recording that shows an attempt."""

    serial: str
    """流水号 of the attempt."""
    camera: str
    """Name of the camera."""
    recording: str
    """Path where it was last seen."""
    starts: datetime
    """Begin of the stretch, aware UTC."""
    ends: datetime
    """Its end, aware UTC."""
    span: Span
    """The same in media time of the recording."""


def concerned(
    reasons: Reasons, outcomes: Iterable[Outcome], site: str, subject: Subject
) -> list[Outcome]:
    """Those of ``outcomes`` that the lead with these reasons is about, in their order.

    All of them are of the lead's ``site`` and ``subject``, but for two attempts at once: a
    candidate or a car may have been in two of them.
    """
    serials = {reasons.get("serial"), reasons.get("other_serial")} - {None}
    who = reasons.get("kind"), reasons.get("who")
    anywhere = reasons.get("check") == "twice"
    here = (one for one in outcomes if anywhere or (one.site, one.subject) == (site, subject))
    return [one for one in here if one.serial in serials or who in _served(one)]


def _served(one: Outcome) -> tuple[tuple[str, str], ...]:
    """Whose passes and fails the attempt counts for."""
    return ("examiner", one.examiner), ("vehicle", one.room), ("school", one.school)


def filmed(
    attempts: Iterable[Outcome], recordings: Sequence[RecordingRow], seating: Seating
) -> list[Filmed]:
    """The stretches of ``recordings`` that show each attempt, by attempt, camera and time.

    A recording shows an attempt when its camera shows the hall or vehicle of it then, as far as
    anybody told; holes in a recording are not cut out.
    """
    found = [
        part
        for one in attempts
        for row in recordings
        if row.facts.site == one.site
        for part in _parts(one, row, seating)
    ]
    return sorted(found, key=lambda part: (part.serial, part.camera, part.starts))


def _parts(one: Outcome, row: RecordingRow, seating: Seating) -> Iterable[Filmed]:
    facts = row.facts
    if facts.account is None or row.start is None or not one.room:
        return
    zero, whole = stamp(row.start), facts.account.span
    first = max(moment(zero + whole.start_us), one.starts)
    last = min(moment(zero + whole.end_us), one.ends)
    if first >= last:
        return
    spot = Spot(facts.site, facts.camera, facts.subject, "picture", facts.room)
    for room, start, end in seating.shown(spot, first, last):
        if room.casefold() == one.room.casefold():
            span = Span(stamp(start) - zero, stamp(end) - zero)
            yield Filmed(one.serial, facts.camera, facts.path, start, end, span)
