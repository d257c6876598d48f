"""Training of the reader of heads: crops with known directions in, an ONNX file out.

The network is the beginning of a detector, small because a hall has many heads. It gives yaw and
pitch as unit vectors, and how unsure it is of each, as the logarithm of a scale learned by the
likelihood of a Laplace distribution (Kendall and Gal, arXiv:1703.04977). Needs the extra ``yolo``.
"""

import argparse
import json
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.crops import ROOM, SIDE
from models.training.detector import alone, following, pace, settled
from models.training.looks import changed
from models.training.network import device, traced
from models.training.network import network as detector
from proctor.geometry import Floats
from proctor.perception import Image

SEEN = 0.45
"""Share of a head that must be visible to learn from."""
SMALLEST = 9.0
"""Pixels; smaller heads say nothing."""
KEPT = 128
"""Side of the crops kept for training; leaves room to shift and turn."""
DEPTH, WIDTH = 7, 128
"""Layers taken from the detector, to stride 16, and the channels that they give."""
RATE = 2e-3
FINEST = 9.0
"""Pixels; heads are shrunk to between this and their own height, as from a camera far away."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One head with its direction."""

    crop: Image
    """BGR, (KEPT, KEPT, 3); the head in the middle, its height SIDE / ROOM times KEPT / SIDE."""
    yaw: float
    """Radians, > 0 to the left of the picture."""
    pitch: float
    """Radians, > 0 down."""
    size: float
    """Height of the head in its picture, pixels."""


def lessons(folder: Path, *parts: str) -> Iterator[Lesson]:
    """Heads of the pictures in ``images/PART`` with ``truth/PART``; of all parts but ``val``."""
    known = sorted(path.name for path in (folder / "truth").iterdir() if path.name != "val")
    files = (f for part in parts or known for f in sorted((folder / "truth" / part).glob("*.json")))
    for truth in files:
        stem = folder / "images" / truth.parent.name / truth.stem
        picture = _picture(stem)
        if picture is not None:
            row = json.loads(truth.read_text("utf-8"))
            yield from _of(picture, row["people"])


def _picture(stem: Path) -> Image | None:
    for ending in (".jpg", ".webp", ".png"):
        file = stem.with_name(stem.name + ending)
        if file.exists():
            return np.asarray(cv2.imread(str(file)), np.uint8)
    return None


def _of(picture: Image, people: Sequence[dict[str, Any]]) -> Iterator[Lesson]:
    height, width = picture.shape[:2]
    for person in people:
        if not person["head"] or person["head_seen"] < SEEN or person.get("cam_yaw") is None:
            continue
        x0, y0, x1, y1 = person["head"]
        size = y1 - y0
        if size < SMALLEST or x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            continue
        side = size * ROOM * KEPT / SIDE
        crop = _cut(picture, (x0 + x1) / 2, (y0 + y1) / 2, side)
        # The truth turns to the person's own left, which is the picture's right.
        yaw, pitch = -math.radians(person["cam_yaw"]), math.radians(person["cam_pitch"])
        yield Lesson(crop, yaw, pitch, size)


def _cut(picture: Image, x: float, y: float, side: float) -> Image:
    scale = KEPT / side
    into = np.array([[scale, 0, KEPT / 2 - scale * x], [0, scale, KEPT / 2 - scale * y]])
    if scale < 0.75:
        share = max(scale, 1e-3)
        picture = np.asarray(
            cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8
        )
        into = into @ np.diag([1 / share, 1 / share, 1])
    return np.asarray(cv2.warpAffine(picture, into, (KEPT, KEPT)), np.uint8)


def network(start: Path) -> Any:
    """The first layers of a detector that knows the world, then one that reads directions.

    (B, 3, SIDE, SIDE) in 0–1 RGB to (B, 6): sine and cosine of yaw, the same of pitch, logarithms
    of both scales. ``start`` holds the detector's features.
    """
    import torch
    from torch import nn

    features = detector(start, classes=1, device="cpu").model[:DEPTH]

    class Reader(nn.Module):  # type: ignore[misc]  # torch is an extra: unseen by mypy
        """Features, their mean and their greatest value, and a layer on top."""

        def __init__(self) -> None:
            super().__init__()
            self.body = nn.Sequential(*features)
            self.head = nn.Sequential(
                nn.Dropout(0.3), nn.Linear(2 * WIDTH, 96), nn.SiLU(), nn.Linear(96, 6)
            )

        def forward(self, crops: Any) -> Any:
            found = self.body(crops)
            return self.head(torch.cat([found.mean((2, 3)), found.amax((2, 3))], 1))

    return Reader()


def lost(output: Any, yaw: Any, pitch: Any) -> Any:
    """Mean negative log-likelihood of the directions, radians, Laplace."""
    import torch

    total = 0.0
    for angle, place, scale in ((yaw, 0, output[:, 4]), (pitch, 2, output[:, 5])):
        vector = torch.nn.functional.normalize(output[:, place : place + 2], dim=1)
        target = torch.stack([angle.sin(), angle.cos()], 1)
        # The chord is the angle where it is small, and does not jump at half a turn.
        error = (vector - target).pow(2).sum(1).clamp_min(1e-8).sqrt()
        log = scale.clamp(-4, 1.5)
        total = total + (error * torch.exp(-log) + log).mean()
    return total


