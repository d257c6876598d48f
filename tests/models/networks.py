"""Small networks that really compute: convolutions with weights drawn by lot, as ONNX and as IR."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import openvino
from openvino import opset13 as op

SIDE = 64
"""Of the input, pixels."""
STRIDES = (8, 16, 32)


def _drawn(classes: int) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """(stride, kernel, centres and size) of each level of the head."""
    draw = np.random.default_rng(7)
    levels = []
    for stride in STRIDES:
        kernel = draw.normal(0, 6 / stride, (2 + classes, 3, stride, stride)).astype(np.float32)
        line = (np.arange(SIDE // stride) + 0.5) * stride
        rows, columns = np.meshgrid(line, line, indexing="ij")
        levels.append((stride, kernel, np.stack([columns.ravel(), rows.ravel()])))
    return levels


def onnx_network(file: Path, names: Mapping[int, str]) -> Path:
    """An ``.onnx`` in the layout of ultralytics; boxes of a quarter stride, so none overlap."""
    import onnx
    from onnx import helper, numpy_helper

    nodes: list[Any] = []
    weights: list[Any] = []

    def given(name: str, value: np.ndarray) -> str:
        weights.append(numpy_helper.from_array(value, name))
        return name

    for stride, kernel, centres in _drawn(len(names)):
        cells, k = centres.shape[1], str(stride)
        size = np.full((1, 2, cells), stride / 4, np.float32)
        flat = given(f"flat{k}", np.array([1, 2 + len(names), cells], np.int64))
        given(f"kernel{k}", kernel)
        conv = {"strides": [stride, stride], "kernel_shape": [stride, stride]}
        nodes += [
            helper.make_node("Conv", ["images", f"kernel{k}"], [f"conv{k}"], **conv),
            helper.make_node("Reshape", [f"conv{k}", flat], [f"rows{k}"]),
            helper.make_node("Split", [f"rows{k}", "parts"], [f"moved{k}", f"raw{k}"], axis=1),
            helper.make_node("Tanh", [f"moved{k}"], [f"near{k}"]),
            helper.make_node(
                "Add", [f"near{k}", given(f"at{k}", centres[None].astype(np.float32))], [f"xy{k}"]
            ),
            helper.make_node("Sigmoid", [f"raw{k}"], [f"scores{k}"]),
            helper.make_node(
                "Concat", [f"xy{k}", given(f"wh{k}", size), f"scores{k}"], [f"level{k}"], axis=1
            ),
        ]
    given("parts", np.array([2, len(names)], np.int64))
    levels = [f"level{stride}" for stride in STRIDES]
    nodes.append(helper.make_node("Concat", levels, ["output0"], axis=2))
    cells = sum((SIDE // stride) ** 2 for stride in STRIDES)
    shapes = {"images": [1, 3, SIDE, SIDE], "output0": [1, 4 + len(names), cells]}
    ends = {n: helper.make_tensor_value_info(n, 1, shape) for n, shape in shapes.items()}
    graph = helper.make_graph(nodes, "drawn", [ends["images"]], [ends["output0"]], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, {"names": str(dict(names)), "task": "detect"})
    onnx.checker.check_model(model)
    file.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, file)
    return file


def ir_network(folder: Path, names: Mapping[int, str], *, int8: bool) -> Path:
    """The same network as an OpenVINO folder; with ``int8``, quantised as nncf does it."""
    given = op.parameter([1, 3, SIDE, SIDE], np.float32, name="images")
    levels = []
    for stride, kernel, centres in _drawn(len(names)):
        x, weights = given, op.constant(kernel)
        if int8:
            reach = np.float32(np.abs(kernel).max())
            ends = [op.constant(np.float32(value)) for value in (0, 1, 0, 1)]
            x = op.fake_quantize(given, *ends, levels=256)
            around = [op.constant(value) for value in (-reach, reach, -reach, reach)]
            weights = op.fake_quantize(weights, *around, levels=255)
        conv = op.convolution(x, weights, [stride] * 2, [0, 0], [0, 0], [1, 1])
        cells = centres.shape[1]
        rows = op.reshape(conv, np.array([1, 2 + len(names), cells]), special_zero=False)
        moved, raw = op.variadic_split(rows, 1, np.array([2, len(names)])).outputs()
        near = op.add(op.tanh(moved), op.constant(centres[None].astype(np.float32)))
        size = op.constant(np.full((1, 2, cells), stride / 4, np.float32))
        levels.append(op.concat([near, size, op.sigmoid(raw)], 1))
    folder.mkdir(parents=True, exist_ok=True)
    network = openvino.Model([op.concat(levels, 2)], [given], "drawn")
    openvino.save_model(network, folder / "drawn.xml", compress_to_fp16=False)
    lines = "".join(f"  {number}: {json.dumps(name)[1:-1]}\n" for number, name in names.items())
    (folder / "metadata.yaml").write_text(f"names:\n{lines}", encoding="utf-8")
    return folder / "drawn.xml"


def bright_network(file: Path, names: Mapping[int, str], *, least: float) -> Path:
    """An OpenVINO ``.xml`` that takes patches brighter than ``least`` for things of class 1.

    What is much brighter is not surer: with a low ``least`` it cannot tell grey from white.
    """
    given = op.parameter([1, 3, SIDE, SIDE], np.float32, name="images")
    grey = op.reduce_mean(given, np.array([1]), keep_dims=True)
    levels = []
    for stride, _kernel, centres in _drawn(len(names)):
        cells = centres.shape[1]
        mean = op.avg_pool(grey, [stride] * 2, [0, 0], [0, 0], [stride] * 2, exclude_pad=True)
        over = op.multiply(op.subtract(mean, np.float32(least)), np.float32(20))
        score = op.reshape(op.clamp(over, 0.0, 0.9), np.array([1, 1, cells]), special_zero=False)
        size = np.full((1, 2, cells), stride, np.float32)
        fixed = op.constant(np.concatenate([centres[None].astype(np.float32), size], axis=1))
        none = op.constant(np.zeros((1, 1, cells), np.float32))
        rest = [op.constant(np.zeros((1, 1, cells), np.float32)) for _ in range(len(names) - 2)]
        levels.append(op.concat([fixed, none, score, *rest], 1))
    file.parent.mkdir(parents=True, exist_ok=True)
    openvino.save_model(openvino.Model([op.concat(levels, 2)], [given], "bright"), file)
    lines = "".join(f"  {number}: {name}\n" for number, name in names.items())
    (file.parent / "metadata.yaml").write_text(f"names:\n{lines}", encoding="utf-8")
    return file
