"""Media time, wall time and the map between them.

Media time is integer microseconds from the recording's own presentation time stamps, zero at its
first stamp; wall time is an aware UTC ``datetime``. See docs/design/time.md.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol, TypeAlias, TypeVar

Microseconds: TypeAlias = int
_Thing = TypeVar("_Thing")

SECOND: Microseconds = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

ClockSource: TypeAlias = Literal["given", "metadata", "file-name", "live", "picture", "unknown"]


def microseconds(seconds: float) -> Microseconds:
    """``seconds`` to the nearest microsecond."""
    return round(seconds * SECOND)


def seconds(us: Microseconds) -> float:
    """Microseconds as seconds."""
    return us / SECOND


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of media time. Raises ``ValueError`` if it ends before it starts."""

    start_us: Microseconds
    """First moment inside."""
    end_us: Microseconds
    """First moment no longer inside."""

    def __post_init__(self) -> None:
        """Refuses a span that runs backwards."""
        if self.end_us < self.start_us:
            raise ValueError(f"span ends before it starts: {self.start_us} > {self.end_us}")

    @property
    def duration_us(self) -> Microseconds:
        """Length; zero for an empty span."""
        return self.end_us - self.start_us

    def overlap_us(self, other: "Span") -> Microseconds:
        """Time that lies in both."""
        return max(0, min(self.end_us, other.end_us) - max(self.start_us, other.start_us))

    def widened(self, before_us: Microseconds, after_us: Microseconds) -> "Span":
        """The span with time added at both ends, never starting before zero."""
        return Span(max(0, self.start_us - before_us), self.end_us + after_us)

    def within(self, bounds: "Span") -> "Span":
        """The part inside ``bounds``; empty at the nearest edge when there is none."""
        start = min(max(self.start_us, bounds.start_us), bounds.end_us)
        return Span(start, max(start, min(self.end_us, bounds.end_us)))


def merged(spans: Iterable[Span], gap_us: Microseconds = 0) -> list[Span]:
    """Sorted spans with those that touch, overlap or lie at most ``gap_us`` apart made one."""
    result: list[Span] = []
    for span in sorted(s for s in spans if s.duration_us):
        if result and span.start_us - result[-1].end_us <= gap_us:
            last = result.pop()
            result.append(Span(last.start_us, max(last.end_us, span.end_us)))
        else:
            result.append(span)
    return result


def without(whole: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of ``whole`` when ``holes`` are taken out, sorted, no empty spans."""
    left, at = [], whole.start_us
    for hole in merged(h.within(whole) for h in holes):
        if hole.start_us > at:
            left.append(Span(at, hole.start_us))
        at = hole.end_us
    if at < whole.end_us:
        left.append(Span(at, whole.end_us))
    return left


def total_us(spans: Iterable[Span]) -> Microseconds:
    """Time covered by at least one of ``spans``."""
    return sum(span.duration_us for span in merged(spans))


def meeting(
    things: Iterable[_Thing], when: Callable[[_Thing], Span]
) -> Iterator[tuple[_Thing, _Thing, Microseconds]]:
    """Each with the one before it that lasts longest, and how long both go on, above 0.

    ``things`` are sorted by start; ``when`` tells the span of one.
    """
    last: tuple[_Thing, Span] | None = None
    for thing in things:
        span = when(thing)
        if last is not None and (shared := last[1].overlap_us(span)):
            yield last[0], thing, shared
        if last is None or span.end_us > last[1].end_us:
            last = thing, span


def stamp(wall: datetime) -> Microseconds:
    """Microseconds since 1970 in UTC; raises ``ValueError`` for a wall time without zone."""
    if wall.utcoffset() is None:
        raise ValueError("wall time must carry its time zone")
    return (wall - _EPOCH) // _MICROSECOND


def moment(stamp_us: Microseconds) -> datetime:
    """The wall time, aware UTC, of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=stamp_us)


class Clock(Protocol):
    """Where wall time comes from; tests pass one that stands still."""

    def now(self) -> datetime:
        """Aware UTC."""
        ...


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """Aware UTC, as the operating system has it."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ClockMap:
    """Ties media time zero to a wall-clock moment, or says that nobody knows it."""

    start: datetime | None
    """Aware UTC of media time zero; ``None`` when unknown."""
    source: ClockSource = "unknown"
    """Where ``start`` comes from."""
    uncertainty_s: float = float("inf")
    """Half-width of the interval that holds the truth, seconds."""

    def __post_init__(self) -> None:
        """Refuses a moment that may mean anything."""
        if self.start is not None and self.start.utcoffset() is None:
            raise ValueError("wall time must carry its time zone")

    def wall(self, media_us: Microseconds) -> datetime | None:
        """Wall time of a media moment, aware UTC; ``None`` when the start is unknown."""
        if self.start is None:
            return None
        return self.start.astimezone(UTC) + timedelta(microseconds=media_us)

    def media(self, wall: datetime) -> Microseconds | None:
        """Media time of a wall-clock moment, possibly outside the recording.

        Raises ``ValueError`` for a moment without a time zone.
        """
        if wall.utcoffset() is None:
            raise ValueError("wall time must carry its time zone")
        if self.start is None:
            return None
        # In UTC: two moments of one zone are subtracted as if its clocks were never changed.
        return (wall.astimezone(UTC) - self.start.astimezone(UTC)) // _MICROSECOND


UNKNOWN_CLOCK = ClockMap(None)
