"""When a recorder could not keep what the camera sent, and when to look at the disk again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from proctor.errors import ProctorError
from proctor.timeline import Microseconds
from streams.reserve import FULL

DISK_FULL = "disk full"
"""The reason of a stop that room on the disk ends."""

_AGAIN_S = 5.0
"""How long a stopped recording waits before it tries again."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch in which the camera may have been there and nothing was kept."""

    start_us: Microseconds
    """Media time of the watch."""
    reason: str
    """``disk full`` or what the system said, English."""
    end_us: Microseconds | None = None
    """``None`` while it lasts."""


@dataclass(slots=True)
class Stops:
    """All of one watch; one thread writes, any may read."""

    elapsed: Callable[[], float]
    """Running seconds."""
    all: list[Stop] = field(default_factory=list)
    """The latest last."""
    _again: float = 0.0

    @property
    def reason(self) -> str:
        """Why nothing is kept now; empty when recording goes on."""
        last = self.all[-1] if self.all else None
        return last.reason if last and last.end_us is None else ""

    def begin(self, at_us: Microseconds, error: Exception | None = None) -> bool:
        """Nothing is kept from now on: for ``error``, else the disk is full; whether that is new.

        The first reason stands.
        """
        self._again = self.elapsed() + _AGAIN_S
        if self.reason:
            return False
        self.all.append(Stop(at_us, DISK_FULL if error is None else reason_of(error)))
        return True

    def end(self, at_us: Microseconds) -> None:
        """Recording goes on."""
        if self.reason:
            self.all[-1] = replace(self.all[-1], end_us=max(at_us, self.all[-1].start_us))

    def waiting(self) -> bool:
        """Whether it is too early to try again."""
        return bool(self.reason) and self.elapsed() < self._again


def reason_of(error: Exception) -> str:
    """``disk full``, or the words of the error."""
    system = error if isinstance(error, OSError) else error.__cause__
    if isinstance(system, OSError):
        return DISK_FULL if system.errno in FULL else system.strerror or str(system)
    return error.message if isinstance(error, ProctorError) else str(error)