def drawn(lesson: Lesson, draw: np.random.Generator) -> tuple[Image, float, float]:
    """The head as another camera may have seen it: SIDE pixels, RGB; with yaw and pitch."""
    angle = float(np.clip(draw.normal(0, 7), -20, 20))
    scale = SIDE / KEPT * float(np.exp(draw.normal(0, 0.1)))
    turn = cv2.getRotationMatrix2D((KEPT / 2, KEPT / 2), angle, scale)
    shift = draw.normal(0, 0.05 * SIDE, 2)
    turn[:, 2] = turn[:, 2] + SIDE / 2 - KEPT / 2 + shift
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    crop = cv2.warpAffine(lesson.crop, turn, (SIDE, SIDE), flags=how)
    crop = _farther(np.asarray(crop, np.uint8), lesson.size, draw)
    crop = changed(crop, draw)
    yaw = lesson.yaw
    if draw.random() < 0.5:
        crop, yaw = np.ascontiguousarray(crop[:, ::-1]), -yaw
    return np.ascontiguousarray(crop[:, :, ::-1]), yaw, lesson.pitch


def _farther(crop: Image, size: float, draw: np.random.Generator) -> Image:
    """Shrunk as if the head had fewer pixels, and enlarged again."""
    wanted = float(np.exp(draw.uniform(np.log(FINEST), np.log(max(FINEST + 1, min(size, 90))))))
    now = SIDE / ROOM
    if wanted >= now or wanted >= size:
        return crop
    small = cv2.resize(crop, None, fx=wanted / now, fy=wanted / now, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)


class _Heads:
    """Lessons drawn anew each time; the same number gives the same picture."""

    def __init__(self, known: Sequence[Lesson], count: int, seed: int) -> None:
        self._known, self._count, self._seed = known, count, seed
        bins = np.digitize([lesson.yaw for lesson in known], np.linspace(-math.pi, math.pi, 19))
        self._reach = np.cumsum(np.bincount(bins)[bins] ** -0.5)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> tuple[Any, float, float]:
        draw = np.random.default_rng((self._seed, number))
        place = int(np.searchsorted(self._reach, draw.random() * self._reach[-1]))
        crop, yaw, pitch = drawn(self._known[min(place, len(self._known) - 1)], draw)
        return crop.transpose(2, 0, 1), yaw, pitch


def trained(
    model: Any,
    known: Sequence[Lesson],
    *,
    steps: int,
    batch: int,
    minutes: float,
    workers: int,
) -> Any:
    """The averaged reader after so many batches, or so many minutes."""
    import torch

    torch.manual_seed(0)
    place = next(model.parameters()).device
    groups = [{"params": model.body.parameters(), "share": 0.3}]
    groups += [{"params": model.head.parameters(), "share": 1.0}]
    optimizer = torch.optim.AdamW(groups, weight_decay=2e-2)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=following)
    loader = torch.utils.data.DataLoader(
        _Heads(known, steps * batch, 0),
        batch_size=batch,
        num_workers=workers,
        worker_init_fn=alone,
    )
    began, done = time.monotonic(), 0.0
    for step, (crops, yaw, pitch) in enumerate(loader):
        done = max(done, step / steps, (time.monotonic() - began) / 60 / minutes)
        for group in optimizer.param_groups:
            group["lr"] = RATE * group["share"] * pace(done)
        output = model(crops.to(place).float() / 255)
        loss = lost(output, yaw.to(place).float(), pitch.to(place).float())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average.update_parameters(model)
        if step % 200 == 0:
            sys.stderr.write(f"{step}/{steps} loss {float(loss.detach()):.3f}\n")
        if done >= 1:
            break
    return settled(average.module, model)


def errors(model: Any, known: Sequence[Lesson]) -> str:
    """Median and 90th percentile of the errors, degrees, by height of the head."""
    import torch

    edge = (KEPT - SIDE) // 2
    inner = slice(edge, edge + SIDE)
    rows = [
        np.ascontiguousarray(lesson.crop[inner, inner, ::-1].transpose(2, 0, 1)) for lesson in known
    ]
    outputs: list[Floats] = []
    with torch.inference_mode():
        for first in range(0, len(rows), 256):
            given = torch.from_numpy(np.stack(rows[first : first + 256]))
            place = next(model.parameters()).device
            outputs.append(model(given.to(place).float() / 255).float().cpu().numpy())
    found = np.concatenate(outputs)
    yaw = np.arctan2(found[:, 0], found[:, 1]) - [k.yaw for k in known]
    pitch = np.arctan2(found[:, 2], found[:, 3]) - [k.pitch for k in known]
    off = np.degrees(np.abs((yaw + np.pi) % (2 * np.pi) - np.pi))
    nod = np.degrees(np.abs(pitch))
    sizes = np.array([k.size for k in known])
    lines = []
    for low, high in ((0, 20), (20, 40), (40, 80), (80, 1e9)):
        part = (sizes >= low) & (sizes < high)
        if part.any():
            y, p = np.percentile(off[part], (50, 90)), np.percentile(nod[part], (50, 90))
            lines.append(
                f"{low}-{high:.0f} px ({part.sum()}): yaw {y[0]:.1f} / {y[1]:.1f}, "
                f"pitch {p[0]:.1f} / {p[1]:.1f} degrees (median / 90 %)"
            )
    return "\n".join(lines)


def exported(model: Any, target: Path) -> Path:
    """An ONNX file that takes one crop at a time."""
    return traced(model, target, SIDE, "crops", "directions")


def main(words: Sequence[str] | None = None) -> None:
    """Train and write the reader."""
    parser = argparse.ArgumentParser(prog="python -m models.training.heads", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--start", type=Path, required=True, help="features or a state, .npz")
    parser.add_argument("--out", type=Path, required=True, help="an .onnx")
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--minutes", type=float, default=math.inf)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args(words)
    model = trained(
        network(asked.start).to(device()).train(),
        list(lessons(asked.data)),
        steps=asked.steps,
        batch=asked.batch,
        minutes=asked.minutes,
        workers=asked.workers,
    )
    sys.stdout.write(f"{errors(model, list(lessons(asked.data, 'val')))}\n")
    exported(model, asked.out)


if __name__ == "__main__":
    main()
