"""Black, frozen and covered pictures differ from sound ones in their numbers."""

from math import isnan

import cv2
import numpy as np

from streams.health import Meter
from tests.streams.clips import picture


def scene(number: int, width: int = 640) -> np.ndarray:
    return cv2.resize(picture(number), (width, width * 3 // 4))


def test_a_black_picture_is_dark_and_flat() -> None:
    health = Meter().read(np.full((480, 640, 3), 4, np.uint8))
    assert (health.luma, health.contrast, health.detail) == (4, 0, 0)
    assert isnan(health.change)


def test_a_frozen_picture_does_not_change_and_a_live_one_does() -> None:
    meter = Meter()
    meter.read(scene(0))
    assert meter.read(scene(0)).change == 0
    assert meter.read(scene(5)).change > 1


def test_a_covered_lens_has_light_but_no_structure() -> None:
    rng = np.random.default_rng(1)
    hand = np.full((480, 640, 3), 120, np.uint8) + rng.integers(0, 3, (480, 640, 3), np.uint8)
    covered, seen = Meter().read(hand), Meter().read(scene(0))
    assert covered.luma > 100
    assert covered.detail < 1 < seen.detail
    assert covered.contrast < 3 < seen.contrast


def test_detail_is_grey_levels_per_pixel() -> None:
    ramp = np.repeat(np.tile(np.arange(0, 250, 2, dtype=np.uint8), (60, 1))[..., None], 3, axis=2)
    assert Meter().read(ramp).detail == 2


def test_a_change_of_size_in_mid_stream_is_survived() -> None:
    meter = Meter()
    meter.read(scene(0, 640))
    assert meter.read(scene(0, 1280)).change < 3
