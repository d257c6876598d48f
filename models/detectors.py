"""What every detector gives, whatever network is inside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from models.cuts import Square
from proctor.geometry import Box, Floats
from proctor.perception import Detection, Image

Whole: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """What a detector found, in pixels of the frame, best first."""

    labels: tuple[str, ...]
    """One for each of the N things, lower case."""
    boxes: Floats
    """(N, 4): x0 y0 x1 y1."""
    points: Floats
    """(N, K, 2); K is 0 for detectors that give boxes only."""
    scores: Floats
    """(N,), 0–1."""
    squares: Whole
    """(N,): place of the square each was found in, in the list that was given."""

    def detections(self, label: str) -> list[Detection]:
        """The things of that label, best first."""
        return [
            Detection(label, Box(*(float(value) for value in box)), float(score))
            for name, box, score in zip(self.labels, self.boxes, self.scores, strict=True)
            if name == label
        ]


class Detector(Protocol):
    """Finds things in squares of a frame."""

    @property
    def labels(self) -> frozenset[str]:
        """Everything it can tell apart and is asked for."""
        ...

    def find(self, image: Image, squares: Sequence[Square], least: float) -> Found:
        """Everything scoring at least ``least`` in any square. Pure.

        Squares may overlap: a thing seen in several of them is given several times.
        """
        ...


def joined(found: Iterable[Found]) -> Found:
    """All of them as one, best first; at least one must be given."""
    parts = list(found)
    scores = np.concatenate([part.scores for part in parts])
    order = np.argsort(-scores, kind="stable")
    labels = [label for part in parts for label in part.labels]
    return Found(
        tuple(labels[place] for place in order),
        np.concatenate([part.boxes for part in parts])[order],
        np.concatenate([part.points for part in parts])[order],
        scores[order],
        np.concatenate([part.squares for part in parts])[order],
    )


def suppressed(things: Sequence[Detection], overlap: float) -> list[Detection]:
    """Each thing once: whatever overlaps a better one of its label by more than ``overlap``."""
    kept: list[Detection] = []
    for thing in sorted(things, key=lambda thing: (-thing.score, thing.box)):
        rivals = (other for other in kept if other.label == thing.label)
        if all(thing.box.iou(rival.box) <= overlap for rival in rivals):
            kept.append(thing)
    return kept
