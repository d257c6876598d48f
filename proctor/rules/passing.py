"""PASS."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, usual
from proctor.rules.floor import floor, neighbours
from proctor.rules.pairs import surest
from proctor.rules.units import HeadWidths, Multiple

HANDS = ("hand1_x", "hand1_y", "hand2_x", "hand2_y", "head_x0", "head_y0", "head_x1", "head_y1")

_Point: TypeAlias = tuple[NDArray[np.floating], NDArray[np.floating]]
"""x and y, pixels, each (N,)."""


@dataclass(frozen=True, slots=True)
class Pass(Rule):
    """Something goes from hand to hand between two seats.

    Flags: a hand of one candidate at the hand of a neighbour, for a second. Both neighbours share
        one flag.
    Lets be: hands at work, where these candidates usually have them, such as on neighbouring
        keyboards; arms of people who sit one behind the other and only look near from where the
        camera is: the hands must be nearly as far from the one head as from the other. Of two hands
        that cover each other the camera sees but one, so this rule misses more than it finds.
    """

    code: ClassVar[str] = "PASS"
    subjects: ClassVar[tuple[Subject, ...]] = ("hall",)
    kinds: ClassVar[tuple[Kind, ...]] = ("seat",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head", "hands")
    shows: ClassVar[tuple[str, ...]] = ("hands", "hand1_x", "hand1_y", "hand2_x", "hand2_y")
    shared: ClassVar[bool] = True

    hold_s: float = 1.0
    gap_s: float = 0.6
    near: HeadWidths = 0.8
    """Distance between the middles of two hands at which they meet, sureness 0.5, head widths."""
    reach: HeadWidths = 1.0
    """How far from where the hands of either usually are they must meet, head widths."""
    between: Multiple = 1.5
    """Most by which these hands are nearer to one of the two heads than to the other, times."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How near a hand is to any hand of a neighbour."""
        nobody = np.where(np.isnan(here["hands"]), np.nan, 0.0)
        return np.asarray(np.fmax.reduce([nobody, *self.each(here, place, scene).values()]))

    def partner(self, here: Columns, place: Place, scene: Scene, part: slice) -> str:
        """Name of the neighbour whose hand it is in ``part`` of the rows."""
        return surest(self.each(here, place, scene), part)

    def each(self, here: Columns, place: Place, scene: Scene) -> Mapping[str, Sureness]:
        """Neighbour → how sure it is with them."""

        def found() -> Mapping[str, Sureness]:
            names = neighbours(place, floor(scene))
            return {name: self._meets(here, place.name, name, scene) for name in names}

        return scene.once((self, place.name), found)

    def _meets(self, here: Columns, own: str, name: str, scene: Scene) -> Sureness:
        there = scene.beside(name, here.times, HANDS)
        size = scene.account.width, scene.account.height
        wide = (here["head_x1"] - here["head_x0"] + there["head_x1"] - there["head_x0"]) / 2
        wide = np.maximum(wide * size[0], 1.0)
        heads = _head(here, size), _head(there, size)
        sure = np.full(len(here.times), np.nan)
        for mine in (_at(here, f"hand{n}", size) for n in (1, 2)):
            for theirs in (_at(there, f"hand{n}", size) for n in (1, 2)):
                near = ramp(_gap(mine, theirs) / wide, 1.5 * self.near, 0.5 * self.near)
                rows = np.flatnonzero(near > 0)
                middle = _row(mine, rows), _row(theirs, rows)
                meeting = (middle[0][0] + middle[1][0]) / 2, (middle[0][1] + middle[1][1]) / 2
                away = [_gap(meeting, _row(head, rows)) for head in heads]
                fair = np.maximum(*away) <= self.between * np.minimum(*away)
                for seat in (own, name):
                    fair &= _from_work(meeting, seat, scene) > self.reach * wide[rows]
                near[rows[~fair]] = 0.0
                sure = np.fmax(sure, near)
        return sure


def _from_work(point: _Point, seat: str, scene: Scene) -> NDArray[np.floating]:
    """From the point to where the hands of a seat usually are, the nearer one, pixels."""
    usually = scene.once(("hands", seat), lambda: _usual_hands(seat, scene))
    gaps = [np.hypot(point[0] - x, point[1] - y) for x, y in usually]
    return np.asarray(np.nan_to_num(np.fmin(*gaps), nan=np.inf))


def _usual_hands(seat: str, scene: Scene) -> list[tuple[float, float]]:
    seen, size = scene.columns[seat], (scene.account.width, scene.account.height)
    weights = scene.weights(seen)
    hands = (_at(seen, f"hand{n}", size) for n in (1, 2))
    return [(usual(x, weights=weights), usual(y, weights=weights)) for x, y in hands]


def _at(seen: Columns, hand: str, size: tuple[int, int]) -> _Point:
    return seen[f"{hand}_x"] * size[0], seen[f"{hand}_y"] * size[1]


def _head(seen: Columns, size: tuple[int, int]) -> _Point:
    x, y = ((seen[f"head_{axis}0"] + seen[f"head_{axis}1"]) / 2 for axis in "xy")
    return x * size[0], y * size[1]


def _row(point: _Point, rows: NDArray[np.intp]) -> _Point:
    return point[0][rows], point[1][rows]


def _gap(one: _Point, other: _Point) -> NDArray[np.floating]:
    return np.asarray(np.hypot(one[0] - other[0], one[1] - other[1]))
