"""A drawn room and a camera in it that may be moved, with a sensor's noise."""

import cv2
import numpy as np

LOT = np.random.default_rng(3)


def room(seed: int = 5, size: tuple[int, int] = (320, 180)) -> np.ndarray:
    """Furniture: boxes of all colours in all places, the same for the same seed; with a margin."""
    lot = np.random.default_rng(seed)
    image = np.full((size[1] * 2, size[0] * 2, 3), 170, np.uint8)
    for _ in range(160):
        x, y = lot.integers(0, size[0] * 2), lot.integers(0, size[1] * 2)
        corner = int(x + lot.integers(10, 70)), int(y + lot.integers(10, 60))
        colour = tuple(int(c) for c in lot.integers(20, 240, 3))
        cv2.rectangle(image, (int(x), int(y)), corner, colour, -1)
    return cv2.GaussianBlur(image, (3, 3), 0)


def seen(scene: np.ndarray, x: int = 0, y: int = 0, turn: float = 0.0) -> np.ndarray:
    """The middle half of the room, by a camera that pans, tilts or turns, with a sensor's noise."""
    height, width = scene.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1.0)
    matrix[:, 2] -= (width / 4 - x, height / 4 - y)
    image = cv2.warpAffine(scene, matrix, (width // 2, height // 2))
    return noisy(image)


def noisy(image: np.ndarray, sigma: float = 2.0) -> np.ndarray:
    grain = LOT.normal(0, sigma, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)
