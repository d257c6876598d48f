"""Who speaks in a car, as far as lips tell: what rules about speech have in common."""

from math import radians

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.rules.base import Scene, Sureness, ramp
from proctor.rules.bodies import swaying
from proctor.timeline import SECOND

LIPS = 0.012
"""Standard deviation of the gap between lips that talk, face heights, sureness 0.5."""
FRONTAL = radians(45)
"""A face turned farther from the camera hides its lips."""
PROMPT = 0.2
"""Share of a second that a prompt takes, from which nobody can tell another voice in it."""
QUIET, LOUD = 0.3, 0.9
"""Probability of speech in a second at which nobody, and surely somebody, speaks."""


def beside_prompts(sound: Columns) -> Sureness:
    """How sure somebody speaks who is not the exam system, per stretch of sound, (N,)."""
    speaks = ramp(sound["speech"], QUIET, LOUD)
    own = sound["prompt"] >= PROMPT
    own = own | np.append(own[1:], False) | np.insert(own[:-1], 0, False)
    return np.where(np.isnan(sound["prompt"]), np.nan, np.where(own, 0.0, speaks))


def lips(kind: str, times: Times, scene: Scene) -> Sureness:
    """How sure the lips of whoever has a place of that kind move, at ``times``, (N,).

    ``NaN`` where no face is large and frontal enough, or nobody is there.
    """
    place = next((place for place in scene.places.values() if place.kind == kind), None)
    if place is None:
        return np.full(len(times), np.nan)
    here = scene.columns[place.name]
    gap = np.where(np.abs(here["yaw"]) <= FRONTAL, here["mouth"], np.nan)
    stir = swaying(gap, here, 2 * SECOND)
    sure = ramp(np.where(np.isfinite(stir), stir, np.nan), 0.5 * LIPS, 1.5 * LIPS)
    return _of_seconds(sure, here.times, times)


def _of_seconds(values: NDArray[np.floating], seen: Times, times: Times) -> Sureness:
    """The greatest value that was seen within a second after each moment; ``NaN`` without any."""
    first, last = np.searchsorted(seen, times), np.searchsorted(seen, times + SECOND)
    result = np.full(len(times), np.nan)
    for n, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        part = values[begin:end]
        if len(part) and not np.isnan(part).all():
            result[n] = np.nanmax(part)
    return result
