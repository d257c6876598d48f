"""Gaps as findings: what became of each since it was found, and what is found anew.

A gap owns its stretch of wall time in one session, camera and track, and no two gaps share any.
What is still missing of the stretch decides, together with the last decision, about its state:
footage that arrives late shrinks or closes it, and time that is missing beside it is a gap of its
own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from proctor.coverage.duties import Duty
from proctor.coverage.ledger import Ledger, over
from proctor.coverage.times import NEVER, Times
from proctor.i18n import _
from proctor.perception import Subject
from proctor.schedule import Gap, GapState, Missing, gap_id
from proctor.timeline import SECOND, Microseconds, Span

LEAST: Microseconds = SECOND
"""Shorter stretches are counted in the account, and are no findings."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap with what became of it."""

    gap: Gap
    """As it was found, with its decisions."""
    state: GapState
    """Derived, never stored."""
    remaining: tuple[Span, ...]
    """Wall time that is still missing."""
    subject: Subject | None
    """Which exam; ``None`` when the session is no longer held."""
    doubt_us: Microseconds = 0
    """Up to so long it may be a fault of the clocks rather than of a camera."""

    @property
    def missing_us(self) -> Microseconds:
        """How much is still missing."""
        return sum(span.duration_us for span in self.remaining)

    @property
    def doubtful(self) -> bool:
        """Whether the clocks of the recordings beside it may be all there is to it."""
        return 0 < self.missing_us <= self.doubt_us


def gap_state_title(state: GapState) -> str:
    """A state in words."""
    return {
        "open": _("open"),
        "explained": _("explained"),
        "faulty-camera": _("faulty camera"),
        "unexplained": _("unexplained"),
        "closed": _("closed by footage"),
        "withdrawn": _("no longer owed"),
    }[state]


def gap_rows(
    ledger: Ledger, known: Iterable[Gap], now: datetime, least: Microseconds = LEAST
) -> list[GapRow]:
    """Every gap: those on record as they stand, and what is missing beside them; by time.

    ``known`` are the gaps of the ledger's sessions and cameras. Of a session that still runs,
    nothing is found yet. A new gap bears the id that the record will give it, and ``now``.
    """
    on_record = list(known)
    books = _Books(ledger, least)
    rows = [books.row(gap) for gap in on_record]
    rows += [books.row(gap) for gap in books.beside(on_record, now)]
    return sorted(rows, key=lambda row: (row.gap.missing.span.start_us, row.gap.id))


class _Books:
    """What is missing and what is owed now, by session, camera and track."""

    def __init__(self, ledger: Ledger, least: Microseconds) -> None:
        self._ledger = ledger
        self._least = least
        self._missing = _by_key(ledger.missing())
        self._owed = _by_key(ledger.owed())
        sessions = {duty.session for duty in ledger.duties}
        self._subjects = {(s.site, s.hall, s.starts): s.subject for s in sessions}

    def beside(self, known: Iterable[Gap], now: datetime) -> Iterator[Gap]:
        """Stretches missing of sessions that are over and part of no gap on record."""
        taken = _by_key(gap.missing for gap in known)
        ended = {(d.session.site, d.session.hall, d.session.starts) for d in self._over()}
        for each in self._ledger.missing():
            if each.key[:3] in ended:
                left = Times((each.span,)) - taken.get(each.key, NEVER)
                for span in _long(left, self._least):
                    piece = each.cut(span)
                    yield Gap(gap_id(piece), piece, now)

    def _over(self) -> Iterator[Duty]:
        return (duty for duty in self._ledger.duties if over(duty))

    def row(self, gap: Gap) -> GapRow:
        """What became of ``gap``."""
        missing = gap.missing
        least = self._least_of(gap)
        still = self._missing.get(missing.key, NEVER).within(missing.span)
        remaining = _long(still, least)
        return GapRow(
            gap,
            self._state(gap, remaining),
            remaining,
            self._subjects.get(missing.key[:3]),
            self._doubt(missing, remaining),
        )

    def _state(self, gap: Gap, remaining: tuple[Span, ...]) -> GapState:
        if not remaining:
            owed = self._owed.get(gap.missing.key, NEVER).within(gap.missing.span)
            return "closed" if owed else "withdrawn"
        if not gap.decisions:
            return "open"
        last = gap.decisions[-1]
        unseen = Times(remaining) - Times.of(last.seen)
        return "open" if _long(unseen, self._least_of(gap)) else last.verdict

    def _least_of(self, gap: Gap) -> Microseconds:
        """What is on record counts, were it found by a stricter measure."""
        return min(self._least, gap.missing.span.duration_us)

    def _doubt(self, missing: Missing, remaining: tuple[Span, ...]) -> Microseconds:
        footage = self._ledger.footage.get((missing.site, missing.camera))
        if footage is None:
            return 0
        return sum(footage.doubt_us(missing.track, span) for span in remaining)


def _long(times: Times, least: Microseconds) -> tuple[Span, ...]:
    return tuple(span for span in times.spans if span.duration_us >= least)


def _by_key(missing: Iterable[Missing]) -> Mapping[tuple[object, ...], Times]:
    spans = defaultdict[tuple[object, ...], list[Span]](list)
    for each in missing:
        spans[each.key].append(each.span)
    return {key: Times.of(found) for key, found in spans.items()}
