"""Labelled pictures, and what training shows of them.

A folder of pictures is laid out as YOLO has it: ``images/PART/NAME.jpg`` with
``labels/PART/NAME.txt``, classes numbered as in ``LABELS``. In ``train`` and ``val`` every class
is labelled. In any other part only the classes are that its ``images/PART/labelled.json`` names in
``complete_for``; the rest of such a picture says nothing about the others, neither that they are
there nor that they are not. A class number from 100 on is a doubt: something of class
``number - 100`` may or may not be in that box.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.catalogue import LABELS
from models.training import labels
from models.training.looks import changed
from proctor.errors import ModelError
from proctor.geometry import Floats
from proctor.i18n import _
from proctor.perception import Image

Draw: TypeAlias = np.random.Generator

SIDE = 512
"""Pixels of the square input of our detectors: the most that a hall of twenty seats can afford."""
SMALLEST = (10.0, 5.0, 5.0, 5.0, 5.0, 14.0)
"""Pixels of the longer side below which a thing of a class is neither taught nor denied."""
DOUBT = 100
"""Added to a class number where it is not known whether the thing is there."""
REAL = 0.35
"""Share of pictures in training that others labelled."""
CUT = 0.3
"""Share of a box that must remain in the picture; less is neither taught nor denied."""
GRID = 16
"""Cells a side of the map that says what is known where."""
HELD_BACK = 10
"""Every so many-th picture of a part that others labelled is for validation."""
FOUR = 0.4
"""Share of training pictures that are four pictures side by side."""
RIM = 114


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled picture."""

    picture: Path
    """JPEG or PNG."""
    boxes: Floats
    """(N, 5): class, x0, y0, x1, y1; the corners in 0–1 of the picture."""
    known: frozenset[int]
    """Classes that are labelled wherever they are to be seen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as training sees it."""

    image: Image
    """BGR, (side, side, 3)."""
    boxes: Floats
    """(N, 5): class, x0, y0, x1, y1 in pixels."""
    known: NDArray[np.bool_]
    """(classes, GRID, GRID): where the lack of a box means that there is nothing."""


def examples(folder: Path, *, validation: bool) -> list[Example]:
    """Pictures to learn from or to be measured by. Raises ``ModelError`` when there are none."""
    found = [
        example
        for part in sorted(path for path in (folder / "images").glob("*") if path.is_dir())
        for example in _part(folder, part, validation)
    ]
    if not found:
        raise ModelError(
            _("There are no labelled pictures in {folder}.").format(folder=folder),
            hint=_("It must hold images/train, images/val and labels beside them."),
        )
    return found


def _part(folder: Path, part: Path, validation: bool) -> Iterator[Example]:
    known = _complete_for(part)
    pictures = sorted(p for p in part.iterdir() if p.suffix in (".jpg", ".png", ".webp"))
    for number, picture in enumerate(pictures):
        held = part.name == "val"
        if part.name not in ("train", "val"):
            held = number % HELD_BACK == HELD_BACK - 1
        label = folder / "labels" / part.name / f"{picture.stem}.txt"
        if held == validation and label.exists():
            yield Example(picture, labels.boxes(label), known)


def _complete_for(part: Path) -> frozenset[int]:
    note = part / "labelled.json"
    if not note.exists():
        return frozenset(range(len(LABELS)))
    named: dict[str, Any] = json.loads(note.read_text("utf-8"))
    return frozenset(LABELS.index(name) for name in named["complete_for"])


def shares(pictures: Sequence[Example]) -> NDArray[np.float64]:
    """How often each picture is shown, (N,), sum 1.

    Pictures that others labelled come in long series of one scene; together they make up ``REAL``
    of what is shown, and a series counts by the root of its length. A rendered picture with a
    phone in it counts twice: phones are few.
    """
    parts = [example.picture.parent.name for example in pictures]
    counts = {name: parts.count(name) for name in set(parts)}
    real = sum(count**0.5 for name, count in counts.items() if name != "train")
    drawn = counts.get("train", 0)
    weights = [
        (1 - REAL if real else 1) / drawn
        if name == "train"
        else (REAL if drawn else 1) / real * counts[name] ** -0.5
        for name in parts
    ]
    rare = [
        1 + bool(name == "train" and _shows_phone(e))
        for e, name in zip(pictures, parts, strict=True)
    ]
    found = np.array(weights) * rare
    return np.asarray(found / found.sum())


def _shows_phone(example: Example) -> bool:
    return bool((example.boxes[:, 0] == LABELS.index("phone")).any())


