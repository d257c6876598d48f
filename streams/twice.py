"""A group of pictures decoded twice: what the data says comes out alike, what chance says does not.

FFmpeg's H.265 decoder keeps no account of the blocks that a slice owes. A slice in which bits
changed mostly ends too early, and what lay in memory is shown in place of the rest; or it reads on
behind its end. So the second time another memory is used, and other bytes lie behind every slice: a
sound group does not mind.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterable
from typing import cast

import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from streams.gops import Gop, VideoPacket
from streams.soundness import Layout

_ROWS = 8
"""One row of so many is compared: the smallest block that a decoder can lose has eight."""

_HELD = 3
"""Pictures that are kept for a while the second time, so that memory is used in another order."""


def differing(
    gop: Gop, first: dict[int, int], again: VideoCodecContext, layout: Layout
) -> set[int]:
    """Stamps of the pictures that are others in a fresh decoder; ``first`` as ``marks`` gives."""
    changed = [_changed(packet, layout) for packet in gop.packets]
    second = marks(again, changed)
    return {at for at in first.keys() | second.keys() if first.get(at) != second.get(at)}


def marks(decoder: VideoCodecContext, packets: Iterable[VideoPacket]) -> dict[int, int]:
    """Stamp → mark of each picture that comes out."""
    held, found = deque[VideoFrame](maxlen=_HELD), dict[int, int]()
    for packet in (*packets, None):
        try:
            frames = decoder.decode(packet)
        except (EOFError, FFmpegError):
            continue
        found |= {frame.pts or 0: mark(frame) for frame in frames}
        held.extend(frames)
    return found


def mark(frame: VideoFrame) -> int:
    """A sum over some rows of a picture's light."""
    plane, size = frame.planes[0], (frame.format.components[0].bits + 7) // 8
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return zlib.crc32(rows[: frame.height : _ROWS, : frame.width * size].tobytes())


def _changed(packet: VideoPacket, layout: Layout) -> VideoPacket:
    other = cast("VideoPacket", Packet(layout.lengthened(bytes(packet))))
    other.pts, other.dts, other.time_base = packet.pts, packet.dts, packet.time_base
    return other
