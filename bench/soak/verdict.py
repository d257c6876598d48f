"""What a watcher said, held against what was done to the cameras. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from bench.soak.faults import Deed
from bench.soak.proxy import Flow

NOTICED_S = 10.0
BACK_S = 15.0
BOUND_S = 1.0
_FREE_S = 1.0
"""Absences shorter than this are none: they are below the tolerance of an account."""

Stretch = tuple[float, float]
"""Beginning and end, monotonic seconds."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one camera."""

    states: Sequence[tuple[float, str]]
    """When it was said to be in which state, in order."""
    holes: Sequence[Stretch]
    """Absences, in order; those cut by a seam of chapters joined."""
    watched_us: int
    """Length of the watch."""
    covered_us: int
    """Time with pictures."""
    missing_us: int
    """Time without."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One fault and how it was met; seconds."""

    camera: str
    kind: str
    length_s: float
    noticed_s: float | None
    """From the deed to the first word of it; ``None``: never, and nothing was missing."""
    back_s: float | None
    """From the end of the deed to pictures again."""
    start_off_s: float | None
    """Beginning of the absence as told, minus the last picture that passed before the deed."""
    end_off_s: float | None
    """End of the absence as told, minus the first picture that passed after it."""
    faults: tuple[str, ...]
    """What went wrong; empty when nothing did."""


def first_flow(flows: Iterable[Flow], after: float, *, clean: bool) -> float:
    """When pictures first passed from then on; ``clean``: only where garbage never was.

    Infinity when they never did.
    """
    found = (flow for flow in flows if flow.end >= after and (flow.clean or not clean))
    return min((max(flow.start, after) for flow in found), default=inf)


def seen(
    camera: str,
    deed: Deed,
    until: float,
    told: Told,
    flows: Sequence[Flow],
) -> Seen:
    """How the watcher met one fault; ``until``: when the next one began, or the soak ended."""
    # On a connection with garbage in it pictures may be readable again at once, or never.
    earliest = first_flow(flows, deed.over, clean=False)
    latest = first_flow(flows, deed.over, clean=True)
    away = latest - deed.last_flow
    hole = next((h for h in told.holes if h[1] > deed.began and h[0] < min(until, latest)), None)
    word = next((at for at, state in told.states if at >= deed.began and state != "live"), None)
    noticed = None if word is None or word > until else word - deed.began
    live = [at for at, state in told.states if state == "live"]
    back_at = next((at for at in live if at >= deed.over), None) if noticed is not None else None
    if back_at is None and hole is not None and hole[1] <= until:
        back_at = hole[1]
    faults = []
    start_off = end_off = None
    if hole is None:
        if away > 2 * _FREE_S:
            faults.append("no gap told")
    else:
        start_off = hole[0] - deed.last_flow
        end_off = _outside(hole[1], min(earliest, latest), latest)
        if abs(start_off) > BOUND_S:
            faults.append("gap begins elsewhere")
        if abs(end_off) > BOUND_S:
            faults.append("gap ends elsewhere")
        if noticed is None or noticed > NOTICED_S:
            faults.append("noticed late")
    back = None if back_at is None else max(0.0, back_at - deed.over)
    if hole is not None and (back is None or back > BACK_S):
        faults.append("back late")
    length = deed.over - deed.began
    return Seen(camera, deed.fault.kind, length, noticed, back, start_off, end_off, tuple(faults))


def _outside(at: float, low: float, high: float) -> float:
    """How far ``at`` lies outside the stretch; 0 inside."""
    return at - high if at > high else at - low if at < low else 0.0


def unprovoked(told: Told, deeds: Sequence[Deed], began: float) -> list[Stretch]:
    """Absences that nobody caused, the time before the first picture aside."""
    caused = [(deed.last_flow - BOUND_S, deed.over + BACK_S) for deed in deeds]
    return [
        hole
        for hole in told.holes
        if hole[0] > began + 5 and not any(a <= hole[0] <= b for a, b in caused)
    ]


def slope(samples: Sequence[tuple[float, float]]) -> float:
    """Least squares, units of the second per unit of the first; 0 for fewer than two."""
    if len(samples) < 2:
        return 0.0
    mean_x = sum(x for x, _ in samples) / len(samples)
    mean_y = sum(y for _, y in samples) / len(samples)
    spread = sum((x - mean_x) ** 2 for x, _ in samples)
    return sum((x - mean_x) * (y - mean_y) for x, y in samples) / spread if spread else 0.0
