"""Damage as disks, cables and people do it. Pure: bytes and a lot in, bytes out."""

import random
from collections.abc import Callable, Mapping

SECTOR = 4096

Damage = Callable[[bytes, random.Random], bytes]


def truncated(data: bytes, lot: random.Random) -> bytes:
    """The first 10 to 95 % of the bytes: a copy that was broken off."""
    return data[: round(len(data) * lot.uniform(0.1, 0.95))]


def zeroed(data: bytes, lot: random.Random) -> bytes:
    """One to sixteen sectors of zeros, anywhere: what a failing disk gives in place of data."""
    start, length = _sectors(data, lot)
    return data[:start] + bytes(length) + data[start + length :]


def cut(data: bytes, lot: random.Random) -> bytes:
    """One to sixteen sectors taken out, anywhere, as if they had never been there."""
    start, length = _sectors(data, lot)
    return data[:start] + data[start + length :]


def flipped(data: bytes, lot: random.Random) -> bytes:
    """At three spots, one bit in each of 200 to 400 bytes: bad memory, a bad cable."""
    damaged = bytearray(data)
    for _spot in range(3):
        length = lot.randint(200, 400)
        start = lot.randrange(max(1, len(data) - length))
        for at in range(start, min(len(data), start + length)):
            damaged[at] ^= 1 << lot.randrange(8)
    return bytes(damaged)


def _sectors(data: bytes, lot: random.Random) -> tuple[int, int]:
    whole = max(1, len(data) // SECTOR)
    count = min(lot.randint(1, 16), max(1, whole // 4))
    start = lot.randrange(max(1, whole - count)) * SECTOR
    return start, min(count * SECTOR, len(data) - start)


DAMAGES: Mapping[str, Damage] = {
    "truncate": truncated,
    "zero": zeroed,
    "cut": cut,
    "flip": flipped,
}
