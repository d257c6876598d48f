"""The light of a day within an hour: dawn, dusk, clouds, evening lamps; and the camera's gain."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bench.health.camera import SIZE, Light

Course = Literal["lamps", "clouds", "dawn", "dusk"]
COURSES: tuple[Course, ...] = ("lamps", "clouds", "dawn", "dusk")
DARKEST = 0.08
"""Of the light of noon that is left at night beside the lamps."""
MOST_GAIN = 4.0
"""How many times a camera makes its picture, and its noise, brighter."""
_TIED = 0.7
"""Light below which the camera's gain begins to make up for it."""


@dataclass(frozen=True, slots=True)
class Daylight:
    """One take's light; always the same for the same seed."""

    course: Course
    """What the sun does."""
    seed: int
    """Draws clouds, the window's side and the lamps' hour."""
    seconds: float
    """Length of the take."""

    def lit(self, light: Light, at: float) -> tuple[Light, float]:
        """What the camera makes of the scene in the light of then, and its noise, in its usual."""
        if self.course == "lamps":
            return light, 1.0
        lot = np.random.default_rng(self.seed)
        side, tilt = (1, -1)[int(lot.integers(2))], lot.uniform(0.1, 0.5)
        level = self._sun(at, lot)
        fall = np.linspace(1 - side * tilt, 1 + side * tilt, SIZE[0], dtype=np.float32)
        lamps = self._lamps(at, lot)
        gain = float(np.clip(_TIED / (level + lamps), 1.0, MOST_GAIN))
        return light * (gain * (level * fall[None, :, None] + lamps)), gain**0.5

    def _sun(self, at: float, lot: np.random.Generator) -> float:
        """Of noon's; clouds pass at all times."""
        waves = sum(
            lot.uniform(0.03, 0.12)
            * np.sin(2 * np.pi * (at / lot.uniform(15, 300) + lot.uniform()))
            for _ in range(4)
        )
        over = at / self.seconds
        height = {"dawn": over, "dusk": 1 - over}.get(self.course, 1.0)
        rise = height**2 * (3 - 2 * height)
        return float((DARKEST + (1 - DARKEST) * rise) * (1 + waves))

    def _lamps(self, at: float, lot: np.random.Generator) -> float:
        """By dawn and dusk they burn for the dark part of the hour, or never."""
        level, hour = lot.choice((0.0, 0.4)), lot.uniform(0.3, 0.6)
        dark = {"dawn": at < hour * self.seconds, "dusk": at > (1 - hour) * self.seconds}
        return float(level if dark.get(self.course, False) else 0.0)
