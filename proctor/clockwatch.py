"""The clock that a recorder burns into its pictures, read now and then.

It is the only witness of what the recorder believed the time to be. It is looked for in whole
pictures, which is slow, and read where it was found, which is quick. Text that looks like a moment
is a clock once it was seen to run: panels show dates, too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import combinations
from statistics import median
from typing import TypeAlias

from proctor.dial import shown
from proctor.geometry import Box
from proctor.observations import Columns, columns_from
from proctor.perception import Frame, Image, Line
from proctor.ports import TextReader
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds, Span, seconds

EVERY: Microseconds = 10 * SECOND
"""Step of the readings."""
AT_FIRST: Microseconds = 2 * SECOND
"""Step of the first ones, so that a short recording has enough of them."""
FIRST = 5
"""So many readings count as the first."""
AGAIN: Microseconds = SECOND
"""Step after a reading that does not follow from the one before, or that came to nothing."""
PATIENCE = 5
"""Readings in a row that come to nothing, after which the clock is looked for anew."""
WAITS: tuple[Microseconds, ...] = (5 * SECOND, 20 * SECOND, 60 * SECOND, 300 * SECOND)
"""From one vain search to the next; the last one for ever, the one before where a clock was."""
SLIP = 1.5
"""Seconds by which two readings of a clock may disagree: it shows whole ones."""
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FEWEST = 3
"""Readings that must agree before they tell the time of a recording."""

Spot: TypeAlias = tuple[Box, ...]
"""Where a clock is: one line, or date and time apart."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at the clock."""

    media_us: Microseconds
    """When."""
    moment: datetime | None
    """Aware UTC, what it showed; ``None`` when it could not be read."""

    @property
    def ahead_s(self) -> float | None:
        """What it showed less media time, seconds since ``EPOCH``."""
        if self.moment is None:
            return None
        return (self.moment - EPOCH).total_seconds() - seconds(self.media_us)


