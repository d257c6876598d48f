"""Recordings as recorders really write them: any codec in any container, oddities included."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

from tests.streams.clips import HEIGHT, WIDTH, picture

RATE = 25
"""Pictures a second: MPEG-2 knows no 10."""
TICK = Fraction(1, RATE)

OPTIONS = {
    "libx264": {"preset": "ultrafast", "sc_threshold": "0"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:scenecut=0"},
}


def film(
    path: Path,
    numbers: Sequence[int] = range(100),
    *,
    codec: str = "libx264",
    gop: int = 20,
    b_frames: int = 0,
    encoder: dict[str, str] | None = None,
    container: dict[str, str] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rate: Fraction = Fraction(RATE),
) -> Path:
    """Picture ``n`` is shown at ``n`` / ``rate`` seconds, for each ``n`` of ``numbers``."""
    with av.open(str(path), "w", options=container or {}) as file:
        stream = file.add_stream(codec, rate=rate)
        stream.width, stream.height = size
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = 1 / rate
        stream.codec_context.gop_size = gop
        stream.codec_context.max_b_frames = b_frames
        stream.options = {"bf": str(b_frames), **OPTIONS.get(codec, {}), **(encoder or {})}
        for number in numbers:
            frame = av.VideoFrame.from_ndarray(picture(number), format="bgr24")
            frame = frame.reformat(*size, format=stream.pix_fmt)
            frame.pts, frame.time_base = number, 1 / rate
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def copied(
    source: Path,
    target: Path,
    change: Callable[[Any], object] = lambda packet: packet,
    **options: Any,
) -> Path:
    """The packets of a film in another container, each after ``change``."""
    with av.open(str(source)) as film, av.open(str(target), "w", **options) as file:
        stream = file.add_stream_from_template(film.streams.video[0])
        for packet in film.demux(video=0):
            if packet.size:
                change(packet)
                packet.stream = stream
                file.mux(packet)
    return target
