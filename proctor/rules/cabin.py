"""What rules about the front seats have in common: reaching across, and a car that stands."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.places import PICTURE_PLACE, Place
from proctor.rules.base import Scene, Sureness, around, ramp, usual
from proctor.rules.floor import middle
from proctor.timeline import SECOND

STANDS = 2.5
"""Mean change between samples, grey levels, below which nothing passes outside the windows."""
ROLLING = SECOND
"""Half of the time over which that change is taken."""
Values = NDArray[np.floating]
"""Per sample, ``NaN`` where nobody could tell, (N,)."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the hand of one front seat that is nearest to the other one is."""

    across: Values
    """0 at its own usual head, 1 at that of the other seat."""
    below: Values
    """How far under its own usual head, head heights."""


def other_front(place: Place, scene: Scene) -> Place | None:
    """The passenger's place for the driver, and the other way round.

    ``None`` when nobody else is in the picture, or another camera shows them, as in a composite.
    """
    wanted = "driver" if place.kind == "passenger" else "passenger"
    other = next((p for p in scene.places.values() if p.kind == wanted), None)
    return None if other is None or "cell" in (place.why, other.why) else other


def reach(here: Columns, place: Place, scene: Scene) -> Reach:
    """How far the person of a front seat reaches into the other's space."""
    other = other_front(place, scene)
    nobody = np.full(len(here.times), np.nan)
    if other is None:
        return Reach(nobody, nobody)
    there = scene.columns[other.name]
    own_x, own_y, tall = home(here, scene)
    their_x = usual(middle(there, "x"), weights=scene.weights(there))
    apart = their_x - own_x
    if not abs(apart) > 0 or not tall > 0:
        return Reach(nobody, nobody)
    hands = [
        ((here[f"hand{n}_x"] - own_x) / apart, (here[f"hand{n}_y"] - own_y) / tall) for n in (1, 2)
    ]
    (first, low), (second, lower) = hands
    farther = np.nan_to_num(second, nan=-np.inf) > np.nan_to_num(first, nan=-np.inf)
    return Reach(np.where(farther, second, first), np.where(farther, lower, low))


def leans(here: Columns, place: Place, scene: Scene) -> Sureness:
    """How sure the person of a front seat leans or stretches over to the other one, (N,).

    The head comes nearer than it usually is by half a head's width, or the body, which is found
    with its arms, by a whole one. ``NaN`` where neither is in sight.
    """
    other = other_front(place, scene)
    if other is None:
        return np.full(len(here.times), np.nan)
    rightwards = other.anchor[0] > place.anchor[0]
    head, body = middle(here, "x"), here["x1"] if rightwards else here["x0"]
    wide = usual(here["head_x1"] - here["head_x0"], weights=scene.weights(here))
    over = [
        (edge - usual(edge, weights=scene.weights(here))) / wide * (1 if rightwards else -1)
        for edge in (head, body)
    ]
    return np.asarray(np.fmax(ramp(over[0], 0.25, 0.75), ramp(over[1], 0.5, 1.5)))


def home(here: Columns, scene: Scene) -> tuple[float, float, float]:
    """Where the head of a place usually is (x, y), and its height, 0–1 of the frame."""
    weights = scene.weights(here)
    x, y = (usual(middle(here, axis), weights=weights) for axis in "xy")
    return x, y, usual(here["head_y1"] - here["head_y0"], weights=weights)


def stands(here: Columns, scene: Scene) -> NDArray[np.bool_]:
    """Whether the car stands, as far as the picture tells: next to nothing changes in it, (N,).

    At night little changes on the road, too; then it seems to stand, and rules keep silent.
    """
    if PICTURE_PLACE.name not in scene.columns:
        return np.zeros(len(here.times), bool)
    picture = scene.beside(PICTURE_PLACE.name, here.times, ("change",))
    change = around(np.asarray(picture["change"], np.float64), here.times, ROLLING)
    return np.asarray(change < STANDS)
