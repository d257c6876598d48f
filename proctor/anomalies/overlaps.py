"""One seat, vehicle, candidate or examiner in two attempts at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from proctor.anomalies.lead import Lead, by_start, people
from proctor.anomalies.limits import Limits
from proctor.results.result import Outcome
from proctor.timeline import Span, meeting, seconds, stamp

Used: TypeAlias = tuple[str, ...]
"""What kind of thing, and which: two attempts with the same one must not overlap."""


def used(one: Outcome) -> Iterator[Used]:
    """Everything that can serve one attempt at a time only.

    An examiner of the hall or the field watches many at once; only on the road does one person sit
    in one car. A plate is one car wherever it drives.
    """
    yield "candidate", one.person
    if one.subject == "hall":
        if one.room and one.seat:
            yield "seat", one.site, one.room, one.seat
    elif one.room:
        yield "vehicle", one.room
    if one.subject == "road":
        for role, name in (("examiner", one.examiner), ("officer", one.officer)):
            if name:
                yield role, one.site, name


def twice(outcomes: Sequence[Outcome], limits: Limits) -> list[Lead]:
    """A lead per pair of attempts that cannot both be true, whatever they share."""
    shared: dict[tuple[int, int], list[Used]] = defaultdict(list)
    ordered = by_start(outcomes)
    for thing, numbers in _users(ordered).items():
        for pair in _overlapping(ordered, numbers, limits):
            shared[pair].append(thing)
    return [_lead(ordered[a], ordered[b], things) for (a, b), things in sorted(shared.items())]


def _users(ordered: Sequence[Outcome]) -> dict[Used, list[int]]:
    """Thing → the attempts that used it, by start."""
    users: dict[Used, list[int]] = defaultdict(list)
    for number, one in enumerate(ordered):
        for thing in used(one):
            users[thing].append(number)
    return users


def _overlapping(
    ordered: Sequence[Outcome], numbers: Sequence[int], limits: Limits
) -> Iterator[tuple[int, int]]:
    """Attempts that overlap by more than clocks differ."""

    def when(number: int) -> Span:
        return Span(stamp(ordered[number].starts), stamp(ordered[number].ends))

    for one, other, shared_us in meeting(numbers, when):
        if seconds(shared_us) > limits.overlap_s:
            yield one, other


def _lead(one: Outcome, other: Outcome, things: Sequence[Used]) -> Lead:
    end = min(one.ends, other.ends)
    return Lead(
        check="twice",
        whom=f"{one.serial} {other.serial}",
        first=one,
        starts=other.starts,
        ends=end,
        score=1.0,
        reasons={
            "check": "twice",
            "shared": ", ".join(thing[0] for thing in things),
            "which": ", ".join(" ".join(thing[1:]) for thing in things if thing[0] != "candidate"),
            "overlap_s": (end - other.starts).total_seconds(),
            **people(one),
            **{f"other_{name}": value for name, value in people(other).items()},
        },
    )
