"""A recording and its observation log into the signatures of every place.

Made when somebody asks and forgotten afterwards: signatures are biometric data, so none is stored.
What a log may keep of them are numbers that tell nobody's face: ``noted``.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from proctor.geometry import Box
from proctor.identity import GATE, Gate, Joint, Signature, Unjudged, joined, likeness, worth
from proctor.moments import WANTED, Wanted, absences, heads_wanted
from proctor.observations import Columns, ObservationLog
from proctor.perception import Image
from proctor.ports import Faces, Source
from proctor.timeline import Microseconds, Span


@dataclass(frozen=True, slots=True)
class Absence:
    """Who was at a place before somebody was away, and who came after."""

    span: Span
    """In which nobody was there; empty when a moment was named instead."""
    before: Joint | Unjudged
    """Since the absence before this one, or since the beginning."""
    after: Joint | Unjudged
    """Until the next absence, or until the end."""


def examined(log: ObservationLog) -> tuple[str, ...]:
    """Names of the places where somebody sits."""
    kinds = ("seat", "driver", "passenger")
    return tuple(place.name for place in log.header.places if place.kind in kinds)


def signatures(
    log: ObservationLog,
    source: Source,
    faces: Faces,
    places: Collection[str],
    *,
    seen: Callable[[str, Signature, Image, Box], None] = lambda *_: None,
    wanted: Wanted = WANTED,
    gate: Gate = GATE,
) -> dict[str, list[Signature]]:
    """The signatures of each place at its best moments, in order of time.

    ``source`` must be the recording of ``log``: frames are asked for at the steps of the log.
    ``seen`` hears of each with its frame and head, while the frame is at hand.
    """
    size = log.header.account.width, log.header.account.height
    heads = {name: heads_wanted(log.columns[name], size, wanted, gate) for name in places}
    due = {at for asked in heads.values() for at in asked}
    found: dict[str, list[Signature]] = {name: [] for name in places}
    for frame in source.frames(log.header.every_us):
        if frame.media_us not in due:
            continue
        here = [
            (name, asked[frame.media_us])
            for name, asked in heads.items()
            if frame.media_us in asked
        ]
        read = faces.read(frame.image, [head for _name, head in here], frame.media_us)
        for (name, head), signature in zip(here, read, strict=True):
            if signature is not None:
                found[name].append(signature)
                seen(name, signature, frame.image, head)
        due.discard(frame.media_us)
        if not due:
            break
    return found


def across(
    log: ObservationLog, place: str, signed: Collection[Signature], gate: Gate = GATE
) -> list[Absence]:
    """Every absence at a place with the faces before and after it."""
    gaps = absences(log.columns[place])
    whole = log.header.account.span
    starts = [whole.start_us, *(gap.end_us for gap in gaps)]
    ends = [*(gap.start_us for gap in gaps), whole.end_us + 1]
    stays = [
        joined(during(signed, Span(start, end)), gate)
        for start, end in zip(starts, ends, strict=True)
    ]
    return [
        Absence(gap, before, after)
        for gap, before, after in zip(gaps, stays, stays[1:], strict=False)
    ]


def around(signed: Collection[Signature], at: Microseconds, gate: Gate = GATE) -> Absence:
    """The faces before and from a moment that somebody named."""
    before = [one for one in signed if one.media_us < at]
    after = [one for one in signed if one.media_us >= at]
    return Absence(Span(at, at), joined(before, gate), joined(after, gate))


def during(signed: Collection[Signature], span: Span) -> list[Signature]:
    """Those inside ``span``."""
    return [one for one in signed if span.start_us <= one.media_us < span.end_us]


def noted(
    log: ObservationLog, signed: Mapping[str, Sequence[Signature]], gate: Gate = GATE
) -> ObservationLog:
    """The log with ``face_quality`` and ``face_alike`` at the moments of the signatures.

    ``NaN`` elsewhere: nobody looked. A likeness to the first faces that falls and stays low is
    what somebody else at the place looks like; the first faces themselves have none.
    """
    columns = {
        name: _noted(here, signed[name], gate) if name in signed else here
        for name, here in log.columns.items()
    }
    return replace(log, columns=columns)


def _noted(here: Columns, signed: Sequence[Signature], gate: Gate) -> Columns:
    rows = {int(at): row for row, at in enumerate(here.times)}
    quality, alike = (np.full(len(here.times), np.nan, np.float32) for _column in range(2))
    for one in signed:
        quality[rows[one.media_us]] = worth(one.quality, gate)
    for at, value in _drift([one for one in signed if worth(one.quality, gate) > 0], gate.frames):
        alike[rows[at]] = value
    return replace(here, values={**here.values, "face_quality": quality, "face_alike": alike})


def _drift(good: Sequence[Signature], few: int) -> Iterator[tuple[Microseconds, float]]:
    first = [one.values for one in good[:few]]
    for end in range(2 * few, len(good) + 1):
        last = [one.values for one in good[end - few : end]]
        middles = (np.mean(part, axis=0).astype(np.float32) for part in (first, last))
        yield good[end - 1].media_us, likeness(*middles)
