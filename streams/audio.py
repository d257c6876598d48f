"""The sound of a recording: how loud it is, how much of it is nothing at all, and where it lacks.

The pictures say when media time begins; sound is laid along it. Stamps that jump are joined as
those of the pictures are, so that what is heard and what is seen agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.error import FFmpegError

from proctor.perception import Sound
from proctor.timeline import SECOND, Microseconds
from streams.container import Container
from streams.loudness import Blocks
from streams.stamps import AnyPacket

_REST = 32
"""Attempts at getting the rest out of a decoder that refuses some of it."""


class SoundTrack:
    """The first audio track of a recording; satisfies ``proctor.ports.SoundSource``.

    What cannot be decoded is counted and passed over. Raises ``RecordingError`` as
    ``open_recording`` does: a file without pictures is no recording.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damaged = 0
        self.notes: tuple[str, ...] = ()

    def sounds(self) -> Iterator[Sound]:
        """All of it in order of time, a second at a time; nothing without an audio track."""
        self.damaged = 0
        with Container(self._path) as container:
            if container.audio is None:
                return
            blocks = Blocks()
            for frame, at in self._frames(container, container.audio):
                yield from blocks.add(frame, at)
            yield from blocks.rest()

    def _frames(
        self, container: Container, audio: AudioStream
    ) -> Iterator[tuple[AudioFrame, Microseconds | None]]:
        for packet in container.everything(0):
            if packet.stream_index == audio.index:
                for frame in self._decoded(audio, packet):
                    yield frame, _media(container, frame)
        for frame in self._flushed(audio):
            yield frame, _media(container, frame)

    def _decoded(self, audio: AudioStream, packet: AnyPacket | None) -> list[AudioFrame]:
        try:
            return audio.codec_context.decode(packet)
        except FFmpegError:
            self.damaged += 1
            return []

    def _flushed(self, audio: AudioStream) -> Iterator[AudioFrame]:
        for _attempt in range(_REST):
            try:
                frames = audio.codec_context.decode(None)
            except EOFError:
                return
            except FFmpegError:
                self.damaged += 1
                continue
            if not frames:
                return
            yield from frames


def _media(container: Container, frame: AudioFrame) -> Microseconds | None:
    """Media time of the first sample; ``None`` when it bears no stamp."""
    if frame.pts is None or frame.time_base is None:
        return None
    zero = container.zero * container.stamps.base
    return round((frame.pts * Fraction(frame.time_base) - zero) * SECOND)
