"""What time of day it was at a site."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Times
from proctor.timeline import SECOND, ClockMap, stamp

HOUR = 3600 * SECOND


def hour_of_day(times: Times, clock: ClockMap, zone_h: float) -> NDArray[np.float64] | None:
    """Hours since midnight at each media time, 0–24, (N,); ``None`` when nobody knows the time.

    ``zone_h`` is by how many hours the site is ahead of UTC: the rule must not depend on how the
    computer is set that judges.
    """
    if clock.start is None:
        return None
    since = (times + stamp(clock.start)) / HOUR + zone_h
    return np.asarray(since % 24, np.float64)
