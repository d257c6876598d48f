"""Who sits at a place of a recording at a moment, as far as rosters and maps of cameras tell.

It is found anew at every asking and stored nowhere: a roster may come in after the footage was
judged, and may be corrected. Nothing is guessed; where two attempts fit, both are given.
See docs/design/seating.md.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from proctor.geometry import Box
from proctor.perception import Subject
from proctor.places import AISLE, BACK, PICTURE_PLACE, Place
from proctor.rosters.enrolled import Enrolled

Lack: TypeAlias = Literal["", "time", "room", "seat", "nobody"]
"""Why no attempt is told: nobody knows the wall time of the recording, which hall or vehicle the
camera shows, which seat the place is; or the rosters have nobody there then."""

RoomKind: TypeAlias = Literal["hall", "vehicle"]
Key: TypeAlias = tuple[str, str]
"""Site, and the name of a camera or a room of it, or a serial."""
Shown: TypeAlias = tuple[str, datetime, datetime]
"""A room, and from when to when."""

LONGEST = timedelta(hours=12)
"""No attempt takes longer, nor is anybody checked in so long before it."""

OVERLAP = 0.5
"""Least intersection over union of a place with a named seat."""
AHEAD = 2.0
"""So many times more than the next seat it must share with its own."""

_NUMBERED = re.compile(r"seat-\d+")
"""Names that proctor gives by itself, in reading order of one recording: no names of seats."""
_WHOLE = frozenset(("picture", "aisle", "cell", "sound", "clock", PICTURE_PLACE.name, AISLE, BACK))
"""Kinds and names of places that are nobody's."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a recording, with what is known of the recording."""

    site: str
    """Name of the site."""
    camera: str
    """Name of the camera."""
    subject: Subject
    """Which exam it shows."""
    place: str
    """Name of the place, ``picture`` for the whole picture."""
    room: str = ""
    """Hall or plate that somebody told of this recording; empty: what is known of its camera."""
    places: tuple[Place, ...] = ()
    """All places of the recording; none where nobody wrote them down."""

    @property
    def key(self) -> Key:
        """Of its camera."""
        return self.site, self.camera


@dataclass(frozen=True, slots=True)
class Sitting:
    """Whom something at a place concerns."""

    lack: Lack = ""
    """Why no attempt, or only those of the whole room, can be told."""
    room: str = ""
    """Hall or plate; empty when unknown."""
    seat: str = ""
    """Seat as rosters call it; empty in a vehicle, where it is unknown, and for a whole room."""
    attempts: tuple[Enrolled, ...] = ()
    """Those that fit; several: nobody can tell which of them."""
    whole: bool = False
    """Whether ``attempts`` are all that are in the room then: no place is anybody's own."""

    @property
    def attempt(self) -> Enrolled | None:
        """The one that is meant; ``None`` unless exactly one fits."""
        return self.attempts[0] if len(self.attempts) == 1 and not self.whole else None

    @property
    def ambiguous(self) -> bool:
        """Whether several attempts fit a place that is one person's."""
        return len(self.attempts) > 1 and not self.whole

    @property
    def examiner(self) -> str:
        """The one who serves at all of the attempts; empty when unknown or not the same."""
        return only(one.examiner for one in self.attempts)

    @property
    def officer(self) -> str:
        """Likewise the safety officer."""
        return only(one.officer for one in self.attempts)

    @property
    def school(self) -> str:
        """Likewise the driving school; a whole room has none."""
        return "" if self.whole else only(one.school for one in self.attempts)


NOBODY = Sitting("nobody")


@dataclass(frozen=True, slots=True)
class Held:
    """A session that names the cameras which film it."""

    room: str
    """Hall or plate."""
    starts: datetime
    """Aware UTC."""
    ends: datetime
    """Aware UTC."""
    cameras: tuple[str, ...]
    """Their names."""


