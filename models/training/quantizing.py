"""Eight-bit weights: a detector a third as large and twice as fast, nearly as good.

Ranges are measured on pictures (post-training quantization, https://github.com/openvinotoolkit/nncf).
The outcome is OpenVINO's own format, ``.xml`` with a ``.bin``. Needs nncf.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models.training.data import SIDE, Example, examples, plain, shares
from proctor.geometry import Floats

PICTURES = 150
"""Pictures on which ranges are measured."""
SPARED = r"^/(Softmax|Mul|ReduceSum|Sub|Add|Sigmoid|Concat|Div|Reshape|Transpose)(_\d+)?$"
"""The end of the network, which speaks in pixels: eight bits are too few for that."""


def quantized(source: Path, target: Path, data: Path, side: int) -> Path:
    """``source`` with eight-bit weights and activations, as ``target``."""
    import nncf
    import openvino

    pictures = examples(data, validation=False)
    draw = np.random.default_rng(0)
    chosen = draw.choice(len(pictures), size=min(PICTURES, len(pictures)), p=shares(pictures))

    def given(example: Example) -> Floats:
        rgb = plain(example, side).image[:, :, ::-1].transpose(2, 0, 1)[None]
        return np.asarray(rgb / 255, np.float32)

    small = nncf.quantize(
        openvino.Core().read_model(source),
        nncf.Dataset([pictures[k] for k in chosen], given),
        preset=nncf.QuantizationPreset.MIXED,
        subset_size=len(chosen),
        ignored_scope=nncf.IgnoredScope(patterns=[SPARED], validate=False),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    openvino.save_model(small, str(target))
    return target


def main(words: Sequence[str] | None = None) -> None:
    """Make the small file."""
    parser = argparse.ArgumentParser(
        prog="python -m models.training.quantizing", description=__doc__
    )
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--side", type=int, default=SIDE)
    asked = parser.parse_args(words)
    quantized(asked.source, asked.target, asked.data, asked.side)


if __name__ == "__main__":
    main()
