"""Whether a GIF is whole: FFmpeg passes over a torn one in silence.

Blocks as in the GIF89a specification: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
"""

import mmap

_EXTENSION, _PICTURE, _TRAILER = 0x21, 0x2C, 0x3B
_COLOURS_FOLLOW = 0x80


def torn_at(data: mmap.mmap) -> int | None:
    """Byte at which the chain of blocks breaks or the file ends too early; ``None`` when whole."""
    at = 6
    try:
        at = 13 + _colours(data[10])
        while data[at] != _TRAILER:
            at = _after_block(data, at)
    except (IndexError, ValueError):
        return min(at, len(data))
    return None


def _colours(packed: int) -> int:
    """Bytes of the colour table that the packed field announces."""
    return 3 << ((packed & 7) + 1) if packed & _COLOURS_FOLLOW else 0


def _after_block(data: mmap.mmap, at: int) -> int:
    if data[at] == _EXTENSION:
        at += 2
    elif data[at] == _PICTURE:
        at += 11 + _colours(data[at + 9])
    else:
        raise ValueError("not the start of a block")
    while length := data[at]:
        at += 1 + length
    return at + 1
