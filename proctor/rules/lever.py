"""Where the gear lever of a car is: the spot to which the driver's own hand goes from the wheel."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.places import Place
from proctor.rules.base import Scene, usual
from proctor.rules.cabin import other_front, reach

HANDS = ("hand1_x", "hand1_y", "hand2_x", "hand2_y", "hands")
ACROSS = (0.2, 0.65)
"""Between the seats: so far on the way from the driver's head to that beside them, from and to."""
LOW = 2.0
"""So many head heights under the own head a hand is low, as no hand that points or waves."""
FEWEST = 2
"""Samples in which the driver's hand must be there: one may be a slip of the detector."""
USUAL = 0.3
"""A hand that is between the seats for more than this share of the time rests there."""

Both = NDArray[np.floating]
"""Of the two hands, ``inf`` where one is not in sight, (2, N)."""
Spot = tuple[float, float]
"""x and y, 0–1 of the frame."""


def lever(place: Place, scene: Scene) -> Spot | None:
    """Where the lever is, by the driver's hand; ``None`` when it was never seen to go there."""
    return scene.once(("lever", place.name), lambda: _lever(place, scene))


def _lever(place: Place, scene: Scene) -> Spot | None:
    driver = place if place.kind == "driver" else other_front(place, scene)
    if driver is None:
        return None
    here = scene.columns[driver.name]
    hand = reach(here, driver, scene)
    between = (hand.across >= ACROSS[0]) & (hand.across <= ACROSS[1]) & (hand.below >= LOW)
    between &= here["hands_wheel"] < here["hands"]  # it left the wheel
    weights = scene.weights(here)
    if between.sum() < FEWEST or weights[between].sum() > USUAL * weights.sum():
        return None
    x, y = (np.array([here[f"hand{n}_{axis}"] for n in (1, 2)]) for axis in "xy")
    inner = np.argmin(np.where(np.isnan(x), np.inf, np.abs(x - _inwards(place, scene))), axis=0)
    rows = np.flatnonzero(between)
    return float(np.median(x[inner[rows], rows])), float(np.median(y[inner[rows], rows]))


def _inwards(place: Place, scene: Scene) -> float:
    """Where the middle between the two front seats is, 0–1 of the width."""
    other = other_front(place, scene)
    return (place.anchor[0] + (other.anchor[0] if other else place.anchor[0])) / 2


def away_from(here: Columns, spot: Spot, scene: Scene) -> Both:
    """From each hand to a spot, pixels."""
    x, y = (np.array([here[f"hand{n}_{axis}"] for n in (1, 2)]) for axis in "xy")
    size = scene.account.width, scene.account.height
    return np.nan_to_num(np.hypot((x - spot[0]) * size[0], (y - spot[1]) * size[1]), nan=np.inf)


def off_work(here: Columns, scene: Scene) -> Both:
    """How far each hand is from where either usually is, pixels."""
    weights = scene.weights(here)
    x, y = ([usual(here[f"hand{n}_{axis}"], weights=weights) for n in (1, 2)] for axis in "xy")
    gaps = [away_from(here, spot, scene) for spot in zip(x, y, strict=True) if spot[0] == spot[0]]
    return np.asarray(np.minimum.reduce([np.full((2, len(here.times)), np.inf), *gaps]))


def head_width(here: Columns, scene: Scene) -> float:
    """Usual width of the head there, pixels."""
    wide = usual(here["head_x1"] - here["head_x0"], weights=scene.weights(here))
    return float(np.nan_to_num(wide * scene.account.width, nan=1.0)) or 1.0
