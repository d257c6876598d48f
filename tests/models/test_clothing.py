"""The colour of what somebody wears, on painted pictures."""

import numpy as np
import pytest

from models.clothing import clothing
from models.figures import Figure
from proctor.geometry import Box

HEAD, BODY = Box(90, 20, 110, 50), Box(60, 20, 140, 150)


def painted(bgr: tuple[int, int, int]) -> np.ndarray:
    """A picture of 200 × 160 that is grey but for a body in that colour."""
    image = np.full((160, 200, 3), 128, np.uint8)
    image[50:150, 60:140] = bgr
    return image


def test_a_red_shirt_is_red_and_a_blue_one_blue() -> None:
    _, red, _ = clothing(painted((0, 0, 200)), Figure(HEAD, BODY, 0.9))
    _, _, blue = clothing(painted((200, 0, 0)), Figure(HEAD, BODY, 0.9))
    assert red > 50
    assert blue < -50


def test_a_white_shirt_is_light_and_has_no_colour() -> None:
    seen = clothing(painted((250, 250, 250)), Figure(HEAD, BODY, 0.9))
    assert seen == pytest.approx((98, 0, 0), abs=2)


def test_a_belt_across_it_does_not_count() -> None:
    image = painted((0, 0, 200))
    image[60:66, 60:140] = 0
    plain = clothing(painted((0, 0, 200)), Figure(HEAD, BODY, 0.9))
    assert clothing(image, Figure(HEAD, BODY, 0.9)) == pytest.approx(plain, abs=1)


def test_without_a_head_or_enough_of_a_body_there_is_no_colour() -> None:
    image = painted((0, 0, 200))
    assert np.isnan(clothing(image, Figure(None, BODY, 0.9))).all()
    assert np.isnan(clothing(image, Figure(HEAD, Box(90, 20, 110, 54), 0.9))).all()
    assert np.isnan(clothing(image, Figure(Box(90, 140, 110, 170), BODY, 0.9))).all()
