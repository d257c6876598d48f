"""The sound of a live camera, as it arrives."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from av.audio.frame import AudioFrame
from av.error import FFmpegError

from proctor.perception import Sound
from proctor.timeline import SECOND, Microseconds
from streams.arrival import Arrivals
from streams.loudness import Blocks
from streams.stamps import AnyPacket

_KEPT = 600
"""Sounds that wait for somebody to take them; older ones are dropped, so memory stays bounded."""


class LiveSound:
    """Satisfies ``proctor.ports.SoundSource``; written by one thread, taken by another."""

    def __init__(self) -> None:
        self.damaged = 0
        self.notes: tuple[str, ...] = ()
        self._blocks = Blocks()
        self._arrivals = Arrivals()
        self._heard: deque[Sound] = deque(maxlen=_KEPT)

    def sounds(self) -> Iterator[Sound]:
        """What has arrived since the last time."""
        while self._heard:
            yield self._heard.popleft()

    def connected(self) -> None:
        """The camera was reached; its stamps start anew."""
        self._heard.extend(self._blocks.rest())
        self._arrivals = Arrivals()

    def take(self, packet: AnyPacket, now_us: Microseconds) -> None:
        """A packet of sound that arrived at that moment of the watch."""
        try:
            frames = packet.decode()
        except FFmpegError:
            self.damaged += 1
            return
        for frame in frames:
            if isinstance(frame, AudioFrame):
                self._heard.extend(self._blocks.add(frame, self._media_us(frame, now_us)))

    def _media_us(self, frame: AudioFrame, now_us: Microseconds) -> Microseconds:
        if frame.pts is None or not frame.time_base:
            return now_us
        stamp_us = round(frame.pts * frame.time_base * SECOND)
        self._arrivals.stale(stamp_us, now_us)
        return self._arrivals.media_us(stamp_us)
