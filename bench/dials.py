"""Clocks drawn into pictures as recorders do, by lot: fonts, sizes, colours, forms, places."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from bench.clips import shipped
from proctor.perception import Image

FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%d 星期{w} %H:%M:%S",
    "%Y年%m月%d日 星期{w} %H:%M:%S",
    "%m-%d-%Y %a %H:%M:%S",
    "%d-%m-%Y %a %H:%M:%S",
)
SIZES = ((704, 576), (1280, 720), (1920, 1080), (2560, 1440))
FONTS = {
    "OpenCV sans": "sans",
    "OpenCV uni": "uni",
    "DejaVu Sans Mono": "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf",
    "WenQuanYi Micro Hei": "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
}
"""OpenCV's own, and those of this computer that lie there."""
CHINESE = ("OpenCV uni", "WenQuanYi Micro Hei")


def fonts() -> list[str]:
    """Names of the fonts that are here."""
    return [name for name, file in FONTS.items() if "/" not in file or Path(file).exists()]


@dataclass(frozen=True, slots=True)
class Style:
    """How one recorder writes."""

    size: tuple[int, int]
    """(width, height) of its pictures."""
    font: str
    """Name."""
    form: str
    """Of date and time."""
    height: int
    """Of the letters, pixels."""
    at: tuple[int, int]
    """Left end and baseline of the text."""
    outline: bool
    """Whether white letters have a black edge."""
    quality: int
    """Of the JPEG through which each picture goes."""
    scene: int
    """Number of the background."""

    def text(self, moment: datetime) -> str:
        """What the clock shows."""
        return moment.strftime(self.form).format(w="一二三四五六日"[moment.weekday()])

    def picture(self, moment: datetime) -> Image:
        """The scene with the clock."""
        scene = backgrounds()[self.scene]
        image = np.ascontiguousarray(cv2.resize(scene, self.size))
        for colour, weight in (((0, 0, 0), 1), ((255, 255, 255), 0))[not self.outline :]:
            self._put(image, self.text(moment), colour, heavy=bool(weight))
        packed = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, self.quality])[1]
        return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)

    def _put(self, image: Image, text: str, colour: tuple[int, int, int], *, heavy: bool) -> None:
        face = _face(FONTS[self.font])
        size, around = round(1.35 * self.height), range(-1, 2) if heavy else (0,)
        for dx in around:
            for dy in around:
                at = self.at[0] + dx, self.at[1] + dy
                cv2.putText(image, text, at, colour, face, size, 500)


@cache
def _face(file: str) -> cv2.FontFace:
    return cv2.FontFace(file)


def drawn(rng: random.Random) -> Style:
    """A style by lot; letters from 2 to 4.5 % of the picture's height, 13 pixels at least."""
    size = rng.choice(SIZES)
    form = rng.choice(FORMS)
    able = [name for name in fonts() if name in CHINESE or "{w}" not in form]
    height = max(13, round(size[1] * rng.uniform(0.02, 0.045)))
    across = rng.choice((0.02, 0.3))
    down = rng.choice((0.07, 0.95))
    at = round(across * size[0]), round(down * size[1])
    outline, quality = rng.random() < 0.6, rng.choice((50, 70, 90))
    scene = rng.randrange(len(backgrounds()))
    return Style(size, rng.choice(able), form, height, at, outline, quality, scene)


@cache
def backgrounds() -> list[Image]:
    """Middles of pictures of the shipped clips, without the clocks of their own."""
    return [image for clip in shipped() for image in _middle(clip.film)]


def _middle(film: Path) -> Iterator[Image]:
    capture = cv2.VideoCapture(str(film))
    told, image = capture.read()
    capture.release()
    if told:
        edge = image.shape[0] // 7
        yield np.ascontiguousarray(image[edge:-edge])


def clock(start: datetime, ahead_s: float) -> Callable[[float], datetime]:
    """What a clock that is ahead by so much shows at a second of the recording."""
    return lambda second: start + timedelta(seconds=second + ahead_s)
