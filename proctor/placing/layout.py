"""Places that somebody wrote down for a camera: a small TOML file, checked, and its changes.

A hall lists its seats, a room with counters its posts; a car says how it is built and seen from,
or lists its two places::

    subject = "hall"            subject = "road"
    [[place]]                   [cabin]
    name = "seat-01"            drive = "left"     # where the wheel is
    zone = [0.1, 0.2, 0.3, 0.5] view = "dash"      # or "rear"
    anchor = [0.2, 0.25]

A picture that is put together of several has a table ``[[cell]]`` for each of them, with ``role``
and ``zone``; without tables of places the driver is looked for in the cell of that role.

``zone`` is left, top, right, bottom in 0–1 of the picture, ``anchor`` is where the head usually is
(left out: the upper middle of the zone). ``proctor.placing.reading`` reads such a file.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from proctor.errors import PlacesError
from proctor.geometry import Box
from proctor.grids import LOOKED_AT, Cell, Grid
from proctor.i18n import _
from proctor.perception import ROOMS, Subject
from proctor.places import WHOLE, Kind, Place
from proctor.placing.cabin import Cabin, Side, View, usual
from proctor.placing.cells import out_of

KINDS: dict[Subject, tuple[Kind, ...]] = {
    "hall": ("seat",),
    "counter": ("post",),
    "field": ("driver", "passenger"),
    "road": ("driver", "passenger"),
}
"""Which places an exam has."""
HEAD_DOWN = 0.3
"""Share of a zone above the head of who sits there, when nobody says where it is."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of one camera as they are written down."""

    subject: Subject
    """Which exam the camera shows."""
    places: tuple[Place, ...]
    """Seats, or driver and passenger; the aisle and the picture need no writing down. None where
    only the cells are written down: then the places in them are found."""
    cabin: Cabin | None = None
    """Set when the places are the template's."""
    grid: Grid | None = None
    """The cells of a composite picture; ``None``: it is one picture."""


def fingerprint_of(places: Iterable[Place]) -> str:
    """64 hex digits over names, kinds, zones and anchors."""
    plain = [[p.name, p.kind, *(round(x, 4) for x in (*p.zone, *p.anchor))] for p in places]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def of_cabin(subject: Subject, drive: Side, view: View, grid: Grid | None = None) -> Layout:
    """The layout of a car with the wheel on that side, seen from there; in the driver's cell."""
    cabin = usual(drive, view, "given")
    zone = grid.driver.zone if grid and grid.driver else WHOLE
    return Layout(subject, tuple(out_of(zone, place) for place in cabin.places), cabin, grid)


def of_places(subject: Subject, places: Iterable[Place], cells: Sequence[Cell] = ()) -> Layout:
    """The layout with those of ``places`` that the exam examines, as if somebody had said so."""
    own = (place for place in places if place.kind in KINDS[subject])
    grid = Grid(tuple(cells)) if cells else None
    return Layout(subject, tuple(given(place) for place in own), grid=grid)


def of_grid(layout: Layout, grid: Grid) -> Layout:
    """The layout with other cells; its places are found in them again. Raises ``PlacesError``."""
    if layout.subject in ROOMS or grid.driver is None:
        raise PlacesError(
            _("--grid is for cameras in cars, and one of the cells must show the driver."),
            hint=_("Such as: --grid 2x2:driver,road,panel,panel"),
        )
    return Layout(layout.subject, (), grid=grid)


def unseen(layout: Layout) -> str:
    """Name of a place at which nobody looks: its head lies in no cell with people; else empty."""
    if layout.grid is None:
        return ""
    cells = ((place.name, layout.grid.at(*place.anchor)) for place in layout.places)
    return next((name for name, cell in cells if not cell or cell.role not in LOOKED_AT), "")


def given(place: Place) -> Place:
    """The place as it will be read again: four digits are more than a picture has pixels."""
    zone = Box(*(round(float(value), 4) for value in place.zone))
    x, y = (round(float(value), 4) for value in place.anchor)
    anchor = (x, y) if zone.holds(x, y) else anchor_in(zone)
    return replace(place, zone=zone, anchor=anchor, why="given", sure=None)


def anchor_in(zone: Box) -> tuple[float, float]:
    """Where the head of who sits in the zone usually is."""
    return zone.centre[0], zone.y0 + HEAD_DOWN * zone.height


