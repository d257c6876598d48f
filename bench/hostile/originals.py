"""Sound recordings in every container, made from clips by copying their packets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame

from bench.clips import WORLD

CONTAINERS = ("mp4", "mkv", "ts", "avi")
"""Those that are damaged."""

MORE = ("mov", "flv", "mpg", "asf", "gif", "h264")
"""Further formats for mutations."""

_SHORT_S = 3
"""Seconds of a clip that is mutated: so many files must be read."""

_CODECS = {"avi": "mpeg4", "mpg": "mpeg2video", "asf": "msmpeg4v3", "gif": "gif"}
"""What recorders put into these containers; elsewhere H.264 is copied as it is."""


@dataclass(frozen=True, slots=True)
class Original:
    """One sound recording."""

    name: str
    """Of the clip, without ending."""
    container: str
    """Ending of the file."""
    path: Path
    """Where it lies."""
    real: bool
    """Filmed, not rendered."""


def clips(footage: Path | None) -> list[tuple[Path, bool]]:
    """Clips in H.264 without faults of their own, and whether they are real footage."""
    rendered = [p for p in sorted(WORLD.glob("*/*.mp4")) if not p.stem.startswith("faults")]
    real = sorted(footage.glob("*.mp4")) if footage else []
    return [(path, True) for path in real] + [(path, False) for path in rendered]


def originals(footage: Path | None, folder: Path) -> list[Original]:
    """Every clip in every container, made anew if need be."""
    found = []
    for clip, real in clips(footage):
        for container in CONTAINERS:
            path = _made(clip, folder / f"{clip.stem}.{container}", None)
            found.append(Original(clip.stem, container, path, real))
    return found


def short_originals(footage: Path | None, folder: Path) -> list[Original]:
    """The first seconds of some clips in every format that is read."""
    chosen = clips(footage)[:: max(1, len(clips(footage)) // 5)]
    found = []
    for clip, real in chosen:
        for container in (*CONTAINERS, *MORE):
            path = _made(clip, folder / f"{clip.stem}.{container}", _SHORT_S)
            found.append(Original(clip.stem, container, path, real))
    return found


def _made(clip: Path, target: Path, seconds: float | None) -> Path:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        codec = _CODECS.get(target.suffix[1:])
        part = target.with_suffix(f".part{target.suffix}")
        (_copied if codec is None else _encoded)(clip, part, seconds, codec or "")
        part.replace(target)
    return target


def _copied(clip: Path, target: Path, seconds: float | None, _codec: str) -> None:
    with av.open(str(clip)) as source, av.open(str(target), "w") as file:
        tracks = {
            track.index: track for track in (source.streams.video[0], *_sound(source, target))
        }
        outs = {index: file.add_stream_from_template(t) for index, t in tracks.items()}
        for packet in source.demux(*tracks.values()):
            if packet.dts is None:
                continue
            if seconds is not None and packet.dts * (packet.time_base or Fraction(1)) > seconds:
                break
            packet.stream = outs[packet.stream_index]
            file.mux(packet)


def _sound(source: av.container.InputContainer, target: Path) -> list[AudioStream]:
    """The sound of a clip, where the container takes it as it is."""
    return [] if target.suffix == ".h264" else list(source.streams.audio[:1])


def _encoded(clip: Path, target: Path, seconds: float | None, codec: str) -> None:
    with av.open(str(clip)) as source, av.open(str(target), "w") as file:
        video = source.streams.video[0]
        # These containers keep whole frames apart only: 25 a second, each picture so often shown.
        track = file.add_stream(codec, rate=25)
        track.width, track.height = video.width // 2 // 2 * 2, video.height // 2 // 2 * 2
        track.pix_fmt = "rgb8" if codec == "gif" else "yuv420p"
        track.codec_context.gop_size = 25
        if codec != "gif":
            track.bit_rate = 1_500_000
        for number, frame in enumerate(steady(source, seconds)):
            picture = frame.reformat(track.width, track.height, track.pix_fmt)
            picture.pts, picture.time_base = number, Fraction(1, 25)
            file.mux(track.encode(picture))
        file.mux(track.encode(None))


def steady(source: av.container.InputContainer, seconds: float | None) -> Iterator[VideoFrame]:
    """The pictures of a clip at 25 a second, those of a slower clip several times."""
    shown = 0
    for frame in source.decode(video=0):
        until = frame.time or 0.0
        if seconds is not None and until > seconds:
            return
        while shown / 25 <= until:
            yield frame
            shown += 1
