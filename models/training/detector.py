"""Training of a detector: labelled pictures and a start in, an ONNX file out.

Network and loss are those of ultralytics (YOLOv5nu: https://docs.ultralytics.com/models/yolov5);
the loop is ours, because pictures that were labelled for some classes only must not teach that
the others are not there. Needs the extra ``yolo``; uses a GPU where there is one.
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from models.catalogue import LABELS
from models.training.data import (
    SIDE,
    Example,
    Shown,
    examples,
    plain,
    shares,
    taught,
)
from models.training.labels import picture
from models.training.network import device as device_of
from models.training.network import exported, network, of_state
from proctor.errors import ModelError
from proctor.geometry import Floats

Tell: TypeAlias = Callable[[int, int, float], None]
"""Told the step, how many there will be, and the loss."""

WARM = 0.05
"""Share of the steps in which the rate of learning rises."""
CALM = 0.02
"""What remains of the rate of learning at the end."""
EMA = 0.9998
"""How slowly the averaged weights follow."""
DECAY = 5e-4


@dataclass(frozen=True, slots=True)
class Course:
    """How to train."""

    steps: int
    """Batches."""
    batch: int = 32
    """Pictures a batch."""
    side: int = SIDE
    """Pixels of the square input."""
    rate: float = 2e-3
    """Highest rate of learning, of the new layers."""
    old: float = 0.1
    """Share of that rate for the layers that were there before."""
    frozen: int = 0
    """So many layers of the backbone keep their weights."""
    seed: int = 0
    """Of everything that is drawn by lot."""
    minutes: float = math.inf
    """Ends earlier, with the rate brought down all the same, when this is over."""
    workers: int = 2
    """Processes that prepare pictures."""


def trained(model: Any, pictures: Sequence[Example], course: Course, tell: Tell) -> Any:
    """The averaged model after the course; ``model`` itself is trained in place."""
    import torch

    torch.manual_seed(course.seed)
    torch.backends.cudnn.benchmark = True
    device = next(model.parameters()).device
    criterion = _criterion(model)
    groups = _groups(model, course)
    optimizer = torch.optim.AdamW(groups, weight_decay=DECAY)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=following)
    average.update_parameters(model)
    began, done = time.monotonic(), 0.0
    for step, (images, batch, known) in enumerate(_batches(pictures, course, device)):
        spent = (time.monotonic() - began) / 60 / course.minutes
        done = max(done, step / course.steps, spent)
        for group in optimizer.param_groups:
            group["lr"] = course.rate * group["share"] * pace(done)
        criterion.bce.known = known
        loss = criterion(_answered(model, images), batch)[0].sum()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        average.update_parameters(model)
        if step % 20 == 0:
            tell(step, course.steps, float(loss.detach()) / len(images))
        if done >= 1:
            break
    return settled(average.module, model)


def _answered(model: Any, images: Any) -> dict[str, Any]:
    """What the network says, in full precision: eight bits of bf16 are too few for a box."""
    import torch

    with torch.amp.autocast(images.device.type, torch.bfloat16, enabled=images.is_cuda):
        said = model(images)
    told = {name: value.float() for name, value in said.items() if name != "feats"}
    return told | {"feats": said["feats"]}


def fine_tune(
    data: Path, start: Path, out: Path, *, epochs: int, seed: int, device: str, tell: Tell
) -> Path:
    """``start`` (a state as ``.npz``) trained on the pictures of ``data``; the ONNX file ``out``.

    The state lies beside it as ``.npz``, from which the next training may start.

    Raises ``ModelError`` when there are no pictures, or the extra ``yolo`` is missing.
    """
    pictures = examples(data, validation=False)
    model = network(start, classes=len(LABELS), device=device_of(device), seed=seed)
    batch = 8
    course = Course(
        steps=max(1, epochs * len(pictures) // batch),
        batch=batch,
        rate=5e-4,
        old=0.5,
        frozen=5,
        seed=seed,
        workers=min(2, os.cpu_count() or 1),
    )
    done = trained(model, pictures, course, tell)
    of_state(done, out.with_suffix(".npz"))
    return exported(done, out, LABELS, course.side)


def pace(done: float) -> float:
    """Rate of learning after this share of the course: up a slope, down half a cosine."""
    if done < WARM:
        return done / WARM
    return CALM + (1 - CALM) * (1 + math.cos(math.pi * min(1.0, (done - WARM) / (1 - WARM)))) / 2


def _groups(model: Any, course: Course) -> list[dict[str, Any]]:
    """New layers at the full rate, the backbone and neck at less, frozen ones not at all."""
    head = len(model.model) - 1
    for layer in list(model.model)[: course.frozen]:
        layer.requires_grad_(requires_grad=False)
    known = [p for layer in list(model.model)[course.frozen : head] for p in layer.parameters()]
    return [
        {"params": known, "share": course.old},
        {"params": list(model.model[head].parameters()), "share": 1.0},
    ]


def following(average: Sequence[Any], current: Sequence[Any], count: Any) -> None:
    """The averaged weights take a step towards the current ones, larger ones at first."""
    import torch

    keep = min(EMA, float((1 + count) / (10 + count)))
    torch._foreach_lerp_(list(average), list(current), 1 - keep)


def settled(average: Any, model: Any) -> Any:
    """The averaged weights with the model's own running statistics."""
    for kept, current in zip(average.buffers(), model.buffers(), strict=True):
        kept.copy_(current)
    for name in ("args", "names"):
        if hasattr(model, name):
            setattr(average, name, getattr(model, name))
    return average.eval()


