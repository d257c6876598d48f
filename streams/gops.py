"""Packets in groups that begin with a keyframe, so that most of them need not be decoded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from av.packet import Packet
from av.video.stream import VideoStream

from proctor.timeline import Microseconds
from streams.soundness import Layout

VideoPacket: TypeAlias = "Packet[VideoStream]"

_MOST = 750
"""Packets in a group; a longer one is given in pieces, so that memory stays bounded."""


@dataclass(frozen=True, slots=True)
class Gop:
    """A group of pictures, in order of decoding."""

    number: int
    """From 0; the same in every reading of the file."""
    packets: tuple[VideoPacket, ...]
    """The keyframe first, if there is one."""
    keyed: bool
    """Whether it begins with a keyframe; the first one of a cut file may not."""
    continued: bool
    """Whether the group after it begins without one, so that it leans on this one."""
    stamps: tuple[int, ...]
    """Stamps in order of presentation; empty when a packet has none."""
    leading: bool
    """Whether pictures shown before the keyframe follow it: they lean on the group before."""
    next_stamp: int | None
    """First stamp of the next group; ``None`` at the end of the file."""

    def sound(self, layout: Layout) -> bool:
        """Whether every packet is built as it must be and none was flagged by the demuxer."""
        return not any(p.is_corrupt for p in self.packets) and all(
            layout.sound(bytes(packet)) for packet in self.packets
        )

    def length_us(self, media: Callable[[int], Microseconds]) -> Microseconds:
        """Time to the next group, or to its own last picture."""
        end = self.stamps[-1] if self.next_stamp is None else self.next_stamp
        return media(end) - media(self.stamps[0])


def gops(packets: Iterable[VideoPacket]) -> Iterator[Gop]:
    """The groups of a file, one after the other; two are held at a time."""
    number = 0
    before: list[VideoPacket] = []
    for group in _cut(packets):
        if before:
            yield _gop(number, before, group)
            number += 1
        before = group
    if before:
        yield _gop(number, before, [])


def _cut(packets: Iterable[VideoPacket]) -> Iterator[list[VideoPacket]]:
    held: list[VideoPacket] = []
    for packet in packets:
        if held and (packet.is_keyframe or len(held) >= _MOST):
            yield held
            held = []
        held.append(packet)
    if held:
        yield held


def _gop(number: int, group: list[VideoPacket], following: list[VideoPacket]) -> Gop:
    stamps = _stamps(group)
    key = group[0].pts
    after = _stamps(following)
    return Gop(
        number=number,
        packets=tuple(group),
        keyed=group[0].is_keyframe,
        continued=bool(following) and not following[0].is_keyframe,
        stamps=stamps,
        leading=bool(stamps) and key is not None and stamps[0] < key,
        next_stamp=after[0] if after else None,
    )


def _stamps(group: list[VideoPacket]) -> tuple[int, ...]:
    stamps = [packet.pts for packet in group if packet.pts is not None]
    return tuple(sorted(stamps)) if len(stamps) == len(group) else ()
