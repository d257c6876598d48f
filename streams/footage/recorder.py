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
from pathlib import Path

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from proctor.errors import ProctorError, RecordingError, StorageError
from proctor.footage import Limits, Segment
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds, Span
from streams.copying import StreamCopy
from streams.footage.day import name_of
from streams.footage.hand import Hand
from streams.footage.shelf import Mended, Shelf
from streams.footage.stops import Stop, Stops, reason_of
from streams.footage.written import tags_of
from streams.reserve import Reserve
from streams.stamps import AnyPacket

_LENGTH: Microseconds = 60 * SECOND
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
        self._hand: Hand | None = None
        self._before: Hand | None = None
        """The segment before the one in hand, while sound for it may still come."""
        self._tracks: tuple[VideoStream, AudioStream | None] | None = None
        self._connections = 0
        self._refusal = ""
        self._ours = self._prepared()

    def _prepared(self) -> bool:
        """Whether this camera's footage is ours to write."""
        try:
            self.shelf.take()
        except StorageError as error:
            self._refusal = error.message
            if error.__cause__ is None:  # whoever else records keeps the footage
                self.faults.append(f"Segments are not kept: {error.message}")
            else:
                self._stop(0, error)
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
        return self._stops.reason or self._refusal

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
        if self._hand is not None and self._hand.counted_anew(packet, media_us):
            self.close()
            self._connections += 1
        if packet.stream_index == self._tracks[0].index and packet.is_keyframe:
            self._turn(packet, media_us)
        if self._before is not None and self._before.over(packet):
            self._end_before()
        late = self._before is not None and self._before.awaits(packet)
        hand = self._before if late else self._hand
        if hand is None:
            return
        try:
            hand.add(packet, media_us)
        except ProctorError as error:
            self._give_up(error, media_us)
            return
        if not self._reserve.held:
            self.close()

    def _turn(self, keyframe: AnyPacket, media_us: Microseconds) -> None:
        """A segment that is long enough ends here, and the next one begins."""
        hand = self._hand
        if hand and media_us - hand.segment.media_us >= self._length_us:
            self._end_before()
            self._before, self._hand = hand, None
            hand.ends_before(keyframe)
            if self._tracks is None or self._tracks[1] is None:
                self._end_before()
        if self._hand is None and not self._stops.waiting():
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
        segment = Segment(
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
        tags, reserve = tags_of(segment), self._reserve
        copy = StreamCopy(video, audio, segment.path, tags=tags, reserve=reserve)
        self._hand = Hand(copy, segment)
        self._stops.end(media_us)

    def close(self) -> None:
        """Finish the segment in hand, if any."""
        self._end_before()
        hand, self._hand = self._hand, None
        if hand is not None:
            self._finish(hand)
            if not self._reserve.held:
                self._stop(hand.end_us)

    def _end_before(self) -> None:
        """No more sound comes for the segment before the one in hand."""
        hand, self._before = self._before, None
        if hand is not None:
            self._finish(hand)

    def _finish(self, hand: Hand) -> None:
        if hand.copy.first is None:
            hand.copy.drop()
            return
        try:
            self._acknowledge(hand)
        except (OSError, ProctorError) as error:
            hand.copy.leave()  # most of it can be read, and is salvaged when there is room
            self._stop(hand.start_us, error)

    def leave(self) -> None:
        """Finish, and let others record this camera."""
        self.close()
        self._tracks, self._ours = None, False
        self.shelf.leave()

    def _acknowledge(self, hand: Hand) -> None:
        """The segment is whole and in the index. Raises ``OSError``, ``ProctorError``."""
        copy, start_us = hand.copy, hand.start_us
        start = self._wall(start_us)
        day = self._reserve.spending(lambda: self.shelf.day(start))
        copy.finish(day.free(name_of(start)))
        whole = replace(
            hand.segment,
            path=copy.target,
            start=start,
            media_us=start_us,
            length_us=copy.length_us(),
            size=copy.target.stat().st_size,
            pictures=copy.pictures,
            stamp_us=copy.first_us(),
        )
        self._reserve.spending(lambda: day.add(whole))
        self.finished.append((whole.path, Span(start_us, start_us + whole.length_us)))

    def _wall(self, media_us: Microseconds) -> datetime:
        """Aware UTC; a live source knows what time it is."""
        wall = self._clock.wall(media_us)
        if wall is None:
            raise ValueError("begin() tells a recorder what time it is")
        return wall

    def _give_up(self, error: Exception, at_us: Microseconds) -> None:
        """The watch goes on without keeping what it sees, and says so."""
        for hand in (self._before, self._hand):
            if hand is not None:
                hand.copy.leave()
        self._before = self._hand = None
        self._stop(at_us, error)
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
