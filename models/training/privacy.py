"""Faces that nobody can make out again, in pictures that leave the record."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import numpy as np

from proctor.geometry import Box
from proctor.perception import Image, Person

Faces: TypeAlias = Literal["blur", "keep"]
FACES: tuple[Faces, ...] = ("blur", "keep")

BLOCKS = 5
"""A head becomes so many patches a side; a face of 5×5 pixels is nobody's."""
MARGIN = 0.15
"""Of the head's box, on every side."""
UPPER = 0.3
"""Share of a body's height in which a head lies that nobody found."""


def heads_of(people: Iterable[Person]) -> list[Box]:
    """Where faces may be: the heads, and the upper part of bodies without one."""
    return [person.head or _upper(person.box) for person in people]


def blurred(image: Image, heads: Iterable[Box], sharp: Box | None) -> Image:
    """A copy with every head made into a few patches of colour; pixels.

    ``sharp`` is left as it was: the thing that the picture is about, often held to a face.
    """
    import cv2

    height, width = image.shape[:2]
    made = image.copy()
    for head in heads:
        x0, y0, x1, y1 = _whole(head.grown(MARGIN), width, height)
        if x1 <= x0 or y1 <= y0:
            continue
        part = made[y0:y1, x0:x1]
        few = cv2.resize(part, (BLOCKS, BLOCKS), interpolation=cv2.INTER_AREA)
        size = (x1 - x0, y1 - y0)
        made[y0:y1, x0:x1] = cv2.resize(few, size, interpolation=cv2.INTER_LINEAR)
    if sharp is not None:
        x0, y0, x1, y1 = _whole(sharp, width, height)
        made[y0:y1, x0:x1] = image[y0:y1, x0:x1]
    return made


def painted_over(image: Image, boxes: Iterable[Box]) -> Image:
    """A copy in which the surroundings of the boxes have grown over them; pixels.

    Their own mean colour would do no good: a phone is a plain dark rectangle already.
    """
    import cv2

    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    for box in boxes:
        x0, y0, x1, y1 = _whole(box.grown(MARGIN), width, height)
        mask[y0:y1, x0:x1] = 1
    if not mask.any():
        return image.copy()
    return np.asarray(cv2.inpaint(image, mask, 3, cv2.INPAINT_TELEA), np.uint8)


def _upper(body: Box) -> Box:
    return Box(body.x0, body.y0, body.x1, body.y0 + UPPER * body.height)


def _whole(box: Box, width: int, height: int) -> tuple[int, int, int, int]:
    inside = box.within(width, height)
    low, high = np.floor(inside[:2]).astype(int), np.ceil(inside[2:]).astype(int)
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])