def taught(chosen: Sequence[tuple[Example, Image]], side: int, draw: Draw) -> Shown:
    """A training picture: the first of ``chosen``, or four of them side by side."""
    if len(chosen) < 4 or draw.random() >= FOUR:
        return _drawn(*chosen[0], side, draw)
    half = side // 2
    parts = [_drawn(example, image, half, draw) for example, image in chosen[:4]]
    image = np.vstack([np.hstack([p.image for p in parts[k : k + 2]]) for k in (0, 2)])
    maps = [_halved(part.known) for part in parts]
    known = np.concatenate(
        [np.concatenate(maps[k : k + 2], axis=2) for k in (0, 2)],
        axis=1,
    )
    offsets = ((0, 0), (half, 0), (0, half), (half, half))
    boxes = [p.boxes + np.array([0, x, y, x, y]) for p, (x, y) in zip(parts, offsets, strict=True)]
    return Shown(image, np.concatenate(boxes).astype(np.float32), known)


def _halved(known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The map at half the size: known where all four cells are, so that no doubt is lost."""
    cells = known.reshape(len(known), GRID // 2, 2, GRID // 2, 2)
    return np.asarray(cells.all(axis=(2, 4)))


def plain(example: Example, side: int) -> Shown:
    """The whole picture, unchanged, in the middle of a square."""
    image = labels.picture(example.picture)
    height, width = image.shape[:2]
    return _placed(image, example, _middle(width, height, side / max(width, height), side), side)


def _drawn(example: Example, image: Image, side: int, draw: Draw) -> Shown:
    height, width = image.shape[:2]
    scale = side / max(width, height) * float(np.exp(draw.uniform(np.log(0.6), np.log(2.4))))
    shown = _placed(image, example, _wandering(example, width, height, scale, side, draw), side)
    mirrored = draw.random() < 0.5
    seen = changed(shown.image, draw)
    if not mirrored:
        return Shown(seen, shown.boxes, shown.known)
    boxes = shown.boxes.copy()
    boxes[:, (1, 3)] = side - shown.boxes[:, (3, 1)]
    return Shown(np.ascontiguousarray(seen[:, ::-1]), boxes, shown.known[:, :, ::-1].copy())


def _middle(width: int, height: int, scale: float, side: int) -> Floats:
    return np.array(
        [[scale, 0, (side - scale * width) / 2], [0, scale, (side - scale * height) / 2]],
        np.float32,
    )


def _wandering(
    example: Example, width: int, height: int, scale: float, side: int, draw: Draw
) -> Floats:
    """2×3 into the square: scaled, tilted a little, towards a thing or anywhere."""
    tilt = float(draw.normal(0, 0.03))
    x, y = draw.uniform(0.2, 0.8, 2)
    if len(example.boxes) and draw.random() < 0.6:
        box = example.boxes[draw.integers(len(example.boxes)), 1:]
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    at = side / 2 + draw.uniform(-0.3, 0.3, 2) * side
    c, s = scale * np.cos(tilt), scale * np.sin(tilt)
    turn = np.array([[c, -s], [s, c]])
    return np.hstack([turn, (at - turn @ (x * width, y * height))[:, None]]).astype(np.float32)


def _placed(image: Image, example: Example, into: Floats, side: int) -> Shown:
    import cv2

    height, width = image.shape[:2]
    scale = float(np.hypot(into[0, 0], into[1, 0]))
    if scale < 0.75:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)
        matrix = into / (size[0] / width, size[1] / height, 1)
    else:
        matrix = into
    warped = cv2.warpAffine(image, matrix, (side, side), borderValue=(RIM, RIM, RIM))
    known = np.zeros((len(LABELS), GRID, GRID), bool)
    known[list(example.known)] = True
    boxes = _moved(example.boxes, into, width, height)
    return Shown(np.asarray(warped, np.uint8), _worth(boxes, known, side), known)


def _moved(boxes: Floats, into: Floats, width: int, height: int) -> Floats:
    """Boxes (N, 5) around what the matrix makes of them; not cut at the edge."""
    xs, ys = boxes[:, (1, 3, 3, 1)] * width, boxes[:, (2, 2, 4, 4)] * height
    x = xs * into[0, 0] + ys * into[0, 1] + into[0, 2]
    y = xs * into[1, 0] + ys * into[1, 1] + into[1, 2]
    corners = np.stack([x.min(1), y.min(1), x.max(1), y.max(1)], axis=1)
    return np.hstack([boxes[:, :1], corners]).astype(np.float32)


def _worth(boxes: Floats, known: NDArray[np.bool_], side: int) -> Floats:
    """The boxes to teach, cut at the edge; where others lie, nothing is known of their class."""
    kept = []
    for box in boxes:
        inside = np.clip(box[1:], 0, side)
        width, height = inside[2:] - inside[:2]
        if width <= 0 or height <= 0:
            continue
        area = float(np.prod(box[3:] - box[1:3]))
        number, doubted = int(box[0]) % DOUBT, box[0] >= DOUBT
        large = max(width, height) >= SMALLEST[number] and width * height >= CUT * area
        if large and not doubted:
            kept.append([number, *inside])
            continue
        x0, y0, x1, y1 = (inside / side * GRID).astype(int)
        known[number, y0 : y1 + 1, x0 : x1 + 1] = False
    return np.array(kept, np.float32).reshape(-1, 5)
