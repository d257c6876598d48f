"""Eyes and sources with something else in front: whatever is not said anew is as it is behind."""

from collections.abc import Iterator, Mapping, Sequence

from proctor.geometry import Box
from proctor.perception import Account, Frame, Image, Sense, Sight, Subject
from proctor.ports import Eyes, Source
from proctor.timeline import ClockMap, Microseconds, Span


class EyesBehind:
    """Eyes that see as those behind; satisfies ``proctor.ports.Eyes``."""

    def __init__(self, eyes: Eyes) -> None:
        self.eyes = eyes

    @property
    def senses(self) -> frozenset[Sense]:
        """Of the eyes behind."""
        return self.eyes.senses

    @property
    def weights(self) -> Mapping[str, str]:
        """Of the eyes behind."""
        return self.eyes.weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Of the eyes behind."""
        return self.eyes.settings

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """As the eyes behind do."""
        return self.eyes.look(image, subject, within)


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
