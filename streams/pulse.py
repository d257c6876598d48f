"""How a camera is doing: its state, and figures of the moment."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from streams.causes import Cause

CameraState: TypeAlias = Literal["connecting", "live", "stale", "lost", "refused"]
"""``stale``: the connection stands, but no picture of now comes. ``refused``: something answers,
but gives no pictures (wrong password, path or port), or connections there are not allowed."""

STATES: tuple[CameraState, ...] = ("connecting", "live", "stale", "lost", "refused")


@dataclass(slots=True)
class Turns:
    """The state a camera is in, and those it went through since somebody asked."""

    state: CameraState = "connecting"
    """As of now; never ``stale``, which is a matter of the clock."""
    cause: Cause = ""
    """Why no pictures come, when the camera was gone last."""
    entered: deque[tuple[CameraState, Cause]] = field(default_factory=lambda: deque(maxlen=100))
    """With their causes, the latest last."""

    def turn(self, state: CameraState, cause: Cause = "") -> None:
        """The camera is in that state from now on."""
        self.cause = cause or self.cause
        if state != self.state:
            self.state = state
            self.entered.append((state, cause))

    def taken(self) -> Iterator[tuple[CameraState, Cause]]:
        """The states entered since, each once, in order; short ones, too."""
        while self.entered:
            yield self.entered.popleft()


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a camera is doing at a moment."""

    state: CameraState
    """How things stand."""
    rate: float
    """Pictures a second, over the last five seconds."""
    cause: Cause
    """Why no pictures come, when the state is ``lost``, ``refused`` or ``connecting``."""
    delay_s: float
    """How old the last picture was when it could be shown; NaN before the first."""
    connections: int
    """Times that it was reached."""
    watched_s: float
    """Time since the watch began."""
    gaps: int
    """Times that it was away, the present one included."""
    missing_s: float
    """How long it was away in all."""
    clock_s: float
    """How far the camera's own clock is ahead of ours; NaN when it does not tell."""
