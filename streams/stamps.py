"""Time stamps as cameras and recorders write them, made to run forwards.

Recorders that join files restart the count; a damaged byte makes one stamp a lie. Both are
mended on the packets, before decoding, so that reading and cutting agree on media time.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias, TypeGuard

from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream

from proctor.timeline import SECOND, Microseconds

AnyPacket: TypeAlias = "Packet[VideoStream | AudioStream]"

_DAY = 86_400
"""Seconds; no file that does not tell its length is longer."""

_REORDER = 10
"""Seconds (and 20 frames) that a picture may at most be shown after it is decoded."""


class Stamps:
    """Straightens the stamps of one picture track; the sound is shifted along with it."""

    def __init__(self, base: Fraction, interval: int, length_s: Fraction = Fraction(_DAY)) -> None:
        """``base`` is the seconds of a tick, ``interval`` the declared ticks between frames.

        A leap over more than ``length_s`` and a minute is not a hole but a new count.
        """
        self.base = base
        self.interval = interval
        self._leap_s = length_s + 60
        self.jumps = 0
        self.lies = 0
        self._offset = 0
        self._last: int | None = None

    def us(self, ticks: int) -> Microseconds:
        """Ticks as microseconds, exact to the nearest."""
        return round(ticks * self.base * SECOND)

    def straightened(self, packets: Iterator[AnyPacket], track: int) -> Iterator[AnyPacket]:
        """The same packets in the same order, with stamps that never fall back by over 1 s.

        A video packet is held until the next one has arrived, because only that shows whether
        an odd stamp is a new count or a single lie.
        """
        held: list[AnyPacket] = []
        for packet in packets:
            if packet.stream_index == track and held:
                yield from self._released(held, packet, track)
                held = []
            held.append(packet)
        yield from self._released(held, None, track)

    def _released(
        self, held: list[AnyPacket], following: AnyPacket | None, track: int
    ) -> Iterator[AnyPacket]:
        for packet in held:
            if packet.stream_index == track:
                self._judge(packet, following)
            elif self._offset and packet.time_base:
                _shift(packet, round(self._offset * self.base / packet.time_base))
            yield packet

    def _judge(self, packet: AnyPacket, following: AnyPacket | None) -> None:
        self._forget_absurd_delay(packet)
        now = _stamp(packet)
        if now is None:
            return
        if self._last is not None and not -1 <= self._step(now, self._last) <= 1:
            after = None if following is None else _stamp(following)
            if after is not None and 0 <= self._step(after, self._last) <= 1:
                self.lies += 1
                packet.pts = packet.dts = None
                return
            if not -1 <= self._step(now, self._last) <= self._leap_s:
                self.jumps += 1
                self._offset = self._last + self.interval - now
        _shift(packet, self._offset)
        self._last = now + self._offset

    def _step(self, now: int, last: int) -> Fraction:
        """Seconds from the stamp before, in the count in force."""
        return (now + self._offset - last) * self.base

    def _forget_absurd_delay(self, packet: AnyPacket) -> None:
        if packet.pts is None or packet.dts is None:
            return
        if abs(packet.pts - packet.dts) * self.base > _REORDER + 20 * self.interval * self.base:
            self.lies += 1
            packet.pts = None


def is_picture(packet: AnyPacket, track: int) -> TypeGuard[Packet[VideoStream]]:
    """Whether a packet is of the video track with that index."""
    return packet.stream_index == track


def _stamp(packet: AnyPacket) -> int | None:
    return packet.pts if packet.dts is None else packet.dts


def _shift(packet: AnyPacket, ticks: int) -> None:
    if packet.pts is not None:
        packet.pts += ticks
    if packet.dts is not None:
        packet.dts += ticks
