"""Packets copied as they are into an MP4 or Matroska file that exists whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from proctor.errors import RecordingError, StorageError
from proctor.i18n import _
from proctor.reasons import spoken
from proctor.timeline import SECOND, Microseconds
from streams.lines import sync_folder
from streams.reserve import Paper, Reserve
from streams.stamps import AnyPacket, Stamps

PART = ".part"
"""How the names of unfinished files end."""

_DISK = (ENOSPC, EDQUOT, EFBIG, EIO)

_OPTIONS = {"fflags": "+bitexact"}
"""Without random ids the same cut gives the same bytes."""

_AT_ONCE = {"flush_packets": "1", "cluster_time_limit": "1000"}
"""FFmpeg would hold back up to five seconds of Matroska: those are lost with a killed process."""


class StreamCopy:
    """Writes copied packets beside ``target`` under a temporary name; ``finish`` renames it.

    Used as a context: left without ``finish``, nothing remains. Raises ``RecordingError`` when the
    format cannot hold the pictures; sound that it cannot hold is left out.
    """

    def __init__(
        self,
        video: VideoStream,
        audio: AudioStream | None,
        target: Path,
        *,
        tags: Mapping[str, str] | None = None,
        reserve: Reserve | None = None,
    ) -> None:
        """With a ``reserve``, Matroska is written at once, and a full disk is met with it."""
        self.target = target
        self.track = video.index
        self.first: int | None = None
        self.end = 0
        self.pictures = 0
        self._part = target.with_name(f".{target.name}.{os.getpid()}{PART}")
        self._paper: Paper | None = None
        try:
            self._file = self._opened(reserve)
        except OSError as error:
            raise _disk(target, error) from error
        self._file.metadata.update(tags or {})
        try:
            self._tracks: dict[int, VideoStream | AudioStream] = {
                video.index: self._file.add_stream_from_template(video)
            }
        except ValueError as error:
            self.drop()
            raise RecordingError(
                _("A copy of {codec} pictures does not fit into {name}.").format(
                    codec=video.codec_context.name, name=target.name
                ),
                hint=_("Matroska (.mkv) takes more kinds of pictures than MP4; GIF fits neither."),
            ) from error
        if audio is not None:
            with contextlib.suppress(ValueError):
                self._tracks[audio.index] = self._file.add_stream_from_template(audio)
        self._base = video.time_base or Fraction(1, SECOND)
        self._latest: dict[int, int] = {}

    def _opened(self, reserve: Reserve | None) -> OutputContainer:
        kind = "matroska" if self.target.suffix.lower() == ".mkv" else "mp4"
        more = {"movflags": "+faststart"} if kind == "mp4" else {}
        if reserve is None:
            return av.open(str(self._part), "w", format=kind, options=_OPTIONS | more)
        self._paper = Paper(self._part, reserve)
        return av.open(self._paper, "w", format=kind, options=_OPTIONS | _AT_ONCE)

    def __enter__(self) -> StreamCopy:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Removes the temporary file, if it was not renamed."""
        self.drop()

    def add(self, packet: AnyPacket) -> None:
        """Copy one packet, its stamps counted from the first picture copied.

        Sound from before that picture is left out; what the format refuses is passed over.
        """
        track = self._tracks.get(packet.stream_index)
        base = packet.time_base
        if track is None or base is None or packet.dts is None or packet.pts is None:
            return
        if packet.stream_index == self.track:
            self.first = packet.pts if self.first is None else self.first
            self.end = max(self.end, packet.pts + (packet.duration or 0))
        if self.first is None:
            return
        zero = round(self.first * self._base / base)
        if packet.stream_index != self.track and packet.pts < zero:
            return
        latest = self._latest.get(packet.stream_index, packet.dts - zero - 1)
        packet.dts = self._latest[packet.stream_index] = max(packet.dts - zero, latest + 1)
        packet.pts = max(packet.pts - zero, packet.dts)
        packet.stream = track
        try:
            self._file.mux(packet)
            self.pictures += track is self._tracks[self.track]
        except OSError as error:
            if error.errno in _DISK:
                raise _disk(self.target, error) from error
        except FFmpegError:
            return  # a damaged packet; the account of the recording knows it

    def finish(self, target: Path | None = None) -> None:
        """Close, fsync and rename: from now on ``target`` exists. Raises ``StorageError``.

        A ``target`` given now takes the place of the one that was given at the beginning.
        """
        self.target = target or self.target
        try:
            self._file.close()
            self._synced()
            self._part.replace(self.target)
            sync_folder(self.target.parent)
        except OSError as error:
            raise _disk(self.target, error) from error
        except FFmpegError as error:
            raise RecordingError(
                _("{path} could not be completed.").format(path=self.target),
                hint=_("The recording is damaged there; its account says what is missing."),
            ) from error

    def first_us(self) -> Microseconds:
        """The stamp of the first picture as its stream has it."""
        return round((self.first or 0) * self._base * SECOND)

    def length_us(self) -> Microseconds:
        """Time from the first picture to the end of the last."""
        return 0 if self.first is None else round((self.end - self.first) * self._base * SECOND)

    def last_us(self) -> Microseconds:
        """Time from the first picture to the time of decoding of the last."""
        return round(self._latest.get(self.track, 0) * self._base * SECOND)

    def _synced(self) -> None:
        if self._paper is not None:
            self._paper.sync()
            self._paper.close()
            return
        with self._part.open("rb+") as file:
            os.fsync(file.fileno())

    def leave(self) -> None:
        """Give up, but let the temporary file lie: most of it can be read without its end."""
        with contextlib.suppress(FFmpegError, OSError):  # why it broke is known
            self._file.close()
        if self._paper is not None:
            self._paper.close()

    def drop(self) -> None:
        """Give up; nothing remains."""
        self.leave()
        self._part.unlink(missing_ok=True)


def dated(packets: Iterator[AnyPacket], stamps: Stamps, track: int) -> Iterator[AnyPacket]:
    """The same packets, every picture with a time of decoding.

    Matroska keeps none, and FFmpeg knows it only after the first few packets: those are held and
    counted backwards from the first that has one.
    """
    held: list[AnyPacket] = []
    latest: int | None = None
    for packet in packets:
        held.append(packet)
        if packet.stream_index != track:
            if latest is not None:
                yield held.pop()
            continue
        if packet.dts is None and latest is not None:
            packet.dts = latest + stamps.interval
        if packet.dts is not None:
            _count_back(held, stamps.interval, track)
            yield from held
            held, latest = [], packet.dts
    _count_back(held, stamps.interval, track)
    yield from held


def _count_back(held: list[AnyPacket], interval: int, track: int) -> None:
    """Give the pictures in ``held`` a time of decoding, and of showing where that is missing."""
    pictures = [packet for packet in held if packet.stream_index == track]
    known = pictures[-1].dts if pictures else None
    for steps, packet in enumerate(reversed(pictures)):
        if packet.dts is None:
            packet.dts = packet.pts if known is None else known - steps * interval
        if packet.pts is None:
            packet.pts = packet.dts


def _disk(target: Path, error: OSError) -> StorageError:
    return StorageError(
        _("{path} cannot be written: {reason}").format(path=target, reason=spoken(error)),
        hint=_("Check that the disk has room and that the folder may be written to."),
    )
