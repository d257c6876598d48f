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
    import torch

    fused = copy.deepcopy(model).cpu().float().eval().fuse(verbose=False)
    fused.model[-1].export, fused.model[-1].format = True, "onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        fused,
        (torch.zeros(1, 3, side, side),),
        str(target),
        input_names=["images"],
        output_names=["output0"],
        opset_version=17,
        dynamo=False,
    )
    written = onnx.load(str(target))
    names = {"names": str(dict(enumerate(classes))), "license": "AGPL-3.0-or-later"}
    onnx.helper.set_model_props(written, names)
    onnx.save(written, str(target))
    return target
