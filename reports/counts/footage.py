"""The part of a recording that lies in a period: wall-clock time with and without pictures."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from proctor.findings import RecordingRow
from proctor.phases import ALL_EXAM, RUNNING, Phase, Phases
from proctor.timeline import Microseconds, Span, total_us, without
from reports.counts.tally import HOUR, Footage
from reports.period import Period


@dataclass(frozen=True, slots=True)
class Portion:
    """A recording and its media time inside the period."""

    row: RecordingRow
    """The recording."""
    span: Span
    """Media time inside; empty when the file could not be read."""
    pieces: tuple[Span, ...]
    """Stretches of ``span`` with pictures."""
    phases: Phases = ALL_EXAM
    """What went on when, by the schedule that its run rests on."""

    @property
    def covered_us(self) -> Microseconds:
        """Time with pictures."""
        return total_us(self.pieces)

    @property
    def judged(self) -> tuple[Span, ...]:
        """Stretches with pictures of exams, where the recording has been judged.

        Outside of exams rules of an exam are not asked: such time is not judged. Without a schedule
        all of it counts.
        """
        return self.asked(RUNNING) if self.analysed else ()

    def asked(self, phases: Sequence[Phase]) -> tuple[Span, ...]:
        """Stretches with pictures in which a rule of those ``phases`` is asked."""
        return tuple(part for piece in self.pieces for part in self.phases.when(phases, piece))

    @property
    def analysed(self) -> bool:
        """Whether the recording has been judged."""
        return self.row.run is not None


def portion(row: RecordingRow, period: Period, phases: Phases = ALL_EXAM) -> Portion | None:
    """What of ``row`` lies in ``period``; ``None`` when nothing does or its time is unknown.

    ``phases`` are those that its run rests on.
    """
    account, clock = row.facts.account, row.facts.clock
    if account is None:
        return Portion(row, Span(0, 0), ()) if period.holds(row.start) else None
    first, last = clock.media(period.start), clock.media(period.end)
    if first is None or last is None:
        return None
    inside = account.span.within(Span(first, last))
    if not inside.duration_us and not period.holds(row.start):
        return None
    return Portion(row, inside, tuple(without(inside, account.holes)), phases)


def footage(portions: Iterable[Portion]) -> Footage:
    """The denominators of a group of recordings."""
    group = list(portions)
    judged_us = sum(total_us(each.judged) for each in group)
    return Footage(
        len(group),
        sum(each.span.duration_us for each in group),
        sum(each.covered_us for each in group),
        judged_us,
        sum(each.covered_us for each in group if each.analysed) - judged_us,
    )


def by_hour(portions: Iterable[Portion], period: Period) -> list[Footage]:
    """Footage per hour of the local day, 24 entries; a recording counts in each hour it touches."""
    seen: list[set[int]] = [set() for _ in range(24)]
    sums = [[0, 0, 0] for _ in range(24)]
    for number, each in enumerate(portions):
        for hour, length in _hours((each.span,), each, period):
            seen[hour].add(number)
            sums[hour][0] += length
        for hour, length in _hours(each.pieces, each, period):
            sums[hour][1] += length
        for hour, length in _hours(each.judged, each, period):
            sums[hour][2] += length
    return [Footage(len(who), *totals) for who, totals in zip(seen, sums, strict=True)]


def _hours(
    spans: tuple[Span, ...], each: Portion, period: Period
) -> Iterator[tuple[int, Microseconds]]:
    for span in spans:
        at = span.start_us
        while at < span.end_us:
            wall = each.row.facts.clock.wall(at)
            if wall is None:
                return
            local = period.local(wall)
            into = timedelta(
                minutes=local.minute, seconds=local.second, microseconds=local.microsecond
            )
            step = min(span.end_us - at, HOUR - into // timedelta(microseconds=1))
            yield local.hour, step
            at += step


def wall_sort_key(row: RecordingRow) -> tuple[float, str]:
    """Orders recordings by wall time, then by path."""
    start = row.start
    return (start.timestamp() if start else -1.0), row.facts.path
