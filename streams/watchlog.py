"""What a live camera gave and when it was away; written by one thread, read by another."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from statistics import median

from av.video.frame import VideoFrame

from proctor.perception import Account
from proctor.timeline import SECOND, Microseconds, Span, merged, seconds, total_us

_TOLERANCE: Microseconds = SECOND
_USUAL: Microseconds = 40_000
_RATE_OVER: Microseconds = 5 * SECOND


@dataclass(slots=True)
class WatchLog:
    """Counts and absences of one watch; every method may be called from any thread."""

    frames: int = 0
    """Decoded and not stale."""
    damaged: int = 0
    """Packets refused by the decoder, and frames flagged corrupt."""
    connections: int = 0
    """Times that the camera was reached."""
    codec: str = ""
    """Of the last connection."""
    audio: bool = False
    """Of the last connection."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the last frame."""
    last_us: Microseconds = -1
    """Media time of the last frame; -1 before the first."""
    stamp_us: Microseconds | None = None
    """Stamp of the last packet."""
    steps: deque[Microseconds] = field(default_factory=lambda: deque(maxlen=101))
    """The latest distances between stamps."""
    holes: list[Span] = field(default_factory=list)
    """Absences that are over and not forgotten."""
    gaps: int = 0
    """Absences that are over, forgotten ones included."""
    gone_us: Microseconds = 0
    """Their time."""
    hurt: list[Span] = field(default_factory=list)
    """Stretches that lean on something damaged, over and not forgotten."""
    hurt_us: Microseconds | None = None
    """Since when pictures lean on something damaged; ``None`` when they do not."""
    recent: deque[Microseconds] = field(default_factory=lambda: deque(maxlen=1000))
    """Media times of the latest frames, for the rate."""
    delay_us: Microseconds | None = None
    """Age of the last frame when it was decoded."""
    clock_us: Microseconds | None = None
    """How far the camera's own clock was ahead of ours when it last told."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    """Held for moments only."""

    def connected(self, codec: str, audio: bool) -> None:
        """The camera was reached; stamps start anew."""
        with self.lock:
            self.connections += 1
            self.codec, self.audio, self.stamp_us = codec, audio, None

    def packet(self, stamp_us: Microseconds | None) -> Microseconds | None:
        """A video packet came in; its stamp, or what it must be; ``None`` when none is known."""
        with self.lock:
            if stamp_us is None and self.stamp_us is not None:
                stamp_us = self.stamp_us + self._usual()
            elif stamp_us is not None and self.stamp_us is not None and stamp_us > self.stamp_us:
                self.steps.append(stamp_us - self.stamp_us)
            self.stamp_us = stamp_us
            return stamp_us

    def away(self, now_us: Microseconds) -> bool:
        """Whether the camera has been silent for long enough to be missed."""
        with self.lock:
            return bool(self._absence(now_us))

    def rate(self, now_us: Microseconds) -> float:
        """Frames a second over the last seconds."""
        with self.lock:
            count = sum(at > now_us - _RATE_OVER for at in self.recent)
        return count / seconds(max(SECOND, min(now_us, _RATE_OVER)))

    def gone(self, now_us: Microseconds) -> tuple[int, Microseconds]:
        """How often and how long the camera was away, an absence that still lasts included."""
        with self.lock:
            lasting = self._absence(now_us)
            return self.gaps + len(lasting), self.gone_us + total_us(lasting)

    def told(self, camera_us: Microseconds | None, ours_us: Microseconds) -> None:
        """The camera said what time it is, or not; both in microseconds since 1970."""
        if camera_us is not None:
            self.clock_us = camera_us - ours_us

    def forget(self, before_us: Microseconds) -> None:
        """Drop absences and damage that ended before then."""
        with self.lock:
            self.holes = [hole for hole in self.holes if hole.end_us > before_us]
            self.hurt = [span for span in self.hurt if span.end_us > before_us]

    def damage(self) -> None:
        """The decoder refused a packet."""
        with self.lock:
            self.damaged += 1
            self._leans(max(0, self.last_us))

    def frame(
        self, picture: VideoFrame, media_us: Microseconds, now_us: Microseconds
    ) -> Microseconds:
        """A picture was decoded; its media time, always later than that of the one before."""
        with self.lock:
            at = max(media_us, self.last_us + 1)
            self.delay_us = max(0, now_us - at)
            self.recent.append(at)
            over = self._absence(at)
            self.holes += over
            self.gaps += len(over)
            self.gone_us += total_us(over)
            self.frames += 1
            self._mended(at, picture)
            self.size = (picture.width, picture.height)
            self.last_us = at
            return at

    def account(self, now_us: Microseconds, faults: list[str]) -> Account:
        """As of ``now_us``, an absence that still lasts included."""
        with self.lock:
            end = max(now_us, self.last_us, 0)
            notes = [f"The camera was reached {self.connections} times."] * (self.connections > 1)
            return Account(
                container="rtsp",
                codec=self.codec,
                width=self.size[0],
                height=self.size[1],
                expected_us=end,
                span=Span(0, end),
                frames=self.frames,
                damaged=self.damaged,
                damaged_spans=tuple(self._hurt(end)),
                holes=(*self.holes, *self._absence(end)),
                audio=self.audio,
                notes=(*notes, *faults),
                live=True,
            )

    def _mended(self, at_us: Microseconds, picture: VideoFrame) -> None:
        """A sound keyframe ends what leaned on something damaged; a corrupt one begins it."""
        if picture.key_frame and self.hurt_us is not None:
            self.hurt.append(Span(self.hurt_us, max(self.hurt_us, at_us)))
            self.hurt_us = None
        if picture.is_corrupt:
            self.damaged += 1
            self._leans(at_us)

    def _leans(self, at_us: Microseconds) -> None:
        self.hurt_us = at_us if self.hurt_us is None else self.hurt_us

    def _hurt(self, until_us: Microseconds) -> list[Span]:
        lasting = [] if self.hurt_us is None else [Span(self.hurt_us, max(self.hurt_us, until_us))]
        return merged([*self.hurt, *lasting])

    def _usual(self) -> Microseconds:
        return round(median(self.steps)) if self.steps else _USUAL

    def _absence(self, until_us: Microseconds) -> list[Span]:
        """The hole between the last frame and ``until_us``, when that is long enough for one."""
        usual = self._usual()
        start = 0 if self.last_us < 0 else self.last_us + usual
        away = until_us - (0 if self.last_us < 0 else self.last_us)
        return [Span(start, until_us)] if away > max(_TOLERANCE, 3 * usual) else []
