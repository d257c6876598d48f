"""Rows of a roster that are good each by itself, and may not all be right together.

Offices also plan one car for a whole class at once, without saying who drives when: nothing is
wrong with that, but nobody can tell then whom a flag in that car means.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TypeAlias

from proctor.i18n import _
from proctor.rosters.attempt import Attempt, Problem
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.fields import Name
from proctor.rosters.numbers import masked, shown
from proctor.rosters.seating import LONGEST, plain
from proctor.timeline import Span, meeting, stamp

NAMED = 10
"""Rows that one doubt names; a car that is planned for a whole class at once has more."""

Used: TypeAlias = tuple[Name, tuple[str, ...]]
"""Column that tells it, and which: two attempts with the same one must not overlap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A good row."""

    row: int
    """Its number."""
    attempt: Attempt
    """What it says."""


def doubts(lines: Sequence[Line], titles: Mapping[Name, str]) -> list[Problem]:
    """Seats, vehicles and candidates that are in two attempts at once, by row.

    One doubt for each row that others clash with, so a car that is planned for a whole class at
    once is told once. ``titles``: what the file calls the columns.
    """
    users: dict[Used, list[Line]] = defaultdict(list)
    for line in lines:
        for thing in _used(line.attempt):
            users[thing].append(line)
    found = [
        Problem(line.row, titles[name], _shown(line.attempt, name), _words(name, others))
        for (name, _which), those in users.items()
        for line, others in _overlapping(those)
    ]
    return sorted(found, key=lambda one: one.row)


def doubts_on_record(
    lines: Sequence[Line], known: Iterable[Enrolled], titles: Mapping[Name, str]
) -> list[Problem]:
    """Rows whose seat or vehicle somebody has who is ``known`` and not in the file, by row.

    Somebody who only vanished from a roster stays on record, and keeps the seat.
    """
    told = {(line.attempt.site, line.attempt.subject, line.attempt.serial) for line in lines}
    users: dict[Used, list[Enrolled]] = defaultdict(list)
    for one in sorted(known, key=_starts):
        if (one.site, one.subject, one.serial) not in told:
            users[_place(one)].append(one)
    text = _("On record, not in this file, and there at the same time: serial number {serials}.")
    found = []
    for line in lines:
        thing = _place(line.attempt)
        others = [one.serial for one in _during(users.get(thing, ()), line.attempt)]
        if others:
            words = text.format(serials=_listed(others))
            found.append(Problem(line.row, titles[thing[0]], _shown(line.attempt, thing[0]), words))
    return found


def _during(those: Sequence[Enrolled], one: Attempt) -> Iterator[Enrolled]:
    """Those, sorted by start, that overlap ``one``."""
    first = bisect_left(those, one.starts - LONGEST, key=_starts)
    last = bisect_left(those, one.ends, key=_starts)
    return (other for other in islice(those, first, last) if other.ends > one.starts)


def _starts(one: Enrolled) -> datetime:
    return one.starts


def _used(one: Attempt) -> Iterator[Used]:
    """What can serve one attempt at a time only."""
    yield _place(one)
    yield "id_number", (one.subject, one.id_number)


def _place(one: Attempt | Enrolled) -> Used:
    """The seat or vehicle. A plate is one car wherever it drives."""
    if one.subject == "hall":
        return "seat", (one.site, one.room, plain(one.seat))
    return "vehicle", (one.room,)


def _overlapping(those: Sequence[Line]) -> Iterator[tuple[Line, list[int]]]:
    """A row and the rows that overlap it."""
    clashing: dict[int, list[int]] = defaultdict(list)
    ordered = sorted(those, key=lambda line: (line.attempt.starts, line.row))
    for line, other, _shared_us in meeting(ordered, _when):
        clashing[line.row].append(other.row)
    return ((line, clashing[line.row]) for line in ordered if line.row in clashing)


def _when(line: Line) -> Span:
    return Span(stamp(line.attempt.starts), stamp(line.attempt.ends))


def _shown(one: Attempt, name: Name) -> str:
    if name == "id_number":
        return shown(one.id_number)
    return masked(one.seat if name == "seat" else one.room)


def _words(name: Name, others: Sequence[int]) -> str:
    texts: Mapping[Name, str] = {
        "seat": _("Somebody else has this seat at the same time: row {rows}."),
        "vehicle": _("Somebody else has this vehicle at the same time: row {rows}."),
        "id_number": _("The same candidate is elsewhere at the same time: row {rows}."),
    }
    return texts[name].format(rows=_listed(others))


def _listed(all_of_them: Sequence[object]) -> str:
    """The first of them, and how many more there are."""
    shown_ones = ", ".join(map(str, all_of_them[:NAMED]))
    if len(all_of_them) <= NAMED:
        return shown_ones
    return _("{some} and {n} more").format(some=shown_ones, n=len(all_of_them) - NAMED)
