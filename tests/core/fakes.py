"""Five-line stand-ins for the layers around the core, through its ports."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from proctor.analysis import Tools
from proctor.errors import RecordingError
from proctor.geometry import Box
from proctor.perception import Account, Frame, Health, Person, Sight
from proctor.timeline import SECOND, ClockMap, Span

START = datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC)
IMAGE = np.zeros((54, 96, 3), np.uint8)


def image_at(media_us: int) -> np.ndarray:
    """A picture that says when it was taken: tenths of a second in its first value, up to 255."""
    image = IMAGE.copy()
    image[0, 0, 0] = min(255, media_us * 10 // SECOND)
    return image


class FakeSource:
    """A recording of so many seconds; the file's text says how many, or is no recording."""

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        text = path.read_text(encoding="utf-8").split()
        if not text or not text[0].isdigit():
            raise RecordingError(f"{path.name} is not a recording")
        self.seconds = int(text[0])
        self.clock = ClockMap(start or START, "given", 0.5)

    def frames(self, every_us: int) -> Iterator[Frame]:
        for at in range(0, self.seconds * SECOND, every_us):
            yield Frame(at, image_at(at))

    def scan(self, every_us: int, keyframes_us: int) -> Iterator[Frame]:
        return self.frames(every_us)

    def within(self, spans: Sequence[Span], every_us: int) -> Iterator[Frame]:
        for span in spans:
            for at in range(-(-span.start_us // every_us) * every_us, span.end_us, every_us):
                yield Frame(at, image_at(at))

    def account(self) -> Account:
        whole = self.seconds * SECOND
        return Account("fake", "none", 96, 54, whole, Span(0, whole), self.seconds, 0)


class FakeEyes:
    """Somebody sits in the middle for the first ten seconds, then leaves."""

    senses = frozenset({"person"})

    def __init__(self) -> None:
        self.looks = 0
        self.weights = {"fake": "f" * 64}
        self.settings: dict[str, float | str] = {}

    def look(self, image: np.ndarray, subject: str, within: Sequence[Box] = ()) -> Sight:
        self.looks += 1
        here = Person(Box(40, 20, 56, 50), 0.9, Box(45, 20, 51, 28))
        return Sight((here,) if image[0, 0, 0] < 100 else ())


class FakeMeter:
    def read(self, image: np.ndarray) -> Health:
        return Health(100, 40, 9, 1.0)


class FakeCutter:
    def clip(self, recording: Path, span: Span, target: Path) -> Span:
        target.write_bytes(f"{recording.name} {span.start_us} {span.end_us}".encode())
        return span

    def still(self, recording: Path, at_us: int) -> Frame:
        return Frame(at_us, IMAGE)


class FakePainter:
    def key_frame(self, image: np.ndarray, boxes: dict[str, Box], caption: str) -> bytes:
        return f"{sorted(boxes)} {caption}".encode()


def tools() -> Tools:
    return Tools(FakeSource, FakeMeter, FakeEyes(), FakeCutter(), FakePainter())
