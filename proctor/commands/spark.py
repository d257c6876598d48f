"""Columns over time as rows of bars on a terminal."""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proctor.observations import Times
    from proctor.rules.base import Sureness
    from proctor.timeline import Span

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 60
"""Cells of a row."""


def cells(times: "Times", values: "Sureness", span: "Span", width: int = WIDTH) -> "Sureness":
    """The values by time, (width,): the greatest of each cell, or what still speaks there."""
    import numpy as np

    from proctor.rules.base import said_until

    edges = np.linspace(span.start_us, span.end_us, width + 1)
    until = said_until(times, span.end_us)
    found = np.full(width, np.nan)
    for n, (start, end) in enumerate(pairwise(edges)):
        first, last = np.searchsorted(times, (start, end))
        part = values[first:last]
        if first > 0 and until[first - 1] > start:  # the one before still speaks
            part = values[first - 1 : last]
        seen = part[~np.isnan(part)]
        found[n] = seen.max() if len(seen) else np.nan
    return found


def spark(values: "Sureness", low: float | None = None, high: float | None = None) -> str:
    """The values as bars from ``low`` to ``high``, else from least to most; NaN is a blank."""
    import numpy as np

    seen = values[~np.isnan(values)]
    if not len(seen):
        return " " * len(values)
    low, high = (seen.min() if low is None else low), (seen.max() if high is None else high)
    scale = np.clip((values - low) / ((high - low) or 1), 0, 1)
    return "".join(" " if np.isnan(v) else BARS[round(float(v) * (len(BARS) - 1))] for v in scale)


def marked(part: "Span", span: "Span", width: int = WIDTH) -> str:
    """A row with a mark under every cell that ``part`` touches."""
    long = max(span.duration_us, 1)
    first = max(0, (part.start_us - span.start_us) * width // long)
    last = min(width, -((span.start_us - part.end_us) * width // long))
    return " " * first + "▔" * max(1, last - first)
