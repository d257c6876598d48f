"""Media time of live packets: when they arrived, smoothed by the camera's own stamps.

The stamps of a camera are even but start anywhere, start anew after a reconnect and run a little
fast or slow; arrival is true but uneven. A packet can be late, never early: the least delayed one
ties the stamps to the time of the watch.
"""

from dataclasses import dataclass

from proctor.timeline import SECOND, Microseconds

LATE: Microseconds = SECOND
"""A packet later than this shows what was, not what is: it is stale."""

_GIVE_UP: Microseconds = 5 * SECOND
"""When everything has been late for so long, the stamps are wrong, not the packets."""

_DRIFT = 1000
"""The tie loosens by 1/1000 of the time that passes; clocks of cameras are ten times better."""


@dataclass(slots=True)
class Arrivals:
    """One connection's tie between stamps and the time of the watch."""

    ahead_us: Microseconds | None = None
    """Time of the watch minus time of the stamp, for the least delayed packet."""
    seen_us: Microseconds = 0
    """Time of the watch at the last packet."""
    late_since_us: Microseconds | None = None
    """Time of the watch since when every packet has been late."""

    def stale(self, stamp_us: Microseconds, now_us: Microseconds) -> bool:
        """Take note of a packet that arrives at ``now_us``; whether it is too late to be shown."""
        tie = now_us - stamp_us
        if self.ahead_us is None:
            self.ahead_us, self.seen_us = tie, now_us
        self.ahead_us = min(tie, self.ahead_us + (now_us - self.seen_us) // _DRIFT)
        self.seen_us = now_us
        if tie - self.ahead_us <= LATE:
            self.late_since_us = None
            return False
        if self.late_since_us is None:
            self.late_since_us = now_us
        if now_us - self.late_since_us < _GIVE_UP:
            return True
        self.ahead_us, self.late_since_us = tie, None
        return False

    def media_us(self, stamp_us: Microseconds) -> Microseconds:
        """Time of the watch at which a picture with that stamp was taken, as far as known."""
        return stamp_us + (self.ahead_us or 0)
