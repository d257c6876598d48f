"""A sight drawn over its picture: boxes, arrows of head and eyes, hands, things and scores."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import cos, degrees, isnan, sin
from typing import Any

import cv2
import numpy as np

from proctor.geometry import Box
from proctor.perception import Image, Person, Sight

BODY, HEAD, NOSE = (170, 170, 170), (80, 220, 80), (60, 230, 255)
EYES, HAND, THING = (255, 120, 255), (255, 180, 60), (60, 60, 255)
"""Colours, BGR."""
TEXT = (255, 255, 255)
ARROW = 1.4
"""Length of an arrow that lies in the plane of the picture, in head heights."""


def drawn(image: Image, sight: Sight, caption: str = "", size: int = 960) -> Image:
    """A copy of the picture, ``size`` pixels wide, with everything that was made out."""
    scale = size / image.shape[1]
    high = round(image.shape[0] * scale)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    canvas = np.asarray(cv2.resize(image, (size, high), interpolation=how), np.uint8)
    for person in sight.people:
        _person(canvas, person, scale)
    for thing in sight.objects or ():
        if thing.label != "person":
            _box(canvas, thing.box, scale, THING, 2)
            _write(canvas, f"{thing.label} {thing.score:.2f}", thing.box, scale, THING)
    _caption(canvas, caption)
    return canvas


def sheet(pictures: Sequence[Image], columns: int) -> Image:
    """The pictures in rows of ``columns``, black where one is missing."""
    height, width = (max(p.shape[axis] for p in pictures) for axis in (0, 1))
    rows = -(-len(pictures) // columns)
    whole = np.zeros((rows * height, columns * width, 3), np.uint8)
    for place, picture in enumerate(pictures):
        y, x = (place // columns) * height, (place % columns) * width
        whole[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return whole


def _person(canvas: Image, person: Person, scale: float) -> None:
    _box(canvas, person.box, scale, BODY, 1)
    for hand in person.hands or ():
        _box(canvas, hand, scale, HAND, 2)
    if person.head is None:
        return
    _box(canvas, person.head, scale, HEAD, 2)
    _arrow(canvas, person.head, person.yaw, person.pitch, scale, NOSE)
    _arrow(canvas, person.head, person.gaze_yaw, person.gaze_pitch, scale, EYES)
    _write(canvas, _words(person), person.head, scale, NOSE)


def _words(person: Person) -> str:
    """Turn, nod and their doubt in degrees, as far as they are known."""
    if isnan(person.yaw):
        return ""
    told = f"{degrees(person.yaw):+.0f} {degrees(person.pitch):+.0f}"
    return (
        told if isnan(person.direction_sigma) else f"{told} s{degrees(person.direction_sigma):.0f}"
    )


def _arrow(
    canvas: Image, head: Box, yaw: float, pitch: float, scale: float, colour: tuple[int, int, int]
) -> None:
    """From the middle of the head to where the face or the eyes point, seen from the camera."""
    if isnan(yaw):
        return
    x, y = (v * scale for v in head.centre)
    length = ARROW * head.height * scale
    end = x - length * sin(yaw) * cos(pitch), y + length * sin(pitch)
    thick = 2 if head.height * scale > 24 else 1
    cv2.arrowedLine(canvas, _at((x, y)), _at(end), colour, thick, cv2.LINE_AA, tipLength=0.25)


def _box(canvas: Image, box: Box, scale: float, colour: tuple[int, int, int], thick: int) -> None:
    x0, y0, x1, y1 = box.scaled(scale, scale)
    cv2.rectangle(canvas, _at((x0, y0)), _at((x1, y1)), colour, thick, cv2.LINE_AA)


def _write(canvas: Image, words: str, box: Box, scale: float, colour: tuple[int, int, int]) -> None:
    x, y = _at((box.x0 * scale, box.y0 * scale - 4))
    for ink, thick in (((0, 0, 0), 3), (colour, 1)):
        cv2.putText(canvas, words, (x, max(12, y)), _FONT, 0.4, ink, thick, cv2.LINE_AA)


def _caption(canvas: Image, caption: str) -> None:
    for ink, thick in (((0, 0, 0), 4), (TEXT, 1)):
        cv2.putText(canvas, caption, (8, 20), _FONT, 0.6, ink, thick, cv2.LINE_AA)


_FONT = cv2.FONT_HERSHEY_SIMPLEX


def _at(point: Iterable[float]) -> Any:
    return tuple(round(v) for v in point)


PAPER, INK, GRID = (255, 255, 255), (60, 60, 60), (225, 225, 225)
LINES = ((40, 40, 220), (200, 120, 0), (60, 150, 60), (160, 60, 160))
"""Colours of curves, BGR."""
WIDE, HIGH, RIM = 900, 320, 46
"""Pixels of a chart, and of the margin around its lines."""


def chart(
    title: str, seconds: Sequence[float], curves: Mapping[str, Sequence[float]], reach: float = 75
) -> Image:
    """Angles over time, degrees; gaps where they are ``NaN``."""
    paper = np.full((HIGH, WIDE, 3), PAPER, np.uint8)
    last = max(seconds)

    def at(second: float, degree: float) -> Any:
        x = RIM + (WIDE - 2 * RIM) * second / last
        return _at((x, HIGH / 2 - (HIGH / 2 - RIM) * max(-1.0, min(1.0, degree / reach))))

    for degree in range(-60, 61, 30):
        cv2.line(paper, at(0, degree), at(last, degree), GRID, 1)
        cv2.putText(
            paper, f"{degree:+d}", (6, at(0, degree)[1] + 4), _FONT, 0.38, INK, 1, cv2.LINE_AA
        )
    for second in range(int(last) + 1):
        cv2.line(paper, at(second, -reach), at(second, reach), GRID, 1)
        x = at(second, 0)[0]
        cv2.putText(paper, f"{second}", (x - 4, HIGH - 24), _FONT, 0.38, INK, 1, cv2.LINE_AA)
    for place, (name, values) in enumerate(curves.items()):
        _curve(
            paper,
            [at(s, v) if not isnan(v) else None for s, v in zip(seconds, values, strict=True)],
            LINES[place],
        )
        cv2.putText(paper, name, (RIM + 190 * place, 38), _FONT, 0.45, LINES[place], 1, cv2.LINE_AA)
    cv2.putText(paper, title, (RIM, 18), _FONT, 0.5, INK, 1, cv2.LINE_AA)
    return paper


def _curve(paper: Image, points: Sequence[Any], colour: tuple[int, int, int]) -> None:
    for one, other in pairwise(points):
        if one is not None and other is not None:
            cv2.line(paper, one, other, colour, 2, cv2.LINE_AA)
    for lone in points:
        if lone is not None:
            cv2.circle(paper, lone, 2, colour, -1, cv2.LINE_AA)
