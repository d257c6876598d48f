"""Where the time of an analysis goes: every part of the eyes timed, decoding and the rest too.

Times are processor time of all threads of this process, so that another program on the same
computer does not count.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import process_time
from typing import Any

from bench.behind import SourceBehind
from proctor.behind import EyesBehind
from proctor.geometry import Box
from proctor.perception import Frame, Health, Image, Sight, Subject
from proctor.ports import Eyes, PictureMeter, Source
from proctor.timeline import Microseconds, Span


@dataclass(slots=True)
class Stages:
    """Processor seconds by stage; time inside a stage within another counts for the inner one."""

    seconds: dict[str, float] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    _inner: list[float] = field(default_factory=list)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Whatever happens inside belongs to the stage."""
        began = process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            took = process_time() - began
            own = took - self._inner.pop()
            self.seconds[name] = self.seconds.get(name, 0.0) + own
            self.calls[name] = self.calls.get(name, 0) + 1
            if self._inner:
                self._inner[-1] += took


class _Part:
    """A part of the eyes whose methods are timed."""

    def __init__(self, part: object, name: str, stages: Stages) -> None:
        self._part, self._name, self._stages = part, name, stages

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if not callable(found):
            return found

        def timed(*words: Any, **named: Any) -> Any:
            with self._stages.of(self._name):
                return found(*words, **named)

        return timed


def _timed(part: Any, name: str, stages: Stages) -> Any:
    """The part with its methods timed; parts in lists and pairs too, everything else as it is."""
    if isinstance(part, list | tuple):
        return type(part)(_timed(each, name, stages) for each in part)
    looks = any(callable(getattr(part, method, None)) for method in ("find", "read", "under"))
    ours = type(part).__module__.startswith("models.")
    return _Part(part, name, stages) if ours and looks else part


class TimedEyes(EyesBehind):
    """Eyes that note how long each of their parts looks."""

    def __init__(self, eyes: Eyes, stages: Stages) -> None:
        super().__init__(eyes)
        self._stages = stages
        for name, part in vars(eyes).items():
            setattr(eyes, name, _timed(part, name.strip("_"), stages))

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """As the eyes do."""
        with self._stages.of("rest of a look"):
            return self.eyes.look(image, subject, within)


@dataclass(slots=True)
class TimedMeter:
    """A meter of the picture's health that is timed."""

    meter: PictureMeter
    stages: Stages

    def read(self, image: Image) -> Health:
        """As the meter does."""
        with self.stages.of("picture health"):
            return self.meter.read(image)


class TimedSource(SourceBehind):
    """A recording whose decoding is timed."""

    def __init__(self, source: Source, stages: Stages) -> None:
        super().__init__(source)
        self._stages = stages

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """As the recording gives them."""
        return self._timed("decode, scan", lambda: self.source.frames(every_us))

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """As the recording gives them."""
        return self._timed("decode, scan", lambda: self.source.scan(every_us, keyframes_us))

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """As the recording gives them."""
        return self._timed("decode, closer", lambda: self.source.within(spans, every_us))

    def _timed(self, name: str, begin: Callable[[], Iterator[Frame]]) -> Iterator[Frame]:
        frames = begin()
        while True:
            with self._stages.of(name):
                frame = next(frames, None)
            if frame is None:
                return
            yield frame
