"""Pictures known by their first bytes: what they are and how large, before they are unpacked."""

import struct

from proctor.i18n import _

_PNG = b"\x89PNG\r\n\x1a\n"
_STARTS = frozenset(
    (*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0))
)
"""Markers of JPEG (ITU-T T.81, table B.1) that begin a frame; its size stands behind them."""
_TAIL = 4096
"""Bytes in which the end of a JPEG is looked for: some cameras write more behind it."""


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height in pixels of a whole JPEG or PNG.

    Raises ``ValueError``, in words for whoever gave it, for anything else.
    """
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and b"IEND" in data[-_TAIL:]:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith(b"\xff\xd8") and b"\xff\xd9" in data[-_TAIL:]:
        return _jpeg(data)
    if data.startswith((b"\xff\xd8", _PNG)):
        raise ValueError(_("The picture is cut off."))
    raise ValueError(_("It is neither a JPEG nor a PNG."))


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _STARTS:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        # Fill bytes stand alone; all else before the picture tells its own length.
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise ValueError(_("The picture is damaged."))
