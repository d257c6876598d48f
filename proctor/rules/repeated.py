"""What means nothing once and something when it comes again and again."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Times
from proctor.timeline import Microseconds


def onsets(yes: NDArray[np.bool_], known: NDArray[np.bool_], times: Times) -> Times:
    """Moments at which something begins, beside a sample that was looked at and had none."""
    begins = yes[1:] & ~yes[:-1] & known[:-1]
    return np.asarray(times[1:][begins])


def crowded(onsets: Times, times: Times, within_us: Microseconds) -> NDArray[np.int64]:
    """How many onsets lie within ``within_us`` of each other around each sample, (N,).

    A sample between the first and the last of them counts them; all others count none.
    """
    most = np.zeros(len(times), np.int64)
    last = np.searchsorted(onsets, onsets + within_us, side="right") - 1
    counts = last - np.arange(len(onsets)) + 1
    first_row = np.searchsorted(times, onsets)
    for n in np.flatnonzero(counts > 1).tolist():
        part = slice(int(first_row[n]), int(first_row[last[n]]) + 1)
        most[part] = np.maximum(most[part], counts[n])
    return most
