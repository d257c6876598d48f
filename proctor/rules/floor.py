"""Where seats stand on the floor, and in which direction one lies from another.

Nobody measures a hall, but people have heads of much the same size, and seated ones carry them
at much the same height. So the size of heads grows evenly with the row of the picture in which
they are (their horizon is where it would be nothing), and the size tells how far away each is.
Everything is in head heights, about 0.24 m.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, cos, hypot, isnan, pi, sin

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.places import Place
from proctor.rules.base import Scene, usual
from proctor.rules.facing import usual as usual_facing

FOCAL = 0.7
"""Focal length of a camera of which nothing is known, widths of the picture: 71° across."""
FEWEST = 4
"""Heads without which no horizon is drawn through them."""
NEXT = 9.0
"""Head heights to a neighbour: about 2.2 m, a desk and a narrow aisle."""
SCREEN = 2.5
"""Head heights from a head to the screen before it: about 0.6 m."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One seat on the floor."""

    x: float
    """To the right of the camera's axis, head heights."""
    depth: float
    """Away from the camera, head heights."""
    facing: float
    """Where who sits there usually looks: turn against the line to the camera, radians, > 0 to the
    left of the picture; ``NaN`` when nobody can tell."""

    @property
    def screen(self) -> tuple[float, float]:
        """Where their screen stands, as x and depth; the spot itself when nobody can tell."""
        if isnan(self.facing):
            return self.x, self.depth
        angle = self.facing + atan2(self.x, self.depth)
        return self.x - SCREEN * sin(angle), self.depth - SCREEN * cos(angle)

    def away(self, other: "Spot") -> float:
        """Distance to another spot, head heights."""
        return hypot(other.x - self.x, other.depth - self.depth)

    def bearing(self, point: tuple[float, float]) -> float:
        """Turn with which somebody at this spot looks at ``point``, radians, as ``yaw``."""
        dx, dz = point[0] - self.x, point[1] - self.depth
        angle = atan2(-dx, -dz) - atan2(self.x, self.depth)
        return float((angle + pi) % (2 * pi) - pi)


def floor(scene: Scene) -> Mapping[str, Spot]:
    """Name → spot of every seat at which heads were seen."""
    return scene.once("floor", lambda: _floor(scene))


def _floor(scene: Scene) -> Mapping[str, Spot]:
    width, height = scene.account.width, scene.account.height
    heads: dict[str, tuple[float, float, float]] = {}
    for place in scene.places.values():
        if place.kind == "seat":
            head = _usual_head(place, scene)
            if head[2] > 0 and not any(isnan(value) for value in head):
                heads[place.name] = head
    if not heads or width <= 0 or height <= 0:
        return {}
    sizes, tilt = _evened(heads, width, height)
    return {
        name: _spot(x, sizes[name], tilt, width, scene.columns[name], scene)
        for name, (x, _, _) in heads.items()
    }


def neighbours(place: Place, spots: Mapping[str, Spot]) -> list[str]:
    """Names of the seats within ``NEXT`` of that one, the nearest first."""
    here = spots.get(place.name)
    if here is None:
        return []
    gaps = {name: here.away(spot) for name, spot in spots.items() if name != place.name}
    return sorted((name for name, gap in gaps.items() if gap <= NEXT), key=lambda n: (gaps[n], n))


def _usual_head(place: Place, scene: Scene) -> tuple[float, float, float]:
    """Middle and height of the head as it usually is, 0–1 of the frame."""
    here = scene.columns[place.name]
    weights = scene.weights(here)
    x, y = (usual(middle(here, axis), weights=weights) for axis in "xy")
    return x, y, usual(here["head_y1"] - here["head_y0"], weights=weights)


def middle(here: Columns, axis: str) -> NDArray[np.floating]:
    """Middle of the head along ``x`` or ``y``, 0–1 of the frame, (N,)."""
    return np.asarray((here[f"head_{axis}0"] + here[f"head_{axis}1"]) / 2)


def _evened(
    heads: Mapping[str, tuple[float, float, float]], width: int, height: int
) -> tuple[Mapping[str, float], float]:
    """Height of each head, pixels, by the row it is in, and the camera's tilt, radians.

    As measured, and 0, when there are too few heads or they do not grow downwards.
    """
    plain = {name: size * height for name, (_, _, size) in heads.items()}
    rows = np.array([y * height for _, y, _ in heads.values()])
    sizes = np.array(list(plain.values()))
    if len(rows) < FEWEST or np.ptp(rows) <= 0:
        return plain, 0.0
    growth = _slope(rows, sizes)
    if growth <= 0:
        return plain, 0.0
    horizon = float(np.median(rows - sizes / growth))
    even = np.maximum(growth * (rows - horizon), 0.5 * sizes)
    tilt = atan2(height / 2 - horizon, FOCAL * width)
    return dict(zip(heads, even.tolist(), strict=True)), float(np.clip(tilt, 0.0, 1.2))


def _slope(rows: NDArray[np.floating], sizes: NDArray[np.floating]) -> float:
    """Growth of sizes with rows: the median over all pairs, so that one odd head does no harm.

    https://en.wikipedia.org/wiki/Theil%E2%80%93Sen_estimator
    """
    one, other = np.triu_indices(len(rows), 1)
    apart = rows[other] - rows[one]
    far = np.abs(apart) >= 0.5 * np.median(sizes)
    if not far.any():
        return 0.0
    return float(np.median((sizes[other] - sizes[one])[far] / apart[far]))


def _spot(x: float, size: float, tilt: float, width: int, here: Columns, scene: Scene) -> Spot:
    facing = usual_facing(here["yaw"], here["pitch"], scene.weights(here))
    return Spot((x - 0.5) * width / size, FOCAL * width / size / cos(tilt), facing.yaw)
