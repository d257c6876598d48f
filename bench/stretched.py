"""Long recordings out of the shipped clips, for measuring: enlarged, at 25 pictures a second.

A clip's quiet beginning is shown forwards and backwards until the quiet part is as long as asked
for, then the whole clip follows; its events are moved along. Every rendered picture is shown
several times with fresh noise, so that the encoder has the work that a camera's noise gives it.
What comes out is an enlarged rendering: good for measuring cost, not for measuring recognition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from bench.clips import Clip
from proctor.geometry import Box
from proctor.perception import Image
from streams.recording import open_recording

RATE, GOP = 25, 50
_NOISE = 3
"""Grey levels of noise, each way."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a recording is made like."""

    width: int
    height: int
    seconds: float
    """Length of the quiet part; the whole clip comes on top."""
    codec: str = "libx264"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that the clip's script says happens."""

    code: str
    start_s: float
    end_s: float
    box: Box
    """0–1 of the picture; of the place where it happens."""


def stretched(clip: Clip, shape: Shape, target: Path) -> list[Event]:
    """Write the recording to ``target`` and give its events; left alone if it is there."""
    facts = clip.facts
    quiet = quiet_of(facts)
    if not target.exists():
        part = target.with_suffix(".part.mp4")
        written(part, _order(clip.film, quiet, shape), shape)
        part.rename(target)
    offset = quiet_length(quiet, shape)
    return _events(facts, offset)


def quiet_of(facts: dict[str, Any]) -> float:
    """Until the first event, never less than a second."""
    first = min((event["start_s"] for event in facts["events"]), default=facts["duration_s"])
    return max(1.0, first - 0.2)


def quiet_length(quiet: float, shape: Shape) -> float:
    """Whole turns there and back, at least one if any are asked for."""
    turns = round(shape.seconds / (2 * quiet))
    return 2 * quiet * (max(1, turns) if shape.seconds else 0)


def _order(film: Path, quiet: float, shape: Shape) -> Iterator[tuple[float, Image]]:
    """Moments in seconds and rendered pictures, in order."""
    frames = pictures(film)
    length = quiet_length(quiet, shape)
    yield from calm(frames, quiet, length)
    yield from ((length + moment, image) for moment, image in frames)


def pictures(film: Path) -> list[tuple[float, Image]]:
    """Moments in seconds and pictures of a clip, in order."""
    return [(frame.media_us / 1e6, frame.image) for frame in open_recording(film).frames(0)]


def calm(
    frames: Sequence[tuple[float, Image]], quiet: float, length: float
) -> Iterator[tuple[float, Image]]:
    """The first ``quiet`` seconds there and back until ``length``, which whole turns fill."""
    shown = [(at, image) for at, image in frames if at < quiet]
    at = 0.0
    while at < length - 1e-6:
        yield from ((at + moment, image) for moment, image in shown)
        yield from ((at + 2 * quiet - moment - 0.2, image) for moment, image in reversed(shown))
        at += 2 * quiet


def written(path: Path, shown: Iterator[tuple[float, Image]], shape: Shape) -> None:
    """Encode rendered pictures, each until the next one's moment, with a keyframe every ``GOP``."""
    grain = _grain(shape)
    with av.open(str(path), "w") as file:
        stream = file.add_stream(shape.codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = shape.width, shape.height, "yuv420p"
        stream.codec_context.gop_size = GOP
        stream.codec_context.max_b_frames = 0
        stream.options = {"preset": "superfast", "crf": "26", "sc_threshold": "0", "threads": "2"}
        for number, image in enumerate(_resampled(shown)):
            large = cv2.resize(image, (shape.width, shape.height), interpolation=cv2.INTER_LINEAR)
            frame = av.VideoFrame.from_ndarray(_noisy(large, grain, number), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def _resampled(shown: Iterator[tuple[float, Image]]) -> Iterator[Image]:
    number, held = 0, None
    for at, image in shown:
        while held is not None and number / RATE < at - 1e-6:
            yield held
            number += 1
        held = image
    for _ in range(RATE // 5):
        if held is not None:
            yield held


def _grain(shape: Shape) -> Image:
    lot = np.random.default_rng(1)
    size = shape.height + 64, shape.width + 64, 1
    return np.repeat(lot.integers(0, 2 * _NOISE, size, np.uint8), 3, axis=2)


def _noisy(image: Image, grain: Image, number: int) -> Image:
    """Noise that is never twice at the same spot within a second."""
    x, y = number * 7 % 64, number * 13 % 64
    height, width = image.shape[:2]
    brighter = cv2.add(image, grain[y : y + height, x : x + width])
    return np.asarray(cv2.subtract(brighter, np.full_like(image, _NOISE)), np.uint8)


def _events(facts: dict[str, Any], offset: float) -> list[Event]:
    width, height = facts["size"]
    boxes = {place["place"]: place["box"] for place in facts["places"]}
    return [
        Event(
            event["code"],
            offset + event["start_s"],
            offset + event["end_s"],
            Box(*box).scaled(1 / width, 1 / height),
        )
        for event in facts["events"]
        if (box := boxes.get(event.get("place"))) is not None
    ]
