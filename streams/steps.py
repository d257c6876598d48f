"""The clock of the watching computer, which may be set while it watches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from proctor.timeline import Clock, ClockMap, Microseconds

DOUBT = 0.5
"""Seconds by which the wall time of a watch may be off from its beginning on."""


@dataclass(slots=True)
class Steps:
    """One clock map for a watch; what the clock was set by meanwhile makes it less certain.

    Media time runs by the monotonic clock, so it never steps. Which of the two wall times is the
    true one nobody here can know; recordings already bear the first, so it stays.
    """

    clock: Clock
    """The computer's."""
    map: ClockMap = field(init=False)
    """Of the watch, as of the last look."""
    notes: list[str] = field(default_factory=list)
    """A sentence for each step."""
    off_s: float = 0.0
    """By how much the clock is ahead of the map by now."""

    def __post_init__(self) -> None:
        """The watch begins now."""
        self.map = ClockMap(self.clock.now(), "live", DOUBT)

    def look(self, media_us: Microseconds) -> ClockMap:
        """The map at that moment of the watch, after a glance at the clock."""
        start = self.map.start
        if start is None:
            return self.map
        ahead = self.clock.now() - start - timedelta(microseconds=media_us)
        step = ahead.total_seconds() - self.off_s
        if abs(step) > DOUBT:
            self.off_s = ahead.total_seconds()
            way = "forward" if step > 0 else "back"
            self.notes.append(
                f"The clock of this computer was set {way} by {abs(step):.1f} s "
                f"{media_us / 1e6:.0f} s into the watch; its wall times are those from before."
            )
            doubt = max(self.map.uncertainty_s, DOUBT + abs(self.off_s))
            self.map = ClockMap(start, "live", doubt)
        return self.map
