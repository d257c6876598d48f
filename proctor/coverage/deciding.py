"""Decisions about gaps: what the rules of the office allow."""

from datetime import tzinfo
from typing import Protocol

from proctor.coverage import books
from proctor.coverage.gaps import LEAST, GapRow
from proctor.errors import DecisionError
from proctor.i18n import _
from proctor.review import name_of
from proctor.schedule import GAP_VERDICTS, Gap, GapDecision, GapVerdict
from proctor.timeline import Clock, Span, SystemClock, moment


class Record(books.Record, Protocol):
    """What deciding asks of the audit database."""

    def gap(self, id_or_prefix: str) -> Gap:
        """One gap; raises ``NotFoundError``."""
        ...

    def add_gap_decision(self, decision: GapDecision) -> None:
        """Store a decision for good."""
        ...


def decide_gap(
    record: Record,
    gap_id: str,
    verdict: str,
    reason: str,
    by: str,
    clock: Clock | None = None,
    zone: tzinfo | None = None,
) -> GapDecision:
    """The decision, stored; it speaks about what is missing of the gap now.

    ``gap_id`` may be the beginning of one. Raises ``DecisionError`` for a verdict that is none, a
    decision without a name or without a reason, and a gap of which nothing is missing any more;
    ``NotFoundError`` for an unknown gap.
    """
    now = (clock or SystemClock()).now()
    gap = record.gap(gap_id)
    span = gap.missing.span
    scope = books.Scope(now, moment(span.start_us), moment(span.end_us), zone=zone)
    rows = books.open_books(record, scope).gaps(min(LEAST, span.duration_us))
    row = next(row for row in rows if row.gap.id == gap.id)
    made = GapDecision(
        gap=gap.id,
        verdict=_verdict(verdict),
        reason=_reason(verdict, " ".join(reason.split())),
        by=name_of(by),
        at=now,
        seen=_seen(row),
    )
    record.add_gap_decision(made)
    return made


def _verdict(text: str) -> GapVerdict:
    for verdict in GAP_VERDICTS:
        if verdict == text:
            return verdict
    message = _("{verdict!r} is not a verdict.").format(verdict=text)
    hint = _("Choose one of: {all}.").format(all=", ".join(GAP_VERDICTS))
    raise DecisionError(message, hint=hint)


def _reason(verdict: str, reason: str) -> str:
    """Who found no explanation may leave it at that; who has one says which."""
    if reason or verdict == "unexplained":
        return reason
    raise DecisionError(
        _("This decision needs a reason."),
        hint=_("Say with --reason what happened, such as: the power was cut."),
    )


def _seen(row: GapRow) -> tuple[Span, ...]:
    if row.remaining:
        return row.remaining
    closed = row.state == "closed"
    message = (
        _("Nothing is missing of gap {gap} any more: footage arrived.")
        if closed
        else _("Gap {gap} is no longer owed: its session was cancelled or corrected.")
    )
    raise DecisionError(message.format(gap=row.gap.id), hint=_("proctor coverage gaps lists them."))
