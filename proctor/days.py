"""Local days as spans of wall time; one on which the clocks change has 23 or 25 hours."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from proctor.timeline import Span, moment, stamp


def days_of(span: Span, zone: tzinfo | None) -> Iterator[tuple[date, Span]]:
    """The local days that ``span`` touches, whole; ``zone`` ``None`` is the computer's own."""
    if not span.duration_us:
        return
    day = moment(span.start_us).astimezone(zone).date()
    last = moment(span.end_us - 1).astimezone(zone).date()
    while day <= last:
        yield day, day_span(day, zone)
        day += timedelta(days=1)


def days_between(first: datetime, last: datetime, zone: tzinfo | None) -> Span:
    """The local days from that of ``first`` to that of ``last``, whole."""
    begin, end = (day_span(at.astimezone(zone).date(), zone) for at in (first, last))
    return Span(begin.start_us, end.end_us)


def day_span(day: date, zone: tzinfo | None) -> Span:
    """From local midnight to the next."""
    return Span(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def _midnight(day: date, zone: tzinfo | None) -> int:
    # A naive moment is taken as the computer's own time by astimezone: just what None means.
    return stamp(datetime.combine(day, time(), zone).astimezone(UTC))
