"""Flags by who examined, who accompanied, who taught and which car: with attempts to divide by.

Hours are those of attempts: their planned time, the part of it that a camera of their room filmed,
and the part of that which was judged. Two cameras of one room count once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

from proctor.coverage.times import NEVER, Times
from proctor.findings import FlagRow
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Key, Seating, Spot
from proctor.timeline import Span, stamp
from reports.counts.footage import Portion
from reports.counts.tally import Footage, Tally, decisions
from reports.period import Period

By: TypeAlias = Literal["examiner", "officer", "school", "vehicle"]

_OF_ATTEMPT: Mapping[By, Callable[[Enrolled], str]] = {
    "examiner": lambda one: one.examiner,
    "officer": lambda one: one.officer,
    "school": lambda one: one.school,
    "vehicle": lambda one: "" if one.subject == "hall" else one.room,
}
_OF_FLAG: Mapping[By, Callable[[FlagRow], str]] = {
    "examiner": lambda row: row.sitting.examiner,
    "officer": lambda row: row.sitting.officer,
    "school": lambda row: row.sitting.school,
    "vehicle": lambda row: "" if row.subject == "hall" else row.sitting.room,
}
KINDS: tuple[By, ...] = tuple(_OF_ATTEMPT)


@dataclass(frozen=True, slots=True)
class Serving:
    """The attempts of a period, and the flags by those who served at them."""

    attempts: int = 0
    """Attempts that begin in the period, in sessions that are held."""
    candidates: int = 0
    """Different people among them."""
    involved: int = 0
    """Different people whom confirmed flags name; flags that may mean another are left out."""
    by: Mapping[By, tuple[Tally, ...]] = field(default_factory=dict)
    """Tallies in hours of attempts; ``recordings`` counts attempts. Most flags first."""
    untied: Mapping[By, int] = field(default_factory=dict)
    """Flags of the period that cannot be told of any one."""


def serving(
    seating: Seating, portions: Iterable[Portion], flags: Iterable[FlagRow], period: Period
) -> Serving:
    """The attempts in ``period`` with footage and flags; nothing at all without rosters."""
    attempts = [
        one for group in seating.attempts.values() for one in group if period.holds(one.starts)
    ]
    if not attempts:
        return Serving()
    rows = list(flags)
    times = _times(seating, portions)
    parts = [(one, _part(one, times)) for one in attempts]
    named = [s for row in rows if row.state == "confirmed" for s in (row.sitting, row.partner) if s]
    return Serving(
        attempts=len(attempts),
        candidates=len({one.person for one in attempts}),
        involved=len({one.attempt.person for one in named if one.attempt}),
        by={kind: _tallies(kind, parts, rows) for kind in KINDS},
        untied={kind: sum(not _OF_FLAG[kind](row) for row in rows) for kind in KINDS},
    )


def _tallies(
    kind: By, parts: Iterable[tuple[Enrolled, Footage]], rows: Iterable[FlagRow]
) -> tuple[Tally, ...]:
    hours = defaultdict[str, list[Footage]](list)
    flagged = defaultdict[str, list[FlagRow]](list)
    for one, part in parts:
        hours[_OF_ATTEMPT[kind](one)].append(part)
    for row in rows:
        flagged[_OF_FLAG[kind](row)].append(row)
    names = (hours.keys() | flagged.keys()) - {""}
    tallies = (Tally(name, _sum(hours[name]), decisions(flagged[name])) for name in names)
    return tuple(sorted(tallies, key=lambda t: (-t.decisions.flags, t.key)))


def _sum(parts: list[Footage]) -> Footage:
    return Footage(
        len(parts),
        sum(part.expected_us for part in parts),
        sum(part.covered_us for part in parts),
        sum(part.analysed_us for part in parts),
    )


def _part(one: Enrolled, times: Mapping[Key, tuple[Times, Times]]) -> Footage:
    """Of one attempt: how long it is, how much of it was filmed, how much of that was judged."""
    span = Span(stamp(one.starts), stamp(one.ends))
    filmed, judged = times.get((one.site, one.room), (NEVER, NEVER))
    return Footage(1, span.duration_us, filmed.within(span).us, judged.within(span).us)


def _times(seating: Seating, portions: Iterable[Portion]) -> Mapping[Key, tuple[Times, Times]]:
    """Site and room → wall time that was filmed, and that was judged."""
    filmed = defaultdict[Key, list[Span]](list)
    judged = defaultdict[Key, list[Span]](list)
    for each in portions:
        for room, span in _shown(seating, each):
            filmed[each.row.facts.site, room].append(span)
            if each.analysed:
                judged[each.row.facts.site, room].append(span)
    return {key: (Times.of(spans), Times.of(judged[key])) for key, spans in filmed.items()}


def _shown(seating: Seating, each: Portion) -> Iterable[tuple[str, Span]]:
    """Which room a recording shows in each stretch with pictures, as wall time."""
    facts = each.row.facts
    zero = facts.clock.start
    if zero is None:
        return
    spot = Spot(facts.site, facts.camera, facts.subject, "picture", facts.room)
    for piece in each.pieces:
        start, end = (zero + timedelta(microseconds=us) for us in (piece.start_us, piece.end_us))
        for room, first, last in seating.shown(spot, start, end):
            yield room, Span(stamp(first), stamp(last))
