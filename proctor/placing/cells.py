"""Who is in which cell of a composite picture, and looking at those cells alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from proctor.behind import EyesBehind
from proctor.geometry import Box
from proctor.grids import Cell, Composite, Grid
from proctor.perception import Detection, Image, Person, Sight, Subject
from proctor.places import Place, Sighting
from proctor.ports import Eyes
from proctor.timeline import Microseconds

HEAD = 0.08
"""Of the height of its cell that a head has at least; people beyond the windscreen have less."""
OFTEN = 0.4
"""Share of the pictures in which somebody must be in a cell that is said to show people."""
WHEEL = 0.5
"""Score from which something is a steering wheel."""


class CellEyes(EyesBehind):
    """Eyes that look at the cells with people, each in its own pixels, and at nothing else."""

    def __init__(self, eyes: Eyes, grid: Grid) -> None:
        """``grid`` tells how the picture is put together."""
        super().__init__(eyes)
        self.grid = grid

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Everything made out in those cells, in pixels of the whole picture."""
        people: list[Person] = []
        objects: list[Detection] = []
        known = False
        for cell in self.grid.peopled:
            box = pixels(cell, image)
            regions = [region for region in within if box.holds(*region.centre)]
            if within and not regions:
                continue
            near = [region.moved(-box.x0, -box.y0) for region in regions]
            sight = self.eyes.look(cut(image, box), subject, near)
            people += [moved(person, box.x0, box.y0) for person in sight.people]
            known = known or sight.objects is not None
            objects += [replace(t, box=t.box.moved(box.x0, box.y0)) for t in sight.objects or ()]
        return Sight(tuple(people), tuple(objects) if known else None)


def pixels(cell: Cell, image: Image) -> Box:
    """The cell in whole pixels of the picture."""
    height, width = image.shape[:2]
    return Box(*(round(value) for value in cell.zone.scaled(width, height)))


def cut(image: Image, box: Box) -> Image:
    """The pixels inside, as a picture of their own."""
    x0, y0, x1, y1 = (int(value) for value in box)
    return image[y0:y1, x0:x1].copy()


def moved(person: Person, dx: float, dy: float) -> Person:
    """Somebody as seen from another origin."""
    return replace(
        person,
        box=person.box.moved(dx, dy),
        head=None if person.head is None else person.head.moved(dx, dy),
        hands=None if person.hands is None else tuple(hand.moved(dx, dy) for hand in person.hands),
    )


def grid_of(composite: Composite, eyes: Eyes, subject: Subject) -> Grid:
    """The cells with their roles: the wheel, and people, say which shows driver and officer.

    An officer's cell is only one beside a driver who is alone in the own cell. Where nobody is seen
    anywhere the largest camera is taken for the driver's.
    """
    views = [number for number, cell in enumerate(composite.cells) if cell.role == "view"]
    seen = {number: _seen(composite, number, eyes, subject) for number in views}
    driver = max(views, key=lambda n: (*seen[n].rank, composite.cells[n].zone.area, -n))
    roles = {driver: replace(composite.cells[driver], role="driver")}
    others = [n for n in views if n != driver and seen[n].peopled >= OFTEN]
    if others and seen[driver].paired < OFTEN:
        officer = max(others, key=lambda n: (seen[n].peopled, -n))
        roles[officer] = replace(composite.cells[officer], role="officer")
    return Grid(tuple(roles.get(n, cell) for n, cell in enumerate(composite.cells)))


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was seen in one cell, as shares of the pictures."""

    wheel: float
    peopled: float
    paired: float

    @property
    def rank(self) -> tuple[bool, float, float, float]:
        """The more, the rather it is the driver's."""
        inside = self.peopled >= OFTEN
        return inside, self.wheel if inside else 0.0, self.paired, self.peopled


def _seen(composite: Composite, number: int, eyes: Eyes, subject: Subject) -> _Seen:
    wheels = peopled = paired = 0
    for picture in composite.pictures:
        box = pixels(composite.cells[number], picture)
        sight = eyes.look(cut(picture, box), subject)
        heads = [p for p in sight.people if p.head and p.head.height >= HEAD * box.height]
        peopled += bool(heads)
        paired += len(heads) > 1
        wheels += any(t.label == "wheel" and t.score >= WHEEL for t in sight.objects or ())
    whole = max(1, len(composite.pictures))
    return _Seen(wheels / whole, peopled / whole, paired / whole)


def seen_in(cell: Box, sightings: Sequence[Sighting]) -> list[Sighting]:
    """Who was seen in a cell, in pixels of the cell; ``cell`` in pixels of the picture."""
    return [
        replace(s, person=moved(s.person, -cell.x0, -cell.y0))
        for s in sightings
        if cell.holds(*s.person.box.centre)
    ]


def wheels_in(cell: Box, wheels: Mapping[Microseconds, Box]) -> dict[Microseconds, Box]:
    """Steering wheels in a cell, in pixels of the cell."""
    return {
        at: box.moved(-cell.x0, -cell.y0) for at, box in wheels.items() if cell.holds(*box.centre)
    }


def out_of(cell: Box, place: Place) -> Place:
    """A place in 0–1 of a cell as one in 0–1 of the picture."""
    x, y = place.anchor
    zone = place.zone.scaled(cell.width, cell.height).moved(cell.x0, cell.y0)
    return replace(place, zone=zone, anchor=(cell.x0 + x * cell.width, cell.y0 + y * cell.height))
