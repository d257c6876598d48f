"""Small recordings made at test time: a bright square that walks over a striped ground."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from proctor.perception import Image

WIDTH, HEIGHT = 160, 120
RATE = 10


def picture(number: int) -> Image:
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    image[:, ::8] = 90
    x = number * 7 % (WIDTH - 20)
    image[40:60, x : x + 20] = (60, 200, 250)
    return image


def steady(seconds: float, rate: int = RATE) -> list[int]:
    """Stamps in milliseconds."""
    return [round(number * 1000 / rate) for number in range(round(seconds * rate))]


def write_clip(
    path: Path,
    stamps_ms: Sequence[int] | None = None,
    *,
    codec: str = "libx264",
    gop: int = 10,
    b_frames: int = 0,
    sound: bool = False,
    tags: dict[str, str] | None = None,
    pictures: Iterable[Image] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A recording whose frames are shown at ``stamps_ms``; six seconds when not given."""
    stamps = steady(6) if stamps_ms is None else stamps_ms
    images = pictures or (picture(number) for number in range(len(stamps)))
    with av.open(str(path), "w", options=options or {}) as file:
        file.metadata.update(tags or {})
        stream = file.add_stream(codec, rate=RATE)
        stream.width, stream.height = WIDTH, HEIGHT
        stream.pix_fmt = "rgb8" if codec == "gif" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.gop_size = gop
        stream.codec_context.max_b_frames = b_frames
        if codec == "libx264":
            stream.options = {"preset": "ultrafast", "sc_threshold": "0", "bf": str(b_frames)}
        voice = file.add_stream("aac", rate=16000) if sound else None
        if voice is not None:
            _hum(file, voice, stamps[-1] / 1000)
        for stamp, image in zip(stamps, images, strict=False):
            frame = VideoReformatter().reformat(
                av.VideoFrame.from_ndarray(image, format="bgr24"), format=stream.pix_fmt
            )
            frame.pts, frame.time_base = stamp, Fraction(1, 1000)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def _hum(file: av.container.OutputContainer, voice: av.AudioStream, seconds: float) -> None:
    for start in range(0, round(seconds * 16000), 1024):
        wave = np.sin(np.arange(start, start + 1024) * 0.1).astype(np.float32)[None]
        frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
        frame.rate, frame.pts, frame.time_base = 16000, start, Fraction(1, 16000)
        file.mux(voice.encode(frame))
    file.mux(voice.encode(None))


def zeroed(source: Path, target: Path, share: float = 0.02, at: float = 0.5) -> Path:
    """A copy with ``share`` of its bytes zeroed in the middle."""
    data = bytearray(source.read_bytes())
    start, length = int(len(data) * at), max(1, int(len(data) * share))
    data[start : start + length] = bytes(length)
    target.write_bytes(data)
    return target


def truncated(source: Path, target: Path, share: float = 0.6) -> Path:
    """The first ``share`` of the bytes."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target


def packets(path: Path) -> list[bytes]:
    """The bytes of every picture, as they lie in the file."""
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(video=0) if packet.size]
