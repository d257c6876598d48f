"""Whether a packet of H.264 or H.265 is built as it must be, without decoding it.

Each NAL unit starts with a header whose first bit is 0, and no two zero bytes inside one are
followed by a byte under 3 (emulation prevention, ITU-T H.264 7.4.1 and H.265 7.4.2). Zeroed
sectors, cut packets and wrong lengths break these rules. A flipped bit in the middle does not:
only decoding shows that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

PREDICTED = ("h264", "hevc")
"""Codecs that can be checked so, and whose keyframes stand alone."""

_FORBIDDEN = re.compile(rb"\x00\x00[\x00-\x02]")
_TORN = re.compile(rb"\x00{64}\x00*[^\x00\x01]")
"""A sector of zeros. Some makers fill a unit up with zeros, and some leave a start code in it."""
_FORBIDDEN_IN_BYTES = re.compile(
    rb"\x00\x00\x02|\x00\x00\x00[\x02-\xff]|\x00{8}|\x00\x00\x01[\x80-\xff]"
)

_START = b"\x00\x00\x01"
_BEHIND = bytes((0x5A, 0xC3)) * 8
"""Says nothing, and cannot be taken for a start code."""
_HEVC_SLICES = 32
"""Types of units below this are slices (ITU-T H.265, table 7-1)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How NAL units lie in a packet."""

    codec: str
    """FFmpeg's name."""
    prefix: int
    """Bytes of the length before each unit; 0 where start codes part them (Annex B)."""

    def sound(self, data: bytes) -> bool:
        """Whether ``data`` is one packet that keeps the rules."""
        return self._by_length(data) if self.prefix else self._by_start_code(data)

    def torn(self, data: bytes) -> bool:
        """Whether bytes of ``data`` were surely lost, though a decoder may not say so.

        Far stricter than not ``sound``, which makers' habits break too, such as units of types
        that we do not know.
        """
        if not self.prefix:
            return _TORN.search(data) is not None
        at, size = 0, len(data)
        while at + self.prefix < size:
            start = at + self.prefix
            end = start + int.from_bytes(data[at:start], "big")
            if end > size or _TORN.search(data, start, end):
                return True
            at = end
        return False

    def lengthened(self, data: bytes) -> bytes:
        """The packet with bytes behind each slice of H.265, where no decoder should look."""
        if not self.prefix:
            units = data.split(_START)
            return _START.join([units[0], *(self._longer(unit) for unit in units[1:])])
        at, parts = 0, []
        while at + self.prefix < len(data):
            start = at + self.prefix
            at = start + int.from_bytes(data[at:start], "big")
            unit = self._longer(data[start:at])
            parts += [len(unit).to_bytes(self.prefix, "big"), unit]
        return b"".join(parts)

    def _longer(self, unit: bytes) -> bytes:
        return unit + _BEHIND if unit and unit[0] >> 1 & 0x3F < _HEVC_SLICES else unit

    def _by_length(self, data: bytes) -> bool:
        at, size = 0, len(data)
        while at + self.prefix < size:
            start = at + self.prefix
            end = start + int.from_bytes(data[at:start], "big")
            if end > size or end == start or not self._header(data, start):
                return False
            if _FORBIDDEN.search(data, start, end):
                return False
            at = end
        return at == size and size > 0

    def _by_start_code(self, data: bytes) -> bool:
        opens = data.startswith((b"\0\0\1", b"\0\0\0\1"))
        return opens and _FORBIDDEN_IN_BYTES.search(data) is None

    def _header(self, data: bytes, at: int) -> bool:
        if data[at] & 0x80:
            return False
        if self.codec == "h264":
            return 1 <= data[at] & 0x1F <= 23
        return at + 1 < len(data) and bool(data[at + 1] & 7)


def layout_of(codec: str, extradata: bytes) -> Layout | None:
    """How the packets of a track lie, from its ``avcC`` or ``hvcC``; ``None`` for other codecs."""
    if codec not in PREDICTED:
        return None
    at = 4 if codec == "h264" else 21
    boxed = len(extradata) > at and extradata[0] == 1
    return Layout(codec, (extradata[at] & 3) + 1 if boxed else 0)
