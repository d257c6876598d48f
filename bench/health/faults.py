"""The faults that are put before, into and behind the lens of the simulated camera."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from bench.health.camera import GRAIN, SIZE, Light, View
from bench.world.footage import damage
from proctor.perception import Image

Lot = np.random.Generator


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault, in one of its ways."""

    kind: str
    """As the page calls it."""
    code: str | None
    """The flag that must be raised; ``None`` when a column shows it and no rule asks."""
    way: str
    """How it is done."""


FAULTS: tuple[Fault, ...] = (
    Fault("black", "VID_BLACK", "lens cap"),
    Fault("black", "VID_BLACK", "no signal"),
    Fault("frozen", "VID_FREEZE", "clock stands"),
    Fault("frozen", "VID_FREEZE", "clock runs"),
    Fault("covered", "VID_COVER", "hand"),
    Fault("covered", "VID_COVER", "cloth"),
    Fault("covered", "VID_COVER", "tape"),
    Fault("covered", "VID_COVER", "paper"),
    Fault("covered", "VID_COVER", "foam"),
    Fault("moved", "VID_MOVE", "pan"),
    Fault("moved", "VID_MOVE", "tilt"),
    Fault("moved", "VID_MOVE", "roll"),
    Fault("moved", "VID_MOVE", "pushed"),
    Fault("moved", "VID_MOVE", "turned away"),
    Fault("defocused", "VID_BLUR", "a little"),
    Fault("defocused", "VID_BLUR", "much"),
    Fault("noise", None, "by night"),
    Fault("colour lost", None, "grey"),
)

LIMITS: Mapping[str, float] = {
    "black": 5, "frozen": 5, "covered": 5, "moved": 30, "defocused": 30,
}  # fmt: skip
"""Seconds within which the flag must be raised."""


def view_of(fault: Fault, lot: Lot) -> View:
    """Where a camera looks that was moved: 2.5 to 8 degrees if it sees 80 across."""
    side, up, twist = (float(lot.choice((-1, 1))) for _ in range(3))
    far, high, roll = lot.uniform(0.031, 0.1), lot.uniform(0.055, 0.12), lot.uniform(3.5, 9)
    match fault.way:
        case "pan":
            return View(pan=side * far)
        case "tilt":
            return View(tilt=up * high)
        case "roll":
            return View(roll=twist * roll)
        case _:
            return View(side * far, up * high, twist * roll)


def dark(way: str, lot: Lot) -> Light:
    """No light: the sensor's noise, or nothing."""
    if way == "no signal":
        return np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    level = lot.uniform(2, 12)
    return lot.normal(level, 1.6, (SIZE[1], SIZE[0], 3)).astype(np.float32)


def defocus(light: Light, fault: Fault, strength: float, age: float, left: float) -> Light:
    """A disc of 5 to 7 pixels at 540 lines, or of 8 to 12; ``strength`` 0–1."""
    low, high = (5.0, 7.0) if fault.way == "a little" else (8.0, 12.0)
    plan = {"radius": low + (high - low) * strength}
    return np.asarray(damage.defocused(light, plan, age, left), np.float32)


def cover(way: str, lot: Lot) -> Callable[[Light, float, float], Light]:
    """Something before the lens: gives the light of what is seen ``age`` after its coming."""
    if way in ("hand", "cloth", "tape"):
        plan = {"how": way, "seed": int(lot.integers(1000)), "leak": float(lot.uniform(0.03, 0.1))}
        return lambda light, age, left: _before(light, plan, age, left)
    sheet = _paper(lot) if way == "paper" else _foam(lot)
    return lambda light, age, left: _slid(light, sheet, age, left)


def _before(light: Light, plan: Mapping[str, object], age: float, left: float) -> Light:
    rgb = np.clip(light[..., ::-1], 0, 255).astype(np.uint8)
    return np.asarray(damage.covered(rgb, plan, age, left)[..., ::-1], np.float32)


def _slid(light: Light, sheet: Image, age: float, left: float) -> Light:
    """It comes from above within 0.7 s, shakes a little, and leaves a slit at one side."""
    there = damage.amount(age, left, damage.SLIDE)
    down = round((1 - there) * SIZE[1])
    out = light.copy()
    rows = SIZE[1] - down
    shake = round(2 * np.sin(3 * age))
    out[:rows, 24:] = np.roll(sheet, shake, axis=1)[SIZE[1] - rows :, 24:]
    return out


def _paper(lot: Lot) -> Image:
    """A printed sheet close to the lens, out of focus; lit unevenly."""
    sheet = np.full((SIZE[1], SIZE[0], 3), 205, np.uint8)
    for y in range(20, SIZE[1], int(lot.integers(22, 40))):
        x = 10
        while x < SIZE[0] - 40:
            wide = int(lot.integers(10, 60))
            cv2.rectangle(sheet, (x, y), (x + wide, y + 9), (60, 55, 50), -1)
            x += wide + int(lot.integers(6, 16))
    return _near(sheet, lot, lot.uniform(3, 7))


def _foam(lot: Lot) -> Image:
    """Pores of all sizes, out of focus."""
    sheet = np.full((SIZE[1], SIZE[0], 3), (90, 105, 120), np.uint8)
    for _ in range(700):
        x, y, size = int(lot.integers(SIZE[0])), int(lot.integers(SIZE[1])), lot.integers(3, 16)
        shade = tuple(int(v) for v in np.array((90, 105, 120)) * lot.uniform(0.3, 1.3))
        cv2.circle(sheet, (x, y), int(size), shade, -1)
    return _near(sheet, lot, lot.uniform(2.5, 6))


def _near(sheet: Image, lot: Lot, blur: float) -> Image:
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    away = np.hypot(x / SIZE[0] - lot.uniform(0.2, 0.8), y / SIZE[1] - lot.uniform(0.2, 0.8))
    lit = (1.1 - 0.7 * away)[..., None]
    return np.clip(cv2.GaussianBlur(sheet, (0, 0), blur) * lit, 0, 255).astype(np.uint8)


class Maker:
    """One fault with all that is drawn for it."""

    def __init__(self, fault: Fault, lot: Lot) -> None:
        self.fault = fault
        self.lot = lot
        pushed = fault.kind == "moved" and fault.way != "turned away"
        self.view = view_of(fault, lot) if pushed else View()
        self.strength = float(lot.uniform())
        self.cover = cover(fault.way, lot) if fault.kind == "covered" else None

    def befallen(self, light: Light, age: float, left: float) -> tuple[Light, float]:
        """The light with the fault ``age`` after its start and ``left`` before its end; noise."""
        if self.cover is not None:
            return self.cover(light, age, left), GRAIN
        match self.fault.kind:
            case "black":
                return dark(self.fault.way, self.lot), 0.0
            case "defocused":
                return defocus(light, self.fault, self.strength, age, left), GRAIN
            case "noise":
                return light * 0.8, 12 + 14 * self.strength
            case "colour lost":
                return np.repeat(light.mean(axis=2, keepdims=True), 3, axis=2), GRAIN
            case _:
                return light, GRAIN
