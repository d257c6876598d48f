"""Whether what looks like a phone is in a driver's use: not put down, nor a hand that steers."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Scene, usual
from proctor.rules.cabin import home

AT_REST = 0.4
"""Head heights within which a hand at the wheel is where it usually is."""
STEERING = 0.5
"""Share of the confidence that is left of a phone in such a hand: only a clear one is one."""
UNTOUCHED = 0.4
"""Head widths between a phone and the nearer of two hands in sight from which nobody holds it."""
FEWEST = 3
"""Samples in which a phone must be seen untouched at a spot to be put down there."""

Values = NDArray[np.floating]
"""Per sample, (N,)."""


def in_use(here: Columns, scene: Scene) -> Values:
    """Share of a phone's confidence that may count, 0–1."""
    share = np.where(_steers(here, scene), STEERING, 1.0)
    return np.where(_lies(here), 0.0, share)


def _steers(here: Columns, scene: Scene) -> NDArray[np.bool_]:
    """Whether the hand nearest to it holds the wheel where it always does, as all in sight do."""
    weights = scene.weights(here)
    _, _, tall = home(here, scene)
    high = tall * scene.account.height
    x = (here["phone_x0"] + here["phone_x1"]) / 2
    aside, moved = [], []
    for hand in ("hand1", "hand2"):
        across, down = (here[f"{hand}_{axis}"] for axis in "xy")
        aside.append(np.nan_to_num(np.abs(across - x), nan=np.inf))
        right = (across - usual(across, weights=weights)) * scene.account.width
        below = (down - usual(down, weights=weights)) * scene.account.height
        moved.append(np.hypot(right, below) / high)
    nearest = np.where(aside[0] <= aside[1], *moved)
    return np.asarray((here["hands_wheel"] >= here["hands"]) & (nearest <= AT_REST))


def _lies(here: Columns) -> NDArray[np.bool_]:
    """Whether it is where it also lay while both hands were in sight, and elsewhere."""
    x, y = ((here[f"phone_{axis}0"] + here[f"phone_{axis}1"]) / 2 for axis in "xy")
    wide = usual(here["phone_x1"] - here["phone_x0"], fewest=FEWEST)
    high = usual(here["phone_y1"] - here["phone_y0"], fewest=FEWEST)
    free = (here["hands"] >= 2) & (here["phone_hand"] > UNTOUCHED) & ~np.isnan(x)
    if free.sum() < FEWEST or not min(wide, high) > 0:
        return np.zeros(len(x), bool)
    columns, rows = (np.nan_to_num(axis // size) for axis, size in ((x, wide), (y, high)))
    spots, counts = np.unique(columns[free] + 1j * rows[free], return_counts=True)
    lain = np.zeros(len(x), int)
    for right in (-1, 0, 1):  # a spot may lie at the edge of its cell
        for below in (-1, 0, 1):
            cell = columns + right + 1j * (rows + below)
            at = np.minimum(np.searchsorted(spots, cell), len(spots) - 1)
            lain += np.where(spots[at] == cell, counts[at], 0)
    return np.asarray((lain >= FEWEST) & ~np.isnan(x))
