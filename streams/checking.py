"""Groups of pictures that nobody looks at, decoded only to hear whether the decoder complains.

A packet may keep every outward rule and still be damaged inside: no common container has checksums
over its pictures. So where a keyframe speaks for its group, the group is decoded here too, without
deblocking and without giving pictures: the whole of a short recording, of a longer one a share of
its groups drawn by lot, because this takes three quarters of the time of decoding.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from av.codec import CodecContext
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from proctor.timeline import SECOND, Microseconds
from streams.container import Container
from streams.decoder import alone
from streams.gops import Gop, VideoPacket, gops
from streams.soundness import Layout
from streams.twice import differing, mark, marks

WHOLE: Microseconds = 240 * SECOND
"""Recordings up to this length are checked whole: 6 s of one core at 1080p."""

SHARE = 0.1
"""Of the groups of a longer one, or one of unknown length: 3 ms per second at 1080p."""

TWICE = ("hevc",)
"""Codecs whose decoder says next to nothing of damage: their groups are decoded twice, and half as
many of them."""


@dataclass(slots=True)
class GroupCheck:
    """A second decoder beside the one that is looked through; begins anew with every group."""

    container: Container
    """Whose damage is counted."""
    layout: Layout | None
    """How its packets are built."""
    whole_us: Microseconds = WHOLE
    """Up to this length everything is checked; 0: nothing ever is."""
    checked: set[int] = field(default_factory=set)
    """Numbers of the groups whose damage is known from here."""
    _decoder: VideoCodecContext | None = None

    def look(self, gop: Gop) -> None:
        """Note what is damaged in a sound group, if it is its turn."""
        codec = self.container.video.codec_context.name
        # What is shown before a keyframe of H.264 leans on the group before, H.265 leaves it out.
        if not (gop.leading and codec == "h264") and self._drawn(gop):
            self.container.faults.extend(self._faults(gop))
            self.checked.add(gop.number)

    def passing(self, packets: Iterator[VideoPacket]) -> Iterator[VideoPacket]:
        """The same packets, on their way to a decoder that would not say what is damaged."""
        layout = self.layout
        if layout is None or not (self.twice and self.whole_us):
            yield from packets
            return
        for gop in gops(packets):
            # What breaks the rules outwardly is told by the decoder or by its packets.
            if gop.keyed and gop.stamps and gop.sound(layout):
                self.look(gop)
            yield from gop.packets

    def _drawn(self, gop: Gop) -> bool:
        if 0 < self.container.promised_us() <= self.whole_us:
            return True
        # By its bytes, so that nobody can know it beforehand; by its number, for still pictures.
        lot = zlib.crc32(gop.number.to_bytes(8), zlib.crc32(bytes(gop.packets[0]))) / (1 << 32)
        return bool(self.whole_us) and lot < (SHARE / 2 if self.twice else SHARE)

    @property
    def twice(self) -> bool:
        """Whether groups are decoded twice."""
        return self.container.video.codec_context.name in TWICE

    def _faults(self, gop: Gop) -> list[int]:
        """Stamps of refused packets, of corrupt pictures and of those that chance has made."""
        if self._decoder is None:
            self._decoder = self._opened()
            if self.twice:  # so that its memory is not as empty as that of a fresh one
                marks(self._decoder, gop.packets)
                self._decoder.flush_buffers()
        decoder, seen = self._decoder, dict[int, int]()
        hurt = [at for packet in (*gop.packets, None) for at in _hurt(decoder, packet, seen)]
        decoder.flush_buffers()
        if self.twice and not hurt and self.layout is not None:
            hurt = (
                [min(found)] if (found := differing(gop, seen, self._opened(), self.layout)) else []
            )
        return [gop.stamps[0] if at is None else at for at in hurt]

    def _opened(self) -> VideoCodecContext:
        theirs = self.container.video.codec_context
        decoder = CodecContext.create(theirs.name, "r")
        if not isinstance(decoder, VideoCodecContext):
            raise TypeError(theirs.name)
        decoder.extradata = theirs.extradata
        # Without "explode" the decoder of H.265 forgets that it had to refuse a slice.
        decoder.options = {"skip_loop_filter": "all"} | (
            {"err_detect": "explode"} if self.twice else {}
        )
        return alone(decoder)


def _hurt(
    decoder: VideoCodecContext, packet: VideoPacket | None, seen: dict[int, int]
) -> list[int | None]:
    """Stamps of what is damaged; the marks of all pictures of H.265 are added to ``seen``."""
    try:
        frames = decoder.decode(packet)
    except EOFError:
        return []
    except FFmpegError:
        return [packet.pts if packet else None]
    if decoder.name in TWICE:
        seen |= {frame.pts or 0: mark(frame) for frame in frames}
    return [frame.pts for frame in frames if frame.is_corrupt]
