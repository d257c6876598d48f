"""Pictures of a file without decoding most of them: keyframes for a scan, groups for a closer look.

Of a group of pictures that is built as it must be, the keyframe is decoded alone, and the others
count as there because their packets are. A group with anything odd about it is decoded whole, so
damage is counted as if everything had been.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TypeAlias

from av.video.frame import VideoFrame

from proctor.perception import Frame, Image
from proctor.timeline import Microseconds, Span
from streams.checking import GroupCheck
from streams.container import Container
from streams.gops import Gop, VideoPacket, gops
from streams.soundness import Layout
from streams.tally import Tally

Upright: TypeAlias = Callable[[VideoFrame], Image]


@dataclass(slots=True)
class GroupDecoder:
    """Decodes groups one after the other, some whole, of some the keyframe, some not at all."""

    container: Container
    """Where packets go and damage is counted."""
    before: Gop | None = None
    """The group read last, decoded or not."""
    running: bool = False
    """Whether the decoder holds the state at the end of ``before``."""

    def passed(self, gop: Gop) -> None:
        """Remember a group that was not decoded whole."""
        self.before, self.running = gop, False

    def start(self, gop: Gop, count: int) -> Iterator[VideoFrame]:
        """The frames of the first ``count`` packets, all of them; the decoder then begins anew."""
        yield from self.whole(gop, approach=gop.leading, count=count)
        yield from self.rest()

    def whole(self, gop: Gop, *, approach: bool, count: int | None = None) -> Iterator[VideoFrame]:
        """All frames of a group, in order of presentation, save those still in the decoder.

        ``approach``: what the group may lean on is decoded first if it was not; its own frames
        and faults are passed over.
        """
        behind: frozenset[int] = frozenset()
        if approach and not self.running and self.before is not None and self.before.keyed:
            behind = frozenset(self.before.stamps)
            yield from self._approached(self.before, behind)
        self.before, self.running = gop, True
        for packet in gop.packets[:count]:
            for frame in self.container.decoded(packet):
                if frame.pts not in behind:
                    yield frame

    def _approached(self, gop: Gop, behind: frozenset[int]) -> Iterator[VideoFrame]:
        known = len(self.container.faults)
        for packet in gop.packets:
            for frame in self.container.decoded(packet):
                if frame.pts not in behind:
                    yield frame
        del self.container.faults[known:]

    def rest(self) -> Iterator[VideoFrame]:
        """Frames still in the decoder, which then begins anew."""
        if self.running:
            yield from self.container.flushed()
            self.container.restart()
            self.running = False

    def keyframe(self, gop: Gop) -> VideoFrame | None:
        """The first picture of a group alone; ``None`` when it does not come out well."""
        known = len(self.container.faults)
        frames = [*self.container.decoded(gop.packets[0]), *self.container.flushed()]
        self.container.restart()
        sound = len(self.container.faults) == known
        del self.container.faults[known:]
        good = sound and len(frames) == 1 and not frames[0].is_corrupt
        return frames[0] if good else None


@dataclass(slots=True)
class Scan:
    """One cheap reading of a file."""

    container: Container
    tally: Tally
    layout: Layout
    """How its packets are built."""
    every_us: Microseconds
    """Step where groups are decoded whole."""
    keyframes_us: Microseconds
    """Keyframes alone will do where they lie at most so far apart."""
    upright: Upright
    check: GroupCheck
    """For the groups that are not decoded whole."""
    decoded: set[int] = field(default_factory=set)
    """Numbers of the groups that were decoded whole: their damage is counted."""
    due_us: Microseconds = 0
    """From here on the next frame of a whole group is shown."""
    shown_us: Microseconds | None = None
    """Moment of the frame shown last."""

    def frames(self, packets: Iterable[VideoPacket]) -> Iterator[Frame]:
        """Keyframes, and samples of the groups that were decoded whole."""
        decoder = GroupDecoder(self.container)
        for gop in gops(packets):
            alone = None
            if self._stands(gop):
                yield from self._sampled(decoder.rest())
                alone = self._alone(decoder, gop)
            if alone is None:
                self.decoded.add(gop.number)
                yield from self._sampled(decoder.whole(gop, approach=True))
            else:
                yield from alone
        yield from self._sampled(decoder.rest())

    def _stands(self, gop: Gop) -> bool:
        """Whether the keyframe speaks for the group."""
        return (
            gop.keyed
            and not gop.continued
            and bool(gop.stamps)
            and gop.length_us(self.container.media) <= self.keyframes_us
            and gop.sound(self.layout)
        )

    def _alone(self, decoder: GroupDecoder, gop: Gop) -> Sequence[Frame] | None:
        """The keyframe if one is due, ``None`` if it fails; the whole group is noted."""
        picture = None
        if self._due(gop):
            picture = decoder.keyframe(gop)
            if picture is None:
                return None
        decoder.passed(gop)
        self.check.look(gop)
        return self._noted(gop, picture)

    def _due(self, gop: Gop) -> bool:
        """Whether waiting for the next keyframe would make the step too long."""
        if self.shown_us is None or gop.next_stamp is None:
            return True
        return self.container.media(gop.next_stamp) - self.shown_us > self.keyframes_us

    def _noted(self, gop: Gop, picture: VideoFrame | None) -> list[Frame]:
        shown = []
        durations = {packet.pts: packet.duration or 0 for packet in gop.packets}
        for stamp in gop.stamps:
            first = stamp == gop.packets[0].pts
            at = self.tally.picture(stamp, durations[stamp], key=first)
            if picture is not None and first:
                self._decoded(picture)
                shown.append(self._shown(at, picture))
        return shown

    def _decoded(self, picture: VideoFrame) -> None:
        self.tally.decoded += 1
        self.tally.sizes.add((picture.width, picture.height))

    def _shown(self, at: Microseconds, picture: VideoFrame) -> Frame:
        image = self.upright(picture)
        self.tally.upright(image.shape[1], image.shape[0], lying=False)
        self.shown_us, self.due_us = at, (at // self.every_us + 1) * self.every_us
        return Frame(at, image)

    def _sampled(self, frames: Iterable[VideoFrame]) -> Iterator[Frame]:
        for frame in frames:
            at = self.tally.frame(frame)
            if at >= self.due_us:
                yield self._shown(at, frame)


@dataclass(slots=True)
class CloseLook:
    """Another reading of a file, for some stretches of it only."""

    container: Container
    tally: Tally
    """Of this reading; only its moments are used."""
    spans: Sequence[Span]
    """Sorted, apart."""
    every_us: Microseconds
    """Step inside a span."""
    upright: Upright
    counted: frozenset[int] | None
    """Numbers of the groups that were decoded whole before; ``None``: all."""
    checked: frozenset[int]
    """Numbers of further groups whose damage is known."""
    skips: bool
    """Whether groups outside the spans need not be decoded."""
    found: dict[int, tuple[int, tuple[Span, ...]]]
    """Number of a group that had not been decoded whole before → how much damage was found in it,
    and where; added to."""
    decoded: dict[int, int]
    """Number of such a group → frames decoded of it, the keyframe left out; added to."""
    at_span: int = 0
    """Index of the span in which, or before which, we are."""
    due_us: Microseconds = 0
    """From here on the next frame is shown."""

    def frames(self, packets: Iterable[VideoPacket]) -> Iterator[Frame]:
        """The first frame at or after each multiple of the step, inside the spans."""
        decoder = GroupDecoder(self.container)
        for gop in gops(packets):
            if self.at_span >= len(self.spans):
                return
            if self.skips and not self._wanted(gop):
                yield from self._inside(decoder.rest(), None)
                decoder.passed(gop)
            elif (count := self._needed(gop)) < len(gop.packets):
                yield from self._inside(decoder.start(gop, count), gop)
            else:
                yield from self._inside(decoder.whole(gop, approach=gop.leading), gop)
        yield from self._inside(decoder.rest(), None)

    def _wanted(self, gop: Gop) -> bool:
        if not (gop.keyed and not gop.continued and gop.stamps):
            return True
        media = self.container.media
        end = gop.stamps[-1] + 1 if gop.next_stamp is None else gop.next_stamp
        here = Span(media(gop.stamps[0]), max(media(gop.stamps[0]), media(end)))
        return any(span.overlap_us(here) for span in self.spans[self.at_span :][:2])

    def _needed(self, gop: Gop) -> int:
        """How many packets of a group must be decoded for the frames inside the spans."""
        if not (self.skips and gop.keyed and not gop.continued and gop.stamps):
            return len(gop.packets)
        media, last = self.container.media, 0
        end_us = media(gop.stamps[-1]) + 1
        ahead = islice(self.spans, self.at_span, None)
        near = list(takewhile(lambda span: span.start_us < end_us, ahead))
        for count, packet in enumerate(gop.packets, 1):
            at = media(packet.pts or 0)
            if any(span.start_us <= at < span.end_us for span in near):
                last = count
        return last

    def _inside(self, frames: Iterable[VideoFrame], gop: Gop | None) -> Iterator[Frame]:
        """The frames to be shown; what is damaged in a group counts once, however often read."""
        new = gop is not None and self.counted is not None and gop.number not in self.counted
        known, corrupt, count = len(self.container.faults), list[Microseconds](), 0
        for frame in frames:
            at = self.tally.frame(frame)
            count += 1
            if frame.is_corrupt:
                corrupt.append(at)
            if self._falls(at):
                yield Frame(at, self.upright(frame))
        if new and gop is not None:
            self.decoded[gop.number] = max(count - 1, self.decoded.get(gop.number, 0))
            hurt = [*map(self.container.media, self.container.faults[known:]), *corrupt]
            if gop.number not in self.checked and len(hurt) > self._known(gop):
                self.found[gop.number] = len(hurt), self._leaning(hurt, gop)

    def _known(self, gop: Gop) -> int:
        """How much damage was found in that group before."""
        return self.found.get(gop.number, (0, ()))[0]

    def _leaning(self, hurt: Sequence[Microseconds], gop: Gop) -> tuple[Span, ...]:
        """From the first damage to the next group: what is in between leans on it."""
        last = gop.stamps[-1] + 1 if gop.next_stamp is None else gop.next_stamp
        end = self.container.media(last)
        return (Span(min(hurt), end),) if min(hurt) < end else ()

    def _falls(self, at: Microseconds) -> bool:
        """Whether a frame at that moment is to be shown."""
        while self.at_span < len(self.spans) and at >= self.spans[self.at_span].end_us:
            self.at_span += 1
        if self.at_span >= len(self.spans) or at < self.spans[self.at_span].start_us:
            return False
        start = self.spans[self.at_span].start_us
        if at < max(self.due_us, -(-start // self.every_us) * self.every_us):
            return False
        self.due_us = (at // self.every_us + 1) * self.every_us
        return True
