"""Groups of pictures that nobody looks at, decoded only to hear whether the decoder complains.

A packet may keep every outward rule and still be damaged inside: no common container has checksums
over its pictures. So where a keyframe speaks for its group, the group is decoded here too, without
deblocking and without giving pictures: the whole of a short recording, of a longer one a share of
its groups drawn by lot, because this takes three quarters of the time of decoding.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

from av.codec import CodecContext
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext

from proctor.timeline import SECOND, Microseconds
from streams.container import Container
from streams.decoder import alone
from streams.gops import Gop, VideoPacket

WHOLE: Microseconds = 240 * SECOND
"""Recordings up to this length are checked whole: 6 s of one core at 1080p."""

SHARE = 0.1
"""Of the groups of a longer one, or one of unknown length: 3 ms per second at 1080p."""


@dataclass(slots=True)
class GroupCheck:
    """A second decoder beside the one that is looked through; begins anew with every group."""

    container: Container
    """Whose damage is counted."""
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

    def _drawn(self, gop: Gop) -> bool:
        if 0 < self.container.promised_us() <= self.whole_us:
            return True
        # By its bytes, so that nobody can know it beforehand; by its number, for still pictures.
        lot = zlib.crc32(gop.number.to_bytes(8), zlib.crc32(bytes(gop.packets[0]))) / (1 << 32)
        return bool(self.whole_us) and lot < SHARE

    def _faults(self, gop: Gop) -> list[int]:
        """Stamps of refused packets and of corrupt pictures."""
        decoder = self._decoder = self._decoder or self._opened()
        hurt = [at for packet in (*gop.packets, None) for at in _hurt(decoder, packet)]
        decoder.flush_buffers()
        return [gop.stamps[0] if at is None else at for at in hurt]

    def _opened(self) -> VideoCodecContext:
        theirs = self.container.video.codec_context
        decoder = CodecContext.create(theirs.name, "r")
        if not isinstance(decoder, VideoCodecContext):
            raise TypeError(theirs.name)
        decoder.extradata = theirs.extradata
        decoder.options = {"skip_loop_filter": "all"}
        return alone(decoder)


def _hurt(decoder: VideoCodecContext, packet: VideoPacket | None) -> list[int | None]:
    try:
        return [frame.pts for frame in decoder.decode(packet) if frame.is_corrupt]
    except EOFError:
        return []
    except FFmpegError:
        return [packet.pts if packet else None]
