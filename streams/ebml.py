"""The elements that Matroska files are made of (EBML, RFC 8794; Matroska, RFC 9559)."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator

SEGMENT, CLUSTER = 0x18538067, 0x1F43B675
VOID, CHECKSUM = 0xEC, 0xBF


def element(data: mmap.mmap, at: int) -> tuple[int, int, int | None]:
    """Name, first byte of the content, first byte after it; ``None``: its size is not told.

    Raises ``IndexError`` where there is none.
    """
    length = _length(data[at], 4)
    name = int.from_bytes(data[at : at + length])
    at += length
    length = _length(data[at], 8)
    if at + length > len(data):
        raise IndexError(at)
    size = int.from_bytes(data[at : at + length]) & ((1 << 7 * length) - 1)
    start = at + length
    return name, start, None if size == (1 << 7 * length) - 1 else start + size


def _length(first: int, most: int) -> int:
    """Bytes of a number by the zeros in front of its first byte."""
    length = 9 - first.bit_length()
    if length > most:
        raise IndexError(length)
    return length


def clusters(data: mmap.mmap) -> Iterator[tuple[int, int]]:
    """First byte and first byte after the content of each cluster, up to what is not understood."""
    at = 0
    try:
        while at < len(data):
            name, start, end = element(data, at)
            if name == SEGMENT:
                at = start
            elif end is None or end > len(data):
                return
            else:
                if name == CLUSTER:
                    yield start, end
                at = end
    except IndexError:
        return


def kept(data: mmap.mmap, start: int, end: int) -> bool:
    """Whether the bytes of an element have the checksum that it begins with, if it has one.

    It covers everything behind it (RFC 8794, 11.3.1).
    """
    try:
        name, begin, behind = element(data, start)
    except IndexError:
        return True
    if name != CHECKSUM or behind != begin + 4 or behind > end:
        return True
    return zlib.crc32(data[behind:end]) == int.from_bytes(data[begin:behind], "little")
