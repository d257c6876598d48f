"""What the rules about the picture have in common: black, usual, strange, lasting."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Scene, Sureness, ramp, usual
from proctor.rules.lasting import enduring

DARK, FLAT = 24.0, 6.0
"""Brightness and contrast of a black picture."""
HOME = 0.5
"""Share of the reference view in its place from which the view is at home."""
TRUSTED = 0.6
"""Share of the reference view that must be in its place as a rule, or it says nothing."""
STILLED = 0.9
"""The same share from which a restless picture has come to a stand."""
STEADY = 0.5
"""Share of the edges that must be where they were a sample ago, or a strange view is traffic."""
FAINT, SOFT = 0.35, 0.75
"""Shares of the usual relief and sharpness under which a view was covered rather than left."""
CRISP, SHALLOW = 0.5, 0.2
"""Sharpness that nothing close to the lens has, and the share of the usual relief to believe it."""
MOSTLY = 0.9
"""Share of the time that may fall short of the usual value, where faults lower it."""
SOME_LIGHT = 16.0
"""Grey levels that keep a dark picture's relief from growing out of noise."""

Yes = NDArray[np.bool_]
"""Per sample, (N,)."""


def black(here: Columns) -> Yes:
    """Whether the picture is black, which is VID_BLACK's and nobody else's."""
    return (here["luma"] < DARK) & (here["contrast"] < FLAT)


def at_home(values: NDArray[np.floating], here: Columns, scene: Scene, share: float = 0.5) -> float:
    """What ``share`` of the time in which the view was at home falls short of; else the median.

    Faults may take most of the time, and what is seen instead of the view may be richer. A high
    share suits what faults lower and nothing raises; noise raises sharpness.
    """
    seen = ~np.isnan(values)
    home = seen & (here["view_home"] >= HOME)
    if not home.any():
        return usual(values, 1, scene.weights(here))
    known, heavy = values[home], scene.weights(here)[home]
    order = np.argsort(known)
    upto = np.cumsum(heavy[order])
    return float(known[order][min(np.searchsorted(upto, share * upto[-1]), len(known) - 1)])


def strange(here: Columns, scene: Scene) -> Sureness:
    """How sure nothing of the reference view is in sight, while what is in sight stands; 0–1.

    Traffic before the windscreen does not stand, and a reference that mostly fails is none.
    """
    home = here["view_home"]
    if not at_home(home, here, scene, MOSTLY) >= TRUSTED:
        return np.zeros(len(home))
    gone = np.nan_to_num(ramp(home, 0.35, 0.15))
    moving = here["view_steady"] < STEADY
    return np.where(moving | black(here) | (here["view_away"] >= 0.5), 0.0, gone)


def relief(here: Columns) -> NDArray[np.floating]:
    """Structure for the light there is, so that lamps and exposure leave it as it is; (N,)."""
    return np.asarray(here["structure"] / (here["luma"] + SOME_LIGHT))


def rich(here: Columns, scene: Scene) -> Yes:
    """Whether there is as much to be seen as usual, or nearly."""
    return np.asarray(relief(here) >= FAINT * at_home(relief(here), here, scene, MOSTLY))


def crisp(here: Columns, scene: Scene) -> Yes:
    """Whether it is as sharp as nothing is that stands close before the lens."""
    sharp = here["sharpness"] >= CRISP
    return np.asarray(
        sharp & (relief(here) >= SHALLOW * at_home(relief(here), here, scene, MOSTLY))
    )


def in_full(here: Columns, scene: Scene) -> Yes:
    """Whether it is crisp, or rich and sharp as usual, as no lens is that something covers."""
    usual_sharp = here["sharpness"] >= SOFT * at_home(here["sharpness"], here, scene)
    return crisp(here, scene) | (rich(here, scene) & usual_sharp)


def stilled(here: Columns, scene: Scene, soft: float) -> Yes:
    """Whether a soft picture stands where nothing ever stood: something is before the lens.

    Where somebody fills the picture and never sits still there is no reference view to be gone.
    """
    steady = here["view_steady"]
    restless = usual(steady, 5, scene.weights(here)) < STEADY
    blind = np.isnan(here["view_home"]) & (here["sharpness"] < soft)
    return np.asarray(blind & (steady >= STILLED) & restless)


def lasting(sure: Sureness, here: Columns, scene: Scene, least_s: float) -> Sureness:
    """The same where it stays at a half or above for that long, with lapses of a second; else 0.

    For what may be told late: every sample of such a stretch counts, its first ones too.
    """
    inside = enduring(sure, here, scene, least_s, 1.0)
    return np.where(inside, np.maximum(np.nan_to_num(sure), 0.5), 0.0)
