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
    wave: np.ndarray | None = None,
    wave_codec: str = "aac",
    wave_from_ms: int = 0,
    wave_rate: int = 16000,
) -> Path:
    """A recording whose frames are shown at ``stamps_ms``; six seconds when not given.

    ``wave`` is its sound, −1…1, (N,) or (channels, N), beginning at ``wave_from_ms``.
    """
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
        if sound and wave is None:
            wave = np.sin(np.arange(round(stamps[-1] * 16)) * 0.1)
        if wave is not None:
            layout = "mono" if wave.ndim == 1 else "stereo"
            voice = file.add_stream(wave_codec, rate=wave_rate, layout=layout)
            _lay(file, voice, np.atleast_2d(wave), wave_from_ms)
        for stamp, image in zip(stamps, images, strict=False):
            frame = VideoReformatter().reformat(
                av.VideoFrame.from_ndarray(image, format="bgr24"), format=stream.pix_fmt
            )
            frame.pts, frame.time_base = stamp, Fraction(1, 1000)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def _lay(
    file: av.container.OutputContainer, voice: av.AudioStream, wave: np.ndarray, from_ms: int
) -> None:
    size, rate = voice.codec_context.frame_size or 320, voice.codec_context.sample_rate
    planar = voice.codec_context.format.is_planar
    whole = voice.codec_context.format.name.startswith("s16")
    wave = (wave * 32767).round().astype(np.int16) if whole else wave.astype(np.float32)
    for start in range(0, wave.shape[1], size):
        part = np.ascontiguousarray(wave[:, start : start + size])
        part = part if planar else part.T.reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(part, voice.codec_context.format.name, voice.layout.name)
        frame.rate, frame.pts = rate, start + round(from_ms * rate / 1000)
        frame.time_base = Fraction(1, rate)
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


def packets(path: Path, kind: str = "video") -> list[bytes]:
    """The bytes of every picture, or of every piece of sound, as they lie in the file."""
    with av.open(str(path)) as file:
        return [bytes(packet) for packet in file.demux(**{kind: 0}) if packet.size]


def stamps_ms(path: Path) -> list[int]:
    """When the picture of each packet is shown, in order of decoding."""
    with av.open(str(path)) as file:
        shown = (packet for packet in file.demux(video=0) if packet.pts is not None)
        return [round(packet.pts * packet.time_base * 1000) for packet in shown]


def positions(path: Path) -> list[int]:
    """Where the bytes of each picture begin in the file."""
    with av.open(str(path)) as file:
        return [packet.pos for packet in file.demux(video=0) if packet.size]
