"""Pictures and their labels in files, as YOLO has them.

A label file has a line a thing: class, centre x, centre y, width, height; fractions of the picture.
"""

from pathlib import Path

import numpy as np

from proctor.errors import ModelError
from proctor.geometry import Box, Floats
from proctor.i18n import _
from proctor.perception import Image


def line(number: int, box: Box, width: int, height: int) -> str:
    """One thing of class ``number`` in a picture of that size, pixels; ends with a line break."""
    inside = box.within(width, height).scaled(1 / width, 1 / height)
    numbers = (*inside.centre, inside.width, inside.height)
    return " ".join((str(number), *(f"{value:.5f}" for value in numbers))) + "\n"


def boxes(file: Path) -> Floats:
    """(N, 5): class, x0, y0, x1, y1; the corners in 0–1 of the picture."""
    rows = [[float(v) for v in row.split()] for row in file.read_text("utf-8").splitlines()]
    given = np.array(rows, np.float32).reshape(-1, 5)
    half = given[:, 3:] / 2
    return np.hstack([given[:, :1], given[:, 1:3] - half, given[:, 1:3] + half])


def picture(file: Path) -> Image:
    """The picture, BGR. Raises ``ModelError`` when the file is none."""
    import cv2

    image = cv2.imread(str(file))
    if image is None:
        raise ModelError(
            _("{file} is not a picture.").format(file=file),
            hint=_("Remove it and its label, or export the pictures again."),
        )
    return np.asarray(image, np.uint8)
