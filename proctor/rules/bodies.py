"""Where the hands of somebody seated are, told by the own head, and how still they keep."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.placing.hands import FACE_DROP
from proctor.rules.base import Scene, Weights, usual
from proctor.timeline import Microseconds

Yes = NDArray[np.bool_]
"""Per sample, (N,)."""
Both = NDArray[np.floating]
"""Of the two hands, ``NaN`` where one is not in sight, (2, N)."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The two hands by the head of the same moment."""

    beside: Both
    """To the right of the head's middle, head widths."""
    below: Both
    """Below the chin, head heights."""
    to_face: Both
    """From the middle of the face, head widths."""


def hands_at(here: Columns, scene: Scene) -> Hands:
    """Where both hands are."""
    wide, tall = here["head_x1"] - here["head_x0"], here["head_y1"] - here["head_y0"]
    wide, tall = np.maximum(wide, 1e-4), np.maximum(tall, 1e-4)
    x = np.array([here["hand1_x"], here["hand2_x"]]) - (here["head_x0"] + here["head_x1"]) / 2
    y = np.array([here["hand1_y"], here["hand2_y"]])
    face = (here["head_y0"] + here["head_y1"]) / 2 + FACE_DROP * tall
    aspect = scene.account.height / max(scene.account.width, 1)
    return Hands(
        x / wide,
        (y - here["head_y1"]) / tall,
        np.hypot(x / wide, (y - face) * aspect / wide),
    )


def from_work(hands: Hands, weights: Weights) -> Both:
    """How far each hand is from where the hands usually are, the nearer spot, head widths."""
    spots = [
        (usual(x, weights=weights), usual(y, weights=weights))
        for x, y in zip(hands.beside, hands.below, strict=True)
    ]
    gaps = [np.hypot(hands.beside - x, hands.below - y) for x, y in spots if x == x]
    return np.asarray(np.fmin.reduce([np.full_like(hands.beside, np.inf), *gaps]))


def head_px(here: Columns, scene: Scene) -> float:
    """Usual height of the head, pixels; ``NaN`` when it was hardly seen."""
    tall = here["head_y1"] - here["head_y0"]
    return usual(tall, weights=scene.weights(here)) * scene.account.height


def in_heads(x: NDArray[np.floating], y: NDArray[np.floating], here: Columns, scene: Scene) -> Both:
    """Points of the frame, 0–1, in head widths from its corner, (2, N).

    Of the usual width: that of a moment is read a little wrong, and so would be the whole way.
    """
    wide = usual(here["head_x1"] - here["head_x0"], weights=scene.weights(here))
    aspect = scene.account.height / max(scene.account.width, 1)
    return np.asarray([x, y * aspect]) / max(wide, 1e-4)


def rigid(
    here: Columns, hands: Hands, scene: Scene, within_us: Microseconds
) -> NDArray[np.floating]:
    """How much the hand nearest to the face, and the head, sway in that time, head widths, (N,).

    The larger one of the two; ``inf`` where either was hardly seen, as ``swaying`` has it.
    """
    nearest = np.argmin(np.nan_to_num(hands.to_face, nan=np.inf), axis=0)
    rows = np.arange(len(here.times))
    hand = [hands.beside[nearest, rows], hands.to_face[nearest, rows]]
    head = in_heads((here["head_x0"] + here["head_x1"]) / 2, here["head_y1"], here, scene)
    parts = [swaying(part, here, within_us) for part in (*hand, *head)]
    return np.asarray(np.maximum.reduce(parts))


def swaying(
    values: NDArray[np.floating], here: Columns, within_us: Microseconds
) -> NDArray[np.floating]:
    """Standard deviation over the time around each sample, (N,).

    ``inf`` where fewer than four fifths of its samples, or four, were seen.
    """
    seen = ~np.isnan(values)
    plain = np.where(seen, values - np.nanmean(values) if seen.any() else 0.0, 0.0)
    first = np.searchsorted(here.times, here.times - within_us // 2, "left")
    last = np.searchsorted(here.times, here.times + within_us // 2, "right")
    upto = [np.concatenate(([0.0], np.cumsum(part))) for part in (seen, plain, plain**2)]
    count, total, squares = (part[last] - part[first] for part in upto)
    enough = count >= np.maximum(0.8 * (last - first), 4)
    count = np.maximum(count, 1)
    spread = np.sqrt(np.maximum(squares / count - (total / count) ** 2, 0.0))
    return np.where(enough, spread, np.inf)
