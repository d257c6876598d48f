"""Clips and stills cut by child processes."""

from __future__ import annotations

from pathlib import Path

from proctor.errors import DecoderError, StorageError
from proctor.perception import Frame
from proctor.storage import Stamp, stamp_of
from proctor.timeline import Microseconds, Span
from streams.guard.child import Child
from streams.guard.confinement import LIMITS, Limits

_MOST_FAULTS = 3
"""Children that may fail on one recording; then it is refused at once, for the same reason."""


class GuardedCutter:
    """Satisfies ``proctor.ports.Cutter`` as ``streams.cut.StreamCutter`` does.

    Stills of one recording come from one child; a clip has a child of its own, because that one
    may write, into the folder of the clip and nowhere else.
    """

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._file: tuple[Path, Stamp | None] | None = None
        self._child: Child | None = None
        self._faults: list[DecoderError] = []

    def clip(self, recording: Path, span: Span, target: Path) -> Span:
        """As ``StreamCutter.clip``; raises ``DecoderError`` too."""
        self._turn_to(recording)
        child = Child(recording, writes=target.parent, limits=self._limits)
        words = span.start_us, span.end_us, str(target.absolute())
        try:
            copied = self._answer(child, "clip", *words)
        finally:
            child.close()
            target.with_name(f".{target.name}.{child.pid}.part").unlink(missing_ok=True)
        if not isinstance(copied, Span):
            raise TypeError("the child did not say what it copied")
        return copied

    def still(self, recording: Path, at_us: Microseconds) -> Frame:
        """As ``StreamCutter.still``; raises ``DecoderError`` too."""
        self._turn_to(recording)
        if self._child is None or not self._child.alive:
            self._child = Child(recording, limits=self._limits)
        frame = self._answer(self._child, "still", at_us)
        if not isinstance(frame, Frame):
            raise TypeError("the child did not give a picture")
        return frame

    def _turn_to(self, recording: Path) -> None:
        """Forget another recording, or this one as it was. Raises ``DecoderError``."""
        file = recording.absolute(), _stamp(recording)
        if file != self._file:
            if self._child is not None:
                self._child.close()
            self._file, self._child, self._faults = file, None, []
        if len(self._faults) >= _MOST_FAULTS:
            raise self._faults[-1]

    def _answer(self, child: Child, question: str, *words: object) -> object:
        try:
            first, *_end = [answer.item for answer in child.ask(question, *words)]
        except DecoderError as fault:
            self._faults.append(fault)
            raise
        return first


def _stamp(recording: Path) -> Stamp | None:
    try:
        return stamp_of(recording)
    except StorageError:  # the child says it as every reader does
        return None
