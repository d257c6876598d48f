"""Key frames for officers: the picture, boxes with labels, and a caption in a band below."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import cv2
import numpy as np

from proctor.errors import StorageError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.perception import Image

_WHITE = (255, 255, 255)
_COLOURS = ((0, 215, 255), (255, 191, 0), (147, 112, 255), (0, 255, 127))
"""BGR; the first for the flagged place."""

_QUALITY = 92
_REPLACED = " (U+: no glyph in this font)"


class KeyFramePainter:
    """Draws on a copy; satisfies ``proctor.ports.Painter``.

    The TrueType font ``uni`` inside OpenCV's wheel has some 20,000 Chinese characters. It draws
    ``?`` for a character that it lacks; here such a character is written as its code point and
    the caption says so, because a caption that loses characters is worse than an ugly one.
    """

    def key_frame(self, image: Image, boxes: Mapping[str, Box], caption: str) -> bytes:
        """A JPEG of the picture with ``boxes`` (pixels) and, in a band below it, ``caption``."""
        size = max(14, image.shape[0] // 32)
        band = _band(caption, image.shape[1], size)
        canvas = np.vstack([image, band])
        for number, (label, box) in enumerate(boxes.items()):
            _box(canvas, box, label, _COLOURS[number % len(_COLOURS)], size)
        done, data = cv2.imencode(".jpg", canvas, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        if not done:
            raise StorageError(_("A key frame could not be packed as JPEG."))
        return data.tobytes()


def drawable(text: str) -> str:
    """``text`` with characters that the font lacks written as ``U+2A6D6``, and a remark if any."""
    drawn = "".join(c if _has_glyph(c) else f"U+{ord(c):04X}" for c in text)
    return drawn if drawn == text else drawn + _REPLACED


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace("uni")


@lru_cache(maxsize=8192)
def _has_glyph(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    return _drawn(character) != _drawn("?")


def _drawn(character: str) -> bytes:
    paper = np.zeros((48, 48, 3), np.uint8)
    cv2.putText(paper, character, (8, 36), _WHITE, _font(), 24)
    return paper.tobytes()


def _width(text: str, size: int) -> int:
    return int(cv2.getTextSize((0, 0), text, (0, 0), _font(), size)[2]) if text else 0


def _lines(text: str, width: int, size: int) -> Iterator[str]:
    """``text`` broken so that each line fits into ``width`` pixels, at spaces where there are."""
    line = ""
    for character in text:
        if line and _width(line + character, size) > width:
            head, space, tail = line.rpartition(" ")
            yield head if space else line
            line = (tail if space else "") + character
        else:
            line += character
    yield line


def _band(caption: str, width: int, size: int) -> Image:
    margin = size // 2
    lines = list(_lines(drawable(caption), width - 2 * margin, size))
    pitch = round(size * 1.4)
    band = np.zeros((pitch * len(lines) + 2 * margin, width, 3), np.uint8)
    for number, line in enumerate(lines):
        cv2.putText(band, line, (margin, margin + pitch * number + size), _WHITE, _font(), size)
    return band


def _box(canvas: Image, box: Box, label: str, colour: tuple[int, int, int], size: int) -> None:
    x0, y0, x1, y1 = (round(value) for value in box)
    cv2.rectangle(canvas, (x0, y0), (x1 - 1, y1 - 1), colour, max(2, size // 9))
    text = drawable(label)
    at = max(0, min(x0, canvas.shape[1] - _width(text, size))), max(size, y0 - size // 3)
    right, bottom = at[0] + _width(text, size), at[1] + size // 4
    cv2.rectangle(canvas, (at[0], at[1] - size), (right, bottom), colour, cv2.FILLED)
    cv2.putText(canvas, text, at, (0, 0, 0), _font(), size)
