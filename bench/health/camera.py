"""A simulated camera: where it looks, its lens, its sensor, its recorder's clock and codec."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from proctor.perception import Image
from proctor.timeline import Microseconds

SIZE = 640, 360
STEP_S = 0.5
"""Between the pictures, which are those that a scan looks at."""
GOP = 4
"""Pictures from keyframe to keyframe: two seconds."""
GRAIN = 2.5
"""Grey levels of noise of a sensor by day."""

Light = NDArray[np.float32]
"""Grey levels before the sensor, (height, width, 3) BGR; may be under 0 or over 255."""


@dataclass(slots=True)
class View:
    """Where the camera looks, away from home."""

    pan: float = 0.0
    """To the right, share of the picture's width."""
    tilt: float = 0.0
    """Down, share of the picture's height."""
    roll: float = 0.0
    """Clockwise, degrees."""


@dataclass(slots=True)
class Sensor:
    """Adds noise that is never twice the same within a take."""

    lot: np.random.Generator
    """Draws it."""
    pool: Light = field(init=False)
    """A field of noise of which a picture gets a part, mirrored or not."""

    def __post_init__(self) -> None:
        """Draw the field."""
        self.pool = self.lot.normal(0, 1, (SIZE[1] + 97, SIZE[0] + 131, 1)).astype(np.float32)

    def picture(self, light: Light, grain: float = GRAIN) -> Image:
        """What the sensor makes of the light."""
        y, x = int(self.lot.integers(97)), int(self.lot.integers(131))
        noise = self.pool[y : y + SIZE[1], x : x + SIZE[0]][:: self.lot.choice((-1, 1))]
        return np.clip(light + grain * noise, 0, 255).astype(np.uint8)


def looking(scene: Image, view: View) -> Light:
    """The part of the scene that the camera sees."""
    height, width = scene.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), view.roll, 1.0)
    matrix[0, 2] -= (width - SIZE[0]) / 2 + view.pan * SIZE[0]
    matrix[1, 2] -= (height - SIZE[1]) / 2 + view.tilt * SIZE[1]
    seen = cv2.warpAffine(scene, matrix, SIZE, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(seen, np.float32)


def written(image: Image, seconds: float, name: str) -> Image:
    """With the clock in the upper left and the name in the lower right corner."""
    clock = f"2026-11-26 {9 + int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:"
    out = image.copy()
    for text, x, y in ((f"{clock}{int(seconds) % 60:02}", 10, 22), (name, SIZE[0] - 110, 350)):
        for colour, thick in (((0, 0, 0), 3), ((255, 255, 255), 1)):
            cv2.putText(out, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, thick)
    return out


def recorded(pictures: Iterable[Image]) -> Iterator[tuple[Microseconds, Image]]:
    """The pictures after H.264 with a keyframe every two seconds, and their moments."""
    tape = io.BytesIO()
    with av.open(tape, "w", format="matroska") as file:
        stream = file.add_stream("libx264", rate=Fraction(1 / STEP_S))
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.codec_context.gop_size = GOP
        stream.codec_context.max_b_frames = 0
        stream.options = {"preset": "superfast", "tune": "zerolatency", "crf": "27", "threads": "1"}
        for image in pictures:
            file.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        file.mux(stream.encode(None))
    tape.seek(0)
    with av.open(tape) as file:
        for number, frame in enumerate(file.decode(video=0)):
            yield round(number * STEP_S * 1e6), frame.to_ndarray(format="bgr24")


def moments(seconds: float) -> Sequence[float]:
    """Of the pictures, seconds."""
    return [number * STEP_S for number in range(round(seconds / STEP_S))]
