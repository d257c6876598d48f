"""A simulated camera: where it looks, its lens, its sensor, its recorder's clock and codec."""

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
    pools: tuple[Light, Light] = field(init=False)
    """A field of noise, and the same upside down, of which a picture gets a part."""

    def __post_init__(self) -> None:
        """Draw the field."""
        field = self.lot.normal(0, 1, (SIZE[1] + 97, SIZE[0] + 131, 1)).astype(np.float32)
        noise = np.repeat(field, 3, axis=2)
        self.pools = noise, np.ascontiguousarray(noise[::-1])

    def picture(self, light: Light, grain: float = GRAIN) -> Image:
        """What the sensor makes of the light."""
        y, x = int(self.lot.integers(97)), int(self.lot.integers(131))
        pool = self.pools[int(self.lot.integers(2))]
        noise = pool[y : y + SIZE[1], x : x + SIZE[0]]
        return np.asarray(cv2.addWeighted(light, 1.0, noise, grain, 0.0, dtype=cv2.CV_8U))


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


def recorded(
    pictures: Iterable[Image], preset: str = "superfast"
) -> Iterator[tuple[Microseconds, Image]]:
    """The pictures after H.264 with a keyframe every two seconds, and their moments."""
    number = 0
    reader = av.VideoCodecContext.create("h264", "r")
    reader.thread_count = 1
    for packet in _coded(pictures, preset):
        for frame in reader.decode(packet):
            yield round(number * STEP_S * 1e6), frame.to_ndarray(format="bgr24")
            number += 1


def _coded(pictures: Iterable[Image], preset: str) -> Iterator[av.Packet | None]:
    """Packets as they come, and ``None`` after the last."""
    writer = av.VideoCodecContext.create("libx264", "w")
    writer.width, writer.height, writer.pix_fmt = *SIZE, "yuv420p"
    writer.framerate, writer.time_base = Fraction(1 / STEP_S), Fraction(STEP_S)
    writer.gop_size, writer.max_b_frames = GOP, 0
    writer.options = {"preset": preset, "tune": "zerolatency", "crf": "27", "threads": "1"}
    for number, image in enumerate(pictures):
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame.pts = number
        yield from writer.encode(frame)
    yield from writer.encode(None)
    yield None


def moments(seconds: float) -> Sequence[float]:
    """Of the pictures, seconds."""
    return [number * STEP_S for number in range(round(seconds / STEP_S))]
