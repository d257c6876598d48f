"""HANDS_OFF."""

from dataclasses import dataclass
from math import inf, log
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, runs, steadied, usual
from proctor.rules.cabin import home, other_front, reach, stands
from proctor.rules.units import HeadHeights, Share


@dataclass(frozen=True, slots=True)
class HandsOff(Rule):
    """Both hands are off the wheel while the car moves.

    Flags: two hands in sight and none of them at the wheel, from one second; or no hand in sight
        for so many looks in a row that, as well as this camera sees this driver's hands on the
        wheel, it cannot have overlooked both; the wheel must be in sight, and no arm before it.
    Lets be: one hand that changes gear, waves or holds something; hands crossing over in a turn; a
        camera that hardly ever sees hands at the wheel; a car in which next to nothing changes
        between two looks: it stands, or it is night.
    """

    code: ClassVar[str] = "HANDS_OFF"
    subjects: ClassVar[tuple[Subject, ...]] = ("field", "road")
    kinds: ClassVar[tuple[Kind, ...]] = ("driver",)
    needs: ClassVar[tuple[Sense, ...]] = ("person", "hands", "wheel")
    shows: ClassVar[tuple[str, ...]] = ("hands", "hands_wheel", "wheel")

    hold_s: float = 1.0
    gap_s: float = 0.5
    rest_s: float = 5.0
    moved: HeadHeights = 0.4
    """How far both hands must be from where they usually are, head heights: hands low on the rim
    seem to be in the lap from some cameras."""
    chance: Share = 1e-6
    """Accepted probability of overlooking both hands so often in a row, 0–1; far lower than
    independent misses would ask for, because misses come in runs."""
    seen: Share = 0.6
    """Share of the time in which a hand must be seen at the wheel, or this camera does not show
    what the hands do, and nothing is said, 0–1."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """1 where both hands are seen elsewhere, or none was seen at the wheel for long enough."""
        at_wheel = steadied(np.where(here["hands"] == 0, 0.0, here["hands_wheel"]))
        known = ~np.isnan(at_wheel)
        weights = scene.weights(here)
        held = weights[known & (at_wheel > 0)].sum() / max(weights[known].sum(), 1)
        if held < self.seen:
            return np.full(len(here.times), np.nan)
        away = known & (at_wheel == 0)
        elsewhere = away & (here["hands"] >= 2) & (self._moved(here, scene) >= self.moved)
        in_sight = (steadied(here["wheel"]) > 0) & ~_hidden(here, place, scene)
        gone = _long((steadied(here["hands"]) == 0) & away & in_sight, self._looks(float(held)))
        sure = np.where(elsewhere | gone, 1.0, 0.0)
        return np.where(known, np.where(stands(here, scene), 0.0, sure), np.nan)

    def _moved(self, here: Columns, scene: Scene) -> NDArray[np.floating]:
        """How far the hand that moved less is from where it usually is, head heights, (N,)."""
        weights = scene.weights(here)
        _, _, tall = home(here, scene)
        high = max(scene.account.height * tall, 1.0)
        gaps = []
        for hand in ("hand1", "hand2"):
            x, y = (here[f"{hand}_{axis}"] for axis in "xy")
            across = (x - usual(x, weights=weights)) * scene.account.width
            down = (y - usual(y, weights=weights)) * scene.account.height
            gaps.append(np.hypot(across, down) / high)
        return np.asarray(np.fmin(*gaps))

    def _looks(self, held: float) -> float:
        """Looks in a row without a hand at the wheel that are no accident any more."""
        if not (held > 0 and self.chance > 0):
            return inf  # of nothing that may be an accident can anybody be sure
        return max(2, round(log(self.chance) / log(1 - min(held, 0.98)) + 0.5))


def _hidden(here: Columns, place: Place, scene: Scene) -> NDArray[np.bool_]:
    """Whether an arm that comes across from the other seat may hide the hands, (N,)."""
    other = other_front(place, scene)
    if other is None:
        return np.zeros(len(here.times), bool)
    across = reach(scene.beside(other.name, here.times), other, scene).across
    return np.asarray(across >= 0.5)


def _long(yes: NDArray[np.bool_], least: float) -> NDArray[np.bool_]:
    """Of ``yes`` the samples in runs of at least ``least``."""
    result = np.zeros(len(yes), bool)
    for first, last in runs(yes):
        result[first:last] = last - first >= least
    return result
