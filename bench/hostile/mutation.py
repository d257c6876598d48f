"""Files made to break a decoder, or to make it open what it should not."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Mapping, Sequence

from bench.hostile.originals import Original

Mutation = Callable[[Original, Sequence[Original], random.Random], bytes]

_ODD = (0, 1, 7, 8, 0x7F, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
"""Numbers at which sums and products of sizes go wrong."""

_BOXES = (b"moov", b"trak", b"mdat", b"stsz", b"stco", b"stsc", b"stts", b"ctts", b"stsd", b"avcC",
          b"LIST", b"RIFF", b"idx1", b"strf", b"strh", b"movi", b"00dc")  # fmt: skip


def header(original: Original, _others: Sequence[Original], lot: random.Random) -> bytes:
    """Up to 64 random bytes within the first 2,048."""
    data = bytearray(original.path.read_bytes())
    for _ in range(lot.randint(1, 64)):
        data[lot.randrange(min(2048, len(data)))] = lot.randrange(256)
    return bytes(data)


def sizes(original: Original, _others: Sequence[Original], lot: random.Random) -> bytes:
    """Numbers beside the names of boxes and chunks, or anywhere, set to odd values."""
    data = bytearray(original.path.read_bytes())
    named = [at for name in _BOXES for at in _places(data, name)]
    for _ in range(lot.randint(1, 8)):
        at = lot.choice(named) + lot.choice((-4, 4, 8, 12)) if named and lot.random() < 0.7 else -1
        if not 0 <= at <= len(data) - 4:
            at = lot.randrange(len(data) - 4)
        struct.pack_into(lot.choice("<>") + "I", data, at, lot.choice(_ODD))
    return bytes(data)


def flips(original: Original, _others: Sequence[Original], lot: random.Random) -> bytes:
    """One to 2,000 bits, anywhere."""
    data = bytearray(original.path.read_bytes())
    for _ in range(2 ** lot.randint(0, 11)):
        data[lot.randrange(len(data))] ^= 1 << lot.randrange(8)
    return bytes(data)


def truncation(original: Original, _others: Sequence[Original], lot: random.Random) -> bytes:
    """Down to nothing."""
    data = original.path.read_bytes()
    return data[: lot.randrange(len(data))]


def splice(original: Original, others: Sequence[Original], lot: random.Random) -> bytes:
    """The head of one file and the tail of another."""
    head, tail = original.path.read_bytes(), lot.choice(others).path.read_bytes()
    return head[: lot.randrange(len(head))] + tail[lot.randrange(len(tail)) :]


def shuffle(original: Original, _others: Sequence[Original], lot: random.Random) -> bytes:
    """Blocks in another order, some twice, some gone."""
    data = original.path.read_bytes()
    size = lot.choice((188, 512, 4096, 65536))
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    for _ in range(lot.randint(1, 20)):
        blocks[lot.randrange(len(blocks))] = lot.choice(blocks)
    return b"".join(blocks)


MUTATIONS: Mapping[str, Mutation] = {
    "header": header,
    "sizes": sizes,
    "flips": flips,
    "truncation": truncation,
    "splice": splice,
    "shuffle": shuffle,
}


def _places(data: bytearray, name: bytes) -> list[int]:
    places, at = [], data.find(name)
    while at >= 0 and len(places) < 50:
        places.append(at)
        at = data.find(name, at + 1)
    return places
