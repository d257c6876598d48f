"""Where people are examined or serve: seats found from footage, cabins by template.

A hall's seats are the spots where somebody stayed; everything else is the aisle. A cabin has a
driver and a passenger: seen from the dash of a left-hand-drive car the driver sits on the right of
the picture. Zones are in 0–1 of the frame, so they hold at any resolution.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from statistics import median
from typing import Literal, TypeAlias

from proctor.geometry import Box
from proctor.perception import Person, Subject
from proctor.timeline import SECOND, Microseconds, Span, total_us

Kind: TypeAlias = Literal["seat", "driver", "passenger", "aisle", "picture"]

AISLE = "aisle"
FIRST: Microseconds = 3 * SECOND
"""Who is seen by then was there when the recording began."""


@dataclass(frozen=True, slots=True)
class Place:
    """One spot in the picture with a name."""

    name: str
    """``seat-01`` … in reading order, ``driver``, ``passenger``, ``aisle``, ``picture``."""
    kind: Kind
    """What happens there."""
    zone: Box
    """0–1 of the frame; where a person of this place is seen."""
    anchor: tuple[float, float]
    """0–1 of the frame; where the head of the person of this place usually is."""


WHOLE = Box(0.0, 0.0, 1.0, 1.0)
PICTURE_PLACE = Place("picture", "picture", WHOLE, (0.5, 0.5))
AISLE_PLACE = Place(AISLE, "aisle", WHOLE, (0.5, 0.5))
DRIVER_RIGHT = (
    Place("driver", "driver", Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.3)),
    Place("passenger", "passenger", Box(0.0, 0.0, 0.5, 1.0), (0.25, 0.3)),
)
DRIVER_ALONE = (Place("driver", "driver", WHOLE, (0.5, 0.35)),)


def anchor_of(person: Person) -> tuple[float, float]:
    """Where the head is, pixels; guessed from the body when no head was found."""
    if person.head is not None:
        return person.head.centre
    return person.box.centre[0], person.box.y0 + 0.15 * person.box.height


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person at one moment, as tracking left it."""

    media_us: Microseconds
    """Moment of the sample."""
    track: int
    """Same number, same person, as far as the tracker can tell."""
    person: Person
    """Pixels of the frame."""


@dataclass(slots=True)
class _Stay:
    """Sightings of one track that remain around one spot."""

    sightings: list[Sighting]
    x: float
    y: float

    def takes(self, sighting: Sighting) -> bool:
        """Whether the head is still within half a shoulder of the spot; the spot follows slowly."""
        x, y = anchor_of(sighting.person)
        reach = 0.5 * sighting.person.box.width
        if hypot(x - self.x, y - self.y) > reach:
            return False
        self.x += 0.1 * (x - self.x)
        self.y += 0.1 * (y - self.y)
        self.sightings.append(sighting)
        return True

    @property
    def span(self) -> Span:
        """From the first to the last sighting."""
        return Span(self.sightings[0].media_us, self.sightings[-1].media_us)


@dataclass(slots=True)
class _Spot:
    """Stays around one point; the longest one says where it is."""

    stays: list[_Stay]
    box: Box
    at: tuple[float, float]

    @property
    def sat_us(self) -> Microseconds:
        """How long somebody stayed here, in all."""
        return total_us(stay.span for stay in self.stays)

    @property
    def taken_at_first(self) -> bool:
        """Whether somebody was here when the recording began."""
        return any(stay.span.start_us <= FIRST for stay in self.stays)

    def takes(self, stay: _Stay) -> bool:
        """Whether the stay belongs here; if so it is added.

        Half a body width apart is one spot. Up to one width it is so too when the two do not
        happen at once (somebody leans over) or the stay is a visit, less than half as long.
        """
        x, y = _head_of(stay)
        width = min(self.box.width, _body_of(stay).width)
        away = hypot(x - self.at[0], y - self.at[1])
        longest = self.stays[0].span
        apart = 2 * stay.span.overlap_us(longest) < stay.span.duration_us
        visit = 2 * stay.span.duration_us < longest.duration_us
        if away >= (1.0 if apart or visit else 0.5) * width:
            return False
        self.stays.append(stay)
        return True


