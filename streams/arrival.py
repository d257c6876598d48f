"""Media time of live packets: when they arrived, smoothed by the camera's own stamps.

The stamps of a camera are even but start anywhere, start anew after a reconnect and run a little
fast or slow; arrival is true but uneven. A packet can be late, never early: the least delayed one
ties the stamps to the time of the watch.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from proctor.timeline import SECOND, Microseconds
from streams.stamps import AnyPacket

LATE: Microseconds = 900_000
"""A packet later than this shows what was, not what is: it is stale. Less than the shortest
absence that counts, so that an absence ends where it ended."""

_GIVE_UP: Microseconds = 5 * SECOND
"""When everything has been late for so long, the stamps are wrong, not the packets."""

_DRIFT = 1000
"""The tie loosens by 1/1000 of the time that passes; clocks of cameras are ten times better."""


_AT_ONCE: Microseconds = 20_000
"""Packets that follow each other so quickly had been waiting."""


def timed(
    packets: Iterator[AnyPacket], track: int, now: Callable[[], Microseconds]
) -> Iterator[tuple[AnyPacket, Microseconds]]:
    """Packets with the time of the watch at which they arrived.

    FFmpeg gathers packets while it makes out what the stream is, and hands them over at once when
    it is open; they are dated back from the last of them by their stamps.
    """
    held: list[AnyPacket] = []
    before = now()
    opened: Microseconds | None = before
    for packet in packets:
        at = now()
        if opened is not None and at - before < _AT_ONCE and at - opened < SECOND:
            held.append(packet)
            before = at
            continue
        yield from _dated_back(held, track, before)
        held, opened = [], None
        yield packet, at
    yield from _dated_back(held, track, before)


def camera_clock_us(packet: AnyPacket) -> Microseconds | None:
    """When the camera took the picture by its own clock, as its reports (RTCP) say; else ``None``.

    Microseconds since 1970: the first field of FFmpeg's AVProducerReferenceTime.
    """
    if not (packet.is_keyframe and packet.has_sidedata("prft")):
        return None
    return int.from_bytes(bytes(packet.get_sidedata("prft"))[:8], sys.byteorder, signed=True)


def _dated_back(
    held: list[AnyPacket], track: int, now_us: Microseconds
) -> Iterator[tuple[AnyPacket, Microseconds]]:
    """The last picture of ``held`` arrived at ``now_us``; one without a stamp with the next."""
    dated, at, last = [], now_us, None
    for packet in reversed(held):
        stamp = packet.pts if packet.dts is None else packet.dts
        if packet.stream_index == track and stamp is not None and packet.time_base:
            stamp_us = round(stamp * packet.time_base * SECOND)
            last = stamp_us if last is None else last
            at = max(0, now_us - max(0, last - stamp_us))
        dated.append((packet, at))
    yield from reversed(dated)


@dataclass(slots=True)
class Arrivals:
    """One connection's tie between stamps and the time of the watch."""

    ahead_us: Microseconds | None = None
    """Time of the watch minus time of the stamp, for the least delayed packet."""
    seen_us: Microseconds = 0
    """Time of the watch at the last packet."""
    late_since_us: Microseconds | None = None
    """Time of the watch since when every packet has been late."""

    def stale(self, stamp_us: Microseconds, now_us: Microseconds) -> bool:
        """Take note of a packet that arrives at ``now_us``; whether it is too late to be shown."""
        tie = now_us - stamp_us
        if self.ahead_us is None:
            self.ahead_us, self.seen_us = tie, now_us
        self.ahead_us = min(tie, self.ahead_us + (now_us - self.seen_us) // _DRIFT)
        self.seen_us = now_us
        if tie - self.ahead_us <= LATE:
            self.late_since_us = None
            return False
        if self.late_since_us is None:
            self.late_since_us = now_us
        if now_us - self.late_since_us < _GIVE_UP:
            return True
        self.ahead_us, self.late_since_us = tie, None
        return False

    def media_us(self, stamp_us: Microseconds) -> Microseconds:
        """Time of the watch at which a picture with that stamp was taken, as far as known."""
        return stamp_us + (self.ahead_us or 0)
