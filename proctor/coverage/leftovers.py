"""Recordings that fill no schedule, each with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from proctor.coverage.films import shot_of
from proctor.coverage.ledger import Ledger
from proctor.coverage.times import NEVER, Times
from proctor.findings import RecordingRow
from proctor.timeline import Microseconds, Span

Reason: TypeAlias = Literal["outside-sessions", "no-wall-time", "unreadable"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """A recording, or the part of it, that no session asked for."""

    row: RecordingRow
    """The recording."""
    reason: Reason
    """Why it counts for no session."""
    length_us: Microseconds | None
    """Time with pictures; ``None`` when nothing could be read."""
    spans: tuple[Span, ...] = ()
    """Wall time; empty when nobody knows it."""


def leftovers(ledger: Ledger, rows: Iterable[RecordingRow]) -> Iterator[Leftover]:
    """What ``rows`` have beside the sessions of ``ledger``, in their order."""
    owed = ledger.owed_by_camera()
    for row in rows:
        account = row.facts.account
        if account is None:
            yield Leftover(row, "unreadable", None)
        elif row.start is None:
            yield Leftover(row, "no-wall-time", account.covered_us)
        else:
            asked = owed.get((row.facts.site, row.facts.camera), {}).get("video", NEVER)
            spans = _beside(row, asked, ledger.bounds)
            if spans:
                length = sum(span.duration_us for span in spans)
                yield Leftover(row, "outside-sessions", length, spans)


def _beside(row: RecordingRow, asked: Times, bounds: Span | None) -> tuple[Span, ...]:
    shot = shot_of(row, "video")
    if shot is None:
        return ()
    beside = Times.of((*shot.sound, *shot.damaged)) - asked
    return (beside if bounds is None else beside.within(bounds)).spans
