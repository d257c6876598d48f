"""Stamps for pictures of containers that only tell when each one is decoded.

AVI counts chunks. Where pictures are shown in another order than they lie in the file (B-frames),
FFmpeg guesses, and is wrong. But what is shown next is always the earliest of the moments that
were given to the decoder and have not been shown, because both orders fill the same moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream


class Order:
    """Moments of the packets in a decoder, given back one by one in order of presentation."""

    def __init__(self) -> None:
        self._waiting: list[int] = []

    def forget(self) -> None:
        """The decoder was emptied."""
        self._waiting.clear()

    def taken(self, packet: Packet[VideoStream]) -> None:
        """A packet went into the decoder."""
        if packet.pts is not None:
            heappush(self._waiting, packet.pts)

    def refused(self, packet: Packet[VideoStream]) -> None:
        """The decoder did not take that packet, so that its moment stays without a picture."""
        if packet.pts in self._waiting:
            self._waiting.remove(packet.pts)
            heapify(self._waiting)

    def shown(self, frames: Iterable[VideoFrame]) -> Iterator[VideoFrame]:
        """The frames that came out, each with its moment as stamp.

        Nothing shown after a keyframe was decoded before it: what still waits from before was lost.
        """
        for frame in frames:
            own = frame.pts
            while frame.key_frame and own is not None and self._waiting and self._waiting[0] < own:
                heappop(self._waiting)
            if own is not None and self._waiting:
                frame.pts = heappop(self._waiting)
            yield frame
