"""How a camera is doing: its state, and figures of the moment."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from streams.causes import Cause

CameraState: TypeAlias = Literal["connecting", "live", "stale", "lost", "refused"]
"""``stale``: the connection stands, but no picture of now comes. ``refused``: something answers,
but gives no pictures (wrong password, path or port), or connections there are not allowed."""

STATES: tuple[CameraState, ...] = ("connecting", "live", "stale", "lost", "refused")


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