def find_seats(
    sightings: Sequence[Sighting], width: int, height: int, whole_us: Microseconds
) -> tuple[Place, ...]:
    """Seats: spots where people stayed, named ``seat-01`` … in reading order.

    A spot that was taken when the recording began is a seat from 15 % of the recording, at least
    four seconds (or half of a shorter one) and at most ten minutes; one at which somebody arrived
    later needs a minute besides, because people who walk also stand.
    """
    least = min(4 * SECOND, whole_us // 2)
    enough = min(max(whole_us * 15 // 100, least), 600 * SECOND)
    spots = [
        spot
        for spot in _spots(_stays(sightings))
        if spot.sat_us >= (enough if spot.taken_at_first else max(enough, 60 * SECOND))
    ]
    spots.sort(key=lambda spot: (round(spot.at[1] / height, 1), spot.at[0]))
    return tuple(_seat(f"seat-{n:02d}", spot, width, height) for n, spot in enumerate(spots, 1))


def find_cabin(sightings: Sequence[Sighting], width: int) -> tuple[Place, ...]:
    """Driver and passenger when people sit in both halves of the picture, else the driver alone.

    Both halves count as taken when each holds somebody in at least a tenth of the moments in which
    anybody is seen; somebody half as tall as the tallest is outside the car.
    """
    by_moment = _by_moment(s for s in _in_car(sightings))
    if not by_moment:
        return DRIVER_RIGHT
    both = sum(1 for people in by_moment.values() if _halves(people, width) == {True, False})
    return DRIVER_RIGHT if both * 10 >= len(by_moment) else DRIVER_ALONE


def find_places(
    subject: Subject,
    sightings: Sequence[Sighting],
    size: tuple[int, int],
    whole_us: Microseconds,
) -> tuple[Place, ...]:
    """The places of one recording, the aisle last; ``size`` is (width, height) in pixels."""
    if subject == "hall":
        found = find_seats(sightings, size[0], size[1], whole_us)
    else:
        found = find_cabin(sightings, size[0])
    return (*found, AISLE_PLACE)


def kept_places(known: Sequence[Place], found: Sequence[Place]) -> tuple[Place, ...]:
    """``known`` as they are, then those of ``found`` at new spots, numbered on; for live pictures.

    A live camera finds its seats bit by bit: names that were given must not wander.
    """
    if not known or any(place.kind == "driver" for place in known):
        return tuple(known or found)
    seats = [place for place in known if place.kind == "seat"]
    for place in found:
        if place.kind == "seat" and not any(_at_spot_of(place, old) for old in seats):
            seats.append(replace(place, name=f"seat-{len(seats) + 1:02d}"))
    return (*seats, AISLE_PLACE)


def _at_spot_of(place: Place, old: Place) -> bool:
    near = abs(place.anchor[0] - old.anchor[0]) < 0.5 * min(place.zone.width, old.zone.width)
    return near and old.zone.holds(*place.anchor)


def _stays(sightings: Sequence[Sighting]) -> list[_Stay]:
    open_stays: dict[int, _Stay] = {}
    closed: list[_Stay] = []
    for sighting in sightings:
        stay = open_stays.get(sighting.track)
        if stay is not None and stay.takes(sighting):
            continue
        if stay is not None:
            closed.append(stay)
        open_stays[sighting.track] = _Stay([sighting], *anchor_of(sighting.person))
    return closed + list(open_stays.values())


def _spots(stays: Sequence[_Stay]) -> list[_Spot]:
    """Spots around the longest stays; a stay goes to the first spot that takes it."""
    spots: list[_Spot] = []
    lasting = (stay for stay in stays if stay.span.duration_us >= SECOND)
    for stay in sorted(lasting, key=lambda s: (-s.span.duration_us, s.span, s.x, s.y)):
        if not any(spot.takes(stay) for spot in spots):
            spots.append(_Spot([stay], _body_of(stay), _head_of(stay)))
    return spots


def _body_of(stay: _Stay) -> Box:
    """Median body box, pixels."""
    return _median_box([s.person.box for s in stay.sightings])


def _head_of(stay: _Stay) -> tuple[float, float]:
    """Median head position, pixels."""
    anchors = [anchor_of(s.person) for s in stay.sightings]
    return median(x for x, _ in anchors), median(y for _, y in anchors)


def _seat(name: str, spot: _Spot, width: int, height: int) -> Place:
    scale = 1 / width, 1 / height
    zone = spot.box.grown(0.25).within(width, height).scaled(*scale)
    return Place(name, "seat", zone, (spot.at[0] * scale[0], spot.at[1] * scale[1]))


def _median_box(boxes: Sequence[Box]) -> Box:
    return Box(*(median(values) for values in zip(*boxes, strict=True)))


def _in_car(sightings: Sequence[Sighting]) -> Iterable[Sighting]:
    tallest = max((s.person.box.height for s in sightings), default=0.0)
    return (s for s in sightings if s.person.box.height > tallest / 2)


def _by_moment(sightings: Iterable[Sighting]) -> Mapping[Microseconds, list[Person]]:
    result: dict[Microseconds, list[Person]] = {}
    for sighting in sightings:
        result.setdefault(sighting.media_us, []).append(sighting.person)
    return result


def _halves(people: Iterable[Person], width: int) -> set[bool]:
    return {anchor_of(person)[0] * 2 > width for person in people}
