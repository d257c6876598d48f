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


_GATHER: Microseconds = 250_000
"""So long after opening, packets are gathered before any is dated: by then the queue is drained."""


def timed(
    packets: Iterator[AnyPacket], track: int, now: Callable[[], Microseconds]
) -> Iterator[tuple[AnyPacket, Microseconds]]:
    """Packets with the time of the watch at which they arrived.

    FFmpeg gathers packets while it makes out what the stream is, and hands them over at once when
    it is open; they are dated back by their stamps from the one that waited least.
    """
    held: list[tuple[AnyPacket, Microseconds]] = []
    opened: Microseconds | None = now()
    for packet in packets:
        at = now()
        if opened is not None and at - opened < _GATHER:
            held.append((packet, at))
            continue
        yield from _dated_back(held, track)
        held, opened = [], None
        yield packet, at
    yield from _dated_back(held, track)


def camera_clock_us(packet: AnyPacket) -> Microseconds | None:
    """When the camera took the picture by its own clock, as its reports (RTCP) say; else ``None``.

    Microseconds since 1970: the first field of FFmpeg's AVProducerReferenceTime.
    """
    if not (packet.is_keyframe and packet.has_sidedata("prft")):
        return None
    return int.from_bytes(bytes(packet.get_sidedata("prft"))[:8], sys.byteorder, signed=True)


def _dated_back(
    held: list[tuple[AnyPacket, Microseconds]], track: int
) -> Iterator[tuple[AnyPacket, Microseconds]]:
    """``held`` as if each picture had waited no longer than the least delayed one.

    What has no stamp, and what is of another track, belongs to the next picture.
    """
    stamps = [_stamp_us(packet) if packet.stream_index == track else None for packet, _ in held]
    ahead = min(
        (at - stamp for (_, at), stamp in zip(held, stamps, strict=True) if stamp is not None),
        default=0,
    )
    dated, next_us = [], held[-1][1] if held else 0
    for (packet, _), stamp in zip(reversed(held), reversed(stamps), strict=True):
        next_us = next_us if stamp is None else max(0, stamp + ahead)
        dated.append((packet, next_us))
    yield from reversed(dated)


def _stamp_us(packet: AnyPacket) -> Microseconds | None:
    stamp = packet.pts if packet.dts is None else packet.dts
    if stamp is None or not packet.time_base:
        return None
    return round(stamp * packet.time_base * SECOND)


@dataclass(slots=True)
class Arrivals:
    """One connection's tie between stamps and the time of the watch."""

    ahead_us: Microseconds | None = None
    """Time of the watch minus time of the stamp, for the least delayed packet."""
    seen_us: Microseconds = 0
    """Time of the watch at the last packet."""
    late_since_us: Microseconds | None = None
    """Time of the watch since when every packet has been late."""
    stamp_us: Microseconds | None = None
    """Of the last packet."""

    def stale(self, stamp_us: Microseconds, now_us: Microseconds) -> bool:
        """Take note of a packet that arrives at ``now_us``; whether it is too late to be shown."""
        tie = now_us - stamp_us
        last, self.stamp_us = self.stamp_us, stamp_us
        if self.ahead_us is None or (last is not None and stamp_us < last - LATE):
            # A stalled line keeps the order: stamps that fall back are a count begun anew.
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
