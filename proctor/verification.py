"""Faces of a recording held against the enrolment photos of whoever should be there.

A pass behind the observation log, made when somebody asks. The log gets two columns, which tell how
alike faces are and nothing about whose they are; photos and signatures are forgotten. The photos'
hashes are part of what the new log is known by.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import numpy as np

from proctor.i18n import _
from proctor.identity import GATE, Gate, Joint, Lack, Signature, Unjudged, joined, likeness
from proctor.observations import Columns, ObservationLog
from proctor.pairs import Pairs, rates
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Seating, Spot
from proctor.signing import during
from proctor.timeline import ClockMap, Span

VERSION = 2
"""Raised whenever the same log, photos and network would give other columns."""

KINDS = ("seat", "driver")
"""Places of candidates."""

Missing: TypeAlias = Literal[
    "time", "room", "seat", "side", "nobody", "several", "photo", "unusable"
]
"""Why no photo stands for a place: nobody knows the wall time, the room, the seat, on which side
the driver sits; the rosters have nobody there, or several at once; the candidate has no photo, or
none that can be used."""
Reason: TypeAlias = Missing | Lack
"""Why a face was not compared."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose face should be at a place, and when."""

    place: str
    """Name of the place."""
    span: Span
    """Media time of the attempt, inside the recording."""
    attempt: Enrolled | None
    """Whose; ``None`` when nobody can tell."""
    missing: Missing | None = None
    """Why nothing is compared; ``None`` when there is a photo."""

    @property
    def photo(self) -> str:
        """SHA-256 of the photo that stands for the place; empty when none does."""
        return "" if self.attempt is None or self.missing is not None else self.attempt.photo


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of one stretch of good pictures of somebody expected."""

    expected: Expected
    """Who."""
    span: Span
    """Media time of the pictures."""
    face: Joint | Unjudged
    """The face that was seen, or why it cannot be told."""
    likeness: float | None
    """To the photo, 0–1; ``None`` when not judged."""


def expected(log: ObservationLog, site: str, room: str, seating: Seating) -> list[Expected]:
    """Who should be at each place of candidates, by the rosters."""
    header = log.header
    clock, whole = header.clock, header.account.span
    start, end = clock.wall(whole.start_us), clock.wall(whole.end_us)
    found: list[Expected] = []
    for place in header.places:
        if place.why == "default" and place.kind == "driver":
            found.append(Expected(place.name, whole, None, "side"))  # it may be the officer
        elif place.kind in KINDS:
            spot = Spot(site, header.camera, header.subject, place.name, room, header.places)
            found += _at(log, spot, seating, start, end)
    return found


def _at(
    log: ObservationLog,
    spot: Spot,
    seating: Seating,
    start: datetime | None,
    end: datetime | None,
) -> Iterator[Expected]:
    whole = log.header.account.span
    sitting = seating.at(spot, start, end)
    if sitting.lack or sitting.whole or not sitting.attempts:
        yield Expected(spot.place, whole, None, sitting.lack or "seat")
        return
    for one in sitting.attempts:
        span = _inside(one, log)
        if not span.duration_us:
            continue
        if any(_overlap(one, other) for other in sitting.attempts if other is not one):
            yield Expected(spot.place, span, None, "several")
        else:
            yield Expected(spot.place, span, one, None if one.photo else "photo")


def expected_in_all(
    clock: ClockMap, span: Span, spot: Spot, seating: Seating
) -> Iterator[Expected]:
    """Everybody who should be before a camera in ``span`` by the rosters, wherever they sit.

    ``spot`` is its whole picture. Where nobody can tell, one without an attempt says why.
    """
    start, end = clock.wall(span.start_us), clock.wall(span.end_us)
    sitting = seating.at(spot, start, end)
    if sitting.lack or not sitting.attempts:
        yield Expected(spot.place, span, None, sitting.lack or "nobody")
    for one in () if sitting.lack else sitting.attempts:
        yield Expected(spot.place, span, one, None if one.photo else "photo")


def _overlap(one: Enrolled, other: Enrolled) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _inside(one: Enrolled, log: ObservationLog) -> Span:
    """The part of an attempt that the recording shows, whatever its clock may be off."""
    clock, whole = log.header.clock, log.header.account.span
    doubt = timedelta(seconds=min(clock.uncertainty_s, 3600.0))
    first, last = clock.media(one.starts + doubt), clock.media(one.ends - doubt)
    if first is None or last is None:
        return Span(0, 0)
    return Span(min(first, last), last).within(whole)


def perception_of(
    log: ObservationLog,
    waiting: Iterable[Expected],
    settings: Mapping[str, float | str],
) -> str:
    """What the log with the columns is known by: the log before, the network, every photo."""
    told = sorted(
        f"{one.place} {one.span.start_us} {one.span.end_us} {one.photo}"
        for one in waiting
        if one.photo
    )
    lines = (f"photos {VERSION}", log.header.perception, *map(str, sorted(settings.items())), *told)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def compared(
    waiting: Iterable[Expected],
    signed: Mapping[str, Sequence[Signature]],
    photos: Mapping[str, Signature],
    gate: Gate = GATE,
) -> list[Compared]:
    """Every stretch with enough good pictures, and each attempt that has none, with the reason.

    ``photos``: by their hash; an attempt whose photo is not among them is passed over.
    """
    found: list[Compared] = []
    for one in waiting:
        photo = photos.get(one.photo)
        if photo is None:
            continue
        for face in _stretches(during(signed.get(one.place, ()), one.span), gate):
            if isinstance(face, Joint):
                alike = likeness(photo.values, face.values)
                found.append(Compared(one, face.span, face, alike))
            else:
                found.append(Compared(one, one.span, face, None))
    return found


def _stretches(signed: Sequence[Signature], gate: Gate) -> list[Joint | Unjudged]:
    """Joint signatures of stretches as short as the gate allows; what is left over joins the last.

    Pictures that are not of one person end a stretch: from there on it may be somebody else.
    """
    found: list[Joint | Unjudged] = []
    first = start = 0
    for end in range(1, len(signed) + 1):
        face = joined(signed[first:end], gate)
        if isinstance(face, Joint) or face.reason == "mixed":
            found.append(face)
            start, first = first, end
    if first < len(signed) and found:
        longer = joined(signed[start:], gate)
        if isinstance(longer, Joint) and isinstance(found[-1], Joint):
            found[-1] = longer
    return found or [joined(signed, gate)]


def with_photos(
    log: ObservationLog,
    found: Iterable[Compared],
    perception: str,
    weights: Mapping[str, str],
    pairs: Pairs,
) -> ObservationLog:
    """The log with ``face_photo`` and ``face_photo_miss`` where a face was compared.

    ``NaN`` elsewhere: nobody looked, or what was seen was not good enough.
    """
    columns = dict(log.columns)
    for name in {one.expected.place for one in found}:
        own = [one for one in found if one.expected.place == name and one.likeness is not None]
        columns[name] = _filled(columns[name], own, pairs)
    header = replace(
        log.header,
        perception=perception,
        senses=tuple(sorted({*log.header.senses, "photo"})),
        models={**log.header.models, **weights},
    )
    return replace(log, header=header, columns=columns)


def _filled(here: Columns, own: Sequence[Compared], pairs: Pairs) -> Columns:
    alike, miss = (np.full(len(here.times), np.nan, np.float32) for _column in range(2))
    for one in own:
        if one.likeness is None or isinstance(one.face, Unjudged):
            continue
        rows = slice(*np.searchsorted(here.times, (one.span.start_us, one.span.end_us + 1)))
        alike[rows] = one.likeness
        rate = rates(pairs, "photo", one.face.size, one.likeness)
        miss[rows] = np.nan if rate is None else rate.false_non_match.high
    return replace(here, values={**here.values, "face_photo": alike, "face_photo_miss": miss})


def said(missing: Reason) -> str:
    """Why nobody was compared, in the language in force."""
    words: dict[Reason, str] = {
        "time": _("nobody knows the wall time of the recording"),
        "room": _("nobody knows which hall or vehicle the camera shows"),
        "seat": _("nobody knows which seat this is"),
        "side": _("nobody knows on which side the driver sits"),
        "nobody": _("the rosters have nobody there then"),
        "several": _("the rosters have several people there at once"),
        "photo": _("the candidate has no enrolment photo"),
        "unusable": _("the enrolment photo cannot be used"),
        "no face": _("no face was seen"),
        "poor": _("no picture of the face was good enough"),
        "few": _("too few good pictures"),
        "short": _("the good pictures lie too close together"),
        "mixed": _("the pictures are not of one person"),
    }
    return words[missing]
