"""The segment in hand: packets with the stamps they lack, and the sound that comes late."""

from __future__ import annotations

from fractions import Fraction

from proctor.footage import Segment
from proctor.timeline import SECOND, Microseconds
from streams.copying import StreamCopy
from streams.stamps import AnyPacket

_FRAME_S = Fraction(1, 25)
_LATE: Microseconds = SECOND
"""Sound that is later than that has no place any more."""

_BACK: Microseconds = SECOND
_ASTRAY: Microseconds = 5 * SECOND
"""By so much the distance between two stamps may differ from that between two arrivals."""


class Hand:
    """A copy that is being written, and what is known of it so far."""

    def __init__(self, copy: StreamCopy, segment: Segment) -> None:
        self.copy = copy
        self.segment = segment
        self._latest_us = segment.media_us
        self._unstamped: list[AnyPacket] = []
        self._until: Fraction | None = None
        self._last: tuple[Fraction, Microseconds] | None = None
        """Stamp and media time of the last picture."""

    def add(self, packet: AnyPacket, media_us: Microseconds) -> None:
        """Write a packet that belongs to ``media_us``. Raises ``StorageError``."""
        if packet.pts is None:
            self._unstamped.append(packet)
            return
        packet.dts = packet.pts if packet.dts is None else packet.dts
        if packet.stream_index == self.copy.track:
            self._latest_us = media_us
            self._last = _decoded(packet), media_us
        for earlier in self._stamped(packet):
            self.copy.add(earlier)
        self.copy.add(packet)

    def counted_anew(self, packet: AnyPacket, media_us: Microseconds) -> bool:
        """Whether the camera's stamps have leapt: what comes now does not fit behind the rest.

        Cameras do so when their encoder starts anew or their clock is set.
        """
        if self._last is None or packet.stream_index != self.copy.track or packet.pts is None:
            return False
        stamp, before_us = self._last
        step_us = (_decoded(packet) - stamp) * SECOND
        return step_us < -_BACK or abs(step_us - (media_us - before_us)) > _ASTRAY

    def _stamped(self, packet: AnyPacket) -> list[AnyPacket]:
        """The packets before ``packet`` that bear no stamp, counted back from it.

        FFmpeg does not know the stamp of the first RTSP packet, and that is the keyframe.
        """
        earlier, self._unstamped = self._unstamped, []
        step = packet.duration or round(_FRAME_S / (packet.time_base or 1))
        for steps, one in enumerate(reversed(earlier), 1):
            one.pts = one.dts = (packet.dts or 0) - steps * step
        return earlier

    @property
    def start_us(self) -> Microseconds:
        """Media time of the first picture.

        Counted from the end: while a connection is young, its stamps are not yet well tied.
        """
        return max(0, self._latest_us - self.copy.last_us())

    @property
    def end_us(self) -> Microseconds:
        """Media time of the end of the last picture."""
        return self.start_us + self.copy.length_us()

    def ends_before(self, keyframe: AnyPacket) -> None:
        """The next segment begins with that picture; sound from before it may still come."""
        self._until = _stamp(keyframe)

    def awaits(self, packet: AnyPacket) -> bool:
        """Whether a packet that comes now is sound of the time before the next segment."""
        stamp = _stamp(packet)
        late = stamp is not None and self._until is not None and stamp < self._until
        return late and packet.stream_index != self.copy.track

    def over(self, packet: AnyPacket) -> bool:
        """Whether nothing more can come for this segment, now that ``packet`` has."""
        stamp = _stamp(packet)
        if stamp is None or self._until is None:
            return True
        patience = Fraction(_LATE, SECOND) if packet.stream_index == self.copy.track else 0
        return stamp >= self._until + patience


def _decoded(packet: AnyPacket) -> Fraction:
    """Seconds as the camera counts them; of decoding, because these never fall back."""
    stamp = packet.pts if packet.dts is None else packet.dts
    return (stamp or 0) * (packet.time_base or Fraction(1, SECOND))


def _stamp(packet: AnyPacket) -> Fraction | None:
    """Seconds as the camera counts them."""
    if packet.pts is None or packet.time_base is None:
        return None
    return packet.pts * packet.time_base
