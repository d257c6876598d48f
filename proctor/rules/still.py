"""Things that lie where they always lie: a phone on a shelf is furniture."""

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.rules.base import Weights, usual


def lies_still(here: Columns, thing: str, weights: Weights, share: float) -> NDArray[np.bool_]:
    """Samples whose thing is within half its size of the spot where one mostly lies, (N,).

    None of them when it lies there in no more than ``share`` (0–1) of the time, as ``weights`` tell
    it: then it is no furniture.
    """
    x0, y0, x1, y1 = (here[f"{thing}_{side}"] for side in ("x0", "y0", "x1", "y1"))
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    reach = 0.5 * max(usual(x1 - x0, weights=weights), 0.0)
    near = np.hypot(x - usual(x, weights=weights), y - usual(y, weights=weights)) <= reach
    always = weights[near].sum() > share * weights.sum()
    return np.asarray(near if always else np.zeros_like(near))
