"""What lasts: of samples that say something, those that go on saying it."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Scene, Sureness, stretches
from proctor.timeline import microseconds

Yes = NDArray[np.bool_]
"""Per sample, (N,)."""


def enduring(sure: Sureness, here: Columns, scene: Scene, least_s: float, gap_s: float) -> Yes:
    """Samples in stretches of ``least_s`` seconds at 0.5 or above, lapses in them too; (N,).

    Samples speak as long as they do in flags: where keyframes alone are looked at, until the next.
    """
    spans = stretches(
        sure,
        here.times,
        threshold=0.5,
        hold_us=microseconds(least_s),
        gap_us=microseconds(gap_s),
        end_us=scene.account.span.end_us,
        longest_us=scene.longest_us,
    )
    inside = np.zeros(len(sure), bool)
    for span in spans:
        inside[slice(*np.searchsorted(here.times, (span.start_us, span.end_us)))] = True
    return inside


def lasting(yes: Yes, here: Columns, scene: Scene, least_s: float, gap_s: float = 0.0) -> Yes:
    """``yes`` where it lasts for ``least_s`` seconds, lapses up to ``gap_s`` bridged, (N,)."""
    return np.asarray(yes & enduring(yes.astype(np.float64), here, scene, least_s, gap_s))
