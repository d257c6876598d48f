"""A cabin by template: which side of the picture the driver is on, and how we know.

China drives on the right with the wheel on the left, so seen from the dash the driver sits on the
right of the picture, and seen from the rear on the left. Evidence overrules that: the steering
wheel before one of the two, else hands that are held higher than the other's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, radians
from typing import Literal, TypeAlias

from proctor.geometry import Box
from proctor.perception import Person
from proctor.places import DRIVER_ALONE, DRIVER_RIGHT, Place, Sighting, Why, anchor_of
from proctor.timeline import Microseconds

Side: TypeAlias = Literal["left", "right"]
View: TypeAlias = Literal["dash", "rear"]

DRIVES: tuple[Side, ...] = ("left", "right")
VIEWS: tuple[View, ...] = ("dash", "rear")
HALVES: Mapping[Side, tuple[Box, tuple[float, float]]] = {
    "left": (Box(0.0, 0.0, 0.5, 1.0), (0.25, 0.3)),
    "right": (Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.3)),
}
"""Side of the picture → zone and anchor."""

SMALLEST = 0.5
"""A person in a car is at least half as tall as the tallest in the picture; others are outside."""
FEWEST = 10
"""Looks from which evidence counts."""
CLEAR = 0.7
"""Share of these looks that must agree."""
HIGHER = 0.75
"""Head heights by which one person's hands must be nearer to the chin than the other's."""
BEHIND = radians(100)
"""A head turned farther than this shows its back."""
FEW_FACES = 0.2
"""Share of heads with a face below which the camera looks from behind."""

_OTHER: Mapping[Side, Side] = {"left": "right", "right": "left"}
_Pair: TypeAlias = tuple[Microseconds, Mapping[Side, Person]]


@dataclass(frozen=True, slots=True)
class Cabin:
    """How the two front seats lie in the picture."""

    driver: Side
    """Side of the picture on which the driver sits."""
    view: View
    """Whether faces are seen, or backs of heads."""
    why: Why
    """How the driver's side is known."""
    sure: float | None
    """Share of looks that say so, 0–1."""

    @property
    def drive(self) -> Side:
        """Side of the car on which the wheel is."""
        return _OTHER[self.driver] if self.view == "dash" else self.driver

    @property
    def places(self) -> tuple[Place, Place]:
        """Driver and passenger, half a picture each."""
        driver, passenger = HALVES[self.driver], HALVES[_OTHER[self.driver]]
        return (
            Place("driver", "driver", *driver, self.why, self.sure),
            Place("passenger", "passenger", *passenger, self.why, self.sure),
        )


def usual(drive: Side, view: View, why: Why) -> Cabin:
    """The cabin of a car with the wheel on that side, seen from there."""
    return Cabin(_OTHER[drive] if view == "dash" else drive, view, why, None)


def find_cabin(
    sightings: Sequence[Sighting], width: int, wheels: Mapping[Microseconds, Box], *, faces: bool
) -> tuple[Place, ...]:
    """Driver and passenger when people sit in both halves of the picture, else the driver alone.

    Both halves count as taken when each holds somebody in at least a tenth of the moments in which
    anybody is seen; somebody half as tall as the tallest is outside the car.
    """
    inside = list(_in_car(sightings))
    moments = list(_by_moment(inside, width))
    if not moments:
        return DRIVER_RIGHT
    pairs = [(at, people) for at, people in moments if len(people) == 2]
    if len(pairs) * 10 < len(moments):
        return DRIVER_ALONE
    view = _view([s.person for s in inside], faces)
    return _seen(pairs, view, wheels, width).places


def _seen(
    pairs: Sequence[_Pair], view: View, wheels: Mapping[Microseconds, Box], width: int
) -> Cabin:
    """The cabin by the best evidence there is."""
    held = [_side(wheels[at].centre[0], width) for at, _ in pairs if at in wheels]
    raised = [side for _, people in pairs if (side := _higher_hands(people))]
    found: tuple[tuple[Why, Sequence[Side]], ...] = (("wheel", held), ("hands", raised))
    for why, sides in found:
        most = max(DRIVES, key=sides.count)
        if len(sides) >= FEWEST and sides.count(most) >= CLEAR * len(sides):
            return Cabin(most, view, why, sides.count(most) / len(pairs))
    return usual("left", view, "default")


def _higher_hands(people: Mapping[Side, Person]) -> Side | None:
    """Who holds the hands higher, as one does at a wheel; ``None`` when nobody can say."""
    low = {side: _hands_below(person) for side, person in people.items()}
    if any(isnan(value) for value in low.values()):
        return None
    apart = low["left"] - low["right"]
    return None if abs(apart) < HIGHER else "right" if apart > 0 else "left"


def _hands_below(person: Person) -> float:
    """How far the hands are below the head on average, in head heights; NaN when not seen."""
    if person.head is None or not person.hands:
        return float("nan")
    middle = sum(hand.centre[1] for hand in person.hands) / len(person.hands)
    return (middle - person.head.centre[1]) / max(person.head.height, 1.0)


def _view(people: Sequence[Person], faces: bool) -> View:
    heads = [person for person in people if person.head is not None]
    seen = sum(1 for person in heads if abs(person.yaw) <= BEHIND)
    return "rear" if faces and len(heads) >= FEWEST and seen < FEW_FACES * len(heads) else "dash"


def _in_car(sightings: Sequence[Sighting]) -> Iterable[Sighting]:
    tallest = max((s.person.box.height for s in sightings), default=0.0)
    return (s for s in sightings if s.person.box.height > SMALLEST * tallest)


def _by_moment(sightings: Iterable[Sighting], width: int) -> Iterable[_Pair]:
    """The tallest person in each half of the picture, moment by moment."""
    result: dict[Microseconds, dict[Side, Person]] = {}
    for sighting in sightings:
        person = sighting.person
        half = result.setdefault(sighting.media_us, {})
        side = _side(anchor_of(person)[0], width)
        if side not in half or person.box.height > half[side].box.height:
            half[side] = person
    return result.items()


def _side(x: float, width: int) -> Side:
    return "right" if x * 2 > width else "left"
