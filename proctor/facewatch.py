"""Faces before a watched camera, held against the photos of whoever should be there.

The comparison of ``proctor.verification``, made while the camera runs: every few seconds the heads
at the places of candidates are read from the picture in hand. Of everybody else no face is read.
Signatures are forgotten with the chapter, those of photos too; its log gets the same two columns.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from proctor.geometry import Box
from proctor.identity import GATE, Gate, Signature, Unjudged
from proctor.moments import HEAD, heads_wanted
from proctor.observations import Columns, ObservationLog
from proctor.pairs import Pairs
from proctor.perception import Frame
from proctor.ports import Faces
from proctor.rosters.seating import Seating, Spot
from proctor.timeline import SECOND, ClockMap, Microseconds, Span
from proctor.verification import (
    Compared,
    Expected,
    compared,
    expected,
    expected_in_all,
    perception_of,
    said,
    with_photos,
)

EVERY: Microseconds = 5 * SECOND
"""Between two readings: seven good ones are a stretch of thirty seconds."""
SAME_HEAD = 1e-3
"""Share of the frame by which a head may lie elsewhere and be the one that was read."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """An enrolment photo that cannot stand for anybody."""

    why: str
    """A sentence for people."""

    @property
    def remark(self) -> str:
        """What cannot be used, and why."""
        return f"{said('unusable')}: {self.why}"


Photos: TypeAlias = Callable[[str], Signature | Unusable]
"""The face of the enrolment photo with that SHA-256."""


@dataclass(frozen=True, slots=True)
class Comparing:
    """What comparing faces takes; the same for all cameras of a watch, or all recordings."""

    faces: Faces
    """Reads signatures."""
    photos: Photos
    """Reads enrolment photos."""
    pairs: Pairs
    """How often a likeness is wrong."""
    gate: Gate = GATE
    """Which pictures count."""

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever changes what comes out, but for which moments are read."""
        gate = {f"gate_{name}": getattr(self.gate, name) for name in ("frames", "lasting")}
        return {**self.faces.weights, **self.faces.settings, **gate}


@dataclass(frozen=True, slots=True)
class Reading:
    """A face that was read, and where: whose it is may be seen later in another light."""

    head: Box
    """Of whom it is, 0–1 of the frame, as the log has it."""
    signature: Signature
    """With its moment."""


@dataclass(slots=True)
class FaceWatch:
    """Who should be before one camera during one chapter, and how alike who is there looks."""

    tools: Comparing
    seating: Seating
    """What rosters told when the chapter began."""
    spot: Spot
    """The camera's whole picture."""
    roll: tuple[Expected, ...]
    """Everybody who should be before the camera; one without an attempt: why nobody is known."""
    waiting: list[Expected] = field(default_factory=list)
    """Who should be at which place, as of the last reading."""
    found: list[Compared] = field(default_factory=list)
    """What came of the faces read so far."""
    _photos: dict[str, Signature | Unusable] = field(default_factory=dict)
    _read: list[Reading] = field(default_factory=list)
    _due_us: Microseconds = 0

    @classmethod
    def of(
        cls, tools: Comparing, seating: Seating, spot: Spot, clock: ClockMap, ahead: Span
    ) -> "FaceWatch":
        """For a chapter that may last for all of ``ahead``."""
        return cls(tools, seating, spot, tuple(expected_in_all(clock, ahead, spot, seating)))

    def look(self, log: ObservationLog, frame: Frame) -> None:
        """Read the faces of candidates in ``frame``, the last that was looked at, if it is time.

        And one photo at most, so that a hall full of candidates does not stop the looking.
        """
        self.waiting = expected(log, self.spot.site, self.spot.room, self.seating)
        self._read_photo()
        if frame.media_us < self._due_us:
            return
        self._due_us = frame.media_us + EVERY
        photos = {name: one for name, one in self._photos.items() if isinstance(one, Signature)}
        heads = self._heads(log, frame.media_us, photos)
        if heads:
            read = self.tools.faces.read(frame.image, heads, frame.media_us)
            width, height = _size(log)
            self._read += [
                Reading(head.scaled(1 / width, 1 / height), signature)
                for head, signature in zip(heads, read, strict=True)
                if signature is not None
            ]
        signed = {one.place: self._signed(log.columns[one.place]) for one in self.waiting}
        self.found = compared(self.waiting, signed, photos, self.tools.gate)

    def told(self, log: ObservationLog) -> ObservationLog:
        """The log with how alike faces are; known by the photos and the network as well."""
        found = [one for one in self.found if one.expected.place in log.columns]
        settings = {**self.tools.settings, "live_every_us": EVERY}
        perception = perception_of(log, self.roll, settings)
        return with_photos(log, found, perception, self.tools.faces.weights, self.tools.pairs)

    def unjudged(self) -> dict[str, list[Expected]]:
        """Whose face at which place could not be compared, by the reason in words."""
        reasons: dict[str, list[Expected]] = {}
        for one in self.waiting:
            if reason := self._lacking(one):
                reasons.setdefault(reason, []).append(one)
        return reasons

    def _lacking(self, one: Expected) -> str:
        if not one.photo:
            return said(one.missing or "nobody")
        photo = self._photos.get(one.photo)
        if isinstance(photo, Unusable):
            return photo.remark
        own = [each for each in self.found if _same(each.expected, one)]
        if any(each.likeness is not None for each in own):
            return ""
        faces = [each.face for each in own if isinstance(each.face, Unjudged)]
        return said(faces[-1].reason if faces else "no face")

    def _heads(
        self, log: ObservationLog, at: Microseconds, photos: Mapping[str, Signature]
    ) -> list[Box]:
        """The heads at the places of candidates who have a photo that will do, pixels."""
        found: list[Box] = []
        for one in self.waiting:
            if one.photo in photos and _at(one.span, at):
                here = log.columns[one.place].during(Span(at, at + 1))
                found += heads_wanted(here, _size(log), gate=self.tools.gate).values()
        return found

    def _signed(self, here: Columns) -> list[Signature]:
        """The faces whose heads a place has now: it may have had another's when they were read.

        Places move while a camera is young, and the driver's may turn out to be the other one.
        """
        if not self._read or not len(here.times):
            return []
        at = np.array([each.signature.media_us for each in self._read])
        row = np.searchsorted(here.times, at).clip(max=len(here.times) - 1)
        heads = np.stack([here[name][row] for name in HEAD], axis=1)
        away = np.abs(heads - np.array([each.head for each in self._read])).max(axis=1)
        own = (here.times[row] == at) & (away < SAME_HEAD)  # NaN, no head, is not near
        return [each.signature for each, is_own in zip(self._read, own, strict=True) if is_own]

    def _read_photo(self) -> None:
        """The first photo of somebody waited for that was not read yet."""
        photos = (one.photo for one in self.waiting if one.photo not in self._photos)
        if unread := next(filter(None, photos), ""):
            self._photos[unread] = self.tools.photos(unread)


def _size(log: ObservationLog) -> tuple[int, int]:
    return log.header.account.width, log.header.account.height


def _at(span: Span, at: Microseconds) -> bool:
    """Whether the picture lies in what is known of an attempt so far, its end included."""
    return span.start_us <= at <= span.end_us


def _same(one: Expected, other: Expected) -> bool:
    """Whether both are about one attempt at one place; its span grows while it goes on."""
    return (one.place, one.attempt) == (other.place, other.attempt)
