"""One spot in one picture: how often it is told, by how the pictures are coded."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av

from bench.hostile.originals import steady
from bench.lots import lots
from proctor.timeline import SECOND
from streams.recording import Recording

CODINGS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "H.264, CABAC, one slice": ("libx264", {"preset": "veryfast"}),
    "H.264, CABAC, four slices": ("libx264", {"preset": "veryfast", "slices": "4"}),
    "H.264, CAVLC": ("libx264", {"preset": "veryfast", "x264-params": "cabac=0"}),
    "H.265": ("libx265", {"preset": "ultrafast", "x265-params": "log-level=none:pools=1"}),
    "MPEG-4": ("mpeg4", {"b": "1500000"}),
}
"""Name → encoder and its settings."""

SIZES: Mapping[str, tuple[int, int]] = {"one bit": (1, 1), "200 to 400 bytes": (200, 400)}
"""Name → in so many bytes, side by side, one bit is changed."""

SPOTS = 8
"""Of each size in each clip and coding."""

_PICTURES = 75
_GROUP = 25
"""Pictures from keyframe to keyframe."""
_KEYFRAMES_US = 5 * SECOND // 2


def spots(clip: Path, coding: str, folder: Path, seed: int) -> Iterator[dict[str, object]]:
    """A row per spot: whether the pictures are others than they were, and whether it was told."""
    sound = folder / f"{clip.stem}-{list(CODINGS).index(coding)}.mp4"
    if not sound.exists():
        _encode(clip, coding, sound)
    data, places, pictures = sound.read_bytes(), _places(sound), _pictures(sound)
    for size, (least, most) in SIZES.items():
        for number in range(SPOTS):
            lot = lots(f"{seed}:{clip.stem}:{coding}:{size}:{number}")
            target = folder / "spot.mp4"
            target.write_bytes(_hurt(data, places, lot.randint(least, most), lot))
            name = f"{clip.stem}:{coding}:{number}"
            row = {"name": name, "way": size, "coding": coding, "told": _told(target)}
            yield row | {"changed": _pictures(target) != pictures}
            target.unlink()


def _hurt(data: bytes, places: list[tuple[int, int]], length: int, lot: random.Random) -> bytes:
    """With one bit changed in each of ``length`` bytes of one picture, the larger the likelier."""
    (at, size) = lot.choices(places, [size for _at, size in places])[0]
    start = at + lot.randrange(max(1, size - length))
    damaged = bytearray(data)
    for place in range(start, min(start + length, at + size)):
        damaged[place] ^= 1 << lot.randrange(8)
    return bytes(damaged)


def _told(path: Path) -> bool:
    recording = Recording(path)
    sum(1 for _frame in recording.scan(SECOND // 2, _KEYFRAMES_US))
    return not recording.account().complete


def _pictures(path: Path) -> list[int]:
    return [zlib.crc32(frame.image.tobytes()) for frame in Recording(path).frames(0)]


def _places(path: Path) -> list[tuple[int, int]]:
    """First byte and length of each picture."""
    with av.open(str(path)) as file:
        return [(packet.pos or 0, packet.size) for packet in file.demux(video=0) if packet.size]


def _encode(clip: Path, coding: str, target: Path) -> None:
    codec, options = CODINGS[coding]
    part = target.with_suffix(".part.mp4")
    with av.open(str(clip)) as source, av.open(str(part), "w") as file:
        video = source.streams.video[0]
        track = file.add_stream(codec, rate=25, options=dict(options))
        track.width, track.height = video.width // 2 * 2, video.height // 2 * 2
        track.pix_fmt, track.codec_context.gop_size = "yuv420p", _GROUP
        for number, frame in enumerate(islice(steady(source, None), _PICTURES)):
            picture = frame.reformat(track.width, track.height, track.pix_fmt)
            picture.pts, picture.time_base = number, Fraction(1, 25)
            file.mux(track.encode(picture))
        file.mux(track.encode(None))
    part.replace(target)
