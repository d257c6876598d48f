"""Composite pictures for trying: shipped clips and drawn panels of text in the cells of a grid."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import cos, sin
from pathlib import Path
from typing import TypeAlias

import av
import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from proctor.grids import zones_of
from proctor.perception import Image
from streams.recording import open_recording

RATE = 5
"""Pictures a second, as the shipped clips have."""
Panel: TypeAlias = Callable[[tuple[int, int], int], Image]
"""(width, height) and the second → a picture."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a composite is made of."""

    name: str
    """Of the file."""
    shape: str
    """Such as ``2x2``."""
    cells: tuple[Path | str, ...]
    """A clip, or the name of a panel."""
    size: tuple[int, int] = (960, 540)
    """Width and height."""
    crf: int = 26
    """How much the encoder throws away."""
    seconds: int = 12
    """Length."""
    gutter: int = 0
    """Pixels of a grey line between cells."""
    remade: tuple[int, int] | None = None
    """Width and height to which the whole is scaled afterwards, as exports do."""


def compose(recipe: Recipe, folder: Path) -> Path:
    """Write the composite; the file."""
    path = folder / f"{recipe.name}.mp4"
    width, height = recipe.remade or recipe.size
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = 10
        stream.options = {"preset": "veryfast", "crf": str(recipe.crf)}
        for number, canvas in enumerate(_canvases(recipe)):
            whole = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
            frame = av.VideoFrame.from_ndarray(whole, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def _canvases(recipe: Recipe) -> Iterator[Image]:
    width, height = recipe.size
    parts = [_pictures(cell, recipe) for cell in recipe.cells]
    for _ in range(recipe.seconds * RATE):
        canvas = np.full((height, width, 3), 128, np.uint8)
        for part, zone in zip(parts, zones_of(recipe.shape), strict=True):
            x0, y0, x1, y1 = (round(v) for v in zone.scaled(width, height))
            x0, y0 = (edge + recipe.gutter if edge else 0 for edge in (x0, y0))
            shrunk = cv2.resize(next(part), (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
            canvas[y0:y1, x0:x1] = shrunk
        yield canvas


def _pictures(cell: Path | str, recipe: Recipe) -> Iterator[Image]:
    """The pictures of one cell, for ever."""
    if isinstance(cell, str):
        yield from _drawn(PANELS[cell], recipe)
    enough = recipe.seconds * RATE
    frames = [frame.image for frame in islice(open_recording(Path(cell)).frames(0), enough)]
    while True:
        yield from (*frames, *reversed(frames))


def _drawn(panel: Panel, recipe: Recipe) -> Iterator[Image]:
    """A panel is drawn anew once a second, in the size of the whole, so that text is sharp."""
    number = 0
    while True:
        image = panel((recipe.size[0] // 2, recipe.size[1] // 2), number // RATE)
        for _ in range(RATE):
            yield image
            number += 1


def _facts(second: int) -> list[str]:
    minute = f"{second // 60:02d}:{second % 60:02d}"
    speed = 18 + round(7 * sin(second * 0.7))
    return [
        "Name   Zhou Yutong",
        "Serial 3260311507284",
        "Car    SU-A 3071",
        f"Speed  {speed} km/h",
        f"Time   {minute}",
        "Score  90",
    ]


def _sheet(
    size: tuple[int, int], colours: tuple[str, str, str], second: int
) -> tuple[Pillow.Image, ImageDraw.ImageDraw]:
    """A panel in ground, bar and ink, with its facts."""
    ground, bar, ink = colours
    unit = size[1] / 18
    image = Pillow.new("RGB", size, ground)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], 2 * unit), fill=bar)
    font = ImageFont.load_default(round(1.3 * unit))
    draw.text((unit, unit / 4), "Driving exam", fill=ink, font=font)
    for row, line in enumerate(_facts(second)):
        draw.text((unit, unit * (2.6 + 2 * row)), line, fill=ink, font=font)
    return image, draw


def _blue(size: tuple[int, int], second: int) -> Image:
    return _done(_sheet(size, ("#0c1c4e", "#183480", "white"), second)[0])


def _black(size: tuple[int, int], second: int) -> Image:
    return _done(_sheet(size, ("black", "black", "#dddddd"), second)[0])


def _white(size: tuple[int, int], second: int) -> Image:
    return _done(_sheet(size, ("white", "#ccd8ee", "black"), second)[0])


def _shaded(size: tuple[int, int], second: int) -> Image:
    """On a ground that gets lighter downwards."""
    image = _sheet(size, ("black", "#303030", "white"), second)[0]
    ramp = np.linspace(20, 110, size[1]).astype(np.uint8)[:, None, None]
    return np.asarray(cv2.max(_done(image), np.broadcast_to(ramp, (*size[::-1], 3)).copy()))


def _portraits(size: tuple[int, int], second: int) -> Image:
    """With two drawn portraits on the right."""
    image, draw = _sheet(size, ("#1d3b2a", "#2c5a40", "#f4f4e0"), second)
    unit = size[1] / 18
    for k, ground in enumerate(("#c4d6ec", "#a8aaa6")):
        left, top = size[0] - 7 * unit, (2.6 + 7.5 * k) * unit
        draw.rectangle((left, top, left + 5.5 * unit, top + 7 * unit), fill=ground)
        draw.ellipse((left + unit, top + unit, left + 4.5 * unit, top + 5.5 * unit), fill="#deb498")
        draw.ellipse(
            (left + 1.2 * unit, top + unit / 2, left + 4.3 * unit, top + 2 * unit), fill="#221a14"
        )
    return _done(image)


def _table(size: tuple[int, int], second: int) -> Image:
    """Small print from edge to edge."""
    image = Pillow.new("RGB", size, "#e8e8e8")
    draw = ImageDraw.Draw(image)
    pitch = size[1] / 14
    font = ImageFont.load_default(round(pitch * 0.7))
    for row in range(14):
        line = f"{row:02d}  item {row * 37 % 11:02d}  {'-10' if row % 5 == 0 else 'ok'}  "
        draw.text(
            (4, row * pitch), line + f"{(second - row) % 60:02d} s", fill="#101060", font=font
        )
        draw.line((0, row * pitch, size[0], row * pitch), fill="#9a9a9a")
    return _done(image)


def _map(size: tuple[int, int], second: int) -> Image:
    """The way driven so far, with a dot for the car."""
    image = Pillow.new("RGB", size, "#f2efe9")
    draw = ImageDraw.Draw(image)
    width, height = size
    for k in range(6):
        draw.line((0, height * k / 5, width, height * (k + 1) / 6), fill="#ffffff", width=6)
        draw.line((width * k / 5, 0, width * (k - 1) / 5, height), fill="#fbd68a", width=4)
    at = [
        (width * (0.5 + 0.4 * cos(s / 9)), height * (0.5 + 0.35 * sin(s / 7)))
        for s in range(second + 2)
    ]
    draw.line(at, fill="#2060d0", width=4)
    x, y = at[-1]
    draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill="#d02020")
    return _done(image)


def _gauge(size: tuple[int, int], second: int) -> Image:
    """A dial and two numbers."""
    image = Pillow.new("RGB", size, "#101418")
    draw = ImageDraw.Draw(image)
    x, y, r = size[0] / 2, size[1] / 2, size[1] / 3
    draw.ellipse((x - r, y - r, x + r, y + r), outline="#d8d8d8", width=4)
    angle = 2.4 + sin(second * 0.5)
    draw.line((x, y, x + r * cos(angle), y + r * sin(angle)), fill="#ff4030", width=5)
    font = ImageFont.load_default(round(size[1] / 9))
    draw.text((x - r, y + r), f"{20 + second % 7} km/h", fill="white", font=font)
    return _done(image)


def _terminal(size: tuple[int, int], second: int) -> Image:
    """Green lines on black that move up by one every second."""
    image = Pillow.new("RGB", size, "#000400")
    draw = ImageDraw.Draw(image)
    pitch = size[1] / 11
    font = ImageFont.load_default(round(pitch * 0.75))
    for row in range(11):
        at = second + row
        draw.text((6, row * pitch), f"{at:05d} gps {at * 7919 % 9973}", fill="#20e040", font=font)
    return _done(image)


def _plate(size: tuple[int, int], second: int) -> Image:
    """One large number on red."""
    image = Pillow.new("RGB", size, "#8c1212")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(round(size[1] / 2.4))
    draw.text((size[0] / 6, size[1] / 4), f"{100 - second // 4}", fill="white", font=font)
    return _done(image)


def _bars(size: tuple[int, int], second: int) -> Image:
    """Coloured bars that grow and shrink."""
    image = Pillow.new("RGB", size, "#202a36")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(round(size[1] / 14))
    for k, colour in enumerate(("#e05050", "#50b060", "#5080e0", "#d0b040", "#a060c0")):
        left, high = size[0] * (0.1 + 0.17 * k), size[1] * (0.3 + 0.25 * sin(second + k))
        draw.rectangle((left, size[1] * 0.85 - high, left + size[0] * 0.1, size[1] * 0.85), colour)
        draw.text((left, size[1] * 0.88), f"{high:.0f}", fill="white", font=font)
    return _done(image)


def _no_signal(size: tuple[int, int], _second: int) -> Image:
    return np.zeros((*size[::-1], 3), np.uint8)


def _done(image: Pillow.Image) -> Image:
    return np.asarray(cv2.cvtColor(np.asarray(image, np.uint8), cv2.COLOR_RGB2BGR), np.uint8)


PANELS: Mapping[str, Panel] = {
    "blue": _blue,
    "black": _black,
    "white": _white,
    "shaded": _shaded,
    "portraits": _portraits,
    "table": _table,
    "map": _map,
    "gauge": _gauge,
    "terminal": _terminal,
    "plate": _plate,
    "bars": _bars,
    "nothing": _no_signal,
}
"""Panels by name; ``nothing`` is a cell without a signal."""


def piece(film: Path, zone: Sequence[float], target: Path) -> Path:
    """A clip of one part of another: the pedals of a composite, for one; the file."""
    if not target.exists():
        frames = [frame.image for frame in open_recording(film).frames(0)]
        height, width = frames[0].shape[:2]
        x0, y0, x1, y1 = (
            round(v * s / 2) * 2 for v, s in zip(zone, (width, height) * 2, strict=True)
        )
        with av.open(str(target), "w") as file:
            stream = file.add_stream("libx264", rate=RATE)
            stream.width, stream.height, stream.pix_fmt = x1 - x0, y1 - y0, "yuv420p"
            stream.options = {"preset": "veryfast", "crf": "16"}
            for number, image in enumerate(frames):
                cut = np.ascontiguousarray(image[y0:y1, x0:x1])
                frame = av.VideoFrame.from_ndarray(cut, format="bgr24")
                frame.pts, frame.time_base = number, Fraction(1, RATE)
                file.mux(stream.encode(frame))
            file.mux(stream.encode(None))
    return target
