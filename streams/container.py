"""An opened recording file: its tracks, its packets with straightened stamps, its pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import ClassVar, TypeAlias, cast

from av.audio.stream import AudioStream
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from proctor.errors import RecordingError
from proctor.i18n import _
from proctor.timeline import SECOND, Microseconds
from streams.decoder import alone
from streams.opening import opened
from streams.order import Order
from streams.stamps import Stamps, is_picture
from streams.sums import Sums

Packets: TypeAlias = "Iterator[Packet[VideoStream | AudioStream]]"

INDEXED = ("mov", "matroska", "avi")
"""Formats whose index makes seeking trustworthy; the others are read from the start."""

UNORDERED = ("avi",)
"""Formats that tell when a picture is decoded, but not when it is shown."""

BARE = ("h264", "hevc")
"""Formats without stamps, of which only the codec may tell the rate."""

PLAUSIBLE = (1, 120)
"""Pictures a second that cameras take."""

_HEAD = 32
"""Video packets looked at to find the first stamp: B-frames arrive after what they precede."""

_PATIENCE = 1000
"""Read errors in a row after which a file counts as ended."""


class Container:
    """A recording opened for reading, with exact media time and damage counted, not raised.

    Raises ``RecordingError`` when the file is not a recording with pictures. Close it after use.
    """

    pulse: ClassVar[Callable[[Container], None]] = lambda _container: None
    """Called at every packet: who waits long for a picture sees that the reading goes on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[int] = []
        """Where something was wrong: stamps of packets, ticks of the video track."""
        self.sums: Sums | None = None
        """The checksums that the file carries, where it is of a format that has some."""
        self.zero = 0
        self._reached = 0
        self._fed = 0
        self._open()
        try:
            self.stamps = Stamps(
                self.video.time_base or Fraction(1, SECOND),
                self._interval(),
                Fraction(self.file.duration or 86_400 * SECOND, SECOND),
            )
            self.sums = Sums(path) if self.format.startswith("matroska") else None
            self._head = self._packets_until(_HEAD)
            self.zero = self._reached = _zero(self._head, self.video)
        except BaseException:
            self.file.close()
            raise

    def _open(self) -> None:
        self.file = opened(self.path)
        try:
            self.video = _picture_track(self.file.streams.video, self.path)
        except RecordingError:
            self.file.close()
            raise
        self._order = Order() if self.format in UNORDERED else None
        alone(self.video.codec_context)
        self.audio: AudioStream | None = next(iter(self.file.streams.audio), None)

    def __enter__(self) -> Container:
        """Itself."""
        return self

    def __exit__(self, *_exc: object) -> None:
        """Closes."""
        self.close()

    def close(self) -> None:
        """Give the file back."""
        self.file.close()
        if self.sums is not None:
            self.sums.close()

    @property
    def format(self) -> str:
        """FFmpeg's name, such as ``mov,mp4,m4a,3gp,3g2,mj2``."""
        return self.file.format.name

    @property
    def rate(self) -> Fraction | None:
        """Frames per second as the container or the codec declares them."""
        if self.format in BARE:
            told = self.video.codec_context.framerate
            if told and PLAUSIBLE[0] <= told <= PLAUSIBLE[1]:
                return told
        return self.video.average_rate or self.video.guessed_rate

    @property
    def damaged(self) -> int:
        """How many packets something was wrong with."""
        return len(self.faults)

    def fault(self, packet: Packet[VideoStream]) -> None:
        """Note that something is wrong with a packet: once, whoever finds it."""
        moment = self._moment(packet)
        if moment not in self.faults[-_PATIENCE:]:
            self.faults.append(moment)

    @property
    def reorders(self) -> bool:
        """Whether only decoding tells when a packet is shown: AVI with B-frames."""
        return self._order is not None and self.video.codec_context.has_b_frames

    @property
    def stamped(self) -> bool:
        """Whether packets carry stamps at all; bare H.264 files do not."""
        return any(packet.pts is not None for packet in self._head)

    def media(self, stamp: int) -> Microseconds:
        """Media time of a stamp in ticks of the video track."""
        return self.stamps.us(stamp - self.zero)

    def ticks(self, media_us: Microseconds) -> int:
        """The stamp of a media moment in ticks of the video track."""
        return self.zero + int(Fraction(media_us, SECOND) / self.stamps.base)

    def promised_us(self) -> Microseconds:
        """Media time at which the container says that the pictures end; 0 when it does not."""
        if self.video.duration and self.stamps.base:
            start = self.video.start_time
            return self.media(self.video.duration + (self.zero if start is None else start))
        if self.file.duration:
            begin = self.file.start_time or 0
            return max(0, begin + self.file.duration - self.stamps.us(self.zero))
        return 0

    def packets(self) -> Iterator[Packet[VideoStream]]:
        """Video packets from the start in order of decoding, their stamps running forwards."""
        for packet in self.stamps.straightened(chain(self._head, self._read()), self.video.index):
            if is_picture(packet, self.video.index):
                self._reached = self._moment(packet)
                if self.sums and self.sums.doubted(packet.pos or 0, key=packet.is_keyframe):
                    packet.is_corrupt = True
                if packet.is_corrupt:
                    self.fault(packet)
                yield packet

    def _moment(self, packet: Packet[VideoStream]) -> int:
        """The stamp of a packet, or what it must be about."""
        if packet.pts is not None:
            return packet.pts
        return self._reached if self.stamped else self.zero + self._fed * self.stamps.interval

    def everything(self, near_us: Microseconds) -> Packets:
        """Packets of the picture and the first sound track, some time before ``near_us`` on.

        Where the index can be trusted, reading starts at the last keyframe before that moment
        (some formats step back further); otherwise at the start.
        """
        packets = chain(self._head, self._read())
        if self.format.startswith(INDEXED) and near_us > 0:
            packets = chain(self._sought(near_us), self._read())
        return self.stamps.straightened(packets, self.video.index)

    def _sought(self, near_us: Microseconds) -> list[Packet[VideoStream | AudioStream]]:
        """Go to the keyframe before ``near_us``; what was read to see that it lies before.

        A damaged index sends us past it, or nowhere: then reading starts at the beginning.
        """
        for stamp in (self.ticks(near_us), self.zero):
            try:
                self.file.seek(stamp, stream=self.video, backward=True)
            except FFmpegError:
                continue
            read = self._packets_until(1)
            if read and (read[-1].pts or self.zero) <= stamp:
                return read
        self.close()
        self._open()
        return []

    def pictures(self, packets: Iterator[Packet[VideoStream]]) -> Iterator[VideoFrame]:
        """Decoded frames in order of presentation; what cannot be decoded is counted."""
        for packet in packets:
            yield from self.decoded(packet)
        yield from self.flushed()

    def decoded(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        """Frames that came out when ``packet`` went in; none when the decoder refused it."""
        self._fed += 1
        if self._order is None:
            return self._given(packet)
        self._order.taken(packet)
        damaged = self.damaged
        frames = self._given(packet)
        if self.damaged > damaged:
            self._order.refused(packet)
        return list(self._order.shown(frames))

    def _given(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        try:
            return self.video.codec_context.decode(packet)
        except FFmpegError:
            self.fault(packet)
            return []

    def flushed(self) -> Iterator[VideoFrame]:
        """Frames still in the decoder. A refused packet among them must not take the rest along."""
        for _attempt in range(_HEAD):
            try:
                frames = self.video.codec_context.decode(None)
            except EOFError:
                return
            except FFmpegError:
                self.faults.append(self._reached)
                continue
            if not frames:
                return
            yield from frames if self._order is None else self._order.shown(frames)

    def restart(self) -> None:
        """Make the decoder forget what it was given, so that it may begin at any keyframe."""
        self.video.codec_context.flush_buffers()
        if self._order is not None:
            self._order.forget()

    def _interval(self) -> int:
        ticks = Fraction(1) / (self.rate or Fraction(25)) / (self.video.time_base or Fraction(1))
        return max(1, round(ticks))

    def _packets_until(self, count: int) -> list[Packet[VideoStream | AudioStream]]:
        """The first packets of the file, ``count`` of them with pictures."""
        head, pictures = [], 0
        for packet in self._read():
            head.append(packet)
            pictures += packet.stream_index == self.video.index
            if pictures >= count:
                break
        return head

    def _read(self) -> Packets:
        """Packets as they lie in the file; read errors are counted and passed over."""
        tracks = [self.video, *([self.audio] if self.audio else [])]
        errors = 0
        while errors < _PATIENCE:
            try:
                for packet in cast("Packets", self.file.demux(*tracks)):
                    errors = 0
                    self.pulse()
                    if packet.size:  # the empty ones at the end only ask for a flush
                        if self._order is not None and packet.stream is self.video:
                            packet.pts = packet.dts  # what FFmpeg has there is a guess
                        yield packet
                return
            except IndexError:
                # Damage in FLV or TS can look like a new track; PyAV 18.1 then fails at the end
                # of the file, where it asks every track for its rest.
                return
            except FFmpegError:
                errors += 1
                if errors == 1:
                    self.faults.append(self._reached)


def _picture_track(tracks: tuple[VideoStream, ...], path: Path) -> VideoStream:
    for track in tracks:
        # Without a decoder there is no codec context: an unknown codec.
        if not track.disposition & Disposition.attached_pic and track.codec_context:
            return track
    raise RecordingError(
        _("{path} has no pictures: there is no video track that can be read.").format(path=path),
        hint=_("Choose the recording with the picture; sound alone cannot be analysed."),
    )


def _zero(head: list[Packet[VideoStream | AudioStream]], video: VideoStream) -> int:
    """The earliest stamp near the first one, in ticks; 0 when nothing is stamped."""
    stamps = [
        packet.pts
        for packet in head
        if packet.stream_index == video.index and packet.pts is not None and not packet.is_discard
    ]
    base = video.time_base or Fraction(1, SECOND)
    return min((s for s in stamps if abs(s - stamps[0]) * base <= 1), default=0)
