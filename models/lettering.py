"""What is written in a picture: lines of text found by one network and read by another.

The networks are PaddleOCR's, Apache-2.0, out of the package ``rapidocr`` that carries them. The
first paints how likely each pixel is inside a line (https://arxiv.org/abs/1911.08947), the second
spells a line from left to right, blank between equal letters (CTC).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock

import cv2
import numpy as np

from models import runtime
from models.catalogue import CLOCK, LINES, SPELLING
from models.weights import Store
from proctor import ports
from proctor.geometry import Box, Floats
from proctor.perception import Image, Line

VERSION = 1
"""Raised whenever the same files would read something else."""
LONGEST = 1280
"""Pixels of the longer side in which lines are looked for; larger pictures are shrunk."""
LEAST = 736
"""Pixels of the shorter side; smaller pictures are enlarged, because their letters are small."""
INSIDE = 0.3
"""Likelihood from which a pixel is inside a line."""
SURE = 0.5
"""Mean likelihood from which a patch of such pixels is a line."""
RIM = 1.6
"""A line is larger than what is painted: by so many times area over circumference."""
APART = 1.5
"""Pieces on a row belong to one line when they are no further apart, heights."""
HEIGHT = 48
"""Pixels of a line when it is read."""
STEP = 160
"""Lines are padded to multiples of so many pixels, so that few shapes have to be prepared."""
WIDEST = 20 * STEP


class TextReader:
    """Satisfies ``proctor.ports.TextReader``."""

    def __init__(self, lines: Path, spelling: Path, *, threads: int = 0) -> None:
        self._lines = runtime.Network(lines, threads=threads)
        self._spelling = runtime.Network(spelling, threads=threads)
        letters = runtime.metadata(spelling)["character"].split("\n")
        self._letters = ["", *letters, " "]
        self._lock = Lock()  # several cameras may be watched in one process

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        return {entry.name: entry.sha256 for entry in (LINES, SPELLING)}

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        return {"reader": VERSION}

    def find(self, image: Image) -> list[Line]:
        """Every line of text, from top to bottom; none where nothing is written."""
        with self._lock:
            return self._read(image, self._boxes(image))

    def read(self, image: Image, box: Box) -> Line:
        """The line of text inside ``box``, pixels; its text is empty when nothing is made out."""
        with self._lock:
            return self._read(image, [box])[0]

    def _boxes(self, image: Image) -> list[Box]:
        height, width = image.shape[:2]
        scale = min(max(1.0, LEAST / min(height, width)), LONGEST / max(height, width))
        size = [max(32, round(side * scale / 32) * 32) for side in (width, height)]
        smooth = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        shrunk = cv2.resize(image, size, interpolation=smooth)
        likely = self._lines(_planes(np.asarray(shrunk, np.uint8)))[0][0, 0]
        across, down = width / size[0], height / size[1]
        boxes = [box.scaled(across, down).within(width, height) for box in _patches(likely)]
        return sorted(_joined(boxes), key=lambda box: (box.y0, box.x0))

    def _read(self, image: Image, boxes: Sequence[Box]) -> list[Line]:
        cuts = [_planes(_cut(image, box)) for box in boxes]
        return [
            Line(box, *self._spelt(output[0][0]))
            for box, output in zip(boxes, self._spelling.each(cuts), strict=True)
        ]

    def _spelt(self, steps: Floats) -> tuple[str, float]:
        """The text and the mean likelihood of its letters; ``steps`` is (T, letters)."""
        best = steps.argmax(axis=1)
        new = (best != 0) & (best != np.concatenate(([0], best[:-1])))
        if not new.any():
            return "", 0.0
        text = "".join(self._letters[number] for number in best[new])
        return text, float(steps.max(axis=1)[new].mean())


def _patches(likely: Floats) -> Iterator[Box]:
    mask = (likely > INSIDE).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        if min(width, height) < 3:
            continue
        patch = (slice(y, y + height), slice(x, x + width))
        if float(likely[patch][mask[patch] > 0].mean()) < SURE:
            continue
        rim = RIM * width * height / (2 * (width + height))
        yield Box(x - rim, y - rim, x + width + rim, y + height + rim)


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Pieces of one line made one: what lies between them may have been overlooked."""
    rows: list[Box] = []
    for box in sorted(boxes, key=lambda box: box.x0):
        before = next((row for row in rows if _goes_on(row, box)), None)
        if before is None:
            rows.append(box)
        else:
            rows[rows.index(before)] = _around(before, box)
    return rows


def _around(one: Box, other: Box) -> Box:
    lows = (min(pair) for pair in zip(one[:2], other[:2], strict=True))
    return Box(*lows, *(max(pair) for pair in zip(one[2:], other[2:], strict=True)))


def _goes_on(row: Box, box: Box) -> bool:
    """Whether ``box``, which begins further right, is on the row and near its end."""
    shared = min(row.y1, box.y1) - max(row.y0, box.y0)
    least, most = sorted((row.height, box.height))
    return shared > 0.6 * least and most < 2 * least and box.x0 - row.x1 < APART * most


def _cut(image: Image, box: Box) -> Image:
    """The inside of ``box``, ``HEIGHT`` high, its shape kept, padded to the right with grey."""
    x0, y0, x1, y1 = (round(side) for side in box.within(image.shape[1], image.shape[0]))
    piece = image[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    width = min(WIDEST, max(1, round(piece.shape[1] * HEIGHT / piece.shape[0])))
    scaled = cv2.resize(piece, (width, HEIGHT), interpolation=cv2.INTER_LINEAR)
    padded = np.full((HEIGHT, -(-width // STEP) * STEP, 3), 127, np.uint8)
    padded[:, :width] = scaled
    return padded


def _planes(image: Image) -> Floats:
    """(1, 3, H, W), BGR, −1…1."""
    return np.ascontiguousarray(image.transpose(2, 0, 1)[None], np.float32) / 127.5 - 1


def load_reader(folder: Path, *, threads: int = 0) -> ports.TextReader | None:
    """What reads clocks in pictures, checked; ``None`` where it is not installed.

    Raises ``ModelError`` when a file is damaged.
    """
    files = [Store(folder).built_in(entry) for entry in CLOCK]
    lines, spelling = files
    if lines is None or spelling is None:
        return None
    return TextReader(lines, spelling, threads=threads)
