"""Models that several watches share: one look at a time, first come, first served."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from proctor.behind import EyesBehind
from proctor.geometry import Box
from proctor.identity import Signature
from proctor.perception import Image, Sight, Subject
from proctor.ports import Eyes, Faces
from proctor.timeline import Microseconds


class Lane(EyesBehind):
    """``Eyes`` for any number of threads; satisfies ``proctor.ports.Eyes``.

    Whoever has looked goes to the end of the queue, so a camera that asks for much cannot hold up
    the others. Loading the models once for all saves their memory, and more threads would not make
    one processor faster.
    """

    def __init__(self, eyes: Eyes) -> None:
        super().__init__(eyes)
        self._moved = threading.Condition()
        self._tickets = self._serving = 0

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Wait for one's turn, then look."""
        with self.turn():
            return self.eyes.look(image, subject, within)

    def crowded(self) -> bool:
        """Whether somebody waits for a turn."""
        return self._tickets - self._serving > 1

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it."""
        with self._moved:
            ticket = self._tickets
            self._tickets += 1
            self._moved.wait_for(lambda: self._serving == ticket)
        try:
            yield
        finally:
            with self._moved:
                self._serving += 1
                self._moved.notify_all()


@dataclass(frozen=True, slots=True)
class FacesInLane:
    """``Faces`` for any number of threads; satisfies ``proctor.ports.Faces``."""

    faces: Faces
    """What reads them."""
    lane: Lane
    """Where they wait."""

    @property
    def weights(self) -> Mapping[str, str]:
        """Of the faces."""
        return self.faces.weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Of the faces."""
        return self.faces.settings

    def read(
        self, image: Image, heads: Sequence[Box], media_us: Microseconds = 0
    ) -> list[Signature | None]:
        """Wait for one's turn, then read."""
        with self.lane.turn():
            return self.faces.read(image, heads, media_us)
