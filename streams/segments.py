"""A live stream kept as files of about a minute, copied packet by packet."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from proctor.errors import ProctorError
from proctor.timeline import SECOND, Microseconds, Span
from streams.copying import StreamCopy
from streams.stamps import AnyPacket

_LENGTH: Microseconds = 60 * SECOND

_FRAME_S = Fraction(1, 25)


class Segments:
    """Writes ``folder/NNNNNN.mkv``; a file bears its name only when it is whole and on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.finished: list[tuple[Path, Span]] = []
        self.faults: list[str] = []
        self._copy: StreamCopy | None = None
        self._tracks: tuple[VideoStream, AudioStream | None] | None = None
        self._unstamped: list[AnyPacket] = []
        self._start_us = self._latest_us = 0
        self._number = 0

    def connected(self, video: VideoStream, audio: AudioStream | None) -> None:
        """A new connection: its packets go into a new segment, from the first keyframe on."""
        self.close()
        self._tracks = (video, audio)

    def add(self, packet: AnyPacket, media_us: Microseconds) -> None:
        """Keep a packet that belongs to ``media_us``. It is used up."""
        if self._tracks is None:
            return
        if packet.stream_index == self._tracks[0].index and packet.is_keyframe:
            if self._copy and media_us - self._start_us >= _LENGTH:
                self.close()
            if self._copy is None:
                self._open(media_us)
        if self._copy is None:
            return
        if packet.pts is None:
            self._unstamped.append(packet)
            return
        packet.dts = packet.pts if packet.dts is None else packet.dts
        if packet.stream_index == self._tracks[0].index:
            self._latest_us = media_us
        for earlier in self._stamped(packet):
            self._copied(earlier)
        self._copied(packet)

    def _stamped(self, packet: AnyPacket) -> list[AnyPacket]:
        """The packets before ``packet`` that bear no stamp, counted back from it.

        FFmpeg does not know the stamp of the first RTSP packet, and that is the keyframe.
        """
        earlier, self._unstamped = self._unstamped, []
        step = packet.duration or round(_FRAME_S / (packet.time_base or 1))
        for steps, one in enumerate(reversed(earlier), 1):
            one.pts = one.dts = (packet.dts or 0) - steps * step
        return earlier

    def _copied(self, packet: AnyPacket) -> None:
        try:
            if self._copy is not None:
                self._copy.add(packet)
        except ProctorError as error:
            self._give_up(error)

    def close(self) -> None:
        """Finish the segment in hand, if any."""
        copy, self._copy = self._copy, None
        self._unstamped = []
        if copy is None:
            return
        with copy:
            if copy.first is None:
                return
            try:
                copy.finish()
            except ProctorError as error:
                self.faults.append(f"A segment was lost: {error.message}")
                return
        # Counted from the end: while a connection is young, its stamps are not yet well tied.
        start = max(0, self._latest_us - copy.last_us())
        self.finished.append((copy.target, Span(start, start + copy.length_us())))

    def _open(self, media_us: Microseconds) -> None:
        if self._tracks is None:
            return
        self._start_us = media_us
        self._number += 1
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._copy = StreamCopy(*self._tracks, self.folder / f"{self._number:06d}.mkv")
        except ProctorError as error:
            self._give_up(error)
        except OSError as error:
            self.faults.append(f"Segments are not kept: {error.strerror}")
            self._tracks = None

    def _give_up(self, error: ProctorError) -> None:
        """The watch goes on without keeping what it sees, and says so."""
        self.faults.append(f"Segments are not kept: {error.message}")
        self._tracks = None
        self.close()
