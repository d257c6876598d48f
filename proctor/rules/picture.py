"""What the rules about the picture have in common: black, usual, strange."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Scene, Sureness, ramp

DARK, FLAT = 24.0, 6.0
"""Brightness and contrast of a black picture."""
TRUSTED = 0.6
"""Share of the reference view that must be in its place as a rule, or it says nothing."""
STEADY = 0.5
"""Share of the edges that must be where they were a sample ago, or a strange view is traffic."""
FAINT, SOFT = 0.5, 0.75
"""Shares of the usual detail and sharpness under which a view was covered rather than left."""

Yes = NDArray[np.bool_]
"""Per sample, (N,)."""


def black(here: Columns) -> Yes:
    """Whether the picture is black, which is VID_BLACK's and nobody else's."""
    return (here["luma"] < DARK) & (here["contrast"] < FLAT)


def best(values: NDArray[np.floating], here: Columns, scene: Scene) -> float:
    """What nine tenths of the time fall short of: the usual value where faults take much of it."""
    seen = ~np.isnan(values)
    if not seen.any():
        return float("nan")
    known, heavy = values[seen], scene.weights(here)[seen]
    order = np.argsort(known, kind="stable")
    upto = np.cumsum(heavy[order])
    return float(known[order][min(np.searchsorted(upto, 0.9 * upto[-1]), len(known) - 1)])


def strange(here: Columns, scene: Scene) -> Sureness:
    """How sure nothing of the reference view is in sight, while what is in sight stands; 0–1.

    Traffic before the windscreen does not stand, and a reference that mostly fails is none.
    """
    home = here["view_home"]
    if not best(home, here, scene) >= TRUSTED:
        return np.zeros(len(home))
    gone = np.nan_to_num(ramp(home, 0.35, 0.15))
    moving = here["view_steady"] < STEADY
    return np.where(moving | black(here) | (here["view_away"] >= 0.5), 0.0, gone)


def in_full(here: Columns, scene: Scene) -> Yes:
    """Whether the picture is as rich and sharp as usual, as no lens is that something covers."""
    rich = here["detail"] >= FAINT * best(here["detail"], here, scene)
    crisp = here["sharpness"] >= SOFT * best(here["sharpness"], here, scene)
    return np.asarray(rich & crisp)
