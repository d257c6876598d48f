"""One call for every network: OpenVINO reads ``.tflite``, ``.xml`` and ``.onnx``.

Weights in int8 keep their int8 operations; what is not int8 is computed in f32.

The precision is always f32 and the number of threads always explicit, so that what is seen does
not depend on the machine: on processors with bf16 the library's own choice moves body landmarks
by up to 11 of 256 pixels.
"""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np

from proctor.errors import ModelError
from proctor.geometry import Floats
from proctor.i18n import _
from proctor.perception import Image

PRECISION = "f32"
READABLE = (".tflite", ".xml", ".onnx")
MOST_STREAMS = 8


class Runs(Protocol):
    """A network ready to run, whatever library computes it."""

    input_shape: tuple[int, ...]
    """Of the first input, a free dimension as -1."""
    output_shape: tuple[int, ...]
    """Of the first output, a free dimension as -1."""
    takes_pictures: bool
    """Whether an input is a picture, (1, H, W, 3) RGB uint8, instead of planes in 0–1."""

    def each(self, inputs: Iterable[Floats | Image]) -> list[list[Floats]]:
        """Outputs for each input, in the order of the inputs."""
        ...


@cache
def _core() -> Any:
    import openvino

    return openvino.Core()


def version() -> str:
    """Versions of the libraries that decide an outcome."""
    import cv2
    import openvino

    return f"openvino {openvino.__version__}, opencv {cv2.__version__}"


def read(file: Path) -> Any:
    """The network of a file, not compiled. Raises ``ModelError`` when it cannot be read."""
    if file.suffix not in READABLE:
        raise ModelError(
            _("{file} is not a network this program reads.").format(file=file.name), hint=_formats()
        )
    try:
        return _core().read_model(file)
    except RuntimeError as reason:
        raise ModelError(
            _("{file} cannot be read as a network: {reason}").format(
                file=file.name, reason=_last_line(reason)
            ),
            hint=_formats(),
        ) from reason


def output_shapes(file: Path) -> list[tuple[int, ...]]:
    """Shapes of the outputs, a free dimension as -1; raises ``ModelError`` like ``read``."""
    return [_sizes(output.partial_shape) for output in read(file).outputs]


def input_shape(file: Path) -> tuple[int, ...]:
    """Shape of the first input, a free dimension as -1; raises ``ModelError`` like ``read``."""
    return _sizes(read(file).inputs[0].partial_shape)


def metadata(file: Path) -> dict[str, str]:
    """What the exporting framework wrote into an ONNX file, such as ``names``; may be empty."""
    written = read(file).get_rt_info()
    rows = dict(written["framework"].items()) if "framework" in written else {}
    return {str(key): str(value.astype(str)) for key, value in rows.items()}


def thread_count(wanted: int) -> int:
    """``wanted``, or every core this process may use when it is 0."""
    return wanted if wanted > 0 else len(os.sched_getaffinity(0))


class Network:
    """A compiled network that looks at many inputs side by side."""

    def __init__(
        self, file: Path, *, threads: int = 0, built: Any = None, pictures: bool = False
    ) -> None:
        """``built`` is the network itself where the runtime cannot read ``file``.

        ``pictures`` makes planes of pictures inside, which is faster than outside and gives the
        same bits; only for networks that want (1, 3, H, W) in 0–1.
        """
        import openvino

        self.name = file.name
        self.takes_pictures = pictures
        count = thread_count(threads)
        self.streams = min(count, MOST_STREAMS)
        options = {
            "INFERENCE_PRECISION_HINT": PRECISION,
            "INFERENCE_NUM_THREADS": count,
            "NUM_STREAMS": self.streams,
        }
        try:
            found = read(file) if built is None else built
            self.input_shape = _sizes(found.inputs[0].partial_shape)
            whole = _for_pictures(found) if pictures else found
            compiled = _core().compile_model(whole, "CPU", options)
        except RuntimeError as reason:
            raise _unrunnable(file, reason) from reason
        self.output_shape = _sizes(compiled.outputs[0].partial_shape)
        self._queue = openvino.AsyncInferQueue(compiled, self.streams)

    def __call__(self, batch: Floats) -> list[Floats]:
        """Outputs for one input, in the order of the file."""
        return next(iter(self.each([batch])))

    def each(self, inputs: Iterable[Floats | Image]) -> list[list[Floats]]:
        """Outputs for each input, in the order of the inputs.

        One input runs on one stream, so the numbers do not depend on what else is in the list.
        """
        found: dict[int, list[Floats]] = {}

        def keep(request: Any, place: int) -> None:
            found[place] = [np.array(tensor.data, np.float32) for tensor in request.output_tensors]

        self._queue.set_callback(keep)
        for place, given in enumerate(inputs):
            self._queue.start_async([given], place)
        self._queue.wait_all()
        return [found[place] for place in range(len(found))]


class Sequence:
    """A compiled network that is asked again and again, with what it remembered; one thread."""

    def __init__(self, file: Path) -> None:
        """Raises ``ModelError`` when the file cannot be read or run."""
        options = {"INFERENCE_PRECISION_HINT": PRECISION, "INFERENCE_NUM_THREADS": 1}
        found = read(file)
        try:
            self._compiled = _core().compile_model(found, "CPU", options)
        except RuntimeError as reason:
            raise _unrunnable(file, reason) from reason
        self._lock = Lock()

    def __call__(self, inputs: list[Floats]) -> list[Floats]:
        """Outputs in the order of the file."""
        with self._lock:
            outputs = self._compiled(inputs)
            return [np.array(outputs[number], np.float32) for number in range(len(outputs))]


def _for_pictures(network: Any) -> Any:
    """The network with (1, H, W, 3) uint8 in front of its planes in 0–1."""
    from openvino import Layout, Type
    from openvino.preprocess import PrePostProcessor

    wrapped = PrePostProcessor(network)
    wrapped.input(0).tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    wrapped.input(0).model().set_layout(Layout("NCHW"))
    wrapped.input(0).preprocess().convert_element_type(Type.f32).scale(255.0)
    return wrapped.build()


def zero_to_one(piece: Image) -> Floats:
    """A cut (H, W, 3) as the input (1, H, W, 3) of networks that take 0–1."""
    return np.asarray(piece[None] / 255, np.float32)


def _sizes(shape: Any) -> tuple[int, ...]:
    return tuple(size.get_length() if size.is_static else -1 for size in shape)


def _unrunnable(file: Path, reason: Exception) -> ModelError:
    return ModelError(
        _("{file} cannot be run: {reason}").format(file=file.name, reason=_last_line(reason)),
        hint=_("Check the files with: proctor models verify"),
    )


def _formats() -> str:
    return _("Give a .tflite, an .onnx, or an OpenVINO .xml with its .bin beside it.")


def _last_line(reason: Exception) -> str:
    lines = [line.strip() for line in str(reason).splitlines() if line.strip()]
    return lines[-1] if lines else type(reason).__name__
