"""Anchor detectors of the BlazeFace family: a face or a body as a box with a few points.

Anchors sit at the centres of square grids, and boxes and points are offsets from them in pixels
of the input. Sources: Bazarevsky et al., BlazeFace (arXiv:1907.05047) and BlazePose
(arXiv:2006.10204); the grids are those of the published graphs of MediaPipe.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.cuts import Matrix, Square, back_to_frame, cut
from models.detectors import Found, joined
from models.runtime import Network
from proctor.geometry import Floats
from proctor.perception import Image


@dataclass(frozen=True, slots=True)
class Grid:
    """One map of anchors."""

    stride: int
    """Pixels of the input between anchors."""
    per_cell: int
    """Anchors in each cell, all at its centre."""


FACE_GRIDS = (Grid(4, 1),)
BODY_GRIDS = (Grid(8, 2), Grid(16, 2), Grid(32, 6))


class AnchorDetector:
    """A detector that looks at squares of a frame."""

    def __init__(self, file: Path, label: str, grids: Sequence[Grid], *, threads: int = 0) -> None:
        self._network = Network(file, threads=threads)
        self._label = label
        self.size = self._network.input_shape[1]
        self._anchors = anchors(self.size, grids)

    @property
    def labels(self) -> frozenset[str]:
        """One label: such a network knows one thing."""
        return frozenset({self._label})

    def find(self, image: Image, squares: Sequence[Square], least: float) -> Found:
        """Everything scoring at least ``least``; one thing may be given several times."""
        cuts = [cut(image, square, self.size) for square in squares]
        outputs = self._network.each(_plus_minus_one(piece) for piece, _ in cuts)
        raw = [_decoded(output, self._anchors, least) for output in outputs]
        return joined(
            self._placed(hits, back, square.side / self.size, place)
            for place, (hits, (_, back), square) in enumerate(zip(raw, cuts, squares, strict=True))
        )

    def _placed(self, hits: "_Hits", back: Matrix, scale: float, place: int) -> Found:
        middles, half = back_to_frame(hits.middles, back), hits.extents * (scale / 2)
        boxes = np.concatenate([middles - half, middles + half], axis=1)
        points = back_to_frame(hits.points, back)
        squares = np.full(len(boxes), place, np.int64)
        return Found((self._label,) * len(boxes), boxes, points, hits.scores, squares)


def anchors(size: int, grids: Sequence[Grid]) -> Floats:
    """Anchor centres (N, 2) in pixels of the input, row by row, grid by grid."""
    found = []
    for grid in grids:
        line = (np.arange(size // grid.stride) + 0.5) * grid.stride
        rows, columns = np.meshgrid(line, line, indexing="ij")
        centres = np.stack([columns.ravel(), rows.ravel()], axis=1)
        found.append(np.repeat(centres, grid.per_cell, axis=0))
    return np.concatenate(found).astype(np.float32)


def sigmoid(values: Floats) -> Floats:
    """Logits as 0–1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -60, 60))), np.float32)


def _plus_minus_one(piece: Image) -> Floats:
    return np.asarray(piece[None], np.float32) / 127.5 - 1


class _Hits(NamedTuple):
    """Pixels of the cut: centres (N, 2), sizes (N, 2), points (N, K, 2); scores (N,)."""

    middles: Floats
    extents: Floats
    points: Floats
    scores: Floats


def _decoded(output: list[Floats], centres: Floats, least: float) -> _Hits:
    scores = sigmoid(output[1].reshape(-1))
    kept = scores >= least
    pairs = output[0].reshape(len(scores), -1, 2)[kept]
    near = centres[kept]
    return _Hits(pairs[:, 0] + near, pairs[:, 1], pairs[:, 2:] + near[:, None], scores[kept])
