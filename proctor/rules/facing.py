"""Where somebody at a place usually looks: the screen, the road.

Nobody tells the house how a camera hangs. But a candidate looks at the screen most of the time and
a driver at the road, so the direction in which a place's own head spends most time *is* the screen
or the road, whatever the camera. Constant errors of the models, such as those of one person's eyes,
fall out on the way.
"""

from dataclasses import dataclass
from math import nan, radians

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Weights, spread, steadied, turned
from proctor.timeline import SECOND

Angles = NDArray[np.floating]
"""Radians per sample, ``NaN`` where nobody could tell, (N,)."""

FEWEST = 5
"""Samples without which nothing is usual."""
CELL = radians(2)
"""Side of a cell of the map of directions."""
NARROW, WIDE = radians(4), radians(15)
"""Least and greatest width of the kernel that smooths the map; between them half the scatter."""
REACH = 2.5
"""Samples within so many kernel widths of a direction belong to it."""
LEAST = 0.03
"""Share of the samples that the usual direction must have."""


@dataclass(frozen=True, slots=True)
class Facing:
    """The direction in which somebody usually looks."""

    yaw: float
    """Radians against the line to the camera."""
    pitch: float
    """Radians; 0 when no pitch is known at all."""


@dataclass(frozen=True, slots=True)
class Aside:
    """How far from the usual direction somebody looks, moment by moment."""

    turn: Angles
    """Radians, > 0 to the left edge of the picture."""
    nod: Angles
    """Radians, > 0 below."""
    by_eyes: NDArray[np.bool_]
    """Whether the eyes say so, or the head alone."""
    scatter: Angles
    """How much the turn of whichever speaks scatters as a rule, radians."""


def usual(yaw: Angles, pitch: Angles, weights: Weights | None = None) -> Facing:
    """Where somebody looks most of the time; ``NaN`` when nobody can tell, of too few samples.

    ``weights`` is how long each sample speaks; without them all count the same. Closer looks crowd
    where something is odd, and must not make it usual.
    """
    known = np.flatnonzero(~np.isnan(yaw))
    if len(known) < FEWEST:
        return Facing(nan, nan)
    turn, nod = turned(yaw[known], 0.0), np.nan_to_num(pitch[known])
    width = float(np.clip(0.5 * max(spread(turn), spread(nod)), NARROW, WIDE))
    heavy = np.ones(len(known)) if weights is None else weights[known] / SECOND
    return _middle(turn, nod, heavy, width)


def looks_aside(
    here: Columns, vague_deg: float, vague_eyes_deg: float, weights: Weights | None = None
) -> Aside:
    """The line of sight where the eyes are known well enough, the head elsewhere.

    Each is held against its own usual direction, so that it does not matter that they are biased
    differently. Of nods the greater counts: lids that follow a look down hide the irises, and the
    eyes then seem to look higher than the head.
    """
    turn, nod = _against(here, "", here["direction_sigma"] <= radians(vague_deg), weights)
    known = here["gaze_sigma"] <= radians(vague_eyes_deg)
    eyes_turn, eyes_nod = (
        np.where(known, angle, np.nan) for angle in _against(here, "gaze_", known, weights)
    )
    by_eyes = ~np.isnan(eyes_turn)
    return Aside(
        np.where(by_eyes, eyes_turn, turn),
        np.fmax(nod, eyes_nod),
        by_eyes,
        np.where(by_eyes, spread(eyes_turn, weights), spread(turn, weights)),
    )


def _against(
    here: Columns, prefix: str, sharp: NDArray[np.bool_], weights: Weights | None
) -> tuple[Angles, Angles]:
    """Turn and nod against where they usually are, of those that are ``sharp``; steadied."""
    turn = steadied(np.where(sharp, here[f"{prefix}yaw"], np.nan))
    nod = steadied(np.where(sharp, here[f"{prefix}pitch"], np.nan))
    rest = usual(turn, nod, weights)
    return turned(turn, rest.yaw), nod - rest.pitch


def _middle(turn: Angles, nod: Angles, heavy: NDArray[np.float64], width: float) -> Facing:
    """The middle of the samples around the highest peak of the smoothed map."""
    yaw, pitch = _peak(turn, nod, heavy, width)
    near = np.hypot(turned(turn, yaw), nod - pitch) <= REACH * width
    if near.sum() < max(1, LEAST * len(turn)):
        return Facing(nan, nan)
    yaw += float(np.mean(turned(turn[near], yaw)))
    return Facing(float(turned(np.array(yaw), 0.0)), float(np.mean(nod[near])))


def _peak(
    turn: Angles, nod: Angles, heavy: NDArray[np.float64], width: float
) -> tuple[float, float]:
    """The middle of the cell around which most directions lie."""
    columns, rows = round(2 * np.pi / CELL), round(np.pi / CELL)
    x = ((turn + np.pi) / CELL).astype(int) % columns
    y = np.clip(((nod + np.pi / 2) / CELL).astype(int), 0, rows - 1)
    counts = np.asarray(np.bincount(y * columns + x, heavy, rows * columns), np.float64)
    counts = counts.reshape(rows, columns)
    smooth = _blurred(_blurred(counts, width / CELL).T, width / CELL).T
    row, column = np.unravel_index(int(np.argmax(smooth)), smooth.shape)
    return (int(column) + 0.5) * CELL - np.pi, (int(row) + 0.5) * CELL - np.pi / 2


def _blurred(counts: NDArray[np.float64], cells: float) -> NDArray[np.float64]:
    """A Gaussian along each line of the map; it wraps around, which no pitch comes near."""
    reach, long = int(np.ceil(3 * cells)), counts.shape[1]
    steps = np.arange(-reach, reach + 1)
    filled = np.flatnonzero(counts.any(axis=1))
    lines = counts[filled][:, np.arange(-reach, long + reach) % long]
    total = np.zeros((len(filled), long))
    for step, weight in zip(steps.tolist(), np.exp(-0.5 * (steps / cells) ** 2), strict=True):
        total += weight * lines[:, reach - step : reach - step + long]
    result = np.zeros_like(counts)
    result[filled] = total
    return result
