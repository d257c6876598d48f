"""Samples into columns: who of the people in the picture belongs to which place.

Every person goes to the nearest place whose reach they are in, at which they stayed before rather
than at another; the one who is nearest and stayed longest is *its* person, the others there are
extra people. Whoever walks past a seat is nobody of it and counted apart; whoever is at no place
is in the aisle. In a car whoever is not at the front is in the ``back``. A place that was not
looked at gets no row.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import hypot

from proctor.geometry import Box
from proctor.grids import Cell
from proctor.looked import Looked as Looked
from proctor.looked import Members
from proctor.observations import Columns, LogHeader, columns_from
from proctor.perception import ROOMS, Account
from proctor.places import AISLE, BACK, PEOPLED, SAT_AT, Place, Sighting, anchor_of
from proctor.placing.cabin import SMALLEST
from proctor.placing.hands import followed
from proctor.placing.paths import Paths
from proctor.rows import Row, picture_row, place_row, rest_row, wheel_of
from proctor.timeline import SECOND, Microseconds

GLIMPSE = 0.5
"""Who was seen but once belongs to a seat only within this share of its reach."""
SMALL_HEAD = 0.4
"""A head in the back of a car is at least so tall against the tallest: it is hardly twice as far
from any camera as the driver's."""
OWN = 0.5
"""Whoever stayed at a seat for this share of the longest stay there may be its candidate."""
ROOTED: Microseconds = 20 * SECOND
"""Who stayed at a seat so long has half of its reach ahead of anybody else."""
BEFORE = 1.25
"""Heads between somebody's head and a candidate's, from which they do not sit at that seat."""


def columns_of(header: LogHeader, samples: Sequence[Looked]) -> Mapping[str, Columns]:
    """Columns for every place of the header; holes of the recording get rows with ``frame`` 0."""
    rows: dict[str, list[tuple[Microseconds, Row]]] = {p.name: [] for p in header.places}
    everybody = [sighting for sample in samples for sighting in sample.people]
    paths = Paths(everybody, header.every_us)
    driver = next((place for place in header.places if place.kind == "driver"), None)
    wheel = None if driver is None else wheel_of(driver, samples)
    known = "wheel" in header.senses
    for sample in samples if header.subject in ROOMS else followed(samples):
        for name, row in _rows(sample, header, paths, wheel, known=known).items():
            rows[name].append((sample.media_us, row))
    rows["picture"].extend(_hole_rows(header.account, header.every_us, rows["picture"]))
    rows["picture"].sort(key=lambda pair: pair[0])
    return {name: columns_from(pairs) for name, pairs in rows.items()}


def wheels_of(samples: Iterable[Looked]) -> dict[Microseconds, Box]:
    """The surest steering wheel of each look in which one was seen, pixels."""
    found: dict[Microseconds, Box] = {}
    for sample in samples:
        wheels = [thing for thing in sample.objects or () if thing.label == "wheel"]
        if wheels:
            found[sample.media_us] = max(wheels, key=lambda thing: thing.score).box
    return found


def _hole_rows(
    account: Account, every_us: Microseconds, seen: Sequence[tuple[Microseconds, Row]]
) -> list[tuple[Microseconds, Row]]:
    """Rows through every hole, and one where it ends, though the next sample may come later."""
    rows = []
    known = {at for at, _ in seen}
    for hole in account.holes:
        rows += [(at, {"frame": 0.0}) for at in range(hole.start_us, hole.end_us, every_us)]
        if hole.end_us < account.span.end_us and hole.end_us not in known:
            rows.append((hole.end_us, {"frame": 1.0}))
    return rows


def _rows(
    sample: Looked,
    header: LogHeader,
    paths: Paths,
    wheel: Box | None,
    *,
    known: bool,
) -> dict[str, Row]:
    places = header.places
    own = [place for place in places if place.kind in PEOPLED]
    members = _members(sample, own, paths, header.cells)
    car = any(place.kind == "back" for place in places)
    rest = _rest(members, paths) if car else []
    rows = {
        place.name: place_row(sample, place, members[place.name], wheel, known=known)
        for place in own
        if sample.saw(place)
    }
    if sample.places is None and not sample.within:
        rows[AISLE] = rest_row(sample, members[AISLE].people)
        if car:
            rows[BACK] = rest_row(sample, rest, back=True)
    if sample.health is not None or sample.damaged:
        rows["picture"] = picture_row(sample)
    return rows


def _members(
    sample: Looked, places: Sequence[Place], paths: Paths, cells: Sequence[Cell]
) -> dict[str, Members]:
    """Who is where; whoever walks past a seat, or stops there on a round, is in the aisle."""
    members: dict[str, Members] = {name: Members() for name in (AISLE, *(p.name for p in places))}
    ranks: dict[int, float] = {}
    for sighting in _inside(sample, places, cells):
        place, rank = _place_of(sighting, places, sample.size, paths)
        name = AISLE if place is None else place.name
        if place is not None and place.kind in SAT_AT:
            if paths.passes(sighting):
                members[place.name].passing += 1
                name = AISLE
            elif place.kind == "seat" and _on_patrol(sighting, place, sample.size, paths):
                members[place.name].patrol += 1
                name = AISLE
        members[name].people.append(sighting)
        ranks[id(sighting)] = rank
    for group in members.values():
        group.people.sort(key=lambda sighting: ranks[id(sighting)])
    for place in places:
        if place.kind == "seat":
            _uncover(members, place, sample.size, paths)
    return members


