"""The child process as the parent sees it: started, asked, watched, ended when it misbehaves."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import weakref
from collections.abc import Generator, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeAlias

from proctor.errors import DecoderError, ProctorError, RecordingError, StorageError, UnfinishedError
from proctor.i18n import _, language
from proctor.perception import Frame
from proctor.storage import fingerprint
from streams.guard.confinement import LIMITS, Limits
from streams.guard.process import START_S, ended, shared_memory, started
from streams.guard.wire import FORM, Answered, Line, Message, Room, answered

_ERRORS: dict[str, type[ProctorError]] = {
    error.__name__: error for error in (RecordingError, UnfinishedError, StorageError)
}
"""What a child may raise in the parent."""


Answers: TypeAlias = Generator[Answered, None, None]


class Child:
    """A process for one recording. Raises ``DecoderError`` from every question it fails at.

    It ends with this object, with this program, and after its first failure.
    """

    def __init__(
        self,
        recording: Path,
        *,
        start: datetime | None = None,
        writes: Path | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        """``writes`` is the only folder it may write to. Raises ``StorageError`` without memory."""
        self.recording, self._limits = recording.absolute(), limits
        self.last_us = 0
        self.held: tuple[str, ...] = ()
        self._room = Room(shared_memory())
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process, ends = started(self._room.file, self._errors)
        self._line = Line(*ends, patience_s=max(limits.answer_s, START_S))
        self._end = weakref.finalize(self, ended, self._process, self._room, ends, self._errors)
        self._greet(start, writes)
        self._line.patience_s = limits.answer_s

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._end.alive

    def close(self) -> None:
        """End the process."""
        self._end()

    def ask(self, question: str, *words: object) -> Answers:
        """Its answers as they come; leaving early makes it stop.

        Raises what the reader raises, and ``DecoderError`` when it dies, hangs or talks nonsense.
        """
        over, self.last_us = False, 0
        try:
            self._send({"ask": question, "words": words})
            while True:
                message = self._receive()
                if "error" in message:
                    over = True
                    raise _error(message)
                over = "end" in message
                yield from self._answered(message)
                if over:
                    return
        finally:
            if not over and self.alive:
                self._stop()

    def _answered(self, message: Message) -> Iterator[Answered]:
        try:
            if "alive" in message:
                return
            if "room" in message:
                self._room.enlarge(int(message["room"]))
                self._send({"room": self._room.slot})
                return
            answer = answered(message, self._room)
        except (ValueError, TypeError, OSError) as error:
            self._fail("nonsense", _("answered nonsense"), error)
        if "slot" in message:
            self._send({"free": message["slot"]})
        if isinstance(answer.item, Frame):
            self.last_us = answer.item.media_us
        yield answer

    def _stop(self) -> None:
        """Have it leave an answer unfinished; what was on its way is passed over."""
        with contextlib.suppress(DecoderError):  # it is closed then, and a new one will be started
            self._send({"stop": True})
            while True:
                message = self._receive()
                if "end" in message or "error" in message:
                    return
                if "slot" in message:
                    self._send({"free": message["slot"]})
                if "room" in message:
                    self._send({"room": self._room.slot})

    def _greet(self, start: datetime | None, writes: Path | None) -> None:
        try:
            size = self.recording.stat().st_size
        except OSError:
            size = 0
        order = {
            "path": str(self.recording),
            "writes": writes and str(writes.absolute()),
            "start": start and start.isoformat(),
            "room": self._room.file,
            "language": language(),
            "limits": asdict(self._limits),
            "cpu_s": self._limits.cpu_s(size),
        }
        try:
            self._line.send(order)
            message = self._line.receive()
        except (OSError, ValueError) as error:
            self._unready(error)
        if message is None or message.get("form") != FORM:
            self._unready(None)
        self.held = tuple(message["ready"])

    def _unready(self, cause: Exception | None) -> NoReturn:
        """It failed before it had seen the recording, which is therefore not to blame."""
        self._errors.seek(0)
        said = self._errors.read()[-2000:].decode(errors="replace").strip().splitlines()
        self.close()
        raise StorageError(
            _("The process that decodes recordings could not be started: {reason}").format(
                reason=said[-1] if said else cause or self._process.returncode
            ),
            hint=_("Check the free memory; PROCTOR_GUARD=off decodes without that process."),
        ) from cause

    def _send(self, message: Message) -> None:
        try:
            self._line.send(message)
        except TimeoutError as error:
            self._hung(error)
        except OSError as error:
            self._died(error)

    def _receive(self) -> Message:
        try:
            message = self._line.receive()
        except TimeoutError as error:
            self._hung(error)
        except (OSError, ValueError) as error:
            self._fail("nonsense", _("answered nonsense"), error)
        if message is None:
            self._died(None)
        if message.get("failed") == "memory":
            self._fail("memory", _("ran out of its memory"))
        if "failed" in message:
            told = str(message["failed"])[:300]
            self._fail(f"error {told}", _("failed: {error}").format(error=told))
        return message

    def _hung(self, cause: Exception) -> NoReturn:
        said = _("gave no sign of life for {n:.0f} s").format(n=self._limits.answer_s)
        self._fail("hang", said, cause)

    def _died(self, cause: Exception | None) -> NoReturn:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        code = self._process.returncode
        if code == -signal.SIGXCPU:
            self._fail("processor time", _("used up its processor time"), cause)
        name = _signal(code)
        self._fail(f"crash {name}", _("crashed ({reason})").format(reason=name), cause)

    def _fail(self, kind: str, what: str, cause: Exception | None = None) -> NoReturn:
        """End the process and say what became of it, and on which bytes."""
        self.close()
        failure = DecoderError(
            _("The decoder {what} at {at:.3f} s of {path}. SHA-256: {digest}").format(
                what=what,
                at=self.last_us / 1e6,
                path=self.recording,
                digest=_digest(self.recording),
            ),
            hint=_("Keep the file as it is for inquiry, and export it from the recorder again."),
        )
        failure.kind = f"{kind} at {self.last_us / 1e6:.3f} s, SHA-256 {_digest(self.recording)}"
        raise failure from cause


def confinement() -> tuple[str, ...]:
    """What a child gives up on this system: ``limits``, ``memory``, ``seccomp``, ``landlock``."""
    child = Child(Path(os.devnull))
    child.close()
    return child.held


def _error(message: Message) -> ProctorError:
    kind = _ERRORS.get(str(message["error"]), RecordingError)
    return kind(str(message.get("message", "")), hint=str(message.get("hint", "")))


def _signal(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return str(code)


def _digest(recording: Path) -> str:
    try:
        return fingerprint(recording)
    except StorageError:  # it was removed meanwhile
        return "?"