def _criterion(model: Any) -> Any:
    """Ultralytics' loss, silent on classes of which nothing is known at a spot."""
    from ultralytics.utils.loss import v8DetectionLoss

    criterion = v8DetectionLoss(model)
    criterion.bce = _Known()
    return criterion


class _Known:
    """Cross entropy for the anchors and classes of which something is known."""

    known: Any = None
    """(B, anchors, classes), 0 or 1; of the batch at hand."""

    def __call__(self, scores: Any, targets: Any) -> Any:
        import torch

        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            scores, targets, reduction="none"
        )
        return loss * torch.maximum(self.known, (targets > 0).to(loss.dtype))


def _batches(pictures: Sequence[Example], course: Course, device: Any) -> Iterator[tuple[Any, ...]]:
    """Images 0–1, what ultralytics calls a batch, and what is known at each anchor."""
    import torch

    loader = torch.utils.data.DataLoader(
        _Lessons(pictures, course),
        batch_size=course.batch,
        num_workers=course.workers,
        collate_fn=_collated,
        pin_memory=device.type == "cuda",
        prefetch_factor=4 if course.workers else None,
        worker_init_fn=alone,
    )
    for images, index, boxes, known in loader:
        batch = {"batch_idx": index.to(device), "cls": boxes[:, :1].to(device)}
        batch["bboxes"] = boxes[:, 1:].to(device)
        moved = images.to(device, non_blocking=True).float() / 255
        yield moved, batch, _at_anchors(known.to(device).float(), course.side)


def alone(_worker: int) -> None:
    """One thread for OpenCV in each of the processes that prepare pictures."""
    import cv2

    cv2.setNumThreads(1)


class _Lessons:
    """Training pictures, kept in memory; the same number gives the same lesson."""

    def __init__(self, pictures: Sequence[Example], course: Course) -> None:
        self._pictures, self._course = pictures, course
        self._reach = np.cumsum(shares(pictures))
        with ThreadPoolExecutor() as pool:
            self._images = list(pool.map(picture, (example.picture for example in pictures)))

    def __len__(self) -> int:
        return self._course.steps * self._course.batch

    def __getitem__(self, number: int) -> Shown:
        draw = np.random.default_rng((self._course.seed, number))
        places = np.searchsorted(self._reach, draw.random(4)).clip(max=len(self._pictures) - 1)
        chosen = [(self._pictures[k], self._images[k]) for k in places]
        return taught(chosen, self._course.side, draw)


def _collated(shown: Sequence[Shown]) -> tuple[Any, ...]:
    import torch

    side = shown[0].image.shape[0]
    rgb = np.stack([s.image[:, :, ::-1].transpose(2, 0, 1) for s in shown])
    index = np.concatenate([np.full(len(s.boxes), k, np.float32) for k, s in enumerate(shown)])
    boxes = np.concatenate([_centred(s.boxes, side) for s in shown])
    known = np.stack([s.known for s in shown])
    given = (np.ascontiguousarray(rgb), index, boxes, known)
    return tuple(torch.from_numpy(array) for array in given)


def _centred(boxes: Floats, side: int) -> Floats:
    low, high = boxes[:, 1:3], boxes[:, 3:5]
    parts: list[Any] = [boxes[:, :1], (low + high) / 2 / side, (high - low) / side]
    return np.asarray(np.hstack(parts), np.float32)


def _at_anchors(known: Any, side: int) -> Any:
    """(B, classes, GRID, GRID) as (B, anchors, classes), the strides one after another."""
    import torch

    levels = [
        torch.nn.functional.interpolate(known, size=side // stride, mode="nearest").flatten(2)
        for stride in (8, 16, 32)
    ]
    return torch.cat(levels, dim=2).transpose(1, 2)


def scores(model: Any, pictures: Sequence[Example], side: int) -> Mapping[str, str]:
    """Average precision at IoU 0.5 of every class, over the pictures in which it is labelled."""
    import torch

    from models.training.scoring import precision_table

    found = []
    with torch.inference_mode():
        for example in pictures:
            shown = plain(example, side)
            images, *_rest = _collated([shown])
            given = images.to(next(model.parameters()).device).float() / 255
            output = model(given)
            rows = (output[0] if isinstance(output, tuple) else output)[0].float().cpu().numpy()
            found.append((rows, shown.boxes, example.known))
    return precision_table(found, LABELS)


def main(words: Sequence[str] | None = None) -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m models.training.detector", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--start", type=Path, required=True, help="features or a state, .npz")
    parser.add_argument("--out", type=Path, required=True, help="a state, .npz")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--side", type=int, default=SIDE)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--old", type=float, default=0.1)
    parser.add_argument("--frozen", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--onnx", type=Path, help="write the network as well")
    asked = parser.parse_args(words)
    names = ("steps", "batch", "side", "rate", "old", "frozen", "minutes", "workers", "seed")
    course = Course(**{name: getattr(asked, name) for name in names})
    try:
        model = network(asked.start, classes=len(LABELS), device=device_of(), seed=asked.seed)
        done = trained(model, examples(asked.data, validation=False), course, _said)
        of_state(done, asked.out)
        if asked.onnx:
            exported(done, asked.onnx, LABELS, course.side)
        for part, text in scores(done, examples(asked.data, validation=True), course.side).items():
            sys.stdout.write(f"{part}: {text}\n")
    except ModelError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}")


def _said(step: int, steps: int, loss: float) -> None:
    if step % 100 == 0:
        sys.stderr.write(f"{step}/{steps} loss {loss:.3f}\n")
        sys.stderr.flush()


if __name__ == "__main__":
    main()