def _uncover(
    members: Mapping[str, Members], place: Place, size: tuple[int, int], paths: Paths
) -> None:
    """Take those out who only stand before a seat, and tell that it cannot be seen for them."""
    seat, aisle = members[place.name], members[AISLE]
    if seat.people and all(_stands_before(who, place, size, paths) for who in seat.people):
        aisle.people += seat.people
        seat.people = []
    if not seat.people:
        at, _ = _spot(place, size)
        seat.hidden = any(
            who.person.box.holds(*at) and not paths.passes(who) for who in aisle.people
        )


def _stands_before(sighting: Sighting, place: Place, size: tuple[int, int], paths: Paths) -> bool:
    """Whether somebody's body covers a seat at which somebody else stayed far longer."""
    at, reach = _spot(place, size)
    head = sighting.person.head
    if head is None or not sighting.person.box.holds(*at):
        return False
    away = hypot(head.centre[0] - at[0], head.centre[1] - at[1])
    stayed = paths.stayed_us(sighting.track, at, reach)
    return away > BEFORE * head.height and stayed < OWN * paths.longest_us(at, reach)


def _rest(members: Mapping[str, Members], paths: Paths) -> list[Sighting]:
    """Whoever else is in a car, taken out of the places before which they are seen.

    Not those who move through the picture: they are outside.
    """
    front = [group for name, group in members.items() if name != AISLE]
    rest = [who for group in front for who in group.people[1:]]
    for group in front:
        del group.people[1:]
    return [who for who in rest if not paths.passes(who)]


def _place_of(
    sighting: Sighting, places: Sequence[Place], size: tuple[int, int], paths: Paths
) -> tuple[Place | None, float]:
    """The place this person is at, and how far from being its own person; the less, the more so."""
    best: tuple[float, Place] | None = None
    x, y = anchor_of(sighting.person)
    at = x / size[0], y / size[1]
    for place in places:
        away = _distance(at, place)
        seat = place.kind in SAT_AT
        if away > (GLIMPSE if seat and paths.glimpsed(sighting) else 1.0):
            continue
        rank = away - (_rooted(sighting, place, size, paths) if seat else 0.0)
        if best is None or (rank, place.name) < (best[0], best[1].name):
            best = rank, place
    return (None, 0.0) if best is None else (best[1], best[0])


def _on_patrol(sighting: Sighting, place: Place, size: tuple[int, int], paths: Paths) -> bool:
    """Whether somebody stops at a seat on a round, at which somebody else stayed far longer."""
    if not paths.patrols(sighting.track):
        return False
    at, reach = _spot(place, size)
    return paths.stayed_us(sighting.track, at, reach) < OWN * paths.longest_us(at, reach)


def _rooted(sighting: Sighting, place: Place, size: tuple[int, int], paths: Paths) -> float:
    """How much a person belongs to a seat for having stayed there, 0–0.5."""
    stayed = paths.stayed_us(sighting.track, *_spot(place, size))
    return 0.5 * min(1.0, stayed / ROOTED)


def _spot(place: Place, size: tuple[int, int]) -> tuple[tuple[float, float], float]:
    """Where heads are that stay at a seat, and how far around it, pixels."""
    return (place.anchor[0] * size[0], place.anchor[1] * size[1]), 0.4 * place.zone.width * size[0]


def _inside(sample: Looked, places: Sequence[Place], cells: Sequence[Cell]) -> Iterable[Sighting]:
    """Who is in the car; of a composite each cell has a scale of its own."""
    if not any(place.kind == "driver" for place in places):
        return sample.people
    zones = [cell.zone.scaled(*sample.size) for cell in cells]
    groups: dict[int, list[Sighting]] = {}
    for sighting in sample.people:
        at = sighting.person.box.centre
        cell = next((n for n, zone in enumerate(zones) if zone.holds(*at)), -1)
        groups.setdefault(cell, []).append(sighting)
    return [sighting for group in groups.values() for sighting in _of_size(group)]


def _of_size(people: Sequence[Sighting]) -> Iterable[Sighting]:
    """Those whose body or head is not much smaller than the largest; others are outside.

    Of somebody in the back little more than the head is in sight.
    """
    tallest = max(sighting.person.box.height for sighting in people)
    largest = max(_head(sighting) for sighting in people)
    return (
        who
        for who in people
        if who.person.box.height >= SMALLEST * tallest or 0 < SMALL_HEAD * largest <= _head(who)
    )


def _head(sighting: Sighting) -> float:
    """Height of the head, pixels; 0 when it is hidden."""
    return sighting.person.head.height if sighting.person.head else 0.0


def _distance(at: tuple[float, float], place: Place) -> float:
    """0 at the place's anchor, 1 at the edge of its reach; ``at`` in 0–1 of the picture.

    A seat reaches as far as its zone is wide on either side; a cabin's places reach through their
    zone and no further.
    """
    zone, (x, y) = place.zone, at
    if place.kind not in SAT_AT:
        return 0.5 if zone.holds(min(x, 0.999), min(max(y, 0.0), 0.999)) else 2.0
    dx = (x - place.anchor[0]) / max(0.6 * (zone.x1 - zone.x0), 1e-6)
    dy = (y - place.anchor[1]) / max(0.6 * (zone.y1 - zone.y0), 1e-6)
    return hypot(dx, dy)
