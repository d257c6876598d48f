"""Detectors of the YOLO family: people, phones and whatever else the weights name.

Two heads are read: that of ultralytics v8 and later, (1, 4 + classes, N) with centre, size and
class scores in pixels of the input; and YOLOX, (1, N, 5 + classes) with offsets to a grid, an
objectness, and an input of 0–255 in BGR.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from models.catalogue import LABELS
from models.cuts import Square, back_to_frame, cut
from models.detectors import Found, joined
from models.runtime import Network, Runs
from proctor.geometry import Floats, iou_matrix
from proctor.perception import Image

WANTED: Mapping[str, str] = {
    **{label: label for label in LABELS},
    "cell phone": "phone",
    "mobile phone": "phone",
    "steering wheel": "wheel",
}
"""Names that weights give their classes → labels of the house; other classes are left out."""
YOLOX_STRIDES = (8, 16, 32)
RIM = 114
"""Grey level around pictures in the training of both families."""
KEPT = 200
"""Boxes kept per square: more people than a hall camera sees."""
OVERLAP = 0.6


class YoloDetector:
    """An exported YOLO (``.xml``, ``.onnx``) behind the detector's port, on any runtime."""

    def __init__(
        self,
        file: Path,
        names: Mapping[int, str],
        *,
        threads: int = 0,
        runs: Callable[..., Runs] = Network,
    ) -> None:
        self._network = runs(file, threads=threads)
        self._size = self._network.input_shape[2]
        self._columns = wanted_classes(names)
        self._classes = len(names)

    @property
    def labels(self) -> frozenset[str]:
        """Labels of the house that these weights know."""
        return frozenset(self._columns.values())

    def find(self, image: Image, squares: Sequence[Square], least: float) -> Found:
        """Everything wanted that scores at least ``least``; once per square and label."""
        cuts = [cut(image, square, self._size, rim=RIM) for square in squares]
        outputs = self._network.each(self._input(piece) for piece, _ in cuts)
        return joined(
            self._found(output[0], back, place, least)
            for place, (output, (_, back)) in enumerate(zip(outputs, cuts, strict=True))
        )

    @property
    def _is_yolox(self) -> bool:
        return self._network.output_shape[-1] == self._classes + 5

    def _input(self, piece: Image) -> Floats | Image:
        if self._network.takes_pictures:
            return np.asarray(piece[None], np.uint8)
        planes = piece.transpose(2, 0, 1)[None].astype(np.float32)
        shown = planes[:, ::-1] if self._is_yolox else planes / 255
        return np.asarray(np.ascontiguousarray(shown), np.float32)

    def _found(self, output: Floats, back: Floats, place: int, least: float) -> Found:
        decode = yolox_boxes if self._is_yolox else yolo_boxes
        boxes, scores = decode(output[0], self._size)
        parts = [
            of_class(boxes, scores[:, column], label, least)
            for column, label in self._columns.items()
        ]
        found = joined(parts)
        corners = back_to_frame(found.boxes.reshape(-1, 2, 2), back).reshape(-1, 4)
        squares = np.full(len(corners), place, np.int64)
        return Found(found.labels, corners, found.points, found.scores, squares)


def wanted_classes(names: Mapping[int, str]) -> dict[int, str]:
    """Class number → label of the house, for the classes that are asked for."""
    lowered = {number: name.lower() for number, name in names.items()}
    return {number: WANTED[name] for number, name in lowered.items() if name in WANTED}


def yolo_boxes(output: Floats, size: int) -> tuple[Floats, Floats]:
    """Boxes (N, 4) in pixels of the input and scores (N, classes) of an ultralytics head."""
    del size  # the head already speaks in pixels
    return _corners(output[:4].T), output[4:].T


def yolox_boxes(output: Floats, size: int) -> tuple[Floats, Floats]:
    """Boxes (N, 4) in pixels of the input and scores (N, classes) of a YOLOX head."""
    cells, strides = _yolox_grid(size)
    middles = (output[:, :2] + cells) * strides
    extents = np.exp(np.clip(output[:, 2:4], -10, 10)) * strides
    centred = np.concatenate([middles, extents], axis=1)
    return _corners(centred), output[:, 4:5] * output[:, 5:]


def _yolox_grid(size: int) -> tuple[Floats, Floats]:
    cells, strides = [], []
    for stride in YOLOX_STRIDES:
        line = np.arange(size // stride)
        rows, columns = np.meshgrid(line, line, indexing="ij")
        cells.append(np.stack([columns.ravel(), rows.ravel()], axis=1))
        strides.append(np.full((rows.size, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)


def _corners(centred: Floats) -> Floats:
    half = centred[:, 2:4] / 2
    return np.concatenate([centred[:, :2] - half, centred[:, :2] + half], axis=1)


def of_class(boxes: Floats, scores: Floats, label: str, least: float) -> Found:
    """What scores at least ``least`` in one class, best first, each thing once."""
    kept = np.flatnonzero(scores >= least)
    kept = kept[np.argsort(-scores[kept], kind="stable")][: KEPT * 4]
    kept = kept[_apart(boxes[kept], OVERLAP)][:KEPT]
    no_points = np.zeros((len(kept), 0, 2), np.float32)
    squares = np.zeros(len(kept), np.int64)
    return Found((label,) * len(kept), boxes[kept], no_points, scores[kept], squares)


def _apart(boxes: Floats, overlap: float) -> list[int]:
    """Places of the boxes, best first, that no better box covers."""
    shared = iou_matrix(boxes, boxes)
    kept: list[int] = []
    for place in range(len(boxes)):
        if not kept or shared[place, kept].max() <= overlap:
            kept.append(place)
    return kept
