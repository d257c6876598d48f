"""Several cameras on one place: which of their flags tell of one happening.

Found anew whenever flags are read, and stored nowhere: recordings and rosters come in any order.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime

from proctor.rosters.seating import Seating, Spot, plain, seat_of
from proctor.timeline import SECOND, Microseconds, Span
from proctor.weighing.gravity import Standing

DOUBT: Microseconds = 5 * SECOND
"""A clock that may be off by more ties a flag to whatever happened that minute: not counted."""

IN_CAR = ("driver", "passenger", "back")
"""Places that have the same name before every camera of a car."""

Pair = tuple[Standing, Standing]


def candidates(flags: Iterable[Standing]) -> list[Pair]:
    """Pairs of one site and code, of two cameras, at the same wall time."""
    groups = defaultdict[tuple[str, str], list[Standing]](list)
    for flag in flags:
        if flag.dated and flag.doubt_us <= DOUBT:
            groups[flag.site, flag.code].append(flag)
    return [pair for members in groups.values() for pair in _at_once(members)]


def _at_once(members: Iterable[Standing]) -> Iterator[Pair]:
    """Pairs of different cameras that overlap, found in one sweep over time."""
    going: list[Standing] = []
    for flag in sorted(members, key=lambda flag: (flag.span, flag.id)):
        going = [other for other in going if other.span.end_us + 2 * DOUBT > flag.span.start_us]
        for other in going:
            if other.camera != flag.camera and same_time(other, flag):
                yield other, flag
        going.append(flag)


def same_time(one: Standing, other: Standing) -> bool:
    """Whether they share half of the shorter one, if one clock is moved by as much as it may."""
    slack = one.doubt_us + other.doubt_us
    wide = Span(one.span.start_us - slack, one.span.end_us + slack)
    shorter = min(one.span.duration_us, other.span.duration_us)
    return 2 * min(wide.overlap_us(other.span), shorter) >= max(shorter, 1)


def happenings(pairs: Iterable[Pair], spot: Callable[[Standing], Hashable]) -> list[set[str]]:
    """Ids of the flags that are one happening: those at one spot, joined pair by pair.

    ``spot`` gives what is the same for one place before every camera, ``None`` if nobody can tell.
    """
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        here = spot(one)
        if here is None or here != spot(other):
            continue
        joined = found.get(one.id, {one.id}) | found.get(other.id, {other.id})
        for member in joined:
            found[member] = joined
    return list({id(members): members for members in found.values()}.values())


def place_of(
    spot: Spot, seating: Seating, start: datetime, end: datetime
) -> tuple[str, str] | None:
    """Room and seat (in a car the place): the same for one place before every camera.

    ``None`` where nobody can tell, and for what is nobody's place, such as the picture.
    """
    room = seating.room_of(spot, start, end)
    if spot.subject != "hall":
        return (room, spot.place) if room and spot.place in IN_CAR else None
    kind = next((place.kind for place in spot.places if place.name == spot.place), "")
    seat = seat_of(spot, seating.seats.get(spot.key, {})) if kind == "seat" else ""
    return (room, plain(seat)) if room and seat else None
