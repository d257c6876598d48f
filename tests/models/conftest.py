"""Frames of the rendered clips, the installed eyes, and small networks made on the spot."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import openvino
import pytest
from openvino import opset13 as op

from models.eyes import NO_DETECTOR, load_eyes
from proctor.perception import Image
from proctor.ports import Eyes
from tests.conftest import WORLD


@dataclass(frozen=True, slots=True)
class Moment:
    image: Image
    people: list[Mapping[str, Any]]

    def truth(self, place: str) -> Mapping[str, Any]:
        return next(person for person in self.people if person["place"] == place)


@cache
def moment(clip: str, second: float) -> Moment:
    truth = json.loads((WORLD / f"{clip}.truth.json").read_text(encoding="utf-8"))
    number = round(second * truth["fps"])
    capture = cv2.VideoCapture(str(WORLD / f"{clip}.mp4"))
    for _ in range(number + 1):
        told, image = capture.read()
        assert told, f"{clip} ends before {second} s"
    people = [person for person in truth["frames"][number]["people"] if person["head"]]
    return Moment(np.asarray(image, np.uint8), people)


@pytest.fixture(scope="session")
def eyes(models_folder: Path) -> Eyes:
    return load_eyes(models_folder, threads=2, detector=NO_DETECTOR)


CELLS = 64 // 8 * 64 // 8 + 64 // 16 * 64 // 16 + 64 // 32 * 64 // 32
"""Rows of a YOLO head for an input of 64 pixels."""


def ultralytics_rows(things: list[tuple[float, ...]], classes: int) -> np.ndarray:
    """(1, 4 + classes, N) with one column for each x, y, width, height, class, score."""
    output = np.zeros((1, 4 + classes, CELLS), np.float32)
    for column, (x, y, width, height, number, score) in enumerate(things):
        output[0, :4, column] = x, y, width, height
        output[0, 4 + int(number), column] = score
    return output


def yolox_rows(things: list[tuple[float, ...]], classes: int) -> np.ndarray:
    """(1, N, 5 + classes); every thing stands in the first cell of the finest grid."""
    output = np.zeros((1, CELLS, 5 + classes), np.float32)
    for row, (x, y, width, height, number, score) in enumerate(things):
        cell_x, cell_y = row % 8, row // 8
        output[0, row, :4] = x / 8 - cell_x, y / 8 - cell_y, np.log(width / 8), np.log(height / 8)
        output[0, row, 4], output[0, row, 5 + int(number)] = 1.0, score
    return output


def made_network(folder: Path, output: np.ndarray, names: Mapping[int, str] | None) -> Path:
    """An OpenVINO folder whose network always gives ``output``; ``None`` leaves names out."""
    folder.mkdir(parents=True, exist_ok=True)
    given = op.parameter([1, 3, 64, 64], np.float32, name="images")
    nothing = op.multiply(op.reduce_mean(given, [0, 1, 2, 3], keep_dims=False), np.float32(0))
    network = openvino.Model([op.add(op.constant(output), nothing)], [given], "made")
    openvino.save_model(network, folder / "made.xml", compress_to_fp16=False)
    if names is not None:
        lines = "".join(f"  {number}: {name}\n" for number, name in names.items())
        text = f"license: AGPL-3.0 License (https://example.org)\nnames:\n{lines}"
        (folder / "metadata.yaml").write_text(text, encoding="utf-8")
    return folder
