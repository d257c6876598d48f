"""Two neighbours in a hall: where each looks, seen from the other, and how near their heads are."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.places import Place
from proctor.rules.base import Scene, Sureness, Weights, ramp, steadied, turned, usual
from proctor.rules.facing import Angles
from proctor.rules.floor import Spot, floor, middle, neighbours

COLUMNS = ("yaw", "pitch", "direction_sigma", "head_x0", "head_y0", "head_x1", "head_y1")


@dataclass(frozen=True, slots=True)
class Look:
    """Where one of the two looks, moment by moment."""

    away: Angles
    """Turn from where they usually look, radians, either way."""
    beside: Angles
    """How far beside the other's head they look, radians."""
    apart: float
    """Angle between where they usually look and the other, radians."""
    leans: Angles
    """How far the head is from its usual place on the way to the other's, in shares of it."""
    doubt: Angles
    """Standard deviation of the direction, radians."""

    def towards(self, least: float, most: float) -> Sureness:
        """How sure they look at the other and not where they usually do.

        ``least`` is the turn away, ``most`` the error of aim at which sureness is 0.5. Whoever has
        the other in front of them all the time, such as a seat ahead, says nothing.
        """
        if isnan(self.apart) or self.apart < least:
            return np.where(np.isnan(self.away), np.nan, 0.0)
        off = ramp(self.away / least, 0.5, 1.5)
        at = ramp(self.beside, 1.5 * most, 0.5 * most)
        return np.asarray(np.minimum(off, at))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbours at the moments of the one who asks."""

    other: str
    """Name of the neighbour's seat."""
    mine: Look
    """Of the one who asks."""
    theirs: Look
    """Of the neighbour."""
    gap: NDArray[np.floating]
    """Distance of the two heads in the picture over what it usually is; ``NaN``: one not seen."""

    def together(self, near: float) -> Sureness:
        """How sure both heads have come together; 0.5 at ``near`` of the usual gap."""
        middle_of = (1 + near) / 2
        return ramp(self.gap, middle_of, 2 * near - middle_of)

    def leaning(self, least: float) -> Sureness:
        """How sure both lean over to one another; 0.5 where each came ``least`` of the way."""
        both = np.minimum(self.mine.leans, self.theirs.leans)
        return ramp(both / least, 0.5, 1.5)

    def at_screens(self, most: float, vague: float) -> NDArray[np.bool_]:
        """Whether both surely look where they usually do: ``most`` away at ``vague``, radians."""
        looks = self.mine, self.theirs
        return np.logical_and(*((look.away <= most) & (look.doubt <= vague) for look in looks))


def surest(found: Mapping[str, Sureness], part: slice) -> str:
    """Of neighbour → sureness, the neighbour with whom it is surest in ``part`` of the rows."""
    cut = {name: sure[part] for name, sure in found.items()}
    sums = {name: float(np.where(np.isnan(sure), 0.0, sure).sum()) for name, sure in cut.items()}
    return max(sums, key=lambda name: (sums[name], name), default="")


def pairs(here: Columns, place: Place, scene: Scene, vague: float) -> list[Pair]:
    """The seat with each neighbour; directions vaguer than ``vague`` radians say nothing."""
    spots = floor(scene)

    def found() -> list[Pair]:
        return [
            _pair(here, spots[place.name], name, spots[name], scene, vague)
            for name in neighbours(place, spots)
        ]

    return scene.once(("pairs", place.name, vague), found)


def _pair(here: Columns, spot: Spot, name: str, other: Spot, scene: Scene, vague: float) -> Pair:
    there = scene.beside(name, here.times, COLUMNS)
    weights = scene.weights(here)
    size = scene.account.width, scene.account.height
    mine, theirs = (_heads(seen, size) for seen in (here, there))
    gap = np.hypot(*(mine - theirs))
    my_place, their_place = (_usual(heads, weights) for heads in (mine, theirs))
    way = their_place - my_place
    return Pair(
        name,
        _look(here, spot, other, vague, _lean(mine - my_place, way)),
        _look(there, other, spot, vague, _lean(theirs - their_place, -way)),
        np.asarray(steadied(gap) / max(usual(gap, weights=weights), 1.0)),
    )


def _heads(seen: Columns, size: tuple[int, int]) -> NDArray[np.floating]:
    """Middle of the head, pixels, (2, N)."""
    return np.array([middle(seen, axis) * length for axis, length in zip("xy", size, strict=True)])


def _usual(heads: NDArray[np.floating], weights: Weights) -> NDArray[np.floating]:
    """Where the head usually is, pixels, (2, 1)."""
    return np.array([[usual(axis, weights=weights)] for axis in heads])


def _lean(moved: NDArray[np.floating], way: NDArray[np.floating]) -> Angles:
    """Share of ``way`` (2, 1) by which the head has ``moved`` along it, (N,)."""
    return steadied((moved * way).sum(axis=0) / max(float((way**2).sum()), 1.0))


def _look(seen: Columns, spot: Spot, other: Spot, vague: float, leans: Angles) -> Look:
    yaw = steadied(np.where(seen["direction_sigma"] <= vague, seen["yaw"], np.nan))
    bearing = spot.bearing((other.x, other.depth))
    return Look(
        np.abs(turned(yaw, spot.facing)),
        np.abs(turned(yaw, bearing)),
        float(abs(turned(np.array(bearing), spot.facing))),
        leans,
        steadied(seen["direction_sigma"]),
    )
