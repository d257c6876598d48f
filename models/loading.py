"""Weights of the store into a detector, on the runtime that was asked for."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from models import ort, runtime
from models.detectors import Detector
from models.objects import YoloDetector
from models.runtime import Runs
from proctor.errors import ModelError
from proctor.i18n import _

Runtime: TypeAlias = Literal["openvino", "onnxruntime", "ultralytics"]
RUNTIMES: tuple[Runtime, ...] = get_args(Runtime)
READS: Mapping[Runtime, tuple[str, ...]] = {
    "openvino": (".xml", ".onnx"),
    "onnxruntime": (".onnx",),
    "ultralytics": (".pt", ".engine", ".onnx"),
}
"""Which files each runtime reads; ``.engine`` is TensorRT's."""


def usual_runtime(file: Path) -> Runtime:
    """What runs a file when nobody asked: OpenVINO, save for what only ultralytics reads."""
    return "openvino" if file.suffix in READS["openvino"] else "ultralytics"


def load_detector(
    file: Path, names: Mapping[int, str], *, threads: int = 0, on: Runtime | None = None
) -> Detector:
    """The detector in a file whose hash was checked; ``on`` ``None`` is the usual runtime.

    Raises ``ModelError`` when that runtime does not read such files or is not installed.
    """
    chosen = on or usual_runtime(file)
    demand_reads(chosen, file)
    if chosen == "ultralytics":
        from models.ultra import UltralyticsDetector

        return UltralyticsDetector(file, threads=threads)
    runs: Callable[..., Runs] = ort.OnnxNetwork
    if chosen == "openvino":
        runs = partial(runtime.Network, pictures=not is_yolox(file, len(names)))
    return YoloDetector(file, names, threads=threads, runs=runs)


def is_yolox(file: Path, classes: int) -> bool:
    """Whether a network's output is that of YOLOX, whose input is another, too."""
    return runtime.output_shapes(file)[0][-1] == classes + 5


def demand_reads(chosen: Runtime, file: Path) -> None:
    """Raises ``ModelError`` when that runtime does not read such files."""
    if file.suffix not in READS[chosen]:
        able = ", ".join(name for name in RUNTIMES if file.suffix in READS[name])
        raise ModelError(
            _("{runtime} does not read {file}.").format(runtime=chosen, file=file.name),
            hint=_("Runtimes that do: {names}.").format(names=able or "-"),
        )


def version(on: Runtime) -> str:
    """Versions of what decides an outcome on that runtime; part of the perception fingerprint."""
    if on == "ultralytics":
        from models import ultra

        return ultra.version()
    return ort.version() if on == "onnxruntime" else runtime.version()