def with_zone(layout: Layout, name: str, zone: Box) -> Layout:
    """The place of that name with another zone, or one more seat. Raises ``PlacesError``."""
    fault = zone_fault(list(zone))
    if fault:
        text = _("--set {name}: the zone must be {expected}.").format(name=name, expected=fault)
        raise PlacesError(text, hint=_("Such as: --set seat-03=0.1,0.2,0.3,0.5"))
    changed = tuple(_moved(p, zone) if p.name == name else p for p in layout.places)
    if name not in names(layout):
        changed = (*changed, _added(layout, name, zone))
    result = replace(layout, places=changed, cabin=None)
    if unseen(result) == name:
        text = _("--set {name}: the zone lies in no cell that is looked at.").format(name=name)
        raise PlacesError(text, hint=_("Looked at are cells with the role driver or officer."))
    return result


def without(layout: Layout, name: str) -> Layout:
    """The layout without the place of that name. Raises ``PlacesError``."""
    _require(layout, name)
    left = tuple(place for place in layout.places if place.name != name)
    if not left or (layout.subject not in ROOMS and name == "driver"):
        raise PlacesError(
            _("Without {name} there is no place to examine anybody at.").format(name=name),
            hint=_("Go back to places found from footage with --forget."),
        )
    return replace(layout, places=left, cabin=None)


def renamed(layout: Layout, old: str, new: str) -> Layout:
    """The layout with another name for a seat. Raises ``PlacesError``."""
    _require(layout, old)
    fault = name_fault(new)
    if not fault and new != old and new in names(layout):
        fault = _("a name that no other place has")
    if not fault and layout.subject not in ROOMS:
        fault = _("left as it is, for rules know the places of a car by their names")
    if fault:
        text = _("--rename {old}={new}: the name must be {expected}.")
        raise PlacesError(text.format(old=old, new=new, expected=fault))
    places = tuple(replace(p, name=new) if p.name == old else p for p in layout.places)
    return replace(layout, places=places)


def names(layout: Layout) -> tuple[str, ...]:
    """The names of its places."""
    return tuple(place.name for place in layout.places)


def name_fault(name: object) -> str:
    """What a name of a place should have been; empty when it is one."""
    if not isinstance(name, str) or not 0 < len(name) <= 40 or not name.isprintable():
        return _("a text of 1 to 40 characters")
    if name != name.strip() or "=" in name:
        return _("a text without = and without blanks around it")
    return _("another word than aisle and picture") if name in ("aisle", "picture") else ""


def zone_fault(values: object) -> str:
    """What a zone should have been; empty when it is one."""
    fault = numbers_fault(values, 4)
    if fault or not isinstance(values, list):
        return fault
    ordered = values[0] < values[2] and values[1] < values[3]
    return "" if ordered else _("left, top, right, bottom with left < right and top < bottom")


def numbers_fault(values: object, count: int) -> str:
    """What so many numbers in 0–1 should have been; empty when they are."""
    good = isinstance(values, list) and len(values) == count and all(map(_in_picture, values))
    return "" if good else _("{count} numbers from 0 to 1 in brackets").format(count=count)


def _in_picture(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isfinite(value) and 0 <= value <= 1


def _require(layout: Layout, name: str) -> None:
    if name not in names(layout):
        raise PlacesError(
            _("There is no place {name}.").format(name=name),
            hint=_("Known: {names}").format(names=", ".join(names(layout))),
        )


def _moved(place: Place, zone: Box) -> Place:
    anchor = place.anchor if zone.holds(*place.anchor) else anchor_in(zone)
    return replace(place, zone=zone, anchor=anchor)


def _added(layout: Layout, name: str, zone: Box) -> Place:
    fault = name_fault(name)
    if not fault and layout.subject not in ROOMS and name not in KINDS[layout.subject]:
        fault = _("driver or passenger")
    if fault:
        text = _("--set {name}: the name must be {expected}.").format(name=name, expected=fault)
        raise PlacesError(text, hint=_("Known: {names}").format(names=", ".join(names(layout))))
    kind = KINDS[layout.subject][0]
    kind = "passenger" if name == "passenger" else kind
    return Place(name, kind, zone, anchor_in(zone), "given")
