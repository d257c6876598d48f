"""What a recording promised, gave and owes, counted while it is read."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from proctor.perception import Account
from proctor.timeline import SECOND, Microseconds, Span, merged
from streams.container import Container
from streams.torn import torn_at

_LOCATED_AT_ONCE = 100
"""Damage up to so much is told of at any time, more at the end."""

TOLERANCE = SECOND
"""The shortest time without pictures that is called a hole."""


@dataclass(slots=True)
class Tally:
    """Counts of one reading of one recording."""

    container: Container
    """Where promises, stamps and damage come from."""
    frames: int = 0
    """Frames decoded, or taken for decodable because their group is sound."""
    decoded: int = 0
    """Frames decoded."""
    corrupt: list[Microseconds] = field(default_factory=list)
    """Media times of the frames that the decoder itself calls corrupt."""
    keys: list[Microseconds] = field(default_factory=list)
    """Media times of the keyframes, which lean on nothing before them."""
    packets: int = 0
    """Video packets read."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the first upright frame."""
    sizes: set[tuple[int, int]] = field(default_factory=set)
    """All frame sizes met."""
    first_us: Microseconds | None = None
    """Media time of the first frame."""
    last_us: Microseconds = -1
    """Media time of the last frame."""
    shown: int = 0
    """Declared duration of the last frame, ticks; 0 when none is declared."""
    stamp: int | None = None
    """Stamp of the packet before, ticks."""
    steps: Counter[int] = field(default_factory=Counter)
    """Ticks between successive packets in order of decoding, and how often."""
    finished: bool = False
    """Whether the recording was read to its end."""
    _chain: tuple[int | None] | None = None
    """Where the outer chain of the file is torn, once that was asked."""
    gaps: list[tuple[Microseconds, int, Microseconds]] = field(default_factory=list)
    """Long waits: media time and declared ticks of the frame before, media time of the next."""

    def packet(self, packet: Packet[VideoStream]) -> None:
        """Note a video packet on its way to the decoder."""
        self.packets += 1
        stamp = packet.pts if packet.dts is None else packet.dts
        if stamp is not None and self.stamp is not None and stamp > self.stamp:
            self.steps[stamp - self.stamp] += 1
        self.stamp = self.stamp if stamp is None else stamp

    def frame(self, frame: VideoFrame) -> Microseconds:
        """Note a decoded frame; its media time, always later than that of the frame before."""
        self.decoded += 1
        self.sizes.add((frame.width, frame.height))
        at = self.picture(frame.pts, frame.duration or 0, key=bool(frame.key_frame))
        if frame.is_corrupt:
            self.corrupt.append(at)
        return at

    def picture(self, stamp: int | None, shown: int, *, key: bool) -> Microseconds:
        """Note a frame that is there, decoded or not, in order of presentation; its media time."""
        at = self._when(stamp)
        if self.first_us is None:
            self.first_us = at
        elif at - self.last_us > TOLERANCE:
            self.gaps.append((self.last_us, self.shown, at))
        self.frames += 1
        if key:
            self.keys.append(at)
        self.last_us, self.shown = at, shown
        return at

    def upright(self, width: int, height: int, *, lying: bool) -> None:
        """Note the size of the first frame; ``lying`` when it must be turned by a right angle."""
        if not self.size[0]:
            self.size = (height, width) if lying else (width, height)

    def _when(self, stamp: int | None) -> Microseconds:
        if stamp is not None:
            return max(self.container.media(stamp), self.last_us + 1, 0)
        if self.first_us is None:
            return 0
        return self.last_us + max(1, self.container.stamps.us(self.container.stamps.interval))

    def interval_us(self) -> Microseconds:
        """The typical time between frames as they were sent, decoded or not.

        Packets are counted, not frames: of a badly damaged file only keyframes may come out, and
        they must not make their own distance look normal.
        """
        stamps, half = self.container.stamps, sum(self.steps.values()) / 2
        for step in sorted(self.steps):
            half -= self.steps[step]
            if half <= 0:
                return max(1, stamps.us(step))
        return max(1, stamps.us(stamps.interval))

    def account(self) -> Account:
        """As counted so far; final when the recording has been read to its end."""
        container, interval = self.container, self.interval_us()
        end = 0 if self.first_us is None else self.last_us + self._display(self.shown, interval)
        promised = 0 if container.stamps.jumps else container.promised_us()
        span = Span(0, max(end, promised))
        return Account(
            container=container.format,
            codec=container.video.codec_context.name,
            width=self.size[0],
            height=self.size[1],
            expected_us=container.promised_us(),
            span=span,
            frames=self.frames,
            decoded=self.decoded,
            damaged=container.damaged + len(self.corrupt) + len(self._torn()),
            damaged_spans=tuple(self._leaning(span)),
            holes=tuple(self._holes(end, span.end_us, interval)),
            audio=container.audio is not None,
            notes=tuple(self._notes()),
        )

    def _leaning(self, whole: Span) -> list[Span]:
        """From each damaged packet or frame to the next keyframe: what is between leans on it.

        While a file with much damage is being read, nobody is told where: that is asked at every
        frame, and the answer would grow with the square of the length.
        """
        if len(self.container.faults) + len(self.corrupt) > _LOCATED_AT_ONCE and not self.finished:
            return []
        hurt = {*map(self.container.media, self.container.faults), *self.corrupt}
        inside = (at for at in hurt if whole.start_us <= at < whole.end_us)
        return merged(Span(at, self._next_key(at, whole.end_us)) for at in inside)

    def _next_key(self, at: Microseconds, end: Microseconds) -> Microseconds:
        after = bisect_right(self.keys, at)
        return min(self.keys[after], end) if after < len(self.keys) else end

    def _holes(self, end: Microseconds, whole: Microseconds, interval: Microseconds) -> list[Span]:
        tolerance = max(TOLERANCE, 3 * interval)
        first = end if self.first_us is None else self.first_us
        between = [
            Span(last + self._display(shown, interval), following)
            for last, shown, following in self.gaps
            if following - last > tolerance
        ]
        edges = [Span(0, first), Span(end, max(end, whole))]
        return merged(between + [edge for edge in edges if edge.duration_us > tolerance])

    def _display(self, declared: int, interval: Microseconds) -> Microseconds:
        """How long a frame is shown.

        MP4 writes a gap as the duration of the frame before it, so a declared duration counts
        only up to the usual interval.
        """
        return min(self.container.stamps.us(declared), interval) if declared else interval

    def _notes(self) -> list[str]:
        stamps = self.container.stamps
        silent = self.packets - self.frames - self.container.damaged
        wrong = self.container.sums.wrong if self.container.sums else 0
        facts = (
            (stamps.jumps, f"The time stamps started anew {stamps.jumps} times; joined there."),
            (stamps.lies, f"{stamps.lies} impossible time stamps were ignored."),
            (
                self.frames and not self.container.stamped,
                "There are no time stamps: pictures are counted at"
                f" {float(self.container.rate or 25):g} a second.",
            ),
            (len(self.sizes) > 1, f"The picture changes its size: {sorted(self.sizes)}."),
            (silent > 1, f"{silent} packets gave no picture."),
            (
                wrong,
                f"{wrong} clusters of the file do not have their checksum: pictures or sounds in"
                " them were changed.",
            ),
            (len(self.container.file.streams.video) > 1, "Only the first video track was read."),
        )
        return [*(text for applies, text in facts if applies), *self._torn()]

    def _torn(self) -> list[str]:
        if not self.finished:
            return []
        if self._chain is None:
            self._chain = (torn_at(self.container.path, self.container.format),)
        (at,) = self._chain
        return [] if at is None else [f"The file is torn at byte {at}; what follows may be lost."]
