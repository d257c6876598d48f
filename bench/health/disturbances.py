"""What happens before a sound camera, and to it, and is nothing to flag."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bench.health import things
from bench.health.camera import GRAIN, SIZE, Light, View

Lot = np.random.Generator


@dataclass(frozen=True, slots=True)
class Happening:
    """One disturbance and its time."""

    kind: str
    """Of ``KINDS``."""
    start: float
    """Seconds."""
    end: float
    """Seconds."""
    seed: int
    """Draws all that is by lot."""

    def lot(self) -> Lot:
        """The same draws every time."""
        return np.random.default_rng(self.seed)


VISIBLE = 3.0 * GRAIN
"""Deviation of the light, grey levels, of which a room can be made out in the sensor's noise."""
KINDS: dict[str, tuple[float, float]] = {
    "lamps off": (15, 40),
    "lamp on": (15, 40),
    "exposure sweeps": (5, 12),
    "infrared": (30, 300),
    "walker": (1, 2.5),
    "walkers": (8, 20),
    "stander": (40, 300),
    "door": (10, 90),
    "screens": (60, 240),
    "chairs": (60, 300),
    "sun": (60, 300),
    "insect": (3, 20),
    "flicker": (10, 60),
    "noise": (1, 30),
    "knock": (0.5, 1.5),
    "swing": (8, 16),
}
"""Shortest and longest, seconds."""


def drawn(seconds: float, lot: Lot, every: tuple[float, float] = (20, 60)) -> list[Happening]:
    """A schedule of happenings with pauses between them; the first ten seconds are quiet."""
    at, happenings = 10.0 + lot.uniform(0, 10), []
    while at < seconds - 60:
        kind = str(lot.choice(list(KINDS)))
        end = at + lot.uniform(*KINDS[kind])
        happenings.append(Happening(kind, at, end, int(lot.integers(1 << 30))))
        at = end + lot.uniform(*every)
    return happenings


def view_at(now: Happening | None, at: float) -> View:
    """Where the camera looks: a knock, or a mast in the wind, moves it for a moment."""
    if now is None or now.kind not in ("knock", "swing"):
        return View()
    lot = now.lot()
    far = View(lot.uniform(-0.08, 0.08), lot.uniform(-0.08, 0.08), lot.uniform(-4, 4))
    if now.kind == "knock":
        return far
    wave = float(np.sin((at - now.start) * 2 * np.pi / lot.uniform(1.5, 4)))
    return View(far.pan * wave, far.tilt * wave, far.roll * wave)


def lit(light: Light, now: Happening | None, at: float) -> tuple[Light, float]:
    """The light as it is now, and how many times the usual noise the sensor adds."""
    if now is None:
        return light, 1.0
    if now.kind in _THINGS:
        age, share = at - now.start, (at - now.start) / (now.end - now.start)
        return _THINGS[now.kind](light, now.lot(), share, age), 1.0
    change = _CHANGES.get(now.kind)
    return change(light, now, at) if change else (light, 1.0)


def _off(light: Light, now: Happening, _at: float) -> tuple[Light, float]:
    """As dark as it may get while somebody could still make out the room: black is no innocence."""
    lot = now.lot()
    dim = light * _slope(lot, lot.uniform(0.08, 0.25), lot.uniform(0.25, 0.5))
    return dim * max(1.0, VISIBLE / (float(dim.std()) + 1e-3)), 1.6


def _on(light: Light, now: Happening, _at: float) -> tuple[Light, float]:
    lot = now.lot()
    return light * _slope(lot, lot.uniform(0.9, 1.1), lot.uniform(1.4, 2.0)), 1.0


def _sweeps(light: Light, now: Happening, at: float) -> tuple[Light, float]:
    lot = now.lot()
    wave = np.sin((at - now.start) / (now.end - now.start) * np.pi * lot.integers(1, 4))
    return light * 2.0 ** (lot.uniform(0.5, 1.2) * wave), 1.0


def _infrared(light: Light, now: Happening, _at: float) -> tuple[Light, float]:
    """Grey, with other weights of the colours, brightest in the middle, noisy."""
    weights = now.lot().dirichlet((1, 1, 1)).astype(np.float32)
    grey = (light @ weights)[..., None]
    y, x = np.mgrid[-1 : 1 : SIZE[1] * 1j, -1 : 1 : SIZE[0] * 1j].astype(np.float32)
    spot = np.exp(-(x**2 + y**2) / 1.5)[..., None]
    return np.repeat(grey * spot * 1.1, 3, axis=2), 3.0


def _noise(light: Light, now: Happening, _at: float) -> tuple[Light, float]:
    return light * 0.8, now.lot().uniform(6, 12)


def _slope(lot: Lot, low: float, high: float) -> Light:
    """Light that falls off from one side to the other."""
    across = np.linspace(low, high, SIZE[0], dtype=np.float32)[None, :, None]
    return across if lot.integers(2) else across[:, ::-1]


_CHANGES: dict[str, Callable[[Light, Happening, float], tuple[Light, float]]] = {
    "lamps off": _off,
    "lamp on": _on,
    "exposure sweeps": _sweeps,
    "infrared": _infrared,
    "noise": _noise,
}

_THINGS: dict[str, Callable[[Light, Lot, float, float], Light]] = {
    "walker": things.walker,
    "walkers": things.walkers,
    "stander": things.stander,
    "door": things.door,
    "screens": things.screens,
    "chairs": things.chairs,
    "sun": things.sun,
    "insect": things.insect,
    "flicker": things.flicker,
}
