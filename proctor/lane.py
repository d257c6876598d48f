"""Models that several watches share: one look at a time, first come, first served."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from proctor.behind import EyesBehind
from proctor.geometry import Box
from proctor.perception import Image, Sight, Subject
from proctor.ports import Eyes


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
        with self._turn():
            return self.eyes.look(image, subject, within)

    def crowded(self) -> bool:
        """Whether somebody waits for a turn."""
        return self._tickets - self._serving > 1

    @contextmanager
    def _turn(self) -> Iterator[None]:
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