@dataclass(slots=True)
class ClockWatch:
    """Decides when to read, finds the clock and keeps what it showed."""

    reader: TextReader
    """Reads text."""
    clock: ClockMap = UNKNOWN_CLOCK
    """What the recording says of itself; tells apart what a short date may mean."""
    zone: tzinfo | None = None
    """Of the clock; ``None``: of this computer."""
    readings: list[Reading] = field(default_factory=list)
    """In order of time."""
    spot: Spot = ()
    """Where it is; empty: unknown."""
    suspects: list[tuple[Spot, Reading]] = field(default_factory=list)
    """Texts that may be a clock, and what they said."""
    due_us: Microseconds = 0
    """When to look next."""
    searches: int = 0
    """Vain ones in a row."""
    missed: int = 0
    """Readings in a row that came to nothing."""

    def look(self, frame: Frame) -> None:
        """Read the clock in this picture, if it is time to."""
        if frame.media_us < self.due_us:
            return
        if self.spot:
            self._read(frame)
        elif self.suspects:
            self._confirm(frame)
        else:
            self._search(frame)

    def columns(self, whole: Span) -> Columns:
        """A row per reading inside ``whole``."""
        inside = (r for r in self.readings if whole.start_us <= r.media_us < whole.end_us)
        return columns_from([(reading.media_us, _row(reading)) for reading in inside])

    def forget(self, before_us: Microseconds) -> None:
        """Drop readings from before then, but for the last ones."""
        recent = [r for r in self.readings if r.media_us >= before_us]
        self.readings = recent if len(recent) >= FIRST else self.readings[-FIRST:]

    def map(self) -> ClockMap:
        """What the clock says of media time zero, if most readings agree; to a second."""
        ahead = [r.ahead_s for r in self.readings if r.ahead_s is not None]
        if len(ahead) < FEWEST:
            return UNKNOWN_CLOCK
        middle = median(ahead)
        agreeing = [one for one in ahead if abs(one - middle) <= SLIP]
        if len(agreeing) < max(FEWEST, 0.6 * len(ahead)):
            return UNKNOWN_CLOCK
        start = EPOCH + timedelta(seconds=round(median(agreeing) + 0.5, 3))
        return ClockMap(start, "picture", 1.0)

    def _search(self, frame: Frame) -> None:
        lines = self.reader.find(frame.image)
        self.suspects = [
            (spot, Reading(frame.media_us, moment))
            for spot, text in _texts(lines)
            if (moment := self._shown(text, frame.media_us)) is not None
        ]
        self._wait(frame.media_us, AT_FIRST if self.suspects else None)

    def _confirm(self, frame: Frame) -> None:
        """The suspect that ran on in the meantime is the clock."""
        for spot, before in self.suspects:
            now = Reading(frame.media_us, self._said(frame.image, spot, frame.media_us))
            if _follows(before, now):
                self.spot, self.searches = spot, 0
                self.readings += [before, now]
                self.due_us = frame.media_us + AT_FIRST
                break
        else:
            self._wait(frame.media_us, None)
        self.suspects = []

    def _read(self, frame: Frame) -> None:
        reading = Reading(frame.media_us, self._said(frame.image, self.spot, frame.media_us))
        before = self._last()
        self.readings.append(reading)
        self.missed = self.missed + 1 if reading.moment is None else 0
        if self.missed >= PATIENCE:
            self.spot, self.missed = (), 0
            self._wait(frame.media_us, AT_FIRST)
            return
        odd = before is not None and not _follows(before, reading)
        usual = AT_FIRST if len(self.readings) < FIRST else EVERY
        self.due_us = frame.media_us + (AGAIN if odd else usual)

    def _wait(self, now_us: Microseconds, wait_us: Microseconds | None) -> None:
        """``None``: the longer, the more searches were in vain."""
        if wait_us is None:
            rarest = len(WAITS) - (2 if self.readings else 1)
            wait_us = WAITS[min(self.searches, rarest)]
            self.searches += 1
        self.due_us = now_us + wait_us

    def _last(self) -> Reading | None:
        return next((r for r in reversed(self.readings) if r.moment is not None), None)

    def _said(self, image: Image, spot: Spot, media_us: Microseconds) -> datetime | None:
        text = " ".join(self.reader.read(image, box).text for box in spot)
        return self._shown(text, media_us)

    def _shown(self, text: str, media_us: Microseconds) -> datetime | None:
        last = self._last()
        near = self.clock.wall(media_us)
        if last is not None and last.moment is not None:
            near = last.moment + timedelta(microseconds=media_us - last.media_us)
        return shown(text, near, self.zone)


def _follows(before: Reading, now: Reading) -> bool:
    """Whether a clock that runs shows the one and then the other."""
    if before.ahead_s is None or now.ahead_s is None:
        return False
    return abs(now.ahead_s - before.ahead_s) <= SLIP


def _texts(lines: Sequence[Line]) -> Iterator[tuple[Spot, str]]:
    """Lines, and pairs of lines of which one may have the date and the other the time."""
    digits = [line for line in lines if sum(c.isdigit() for c in line.text) >= 5]
    for line in digits:
        yield (_roomy(line.box),), line.text
    for one, other in combinations(digits, 2):
        if _near(one.box, other.box):
            first, second = sorted((one, other), key=lambda line: (line.box.y0, line.box.x0))
            yield (_roomy(first.box), _roomy(second.box)), f"{first.text} {second.text}"


def _near(one: Box, other: Box) -> bool:
    """On one row, or one right below the other."""
    height = max(one.height, other.height)
    down = max(one.y0, other.y0) - min(one.y1, other.y1)
    across = max(one.x0, other.x0) - min(one.x1, other.x1)
    return down < -0.6 * min(one.height, other.height) or (down < height and across < 0)


def _roomy(box: Box) -> Box:
    """A little more to the sides: digits are not all as wide as one another."""
    rim = 0.3 * box.height
    return Box(box.x0 - rim, box.y0, box.x1 + rim, box.y1)


def _row(reading: Reading) -> dict[str, float]:
    if reading.moment is None:
        return {}
    since = reading.moment - EPOCH
    return {"osd_day": float(since.days), "osd_second": float(since.seconds)}
