"""Another camera, another hour: light, colour, blur and grain, and the picture still the same."""

import numpy as np
import pytest

from models.training import looks
from models.training.looks import CHANGES, changed

SIZES = [(640, 640), (80, 80), (320, 320), (33, 47), (360, 640), (700, 704), (12, 1400)]


@pytest.mark.parametrize("size", SIZES)
def test_another_camera_delivers_a_picture_of_the_same_size(size: tuple[int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 256, (*size, 3)).astype(np.uint8)
    before = image.copy()
    for seed in range(12):
        seen = changed(image, np.random.default_rng(seed))
        assert seen.shape == image.shape
        assert seen.dtype == np.uint8
    assert np.array_equal(image, before), "the picture itself is left as it is"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=lambda c: c.__name__)
def test_every_look_keeps_shape_and_levels(change, size: tuple[int, int]) -> None:
    image = np.random.default_rng(1).integers(0, 256, (*size, 3)).astype(np.uint8)
    for seed in range(8):
        seen = change(image, np.random.default_rng(seed))
        assert (seen.shape, seen.dtype) == (image.shape, np.uint8)


def test_the_same_lot_gives_the_same_look_and_another_lot_another() -> None:
    image = np.random.default_rng(2).integers(0, 256, (90, 120, 3)).astype(np.uint8)
    one, same, other = (changed(image, np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_looks_keep_what_is_to_be_seen() -> None:
    """Left and right, bright and dark stay where they are."""
    image = np.zeros((96, 96, 3), np.uint8)
    image[:, 48:] = 220
    for seed in range(30):
        seen = changed(image, np.random.default_rng(seed)).mean(axis=2)
        assert np.median(seen[:, 52:]) > np.median(seen[:, :44]) + 20


def test_infrared_has_no_colour() -> None:
    image = np.random.default_rng(3).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    colour = [
        np.ptp(looks._coloured(image, np.random.default_rng(k)), axis=2).max() for k in range(60)
    ]
    grey = sum(spread <= 2 for spread in colour)
    assert 3 <= grey <= 25
