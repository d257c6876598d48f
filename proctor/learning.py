"""What reviewers' decisions can teach a detector. Pure: no pictures here.

A confirmed flag says that the thing is in its box. A false alarm says that it is not, but only when
the reason means that: a phone dismissed because it was the neighbour's is a phone all the same. So
a dismissal for ``staff``, ``neighbour`` or in other words teaches nothing.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from proctor.findings import FlagRow
from proctor.geometry import Box
from proctor.observations import COLUMNS, Columns, ObservationLog
from proctor.timeline import SECOND, Microseconds, Span

Side: TypeAlias = Literal["teach", "held-out"]
Truth: TypeAlias = Literal["present", "absent"]

THINGS: Mapping[str, str] = {"PHONE": "phone", "NOTE": "paper"}
"""Code → the thing it is about, which has a box in the observation log."""
HARMLESS = frozenset({"object", "lighting", "picture"})
"""Reasons of a false alarm which say that the thing was not there."""
MOMENTS = 4
"""Pictures of one flag at most; more of them show the same again."""
APART: Microseconds = SECOND
"""Between two pictures of one flag."""
HELD_OUT = 0.25
"""Share of the reviewed flags whose recordings are kept for measuring."""
FEWEST = 20
"""Reviewed flags below which training is refused: it would learn the room, not the thing."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One picture to be made of a flag."""

    at_us: Microseconds
    """Media time of a sample of the log."""
    box: Box
    """Of the thing, 0–1 of the frame."""
    around: Box | None
    """Body of whoever is at the place, 0–1; ``None`` when nobody was seen."""
    heads: tuple[Box, ...]
    """Heads at all places at that moment, 0–1 of the frame."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One reviewed flag and what it says."""

    row: FlagRow
    """The flag with its decisions."""
    thing: str
    """Label of the house."""
    truth: Truth
    """Whether the thing is in the boxes of its moments."""
    side: Side
    """To teach with, or held out to measure by; the same for all flags of a recording."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A reviewed flag that teaches nothing, and why."""

    row: FlagRow
    """The flag."""
    why: str
    """``thing``: nothing with a box; ``undecided``; ``reason``: does not say what was there."""


def truth_of(row: FlagRow) -> Truth | None:
    """What the latest decision says about the thing; ``None`` when it says nothing."""
    if row.state == "confirmed":
        return "present"
    reason = row.reviews[-1].reason.partition(":")[0].strip() if row.reviews else ""
    return "absent" if row.state == "false-alarm" and reason in HARMLESS else None


def lessons(
    rows: Iterable[FlagRow], known: Mapping[str, Side] | None = None
) -> tuple[list[Lesson], list[Passed]]:
    """Lessons in the order of their flags' ids, and the reviewed flags that give none.

    ``known`` says on which side recordings were in earlier lessons; they stay there.
    """
    usable: list[tuple[FlagRow, str, Truth]] = []
    passed: list[Passed] = []
    for row in sorted(rows, key=lambda row: row.flag.id):
        thing, truth = THINGS.get(row.flag.code), truth_of(row)
        if thing is None or f"{thing}_x0" not in COLUMNS:
            passed.append(Passed(row, "thing"))
        elif truth is None:
            passed.append(Passed(row, "reason" if row.state == "false-alarm" else "undecided"))
        else:
            usable.append((row, thing, truth))
    at = sides((row.run.recording for row, _thing, _truth in usable), known or {})
    made = [Lesson(row, thing, truth, at[row.run.recording]) for row, thing, truth in usable]
    return made, passed


def sides(recordings: Iterable[str], known: Mapping[str, Side]) -> dict[str, Side]:
    """Side of each recording, given once for every flag of it.

    Whoever was on a side stays there, lest a detector be measured by what an earlier one was
    taught with. New ones go, in an order that follows from their bytes, to the side that is short.
    """
    counts: dict[str, int] = {}
    for recording in recordings:
        counts[recording] = counts.get(recording, 0) + 1
    found = {name: side for name, side in known.items() if name in counts}
    held = sum(counts[name] for name, side in found.items() if side == "held-out")
    seen = sum(counts[name] for name in found)
    for name in sorted(counts.keys() - found.keys(), key=_drawn):
        seen += counts[name]
        wants = held + counts[name] / 2 <= HELD_OUT * seen or (not held and len(found) > 0)
        found[name] = "held-out" if wants else "teach"
        held += counts[name] if wants else 0
    return found


def _drawn(recording: str) -> str:
    return hashlib.sha256(f"held out {recording}".encode()).hexdigest()


def moments(lesson: Lesson, log: ObservationLog) -> list[Moment]:
    """The surest samples of the thing during the flag, apart from one another, by time.

    Empty when the log does not know the place or never had the thing's box.
    """
    here = log.columns.get(lesson.row.flag.place)
    if here is None:
        return []
    during = here.during(_at_least(lesson.row.flag.span))
    scores = np.where(np.isnan(during[f"{lesson.thing}_x0"]), np.nan, during[lesson.thing])
    chosen: list[int] = []
    for at in np.argsort(-np.nan_to_num(scores, nan=-1.0), kind="stable"):
        far = all(abs(during.times[at] - during.times[other]) >= APART for other in chosen)
        if scores[at] > 0 and far and len(chosen) < MOMENTS:
            chosen.append(int(at))
    found = (_moment(lesson.thing, during, row, log) for row in sorted(chosen))
    return [moment for moment in found if moment is not None]


def _at_least(span: Span) -> Span:
    return Span(span.start_us, max(span.end_us, span.start_us + 1))


def _moment(thing: str, here: Columns, row: int, log: ObservationLog) -> Moment | None:
    at = int(here.times[row])
    box = box_at(here, row, f"{thing}_")
    if box is None:
        return None
    heads = [_head(columns, at) for columns in log.columns.values()]
    return Moment(at, box, box_at(here, row, ""), tuple(head for head in heads if head))


def _head(columns: Columns, at_us: Microseconds) -> Box | None:
    row = int(np.searchsorted(columns.times, at_us))
    if row == len(columns.times) or columns.times[row] != at_us:
        return None
    return box_at(columns, row, "head_")


def box_at(here: Columns, row: int, prefix: str) -> Box | None:
    """A box of the log; ``None`` when nothing was seen."""
    box = Box(*(float(here[f"{prefix}{side}"][row]) for side in ("x0", "y0", "x1", "y1")))
    return None if any(np.isnan(box)) else box


def enough(made: Sequence[Lesson]) -> bool:
    """Whether there are flags enough to learn from, and both kinds of side."""
    return len(made) >= FEWEST and {lesson.side for lesson in made} == {"teach", "held-out"}
