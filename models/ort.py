"""ONNX Runtime behind the call of ``models.runtime``: the extra ``onnx``.

Sums of floats depend on their order, so every session computes with one thread and several inputs
run side by side: the number of threads changes the speed and not a bit of the outcome. On CUDA the
convolutions are not chosen by a race, and TF32 is off.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from models.runtime import MOST_STREAMS, thread_count
from proctor.errors import ModelError
from proctor.geometry import Floats
from proctor.i18n import _
from proctor.perception import Image

CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
_ON_CUDA = {"use_tf32": "0", "cudnn_conv_algo_search": "DEFAULT"}


@cache
def _library() -> Any:
    try:
        import onnxruntime
    except ImportError as reason:
        raise ModelError(
            _("ONNX Runtime is not installed ({reason}).").format(reason=reason),
            hint=_("Install the extra: pip install 'proctor[onnx]', or use openvino."),
        ) from reason
    return onnxruntime


def providers() -> list[str]:
    """What will compute, best first: CUDA where the library and the machine have it, then CPU."""
    return [name for name in (CUDA, CPU) if name in _library().get_available_providers()]


def version() -> str:
    """Version of the library and what computes: both decide an outcome."""
    return f"onnxruntime {_library().__version__} {providers()[0]}"


class OnnxNetwork:
    """An ``.onnx`` ready to run."""

    takes_pictures = False

    def __init__(self, file: Path, *, threads: int = 0) -> None:
        self.name = file.name
        self._session = _session(file)
        self._workers = min(thread_count(threads), MOST_STREAMS)
        given, *more = self._session.get_inputs()
        if more:
            raise _unusable(file, _("it has {n} inputs").format(n=len(more) + 1))
        self._input = given.name
        self.input_shape = _sizes(given.shape)
        self.output_shape = _sizes(self._session.get_outputs()[0].shape)

    def each(self, inputs: Iterable[Floats | Image]) -> list[list[Floats]]:
        """Outputs for each input, in the order of the inputs.

        One input runs on one thread, so the numbers do not depend on what else is in the list.
        """
        given = list(inputs)
        if self._workers == 1 or len(given) < 2:
            return [self._run(batch) for batch in given]
        with ThreadPoolExecutor(self._workers) as pool:
            return list(pool.map(self._run, given))

    def _run(self, batch: Floats | Image) -> list[Floats]:
        found = self._session.run(None, {self._input: batch})
        return [np.asarray(output, np.float32) for output in found]


def _session(file: Path) -> Any:
    library = _library()
    if file.suffix != ".onnx":
        raise _unusable(file, _("ONNX Runtime reads .onnx only"))
    options = library.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.execution_mode = library.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = 3
    chosen = [(name, _ON_CUDA) if name == CUDA else name for name in providers()]
    try:
        return library.InferenceSession(file, options, providers=chosen)
    except Exception as reason:  # its errors share no base but this one
        raise _unusable(file, str(reason).splitlines()[0]) from reason


def _unusable(file: Path, reason: str) -> ModelError:
    return ModelError(
        _("{file} cannot be run: {reason}").format(file=file.name, reason=reason),
        hint=_("Use another runtime: proctor models use NAME --runtime openvino"),
    )


def _sizes(shape: list[Any]) -> tuple[int, ...]:
    return tuple(size if isinstance(size, int) else -1 for size in shape)
