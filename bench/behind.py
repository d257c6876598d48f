"""A source with something else in front: whatever is not said anew is as it is behind."""

from collections.abc import Iterator, Sequence

from proctor.perception import Account, Frame
from proctor.ports import Source
from proctor.timeline import ClockMap, Microseconds, Span


class SourceBehind:
    """A recording that gives what the one behind gives; satisfies ``proctor.ports.Source``."""

    def __init__(self, source: Source) -> None:
        self.source = source

    @property
    def clock(self) -> ClockMap:
        """Of the recording behind."""
        return self.source.clock

    def account(self) -> Account:
        """Of the recording behind."""
        return self.source.account()

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """As the recording behind gives them."""
        return self.source.frames(every_us)

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """As the recording behind gives them."""
        return self.source.scan(every_us, keyframes_us)

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """As the recording behind gives them."""
        return self.source.within(spans, every_us)
