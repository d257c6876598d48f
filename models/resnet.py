"""The face network of dlib out of its own file, without dlib.

dlib writes a network as nested C++ objects, innermost layer first: a tag with the layer's name,
then its tensors. The layout of the network stands in the program and not in the file, so it stands
here: ``anet_type`` of dlib's ``dnn_face_recognition_ex.cpp``, a ResNet with 29 convolutions. The
file is pinned by its hash; what else might stand in such a file is of no concern.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from proctor.errors import ModelError
from proctor.geometry import Floats
from proctor.i18n import _

SIZE = 150
"""Side of the picture of a face, pixels."""
LENGTH = 128
"""Numbers in a signature."""
MEAN = (122.782, 117.001, 104.298)
"""Red, green and blue that are taken away before the first layer, 0–255."""
SPREAD = 256.0
"""What is left is divided by this."""

_TAG = re.compile(rb"\x01.(con_4|affine_|fc_2)", re.DOTALL)
_LEVELS = ((32, 3, False), (64, 4, True), (128, 3, True), (256, 3, True), (256, 1, True))
"""Filters, number of blocks, and whether the first block halves the picture."""


def network(file: Path) -> Any:
    """The network with input (1, 150, 150, 3) RGB 0–255 and output (1, 128).

    Raises ``ModelError`` when the file is not such a network.
    """
    try:
        return _built(list(_tensors(file.read_bytes())))
    except (ValueError, IndexError, StopIteration, RuntimeError) as reason:
        raise ModelError(
            _("{file} is not the face network that this program knows.").format(file=file.name),
            hint=_("Install it again with: proctor models install --with identity"),
        ) from reason


def _tensors(data: bytes) -> Iterator[Floats]:
    """Values of every convolution, scaling and full layer, innermost first, flat."""
    for found in _TAG.finditer(data):
        numbers = _Numbers(data, found.end())
        if found[1] == b"fc_2":
            numbers.pass_over(2)
        numbers.pass_over(1)
        count = int(np.prod([numbers.next() for _axis in range(4)]))
        yield np.frombuffer(data, "<f4", count, numbers.at).astype(np.float32)


class _Numbers:
    """dlib's integers: a byte that says how many follow, then those, the lowest first."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self.at = data, at

    def next(self) -> int:
        length = self._data[self.at] & 0x0F
        start, self.at = self.at + 1, self.at + 1 + length
        return int.from_bytes(self._data[start : self.at], "little")

    def pass_over(self, count: int) -> None:
        for _number in range(count):
            self.next()


def _built(tensors: list[Floats]) -> Any:
    import openvino
    from openvino import opset13 as op

    given = op.parameter([1, SIZE, SIZE, 3], np.float32, name="face")
    scaled = op.divide(op.subtract(given, np.array(MEAN, np.float32)), np.float32(SPREAD))
    layers = _Layers(iter(tensors))
    at = layers.convolved(op.transpose(scaled, np.array([0, 3, 1, 2], np.int64)), 3, 32, 7, 2)
    at = op.max_pool(op.relu(at), [2, 2], [1, 1], [0, 0], [0, 0], [3, 3]).output(0)
    channels = 32
    for filters, blocks, halves in _LEVELS:
        for block in range(blocks):
            at = layers.block(at, channels, filters, halves and block == 0)
            channels = filters
    pooled = op.reduce_mean(at, np.array([2, 3], np.int64), keep_dims=False)
    signature = op.matmul(pooled, layers.next((channels, LENGTH)), False, False)
    return openvino.Model([signature], [given], "face-signature")


class _Layers:
    """Layers made out of the tensors, one after the other."""

    def __init__(self, tensors: Iterator[Floats]) -> None:
        self._tensors = tensors

    def next(self, shape: tuple[int, ...]) -> Floats:
        """The next tensor in that shape. Raises ``ValueError`` when it has another size."""
        return next(self._tensors).reshape(shape)

    def convolved(self, at: Any, channels: int, filters: int, size: int, stride: int) -> Any:
        """A convolution with its bias, scaled and shifted; padded unless it strides."""
        from openvino import opset13 as op

        values, count = next(self._tensors), filters * channels * size * size
        kernel = values[:count].reshape(filters, channels, size, size)
        pad = [size // 2, size // 2] if stride == 1 else [0, 0]
        made = op.convolution(at, kernel, [stride, stride], pad, pad, [1, 1])
        biased = op.add(made, values[count:].reshape(1, filters, 1, 1))
        scale, shift = self.next((2, 1, filters, 1, 1))
        return op.add(op.multiply(biased, scale), shift)

    def block(self, at: Any, channels: int, filters: int, halves: bool) -> Any:
        """Two convolutions beside a way round them."""
        from openvino import opset13 as op

        first = op.relu(self.convolved(at, channels, filters, 3, 2 if halves else 1))
        main = self.convolved(first, filters, filters, 3, 1)
        if halves:
            at = op.avg_pool(at, [2, 2], [0, 0], [0, 0], [2, 2], True, rounding_type="floor")
        return op.relu(op.add(*_alike(main, at)))


def _alike(one: Any, other: Any) -> list[Any]:
    """Both with zeros at their ends up to the larger shape, as dlib adds tensors."""
    from openvino import opset13 as op

    shapes = [[size.get_length() for size in _shape(node)] for node in (one, other)]
    whole = np.max(shapes, axis=0)
    nothing = np.zeros(4, np.int64)
    return [
        op.pad(node, nothing, np.int64(whole - shape), "constant", np.float32(0))
        if list(whole) != shape
        else node
        for node, shape in zip((one, other), shapes, strict=True)
    ]


def _shape(node: Any) -> Any:
    return getattr(node, "get_partial_shape", lambda: node.get_output_partial_shape(0))()
