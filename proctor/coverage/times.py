"""Sets of moments, as exact as the integers they are made of."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from proctor.timeline import Microseconds, Span, merged


@dataclass(frozen=True, slots=True)
class Times:
    """A set of moments: half-open spans, sorted and apart, none of them empty."""

    spans: tuple[Span, ...] = ()
    """Use ``of`` for spans in any order."""

    @classmethod
    def of(cls, spans: Iterable[Span]) -> "Times":
        """The moments that lie in at least one of ``spans``."""
        return cls(tuple(merged(spans)))

    @property
    def us(self) -> Microseconds:
        """How long they last together."""
        return sum(span.duration_us for span in self.spans)

    def __bool__(self) -> bool:
        """Whether there is any moment."""
        return bool(self.spans)

    def __or__(self, other: "Times") -> "Times":
        """Moments in at least one of the two."""
        return Times.of((*self.spans, *other.spans))

    def __and__(self, other: "Times") -> "Times":
        """Moments in both."""
        common: list[Span] = []
        one, two = 0, 0
        while one < len(self.spans) and two < len(other.spans):
            a, b = self.spans[one], other.spans[two]
            start, end = max(a.start_us, b.start_us), min(a.end_us, b.end_us)
            if start < end:
                common.append(Span(start, end))
            if a.end_us <= b.end_us:
                one += 1
            else:
                two += 1
        return Times(tuple(common))

    def __sub__(self, other: "Times") -> "Times":
        """Moments of this set that are not in the other."""
        left: list[Span] = []
        two = 0
        for span in self.spans:
            at = span.start_us
            while two < len(other.spans) and other.spans[two].end_us <= at:
                two += 1
            beyond = two
            while beyond < len(other.spans) and other.spans[beyond].start_us < span.end_us:
                hole = other.spans[beyond]
                if hole.start_us > at:
                    left.append(Span(at, hole.start_us))
                at = hole.end_us
                beyond += 1
            if at < span.end_us:
                left.append(Span(at, span.end_us))
        return Times(tuple(left))

    def within(self, bounds: Span) -> "Times":
        """The moments inside ``bounds``; takes no longer for a set that is long elsewhere."""
        if not bounds.duration_us:
            return Times()
        first = bisect_right(self.spans, bounds.start_us, key=_end)
        last = bisect_left(self.spans, bounds.end_us, key=_start)
        return Times(tuple(span.within(bounds) for span in self.spans[first:last]))


NEVER = Times()
"""No moment at all."""


def _start(span: Span) -> Microseconds:
    return span.start_us


def _end(span: Span) -> Microseconds:
    return span.end_us
