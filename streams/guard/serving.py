"""The child: opens one recording and answers questions about it until the parent hangs up."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from proctor.errors import ProctorError
from proctor.i18n import activate
from proctor.timeline import Span
from streams.audio import SoundTrack
from streams.composite import glances
from streams.container import Container
from streams.cut import StreamCutter
from streams.guard.confinement import Limits, allow_cpu, before_file
from streams.guard.wire import FORM, SLOTS, Line, Message, Room, packed
from streams.recording import Recording

_BEAT_S = 1.0
"""So often the parent hears that the reading goes on, pictures or not."""

Answer: TypeAlias = "Callable[[Opened, list[Any]], Iterator[object]]"


class Opened:
    """The file this process is for."""

    def __init__(self, path: Path, start: datetime | None) -> None:
        self.path, self._start = path, start
        self._recording: Recording | None = None
        self._sound: SoundTrack | None = None

    @property
    def recording(self) -> Recording:
        """Opened at the first question. Raises ``RecordingError``."""
        if self._recording is None:
            self._recording = Recording(self.path, start=self._start)
        return self._recording

    @property
    def sound(self) -> SoundTrack:
        """Opened at the first question."""
        self._sound = self._sound or SoundTrack(self.path)
        return self._sound

    def state(self) -> Message:
        """What travels with every answer: the account and the damage of the sound as of now."""
        state: Message = {}
        if self._recording is not None:
            state["account"] = asdict(self._recording.account())
        if self._sound is not None:
            state["damaged"] = self._sound.damaged
        return state


def _clock(opened: Opened, _words: list[Any]) -> Iterator[object]:
    yield opened.recording.clock


def _frames(opened: Opened, words: list[Any]) -> Iterator[object]:
    return opened.recording.frames(*words)


def _scan(opened: Opened, words: list[Any]) -> Iterator[object]:
    return opened.recording.scan(*words)


def _within(opened: Opened, words: list[Any]) -> Iterator[object]:
    spans, every_us = words
    return opened.recording.within([Span(*span) for span in spans], every_us)


def _glances(opened: Opened, _words: list[Any]) -> Iterator[object]:

    return glances(opened.path)


def _sounds(opened: Opened, _words: list[Any]) -> Iterator[object]:
    return opened.sound.sounds()


def _still(opened: Opened, words: list[Any]) -> Iterator[object]:
    yield StreamCutter().still(opened.path, *words)


def _clip(opened: Opened, words: list[Any]) -> Iterator[object]:
    start_us, end_us, target = words
    yield StreamCutter().clip(opened.path, Span(start_us, end_us), Path(target))


ANSWERS: Mapping[str, Answer] = {
    "clock": _clock,
    "frames": _frames,
    "scan": _scan,
    "within": _within,
    "glances": _glances,
    "sounds": _sounds,
    "still": _still,
    "clip": _clip,
}
"""What can be asked. A further reading of a recording needs a line here and one in the parent:
frames and sounds travel by shared memory, spans and clocks as such, other dataclasses as lists."""


def _each(items: Iterator[object]) -> Generator[object]:
    """The same, and closing it closes the reading behind it."""
    yield from items


class _HungUpError(Exception):
    """The parent wants no more of this answer, or is gone."""


class Service:
    """Answers one question after the other."""

    def __init__(self, line: Line, room: Room, opened: Opened, cpu_s: int) -> None:
        self._line, self._room, self._opened, self._cpu_s = line, room, opened, cpu_s
        self._free = set(range(SLOTS))
        self._beaten = time.monotonic()

    def run(self) -> None:
        """Until the parent hangs up."""
        while (message := self._line.receive()) is not None:
            self._note(message)
            if "ask" in message:
                allow_cpu(self._cpu_s)
                self._answer(ANSWERS[message["ask"]], message["words"])

    def beat(self) -> None:
        """Called at every packet read: the reading goes on. Raises ``_HungUpError``."""
        if time.monotonic() - self._beaten >= _BEAT_S:
            self._say({"alive": True})
            self._listen()

    def _answer(self, answer: Answer, words: list[Any]) -> None:
        try:
            with closing(_each(answer(self._opened, words))) as items:
                for item in items:
                    self._listen()
                    self._give(item)
            self._say({"end": True, **self._opened.state()})
        except _HungUpError:
            self._say({"end": True})
        except ProctorError as error:
            text = {"error": type(error).__name__, "message": error.message, "hint": error.hint}
            self._say({**text, **self._opened.state()})

    def _give(self, item: object) -> None:
        message, array = packed(item)
        if array is not None and array.size:
            slot = self._slot(array.nbytes)
            self._room.put(slot, array)
            self._free.remove(slot)
            message |= {"slot": slot, "shape": array.shape}
        self._say(message | self._opened.state())

    def _slot(self, size: int) -> int:
        """A free place for a picture. Raises ``_HungUpError``."""
        if size > self._room.slot:
            while len(self._free) < SLOTS:
                self._hear()
            self._say({"room": size})
            while size > self._room.slot:
                self._hear()
        while not self._free:
            self._hear()
        return min(self._free)

    def _listen(self) -> None:
        while self._line.waiting():
            self._hear()

    def _hear(self) -> None:
        message = self._line.receive()
        if message is None:
            os._exit(0)
        self._note(message)
        if "stop" in message:
            raise _HungUpError

    def _note(self, message: Message) -> None:
        if "free" in message:
            self._free.add(message["free"])
        if "room" in message:
            self._room.remap(message["room"])

    def _say(self, message: Message) -> None:
        self._line.send(message)
        self._beaten = time.monotonic()


def serve(line: Line, order: Message, held: list[str]) -> None:
    """Confine this process to the recording in ``order``, say so, and answer."""
    activate(order["language"])
    path, writes = Path(order["path"]), order["writes"]
    limits = Limits(**order["limits"])
    held = held + before_file(path, Path(writes) if writes else None, limits)
    start = order["start"]
    opened = Opened(path, datetime.fromisoformat(start) if start else None)
    service = Service(line, Room(order["room"]), opened, order["cpu_s"])
    Container.pulse = lambda _container: service.beat()
    line.send({"ready": held, "form": FORM})
    try:
        service.run()
    except MemoryError:
        line.send({"failed": "memory"})
    except BrokenPipeError:
        return
    except Exception as error:  # the parent tells people; a trace would be lost with this process
        line.send({"failed": f"{type(error).__name__}: {error}"})
