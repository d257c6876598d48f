"""How well flags agree with the truth, for people: a page and a picture of the curves."""

from proctor.evaluation import Scoresheet
from reports.accuracy.det import SIZE, det
from reports.accuracy.drawing import png
from reports.accuracy.page import page

__all__ = ["det_png", "page"]


def det_png(sheet: Scoresheet, size: tuple[int, int] = SIZE) -> bytes:
    """The curves of ``sheet`` as the bytes of a PNG file of ``size`` pixels, width first.

    In the language in force; the same sheet gives the same bytes.
    """
    return png(det(sheet, size))
