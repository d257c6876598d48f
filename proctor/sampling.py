"""How often a recording is looked at: a cheap scan over all of it, closer looks where asked.

See docs/design/perception.md for why the numbers are what they are.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from proctor.perception import Subject
from proctor.timeline import SECOND, Microseconds, Span


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """Everything about sampling that changes a log; part of the perception's fingerprint."""

    scan_us: Microseconds
    """Step of the scan where pictures are decoded one after another."""
    keyframes_us: Microseconds
    """Keyframes alone are scanned where they lie at most so far apart; 0 never does so."""
    dense_us: Microseconds
    """Step of the closer looks."""
    around_us: Microseconds
    """Time looked at closely before and after a moment that asks for it."""
    most_us: Microseconds
    """Longest time of each minute that one place is looked at closely."""
    keyframes_from_us: Microseconds = 60 * SECOND
    """Length from which keyframes alone may do; a shorter recording would have too few samples to
    find its places and what is usual at them, and costs little anyway."""
    lasting_us: Microseconds = SECOND
    """A moment asks in earnest when another one, at most so far away, asks too."""
    probe_us: Microseconds = 0
    """Single closer looks so long before and after a moment of a sparse scan that asks; 0: none."""
    health_us: Microseconds = 500_000
    """Step at which the picture itself is measured where the scan is sparse and something asks."""
    audit_share: float = 0.01
    """Share of the time looked at closely whatever the scan says, 0–1."""
    audit_us: Microseconds = 4 * SECOND
    """Length of one such window."""
    seed: int = 1
    """Where the windows fall, together with the recording's fingerprint."""
    latency_us: Microseconds = 700_000
    """Live: a closer look at a picture older than this is left out."""

    def parts(self) -> Mapping[str, float]:
        """Name → value, for the fingerprint."""
        return asdict(self)

    def keyframes(self, length_us: Microseconds) -> Microseconds:
        """``keyframes_us`` for a recording of that length, 0 when it is too short; 0: unknown."""
        return 0 if 0 < length_us < self.keyframes_from_us else self.keyframes_us

    def audits(self, recording: str, whole: Span) -> tuple[Span, ...]:
        """Windows drawn by lot, sorted: the same for the same recording, plan and length.

        Time is cut into stretches of which one window is the right share; each has one window at
        a place drawn for it. What of a window lies behind the end is left out.
        """
        if self.audit_share <= 0:
            return ()
        stretch = max(self.audit_us, round(self.audit_us / self.audit_share))
        windows = []
        for number in range(whole.start_us // stretch, -(-whole.end_us // stretch)):
            lot = hashlib.sha256(f"{self.seed}:{recording}:{number}".encode()).digest()
            free = stretch - self.audit_us + 1
            start = number * stretch + int.from_bytes(lot[:8], "big") % free
            window = Span(start, start + self.audit_us).within(whole)
            windows.append(window)
        return tuple(window for window in windows if window.duration_us)


_CABIN = SamplingPlan(
    scan_us=500_000,
    keyframes_us=0,
    dense_us=200_000,
    around_us=SECOND,
    most_us=40 * SECOND,
)
"""A glance or a hand on the wheel lasts 0.3–2 s: keyframes would miss it."""

_ROOM = SamplingPlan(
    scan_us=500_000,
    keyframes_us=2_500_000,
    dense_us=200_000,
    around_us=2 * SECOND,
    most_us=20 * SECOND,
    lasting_us=2_500_000,
    probe_us=SECOND,
    audit_share=0.005,
)

PLANS: Mapping[Subject, SamplingPlan] = {
    "hall": _ROOM,
    "counter": _ROOM,
    "field": _CABIN,
    "road": _CABIN,
}
"""The plan of each exam: candidates and clerks sit still, drivers glance."""
