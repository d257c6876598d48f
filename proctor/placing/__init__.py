"""Places found: seats from where people stay, cabins by template, both as somebody wrote them.

See docs/design/tracks.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from proctor.geometry import Box
from proctor.grids import Grid
from proctor.perception import ROOMS, Subject
from proctor.places import AISLE_PLACE, BACK_PLACE, SAT_AT, WHOLE, Kind, Place, Sighting
from proctor.placing.cabin import find_cabin
from proctor.placing.cells import out_of, seen_in, wheels_in
from proctor.placing.seats import find_seats
from proctor.timeline import Microseconds

__all__ = ["find_cabin", "find_places", "find_seats", "kept_places"]


def find_places(
    subject: Subject,
    sightings: Sequence[Sighting],
    size: tuple[int, int],
    whole_us: Microseconds,
    *,
    layout: tuple[Place, ...] | None = None,
    wheels: Mapping[Microseconds, Box] | None = None,
    faces: bool = False,
    grid: Grid | None = None,
    growing: bool = False,
    step_us: Microseconds = 0,
) -> tuple[Place, ...]:
    """The places of one recording, the aisle last; ``size`` is (width, height) in pixels.

    ``layout``: places that somebody wrote down; they are taken as they are. ``wheels``: the surest
    steering wheel of each look in which one was seen, pixels. ``faces``: whether somebody looked
    for the direction of heads, so that heads without one are backs of heads. ``grid``: the cells of
    a composite picture. ``growing``: whether it is watched, so that more is to come. ``step_us``:
    from one look at the whole picture to the next, at most.
    """
    rest = (AISLE_PLACE,) if subject in ROOMS else (BACK_PLACE, AISLE_PLACE)
    if layout is not None:
        return (*layout, *rest)
    if subject in ROOMS:
        kind: Kind = "seat" if subject == "hall" else "post"
        seats = find_seats(
            sightings, size[0], size[1], whole_us, kind, growing=growing, step_us=step_us
        )
        return (*seats, *rest)
    if grid is not None:
        found = _in_cells(grid, sightings, size, wheels or {}, faces=faces)
        return (*found, *rest)
    return (*find_cabin(sightings, size[0], wheels or {}, faces=faces), *rest)


def _in_cells(
    grid: Grid,
    sightings: Sequence[Sighting],
    size: tuple[int, int],
    wheels: Mapping[Microseconds, Box],
    *,
    faces: bool,
) -> tuple[Place, ...]:
    """The cabin in the driver's cell; a passenger who is not seen there is in the officer's."""
    if grid.driver is None:
        return ()
    zone = grid.driver.zone
    cell = zone.scaled(*size)
    inside = seen_in(cell, sightings)
    found = find_cabin(inside, round(cell.width), wheels_in(cell, wheels), faces=faces)
    places = tuple(out_of(zone, place) for place in found)
    if grid.officer is None or any(place.why != "alone" for place in places):
        return places
    beside = Place("passenger", "passenger", WHOLE, (0.5, 0.35), "cell")
    return (*places, out_of(grid.officer.zone, beside))


def kept_places(known: Sequence[Place], found: Sequence[Place]) -> tuple[Place, ...]:
    """``known`` as they are, then those of ``found`` at new spots, numbered on; for live pictures.

    A live camera finds its seats bit by bit: names that were given must not wander. A cabin that
    was but assumed gives way to one that was seen.
    """
    if not known or any(place.kind == "driver" for place in known):
        return tuple(found if not known or _better(known, found) else known)
    seats = [place for place in known if place.kind in SAT_AT]
    for place in found:
        if place.kind in SAT_AT and not any(at_spot_of(place, old) for old in seats):
            seats.append(replace(place, name=_next_name(seats, place.kind)))
    return (*seats, AISLE_PLACE)


def at_spot_of(place: Place, old: Place) -> bool:
    """Whether two seats are one: the anchors are less than half the smaller zone apart."""
    near = abs(place.anchor[0] - old.anchor[0]) < 0.5 * min(place.zone.width, old.zone.width)
    return near and old.zone.holds(*place.anchor)


def _better(known: Sequence[Place], found: Sequence[Place]) -> bool:
    why = {place.why for place in known if place.kind == "driver"}
    seen = {place.why for place in found if place.kind == "driver"}
    return bool(why & {"default", "alone"}) and bool(seen & {"wheel", "hands"})


def _next_name(seats: Sequence[Place], kind: Kind) -> str:
    names = {seat.name for seat in seats}
    number = len(seats) + 1
    while f"{kind}-{number:02d}" in names:
        number += 1
    return f"{kind}-{number:02d}"
