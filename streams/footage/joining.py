"""A stretch of a camera's footage as one file, copied out of as many segments as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from proctor.errors import RecordingError
from proctor.footage import GONE, Segment
from proctor.i18n import _
from proctor.timeline import SECOND, Microseconds, Span
from streams.container import Container, Packets
from streams.copying import StreamCopy, dated
from streams.cut import between

_JITTER: Microseconds = SECOND
"""Starts of segments are so sure; what overlaps by more was recorded twice."""

_Tracks: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of copied footage."""

    path: Path
    """Where it lies."""
    span: Span
    """What it shows, counted from the zero that was given; a keyframe may lie before that."""


def joined(segments: Iterable[Segment], zero: datetime, wanted: Span, target: Path) -> list[Piece]:
    """``wanted``, counted from ``zero``, copied into ``target`` (.mp4 or .mkv).

    Begins at the last keyframe at or before it; holes between segments stay holes. Where the
    camera changed the form of its pictures or its sound, a further file begins: ``NAME-2.mkv`` and
    so on. Every file exists whole or not at all. Raises ``RecordingError`` when there is nothing to
    copy or the format cannot hold it, ``StorageError`` when the disk refuses.
    """
    placed = _placed(segments, zero)
    showing = [(s, at) for s, at in placed if Span(at, at + s.length_us).overlap_us(wanted)]
    with _Join(target) as join:
        for segment, at in showing:
            join.take(segment.path, at, wanted)
        pieces = join.finished()
    if not pieces:
        raise RecordingError(
            _("There is no footage from {start} to {end}.").format(
                start=_moment(zero, wanted.start_us), end=_moment(zero, wanted.end_us)
            ),
            hint=_("List what there is with: proctor footage list"),
        )
    return pieces


def _moment(zero: datetime, at_us: Microseconds) -> str:
    return f"{(zero + timedelta(microseconds=at_us)).astimezone():%Y-%m-%d %H:%M:%S}"


def _placed(segments: Iterable[Segment], zero: datetime) -> list[tuple[Segment, Microseconds]]:
    """Segments by start, counted from ``zero``; within a connection by the camera's own stamps."""
    placed: list[tuple[Segment, Microseconds]] = []
    rough = (
        ((s.start - zero) // timedelta(microseconds=1), s)
        for s in segments
        if s.start and s.state not in GONE
    )
    for at, segment in sorted(rough, key=lambda one: (one[0], one[1].path)):
        placed.append((segment, _exact(placed[-1], segment, at) if placed else at))
    return placed


def _exact(
    last: tuple[Segment, Microseconds], segment: Segment, rough: Microseconds
) -> Microseconds:
    """Where the camera's own stamps put the segment after the last one, if they are to be had."""
    before, before_at = last
    exact = before_at + segment.stamp_us - before.stamp_us
    same = (before.watch, before.connection) == (segment.watch, segment.connection)
    return exact if segment.connection and same and abs(exact - rough) <= _JITTER else rough


class _Join:
    """The file in hand, and those that are finished."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._copy: StreamCopy | None = None
        self._tracks: _Tracks = ()
        self._base = Fraction(1, SECOND)
        self._end_us: Microseconds | None = None
        self._pieces: list[Piece] = []

    def __enter__(self) -> _Join:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._copy is not None:
            self._copy.drop()

    def finished(self) -> list[Piece]:
        """Every file, the one in hand completed."""
        copy, self._copy = self._copy, None
        if copy is not None:
            with copy:
                if copy.first is not None:
                    copy.finish()
                    span = Span(self._us(copy.first), self._us(copy.end))
                    self._pieces.append(Piece(copy.target, span))
        return self._pieces

    def take(self, path: Path, at: Microseconds, wanted: Span) -> None:
        """What ``wanted`` needs of a file whose first picture is at ``at``."""
        with Container(path) as container:
            if not container.stamped:
                return
            self._ready(container)
            copy = self._copy
            if copy is None:
                return
            start = wanted.start_us
            if self._end_us is not None and at < self._end_us:
                if self._end_us - at <= _JITTER:
                    at = self._end_us
                else:
                    start = max(start, self._end_us)
            local = Span(max(0, start - at), max(0, wanted.end_us - at))
            packets = dated(between(container, local), container.stamps, container.video.index)
            for packet in self._following(packets, container, at):
                copy.add(packet)
            if copy.first is not None:
                self._end_us = self._us(copy.end)

    def _following(self, packets: Packets, container: Container, at: Microseconds) -> Packets:
        """Packets with stamps of the whole; what an earlier file showed already is passed over."""
        track, begun = container.video.index, False
        for packet in packets:
            base = packet.time_base
            if base is None or packet.pts is None or packet.dts is None:
                continue
            zero = round(container.zero * container.stamps.base / base)
            shift = round(Fraction(at, SECOND) / base) - zero
            packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
            if not begun and packet.stream_index == track and packet.is_keyframe:
                begun = self._end_us is None or self._us(packet.pts) >= self._end_us - SECOND // 10
            if begun:
                yield packet

    def _ready(self, container: Container) -> None:
        """The file in hand takes these tracks; else it is finished and the next one begun."""
        tracks = _tracks(container.video, container.audio)
        if self._copy is not None and tracks == self._tracks:
            return
        count = len(self.finished())
        name = f"{self._target.stem}-{count + 1}{self._target.suffix}"
        target = self._target.with_name(name) if count else self._target
        self._copy = StreamCopy(container.video, container.audio, target)
        self._tracks = tracks
        self._base = container.video.time_base or Fraction(1, SECOND)

    def _us(self, ticks: int) -> Microseconds:
        return round(ticks * self._base * SECOND)


def _tracks(video: VideoStream, audio: AudioStream | None) -> _Tracks:
    """What must be the same for packets to lie in one file."""
    context = video.codec_context
    pictures = (context.name, context.width, context.height, context.extradata)
    place = (video.index, video.time_base)
    if audio is None:
        return pictures, place
    voice = audio.codec_context
    sounds = (voice.name, voice.sample_rate, voice.channels, voice.extradata)
    return pictures, place, sounds, (audio.index, audio.time_base)
