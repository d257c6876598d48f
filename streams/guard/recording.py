"""A recording that is decoded elsewhere: the port of a source, answered by a child process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from proctor.errors import DecoderError
from proctor.perception import Account, Frame
from proctor.timeline import ClockMap, Microseconds, Span, merged
from streams.guard.child import Answers, Child
from streams.guard.confinement import LIMITS, Limits

_MOST_FAULTS = 2
"""Children that may fail on one recording; then it is not touched again."""


class GuardedRecording:
    """Frames of one file; satisfies ``proctor.ports.Source`` as ``streams.recording.Recording``.

    When the decoder crashes, hangs or runs out of its limits, the reading ends there as if the
    file did: the account has the hole up to the promised end, one more damage, and a note with
    the reason and the file's hash. Before the first picture it raises ``DecoderError``.
    """

    def __init__(
        self, path: Path, *, start: datetime | None = None, limits: Limits = LIMITS
    ) -> None:
        """Opens the file once to see what it is; raises ``RecordingError``."""
        self._path, self._start, self._limits = path, start, limits
        self._faults: list[DecoderError] = []
        self._lost: tuple[Span, ...] = ()
        self._reading: Answers | None = None
        self._child = Child(path, start=start, limits=limits)
        clock, account = None, None
        for answer in self._child.ask("clock"):
            clock, account = clock or answer.item, answer.account
        if not isinstance(clock, ClockMap) or account is None:
            raise DecoderError(f"no account of {path}")
        self._clock, self._account = clock, account

    @property
    def clock(self) -> ClockMap:
        """Wall time of the first video stamp."""
        return self._clock

    @property
    def pid(self) -> int:
        """Of the child, for those who watch it."""
        return self._child.pid

    def account(self) -> Account:
        """As of the frame given last; final after a reading; before, only what was promised."""
        account = self._account
        if not self._faults:
            return account
        notes = tuple(dict.fromkeys(_note(fault) for fault in self._faults))
        return replace(
            account,
            damaged=account.damaged + len(notes),
            damaged_spans=tuple(merged([*account.damaged_spans, *self._lost])),
            notes=(*account.notes, *notes),
        )

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """As ``Recording.frames``."""
        return self._read("frames", every_us)

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """As ``Recording.scan``."""
        return self._read("scan", every_us, keyframes_us)

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """As ``Recording.within``; gives nothing more once the decoder has failed twice."""
        if spans and len(self._faults) < _MOST_FAULTS:
            told = [[span.start_us, span.end_us] for span in spans]
            yield from self._closer(told, every_us)

    def _read(self, question: str, *words: object) -> Iterator[Frame]:
        """A reading from the start."""
        self._faults.clear()
        self._lost = ()
        reached_us, given = 0, False
        try:
            for answer in self._asked(question, *words):
                self._account = answer.account or self._account
                if isinstance(answer.item, Frame):
                    reached_us, given = answer.item.media_us, True
                    yield answer.item
        except DecoderError as fault:
            self._faults.append(fault)
            self._lost = (Span(reached_us, max(reached_us, self._account.span.end_us)),)
            if not given:
                raise

    def _closer(self, spans: list[list[int]], every_us: Microseconds) -> Iterator[Frame]:
        failed_before = bool(self._faults)
        try:
            for answer in self._asked("within", spans, every_us):
                # A new child does not know what the scan of its predecessor counted.
                if answer.account is not None and not failed_before:
                    self._account = answer.account
                if isinstance(answer.item, Frame):
                    yield answer.item
        except DecoderError as fault:
            self._faults.append(fault)

    def _asked(self, question: str, *words: object) -> Answers:
        """One reading at a time: a new one ends the one before."""
        if self._reading is not None:
            self._reading.close()
        if not self._child.alive:
            self._child = Child(self._path, start=self._start, limits=self._limits)
        self._reading = self._child.ask(question, *words)
        return self._reading


def _note(fault: DecoderError) -> str:
    return f"The decoder failed, and what follows was not read: {fault.kind}."
