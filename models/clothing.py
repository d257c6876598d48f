"""The colour of what somebody wears: one more thing by which a stranger is told from the sitter."""

from math import nan
from typing import TypeAlias

import numpy as np

from models.figures import Figure
from proctor.geometry import Box
from proctor.perception import Image

Colour: TypeAlias = tuple[float, float, float]
"""CIE L*a*b*: lightness 0–100, then green to red and blue to yellow, each about −100 to 100."""

UNKNOWN: Colour = (nan, nan, nan)
BROAD, FROM, UPTO = 1.2, 1.1, 2.0
"""Shoulders and breast: so many heads wide, and from so far to so far below the crown, in heads.
Lower down desks, screens and hands come between."""
ROWS = 24
"""Rows and columns of pixels that are taken, evenly spread: a median needs no more."""
FEWEST = 40
"""Pixels without which there is no colour to speak of."""


def clothing(image: Image, figure: Figure) -> Colour:
    """The middle colour of the shoulders and breast in sight; NaN without a head or enough of it.

    The median of each axis: belts, collars and hair on it do not count until they are half.
    """
    import cv2

    patch = _patch(figure, image.shape[1], image.shape[0])
    if patch is None:
        return UNKNOWN
    x0, y0, x1, y1 = (round(value) for value in patch)
    wide, high = x1 - x0, y1 - y0
    if min(wide, high) < 1 or wide * high < FEWEST:
        return UNKNOWN
    step = max(1, high // ROWS)
    piece = image[y0:y1:step, x0:x1:step].astype(np.float32) / 255
    lab = cv2.cvtColor(piece, cv2.COLOR_BGR2LAB).reshape(-1, 3)
    lightness, green_red, blue_yellow = (float(value) for value in np.median(lab, axis=0))
    return lightness, green_red, blue_yellow


def _patch(figure: Figure, width: int, height: int) -> Box | None:
    """Where they are, the body's box permitting."""
    head = figure.head
    if head is None:
        return None
    x, half = head.centre[0], BROAD * head.width / 2
    top, bottom = head.y0 + FROM * head.height, head.y0 + UPTO * head.height
    body = figure.box
    return Box(
        max(x - half, body.x0), max(top, body.y0), min(x + half, body.x1), min(bottom, body.y1)
    ).within(width, height)
