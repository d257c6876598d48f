"""What is inside a file of weights: its layout and the names of its classes."""

import ast
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models import runtime
from models.objects import YOLOX_STRIDES
from proctor.errors import ModelError
from proctor.i18n import _

COCO: Mapping[int, str] = {0: "person", 67: "cell phone"}
"""Numbers in the 80 classes of COCO that the house asks for (cocodataset.org)."""
COCO_CLASSES = 80
UNKNOWN = "unknown"
_LICENCE = re.compile(r"^license: *(.+)$", re.MULTILINE)
_NAME = re.compile(r"^ {2}(\d+): *(.+?) *$")


def class_names(file: Path) -> dict[int, str]:
    """Number → name of every class of an exported YOLO.

    From ``metadata.yaml`` beside it or from the file itself; without names, 80 classes are taken
    for COCO's. Raises ``ModelError`` when the network has another layout or unknown classes.
    """
    count = class_count(runtime.output_shapes(file), runtime.input_shape(file), file.name)
    names = _beside(file) or _inside(file) or (_coco() if count == COCO_CLASSES else {})
    if len(names) != count:
        raise ModelError(
            _("{file} knows {count} classes but names {named}.").format(
                file=file.name, count=count, named=len(names)
            ),
            hint=_("Export it again with its names, or put metadata.yaml beside it."),
        )
    return names


def class_count(outputs: list[tuple[int, ...]], given: tuple[int, ...], name: str) -> int:
    """Classes of a YOLO head, from the shapes of its outputs and its input."""
    shape, square = outputs[0], len(given) == 4 and given[1] == 3 and given[2] == given[3] > 0
    if square and len(shape) == 3 and min(shape) > 0:
        cells = sum((given[2] // stride) ** 2 for stride in YOLOX_STRIDES)
        if shape[2] == cells and shape[1] > 4:
            return shape[1] - 4
        if shape[1] == cells and shape[2] > 5:
            return shape[2] - 5
    raise ModelError(
        _(
            "{file} is not a YOLO detector this program reads: input {given}, output {shape}."
        ).format(file=name, given=given, shape=shape),
        hint=_("Export with a fixed square input and without NMS: YOLOv8, YOLO11 or YOLOX."),
    )


def metadata_names(text: str) -> dict[int, str]:
    """The ``names:`` block of the ``metadata.yaml`` that ultralytics writes; empty without one."""
    names: dict[int, str] = {}
    inside = False
    for line in text.splitlines():
        inside = line.startswith("names:") or (inside and line.startswith("  "))
        if inside and (found := _NAME.match(line)):
            names[int(found[1])] = found[2].strip("'\"")
    return names


def engine_metadata(file: Path) -> dict[str, Any]:
    """What ultralytics writes before a TensorRT engine: its length in four bytes, then JSON.

    Raises ``ModelError`` for an engine that somebody else exported.
    """
    try:
        with file.open("rb") as opened:
            told = opened.read(int.from_bytes(opened.read(4), "little"))
        metadata = json.loads(told.decode())
        return {"names": dict(metadata["names"]), "imgsz": metadata["imgsz"], **metadata}
    except (ValueError, KeyError, TypeError) as reason:
        raise ModelError(
            _("{file} does not say what its classes are.").format(file=file.name),
            hint=_("Export it with ultralytics, which writes that down: format=engine."),
        ) from reason


def engine_names(file: Path) -> dict[int, str]:
    """Number → name of every class of a TensorRT engine; the engine itself is not loaded."""
    return {int(number): str(name) for number, name in engine_metadata(file)["names"].items()}


def licence(file: Path) -> str:
    """What the metadata beside or inside says; ``unknown`` when it says nothing."""
    beside = file.with_name("metadata.yaml")
    if beside.exists():
        found = _LICENCE.search(beside.read_text(encoding="utf-8"))
        return found[1].split(" License")[0].strip() if found else UNKNOWN
    return runtime.metadata(file).get("license", UNKNOWN) if file.suffix == ".onnx" else UNKNOWN


def _beside(file: Path) -> dict[int, str]:
    metadata = file.with_name("metadata.yaml")
    return metadata_names(metadata.read_text(encoding="utf-8")) if metadata.exists() else {}


def _inside(file: Path) -> dict[int, str]:
    """Names that ultralytics writes into an ONNX file, as a Python dict in text."""
    try:
        names = ast.literal_eval(runtime.metadata(file).get("names", "{}"))
    except (ValueError, SyntaxError):
        return {}
    return {int(number): str(name) for number, name in names.items()}


def _coco() -> dict[int, str]:
    return {number: COCO.get(number, f"coco {number}") for number in range(COCO_CLASSES)}
