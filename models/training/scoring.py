"""How good a detector is on labelled pictures: average precision at IoU 0.5, class by class."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from models.objects import of_class, yolo_boxes
from proctor.geometry import Floats, iou_matrix

Scored: TypeAlias = tuple[Floats, Floats, frozenset[int]]
"""Raw rows (4 + classes, N) of one picture, its boxes (N, 5), the classes labelled in it."""
LEAST = 0.05
SAME = 0.5
"""Share of overlap from which a box is the thing."""


def precision_table(found: Sequence[Scored], names: Sequence[str]) -> Mapping[str, str]:
    """Class → average precision and recall at a score of 0.25, with the number of things."""
    return {name: _line(found, number) for number, name in enumerate(names)}


def _line(found: Sequence[Scored], number: int) -> str:
    hits, scores, things = [], [], 0
    for rows, boxes, known in found:
        if number not in known:
            continue
        truth = boxes[boxes[:, 0] == number, 1:]
        things += len(truth)
        said, sure = apart(rows, number)
        hits.append(_hit(said, truth))
        scores.append(sure)
    if not things:
        return "nothing labelled"
    hit: Floats = np.concatenate(hits)
    score: Floats = np.concatenate(scores)
    order = np.argsort(-score, kind="stable")
    precision = average_precision(hit[order], things)
    clear = score >= 0.25
    recall = float(hit[clear].sum()) / things
    right = float(hit[clear].mean()) if clear.any() else float("nan")
    return f"AP50 {precision:.3f}, at 0.25 recall {recall:.3f} precision {right:.3f} ({things})"


def apart(rows: Floats, number: int) -> tuple[Floats, Floats]:
    """Boxes (N, 4) and scores (N,) of one class, best first, each thing once."""
    boxes, scores = yolo_boxes(rows, 0)
    found = of_class(boxes, scores[:, number], "", LEAST)
    return found.boxes, found.scores


def _hit(said: Floats, truth: Floats) -> Floats:
    """1 for each box that is a thing nobody better has claimed, else 0."""
    hit = np.zeros(len(said), np.float32)
    if len(truth) and len(said):
        shared = iou_matrix(said, truth)
        for place in range(len(said)):
            best = int(shared[place].argmax())
            if shared[place, best] >= SAME:
                hit[place] = 1
                shared[:, best] = 0
    return hit


def average_precision(hits: Floats, things: int) -> float:
    """Area under the precision-recall curve, every point counted (as in VOC 2010 and later)."""
    right = np.cumsum(hits)
    precision = right / np.arange(1, len(hits) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * hits).sum() / things) if things else float("nan")
