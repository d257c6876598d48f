"""Whether the outer chain of a file is whole: FFmpeg passes over much that is torn in silence.

GIF: the blocks of the GIF89a specification (``streams.gif``). MPEG-TS: packets of one size
(ISO/IEC 13818-1, 2.4.3; 192 with a time code in front, 204 with error correction behind). Matroska:
elements that follow one another without a byte between them (RFC 9559, RFC 8794).
"""

from __future__ import annotations

import mmap
from pathlib import Path

from streams import gif
from streams.ebml import CHECKSUM, CLUSTER, SEGMENT, VOID, element

_PACKETS = ((188, 0), (192, 4), (204, 0))
"""Bytes of a packet of MPEG-TS, and where in it the mark lies."""
_MARK = 0x47

_TOP = frozenset(
    (
        *(0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B),  # SeekHead, Info, Tracks, Cues
        *(0x1254C367, 0x1043A770, 0x1941A469, CLUSTER),  # Tags, Chapters, Attachments
        *(VOID, CHECKSUM),
    )
)
"""What may lie in a segment."""
_INNER = frozenset((0xE7, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF, 0x5854, VOID, CHECKSUM))
"""What may lie in a cluster: Timestamp, Position, PrevSize, blocks of three kinds, SilentTracks."""


def torn_at(path: Path, container: str) -> int | None:
    """Byte at which the chain breaks or ends too early; ``None`` when whole, or not known.

    ``container`` is FFmpeg's name of the format.
    """
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if container == "gif":
            return gif.torn_at(data)
        if container == "mpegts":
            return _packets(data)
        return _elements(data) if container.startswith("matroska") else None


def _packets(data: mmap.mmap) -> int | None:
    """The last packet of a file that was cut off is short."""
    for size, mark in _PACKETS:
        if len(data) > mark + 2 * size and data[mark] == data[mark + size] == _MARK:
            rest = len(data) % size
            return len(data) - rest if rest else None
    return None


def _elements(data: mmap.mmap) -> int | None:
    at = 0
    try:
        while at < len(data):
            name, start, end = element(data, at)
            if name == SEGMENT:
                return _chain(data, start, len(data) if end is None else end)
            if end is None:
                return None
            at = end
    except IndexError:
        return min(at, len(data))
    return None


def _chain(data: mmap.mmap, at: int, end: int) -> int | None:
    """Walk a segment, and the clusters in it."""
    if end > len(data):
        return len(data)
    try:
        while at < end:
            name, start, after = element(data, at)
            if name == CLUSTER:
                broken, at = _cluster(data, start, end if after is None else after, end)
                if broken:
                    return at
            elif name not in _TOP or after is None or after > end:
                return at
            else:
                at = after
    except IndexError:
        return min(at, len(data))
    return None


def _cluster(data: mmap.mmap, at: int, end: int, outer: int) -> tuple[bool, int]:
    """Whether it is broken, and where; else where it ends.

    One whose size nobody wrote down ends where something begins that only a segment holds.
    """
    if end > outer:
        return True, at
    while at < end:
        name, _start, after = element(data, at)
        if end == outer and name in _TOP - _INNER:
            return False, at
        if name not in _INNER or after is None or after > end:
            return True, at
        at = after
    return False, at
