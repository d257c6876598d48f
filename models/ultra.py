"""YOLO weights through ultralytics: the extra ``yolo``, GPUs included.

It reads its own pickles (``.pt``), TensorRT engines (``.engine``, on a machine with that GPU) and
``.onnx``. CUDA is used where torch has it.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from models.cuts import Square, back_to_frame, cut
from models.detectors import Found, joined
from models.formats import engine_metadata
from models.objects import KEPT, OVERLAP, RIM, wanted_classes
from models.runtime import input_shape, thread_count
from proctor.errors import ModelError
from proctor.geometry import Floats
from proctor.i18n import _
from proctor.perception import Image

SIZE = 640
"""Side of the input, pixels, of weights that do not say what they were trained at."""
_QUIET = {"YOLO_AUTOINSTALL": "false", "YOLO_OFFLINE": "true", "YOLO_VERBOSE": "false"}
"""It installs packages, sends statistics and looks for updates unless it is told not to."""


class UltralyticsDetector:
    """A file that ultralytics reads behind the detector's port.

    Whoever calls has checked the file's hash: pickles and engines run code.
    """

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self._network = _network(file)
        self._size = _size(self._network, file)
        self._threads = thread_count(threads)
        self._labels = wanted_classes(_names(self._network))

    @property
    def labels(self) -> frozenset[str]:
        """Labels of the house that these weights know."""
        return frozenset(self._labels.values())

    def find(self, image: Image, squares: Sequence[Square], least: float) -> Found:
        """Everything wanted that scores at least ``least``; once per square and label."""
        _extra().set_threads(self._threads)
        parts = []
        for place, square in enumerate(squares):
            piece, back = cut(image, square, self._size, rim=RIM)
            boxes, scores, numbers = self._predicted(piece[:, :, ::-1], least)
            corners = back_to_frame(boxes.reshape(-1, 2, 2), back).reshape(-1, 4)
            labels = tuple(self._labels[int(number)] for number in numbers)
            points = np.zeros((len(labels), 0, 2), np.float32)
            places = np.full(len(labels), place, np.int64)
            parts.append(Found(labels, corners, points, scores, places))
        return joined(parts)

    def _predicted(self, piece: Image, least: float) -> tuple[Floats, Floats, Floats]:
        (result,) = self._network.predict(
            np.ascontiguousarray(piece),
            imgsz=self._size,
            conf=least,
            iou=OVERLAP,
            max_det=KEPT,
            classes=list(self._labels),
            verbose=False,
        )
        rows = result.boxes.data.cpu().numpy().astype(np.float32)
        return rows[:, :4], rows[:, 4], rows[:, 5]


def class_names(file: Path) -> dict[int, str]:
    """Number → name of a ``.pt``. Opening it runs what is pickled in it: check its hash first.

    Raises ``ModelError`` without the extra ``yolo`` or when it is not a detector.
    """
    return _names(_network(file))


def version() -> str:
    """Versions of the libraries, and what computes: they decide an outcome."""
    return _extra().version


def ready() -> None:
    """Load ultralytics, quiet and offline. Raises ``ModelError`` without the extra ``yolo``."""
    _extra()


class _Extra:
    """ultralytics, loaded once and told to keep to itself."""

    def __init__(self) -> None:
        os.environ.update(_QUIET)
        os.environ.setdefault("YOLO_CONFIG_DIR", str(Path(tempfile.gettempdir()) / "proctor-yolo"))
        Path(os.environ["YOLO_CONFIG_DIR"]).mkdir(parents=True, exist_ok=True)
        _stand_in_for_torchvision()
        import torch
        import ultralytics

        ultralytics.settings.update({"sync": False})
        self.load: Any = ultralytics.YOLO
        self._torch: Any = torch
        on = torch.cuda.get_device_name(0) if torch.cuda.is_available() else "cpu"
        self.version = f"ultralytics {ultralytics.__version__}, torch {torch.__version__}, {on}"

    def set_threads(self, count: int) -> None:
        """Ultralytics takes all cores but one for every process; workers share them instead."""
        self._torch.set_num_threads(count)


@cache
def _extra() -> _Extra:
    try:
        return _Extra()
    except ImportError as reason:
        raise ModelError(
            _("A .pt needs ultralytics, which is not installed ({reason}).").format(reason=reason),
            hint=_("Install the extra: pip install 'proctor[yolo]', or import an .onnx instead."),
        ) from reason


def _network(file: Path) -> Any:
    load = _extra().load
    try:
        network = load(str(file), task="detect")
        task = network.task
    except Exception as reason:
        raise ModelError(
            _("{file} cannot be opened as YOLO weights: {reason}").format(
                file=file.name, reason=reason
            ),
            hint=_("Check that it is a detector saved by ultralytics."),
        ) from reason
    if task != "detect":
        raise ModelError(_("{file} is not a detector: {task}.").format(file=file.name, task=task))
    return network


def _size(network: Any, file: Path) -> int:
    """Side of the input: of an exported file its own, of a ``.pt`` what it was trained at."""
    if file.suffix == ".onnx":
        return input_shape(file)[2]
    exported = file.suffix == ".engine"
    told = engine_metadata(file)["imgsz"] if exported else network.overrides.get("imgsz", SIZE)
    return int(max(told) if isinstance(told, list | tuple) else told)


def _names(network: Any) -> dict[int, str]:
    names: Mapping[int, str] = network.names
    return {int(number): str(name) for number, name in names.items()}


def _stand_in_for_torchvision() -> None:
    """Where torchvision does not import, ultralytics' own NMS under torchvision's name.

    The published torchvision is a CUDA build; beside a CPU torch its import fails, and with it
    every prediction.
    """
    try:
        import_module("torchvision")
    except (ImportError, RuntimeError):
        for name in [name for name in sys.modules if name.split(".")[0] == "torchvision"]:
            del sys.modules[name]
        from ultralytics.utils.nms import TorchNMS

        stand_in, ops = ModuleType("torchvision"), ModuleType("torchvision.ops")
        vars(ops)["nms"] = TorchNMS.nms
        vars(stand_in).update(ops=ops, __version__="0.0")
        sys.modules |= {"torchvision": stand_in, "torchvision.ops": ops}
