"""A live stream kept as segments of about a minute, copied packet by packet.

A segment is acknowledged when it is on the disk under its own name and the index says so, and not
a moment before. When the disk is full, the segment in hand is finished with the room of the
reserve, recording stops and says so, and goes on by itself when there is room again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from proctor.errors import ProctorError, RecordingError, StorageError
from proctor.footage import Limits, Segment
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds, Span
from streams.copying import StreamCopy
from streams.footage.day import name_of
from streams.footage.shelf import Mended, Shelf
from streams.footage.stops import Stop, Stops, reason_of
from streams.footage.written import tags_of
from streams.reserve import Reserve
from streams.stamps import AnyPacket

_LENGTH: Microseconds = 60 * SECOND
_FRAME_S = Fraction(1, 25)
_RECENT = 2
"""Days that are put in order again after a stop."""


class Recorder:
    """Keeps what a camera sends on its shelf; one thread writes, any may read the lists."""

    def __init__(
        self,
        folder: Path,
        limits: Limits | None = None,
        *,
        length_us: Microseconds = _LENGTH,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """``folder`` is the camera's; what a killed recorder left there is put in order now."""
        self.shelf = Shelf(folder)
        self.finished: list[tuple[Path, Span]] = []
        """Acknowledged segments of this watch and the media time each one shows."""
        self.faults: list[str] = []
        """Sentences for the account of the watch, English."""
        self.mended = Mended()
        """What was put in order."""
        self._stops = Stops(elapsed)
        self._reserve = Reserve(folder / ".reserve", (limits or Limits()).reserve)
        self._length_us = length_us
        self._clock = UNKNOWN_CLOCK
        self._copy: StreamCopy | None = None
        self._segment: Segment | None = None
        self._tracks: tuple[VideoStream, AudioStream | None] | None = None
        self._unstamped: list[AnyPacket] = []
        self._latest_us = 0
        self._connections = 0
        self._ours = self._prepared()

    def _prepared(self) -> bool:
        """Whether this camera's footage is ours to write."""
        try:
            self.shelf.take()
        except StorageError as error:
            self.faults.append(f"Segments are not kept: {error.message}")
            return False
        try:
            self._mend()
            self._reserve.restore()
        except (OSError, StorageError) as error:
            self._stop(0, error)
        return True

    @property
    def stops(self) -> list[Stop]:
        """When nothing was kept, the latest last."""
        return list(self._stops.all)

    @property
    def stopped(self) -> str:
        """Why nothing is kept now; empty when recording goes on."""
        return self._stops.reason

    def begin(self, clock: ClockMap) -> None:
        """A watch begins: its clock says when its media time was."""
        self._clock = clock

    def connected(self, video: VideoStream, audio: AudioStream | None) -> None:
        """A new connection: its packets go into a new segment, from the first keyframe on."""
        self.close()
        self._connections += 1
        self._tracks = (video, audio) if self._ours else None

    def add(self, packet: AnyPacket, media_us: Microseconds) -> None:
        """Keep a packet that belongs to ``media_us``. It is used up."""
        if self._tracks is None:
            return
        if packet.stream_index == self._tracks[0].index and packet.is_keyframe:
            self._turn(media_us)
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
        if self._copy is None:
            return
        try:
            self._copy.add(packet)
        except ProctorError as error:
            self._give_up(error)
            return
        if not self._reserve.held:
            self.close()

    def _turn(self, media_us: Microseconds) -> None:
        """At a keyframe: a segment that is long enough ends here, and the next one begins."""
        if self._segment and media_us - self._segment.media_us >= self._length_us:
            self.close()
        if self._copy is None and not self._stops.waiting():
            try:
                self._open(media_us)
            except (OSError, ProctorError) as error:
                self._give_up(error, media_us)

    def _open(self, media_us: Microseconds) -> None:
        """Begin a segment, if there is room for it. Raises ``OSError``, ``ProctorError``."""
        if self._tracks is None:
            return
        if not self._reserve.restore():
            self._stop(media_us)
            return
        if self._stops.reason:
            self._mend(_RECENT)
        start = self._wall(media_us)
        day = self._reserve.spending(lambda: self.shelf.day(start))
        video, audio = self._tracks
        self._segment = Segment(
            camera=self.shelf.camera,
            path=day.folder / name_of(start),
            start=start,
            length_us=0,
            size=0,
            codec=video.codec_context.name,
            audio=audio is not None,
            watch=f"{self._wall(0):%Y%m%dT%H%M%SZ}",
            media_us=media_us,
            connection=str(self._connections),
        )
        tags = tags_of(self._segment)
        path = self._segment.path
        self._copy = StreamCopy(video, audio, path, tags=tags, reserve=self._reserve)
        self._stops.end(media_us)

    def close(self) -> None:
        """Finish the segment in hand, if any."""
        copy, segment = self._copy, self._segment
        self._copy = self._segment = None
        self._unstamped = []
        if copy is None or segment is None:
            return
        if copy.first is None:
            copy.drop()
            return
        # Counted from the end: while a connection is young, its stamps are not yet well tied.
        start_us = max(0, self._latest_us - copy.last_us())
        try:
            self._acknowledge(copy, replace(segment, media_us=start_us))
        except (OSError, ProctorError) as error:
            copy.leave()  # most of it can be read, and is salvaged when there is room
            self._stop(start_us, error)
        else:
            if not self._reserve.held:
                self._stop(start_us + copy.length_us())

    def leave(self) -> None:
        """Finish, and let others record this camera."""
        self.close()
        self._tracks, self._ours = None, False
        self.shelf.leave()

    def _acknowledge(self, copy: StreamCopy, segment: Segment) -> None:
        """The segment is whole and in the index. Raises ``OSError``, ``ProctorError``."""
        start = self._wall(segment.media_us)
        day = self._reserve.spending(lambda: self.shelf.day(start))
        copy.finish(day.free(name_of(start)))
        whole = replace(
            segment,
            path=copy.target,
            start=start,
            length_us=copy.length_us(),
            size=copy.target.stat().st_size,
            pictures=copy.pictures,
            stamp_us=copy.first_us(),
        )
        self._reserve.spending(lambda: day.add(whole))
        span = Span(whole.media_us, whole.media_us + whole.length_us)
        self.finished.append((whole.path, span))

    def _wall(self, media_us: Microseconds) -> datetime:
        """Aware UTC; a live source knows what time it is."""
        wall = self._clock.wall(media_us)
        if wall is None:
            raise ValueError("begin() tells a recorder what time it is")
        return wall

    def _give_up(self, error: Exception, at_us: Microseconds | None = None) -> None:
        """The watch goes on without keeping what it sees, and says so."""
        copy, self._copy, self._segment = self._copy, None, None
        if copy is not None:
            copy.leave()
        self._stop(self._latest_us if at_us is None else at_us, error)
        if isinstance(error, RecordingError):  # pictures that no file can hold
            self._tracks = None

    def _stop(self, at_us: Microseconds, error: Exception | None = None) -> None:
        if self._stops.begin(at_us, error):
            reason = self._stops.reason if error is None else reason_of(error)
            self.faults.append(f"Segments are not kept: {reason}")

    def _mend(self, latest: int | None = None) -> None:
        told = self.shelf.mend(latest)
        self.mended = told
        self.faults += told.sentences()
