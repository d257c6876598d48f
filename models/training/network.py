"""The network that is trained: YOLOv5nu with our classes, from a start, and into a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from models.ultra import ready
from proctor.errors import ModelError
from proctor.i18n import _

DESIGN = "yolov5n.yaml"
"""Ultralytics' name of the network: 2.5 million weights, strides 8, 16 and 32."""


def network(start: Path, *, classes: int, device: str, seed: int = 0) -> Any:
    """The network with every weight of ``start`` that fits; the rest as drawn by lot from ``seed``.

    ``start`` is an ``.npz`` of tensors under the names of ultralytics' modules: features alone,
    or a whole state. Raises ``ModelError`` when little of it fits, or the extra is missing.
    """
    ready()
    import torch
    from ultralytics.cfg import get_cfg
    from ultralytics.nn.tasks import DetectionModel

    torch.manual_seed(seed)
    model = DetectionModel(DESIGN, nc=classes, verbose=False)
    model.args = get_cfg()
    state = model.state_dict()

    with np.load(start) as given:
        fitting = {
            name: torch.from_numpy(given[name].astype(np.float32))
            for name in given.files
            if name in state and tuple(given[name].shape) == tuple(state[name].shape)
        }
    if len(fitting) < len(state) // 2:
        raise ModelError(
            _("{file} holds weights of another network.").format(file=start.name),
            hint=_("Give features or a state of {design}.").format(design=DESIGN),
        )
    model.load_state_dict(fitting, strict=False)
    return model.to(device).train()


def of_state(model: Any, target: Path) -> Path:
    """The whole state as ``.npz`` in half precision; ``network`` reads it."""
    rows = {name: value.detach().cpu().numpy() for name, value in model.state_dict().items()}
    halves = {n: v.astype(np.float16) if v.dtype == np.float32 else v for n, v in rows.items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        np.savez_compressed(file, **halves)
    return target


def exported(model: Any, target: Path, classes: Sequence[str], side: int) -> Path:
    """An ONNX file with the names of its classes inside, as ``models.formats`` reads them."""
    import copy

    import onnx

    fused = copy.deepcopy(model).cpu().float().eval().fuse(verbose=False)
    traced(_plain(fused, side), target, side, "images", "output0")
    written = onnx.load(str(target))
    names = {"names": str(dict(enumerate(classes))), "license": "AGPL-3.0-or-later"}
    onnx.helper.set_model_props(written, names)
    onnx.save(written, str(target))
    return target


def traced(model: Any, target: Path, side: int, given: str, found: str) -> Path:
    """What the model does with one square picture, as an ONNX file with names for both ends."""
    import torch

    target.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model.cpu().eval(),
        (torch.zeros(1, 3, side, side),),
        str(target),
        input_names=[given],
        output_names=[found],
        opset_version=17,
        dynamo=False,
    )
    return target


def device(wanted: str = "auto") -> str:
    """The device of that name; ``auto``: a GPU where there is one."""
    import torch

    if wanted != "auto":
        return wanted
    return "cuda" if torch.cuda.is_available() else "cpu"


def _plain(fused: Any, side: int) -> Any:
    """The network with an end of our own: the same numbers, laid out as a CPU has them.

    Ultralytics turns the maps around before it reads the boxes from them; on a CPU that turning
    takes a sixth of the whole network. Here channels come last all the way.
    """
    import torch
    from torch import nn

    detect = fused.model[-1]
    strides = [int(stride) for stride in detect.stride]
    cells = sum((side // stride) ** 2 for stride in strides)

    class Plain(nn.Module):  # type: ignore[misc]  # torch is an extra: unseen by mypy
        """(1, 3, side, side) to (1, 4 + classes, cells): centre, size, scores."""

        def __init__(self) -> None:
            super().__init__()
            self.net = fused
            self.register_buffer("steps", torch.arange(detect.reg_max, dtype=torch.float32))
            levels = [_cells(side // stride, stride) for stride in strides]
            self.register_buffer("middles", torch.cat([at for at, _ in levels]))
            self.register_buffer("scales", torch.cat([scale for _, scale in levels]))

        def forward(self, images: Any) -> Any:
            maps = self._maps(images)
            boxes = self._last(detect.cv2, maps, 4 * detect.reg_max)
            scores = self._last(detect.cv3, maps, detect.nc)
            shares = boxes.reshape(1, cells, 4, detect.reg_max).softmax(3)
            reach = (shares * self.steps).sum(3)
            low, high = self.middles - reach[..., :2], self.middles + reach[..., 2:]
            centred = torch.cat([(low + high) / 2, high - low], 2) * self.scales
            return torch.cat([centred, scores.sigmoid()], 2).transpose(1, 2)

        def _maps(self, images: Any) -> list[Any]:
            """What the layers before the end give it."""
            kept: list[Any] = []
            x = images
            for layer in self.net.model[:-1]:
                if layer.f != -1:
                    x = (
                        kept[layer.f]
                        if isinstance(layer.f, int)
                        else [x if f == -1 else kept[f] for f in layer.f]
                    )
                x = layer(x)
                kept.append(x if layer.i in self.net.save else None)
            return [kept[f] for f in detect.f]

        @staticmethod
        def _last(ends: Any, maps: list[Any], channels: int) -> Any:
            """What each end says of its map, one cell after another, channels last."""
            found = [
                end(level).permute(0, 2, 3, 1).reshape(1, (side // stride) ** 2, channels)
                for end, level, stride in zip(ends, maps, strides, strict=True)
            ]
            return torch.cat(found, 1)

    return Plain().eval()


def _cells(count: int, stride: int) -> tuple[Any, Any]:
    """Middles of the cells of one map, in cells, (count², 2), and its stride, (count², 1)."""
    import torch

    line = torch.arange(count, dtype=torch.float32) + 0.5
    y, x = torch.meshgrid(line, line, indexing="ij")
    return torch.stack([x, y], 2).reshape(-1, 2), torch.full((count * count, 1), float(stride))