@dataclass(frozen=True, slots=True)
class Seating:
    """What the record knows of a stretch of time; answers who sits where."""

    attempts: Mapping[Key, Sequence[Enrolled]] = field(default_factory=dict)
    """Site and room → attempts by start, cancelled sessions left out."""
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict)
    """Site → sessions that name their cameras."""
    rooms: Mapping[tuple[str, RoomKind], Sequence[str]] = field(default_factory=dict)
    """Site and kind → every room of that kind that was ever planned for."""
    ties: Mapping[Key, str] = field(default_factory=dict)
    """Site and camera → the room it shows, where somebody said so."""
    seats: Mapping[Key, Mapping[str, Box]] = field(default_factory=dict)
    """Site and camera → seat → its zone, 0–1 of the frame, where somebody said so."""
    serials: Mapping[Key, Sequence[Enrolled]] = field(default_factory=dict)
    """Site and serial → the same attempts."""

    def at(self, spot: Spot, start: datetime | None, end: datetime | None) -> Sitting:
        """Whom ``spot`` belongs to in ``[start, end)``, wall time."""
        if start is None or end is None:
            return Sitting("time")
        room = self.room_of(spot, start, end) if self.attempts else ""
        if not room:
            return Sitting("room") if self.attempts else NOBODY
        there = tuple(a for a in self._about(spot.site, room, start, end) if during(a, start, end))
        if not there:
            return Sitting("nobody", room)
        if spot.subject != "hall":
            return Sitting("", room, "", there)
        return self._seated(spot, room, there)

    def room_of(self, spot: Spot, start: datetime, end: datetime) -> str:
        """The hall or vehicle that the camera shows then; empty when nobody can tell.

        What was told of the recording, then of the camera; the session that names the camera; a
        room that is called like the camera; the only room of its site and kind.
        """
        told = spot.room or self.ties.get(spot.key)
        if told:
            return told
        if named := self._naming(spot, start, end):
            return only(one.room for one in named)
        rooms = self.rooms.get((spot.site, kind_of(spot.subject)), ())
        alike = [room for room in rooms if room.casefold() == spot.camera.casefold()]
        return only(alike or rooms)

    def _about(self, site: str, room: str, start: datetime, end: datetime) -> Sequence[Enrolled]:
        """The attempts in a room that begin so near that they may be going on."""
        every = self.attempts.get((site, room), ())
        first = bisect_left(every, start - LONGEST, key=_starts)
        return every[first : bisect_right(every, end + LONGEST, key=_starts)]

    def shown(self, spot: Spot, start: datetime, end: datetime) -> list[Shown]:
        """Rooms that the camera shows in the parts of ``[start, end)``; what is unknown is out."""
        named = self._naming(spot, start, end)
        if named and not (spot.room or self.ties.get(spot.key)):
            return [(one.room, max(start, one.starts), min(end, one.ends)) for one in named]
        room = self.room_of(spot, start, end)
        return [(room, start, end)] if room else []

    def of_serial(self, site: str, serial: str, start: datetime, end: datetime) -> Sitting:
        """The attempt of that 流水号 about then, for what tells it by itself."""
        known = self.serials.get((site, serial), ())
        there = tuple(one for one in known if during(one, start, end)) or tuple(known)
        if not there:
            return NOBODY
        return Sitting("", only(a.room for a in there), only(a.seat for a in there), there)

    def _naming(self, spot: Spot, start: datetime, end: datetime) -> list[Held]:
        """Sessions of then that name the camera."""
        return [
            one
            for one in self.held.get(spot.site, ())
            if spot.camera in one.cameras and one.starts < end and start < one.ends
        ]

    def _seated(self, spot: Spot, room: str, there: tuple[Enrolled, ...]) -> Sitting:
        if _is_whole(spot):
            return Sitting("", room, "", there, whole=True)
        seat = seat_of(spot, self.seats.get(spot.key, {}))
        if not seat:
            return Sitting("seat", room, "", there, whole=True)
        fitting = tuple(one for one in there if plain(one.seat) == plain(seat))
        if not fitting:
            return Sitting("nobody", room, seat, there, whole=True)
        return Sitting("", room, seat, fitting)


def _starts(one: Enrolled) -> datetime:
    return one.starts


def kind_of(subject: Subject) -> RoomKind:
    """Where an exam takes place."""
    return "hall" if subject == "hall" else "vehicle"


def during(one: Enrolled, start: datetime, end: datetime) -> bool:
    """Whether the candidate is there, checked in, at some moment of ``[start, end)``."""
    begins = one.check_in or one.starts
    return (begins <= start or begins < end) and start < one.ends


def seat_of(spot: Spot, seats: Mapping[str, Box]) -> str:
    """The roster's name of a place; empty when nobody can tell.

    The seat whose zone it shares most with, if that is much and far more than with the next one:
    seats are numbered anew in every recording, so their names alone say nothing. Else the name of
    the place, where a person gave it.
    """
    here = next((place for place in spot.places if place.name == spot.place), None)
    if here is not None and seats:
        shared = sorted(((here.zone.iou(zone), name) for name, zone in seats.items()), reverse=True)
        best, name = shared[0]
        if best >= OVERLAP and all(best >= AHEAD * other for other, _name in shared[1:2]):
            return name
    return "" if _NUMBERED.fullmatch(spot.place) else spot.place


@lru_cache(4096)
def plain(seat: str) -> str:
    """A seat without what offices add: ``012``, ``12号`` and ``12`` are one."""
    bare = re.sub(r"[\s号座位#]", "", seat.casefold())
    return bare.lstrip("0") or bare[-1:]


def only(values: Iterable[str]) -> str:
    """The value that all of them are; empty when they differ or there are none."""
    different = set(values)
    return different.pop() if len(different) == 1 else ""


def _is_whole(spot: Spot) -> bool:
    kinds = (place.kind for place in spot.places if place.name == spot.place)
    return next(kinds, spot.place) in _WHOLE or spot.place.startswith("cell ")
