"""Leads into flags of the record: what stands for recording, perception and rulebook.

A flag belongs to a run, which is unique in (recording, perception, rulebook). Of results, the
recording is everything that one site told of one subject in one month; the perception is what was
told, by its hash; the rulebook is the limits. So checking again changes nothing, a correction or a
late file makes another run, and what somebody decided about a lead outlasts it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from proctor.anomalies.checking import Checked
from proctor.anomalies.lead import Lead
from proctor.anomalies.limits import CHECKS_VERSION, Limits
from proctor.codes import CODES
from proctor.findings import (
    DATA,
    DATA_CAMERA,
    Flag,
    Judgement,
    RecordingFacts,
    RunFacts,
    RunKey,
    flag_id,
)
from proctor.perception import Subject
from proctor.results.result import Outcome
from proctor.timeline import ClockMap, Microseconds, Span, stamp

CODE = "DATA_ANOM"


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the office's clock."""

    start: datetime
    """Its first moment, aware."""
    end: datetime
    """The first moment after it, aware."""

    @property
    def name(self) -> str:
        """Such as ``2026-11``."""
        return f"{self.start:%Y-%m}"

    @classmethod
    def of(cls, wall: datetime, zone: tzinfo | None = None) -> "Month":
        """The month in which a moment lies; ``None`` for the zone of this computer."""
        return cls.named(wall.astimezone(zone).year, wall.astimezone(zone).month, zone)

    @classmethod
    def named(cls, year: int, month: int, zone: tzinfo | None = None) -> "Month":
        """The month of that number."""
        after = (year + 1, 1) if month == 12 else (year, month + 1)
        return cls(_first(year, month, zone), _first(*after, zone))


def _first(year: int, month: int, zone: tzinfo | None) -> datetime:
    if zone is not None:
        return datetime(year, month, 1, tzinfo=zone)
    return datetime(year, month, 1).astimezone()


@dataclass(frozen=True, slots=True)
class Body:
    """What one site told of one subject in one month."""

    site: str
    """Name of the site."""
    subject: Subject
    """Which exam."""
    month: Month
    """When."""

    @property
    def fingerprint(self) -> str:
        """What it is known by in the record."""
        text = "\n".join((self.site, self.subject, self.month.name))
        return f"{DATA}{hashlib.sha256(text.encode()).hexdigest()}"

    def facts(self) -> RecordingFacts:
        """As the record lists it: a camera that films nothing, time from the month's start."""
        return RecordingFacts(
            fingerprint=self.fingerprint,
            path=f"{self.site} {self.subject} {self.month.name}",
            size=0,
            subject=self.subject,
            camera=DATA_CAMERA,
            site=self.site,
            clock=ClockMap(self.month.start, "given", 0.0),
            account=None,
        )


def told(outcomes: Sequence[Outcome]) -> str:
    """SHA-256 over everything the checks look at."""
    sealed = hashlib.sha256(f"results {CHECKS_VERSION}".encode())
    for one in sorted(outcomes, key=lambda each: each.key):
        sealed.update(f"\n{one!r}".encode())
    return sealed.hexdigest()


def runs(
    checked: Checked,
    outcomes: Sequence[Outcome],
    month: Month,
    limits: Limits,
    software: str,
) -> list[tuple[RecordingFacts, RunFacts]]:
    """A run for each body of the month, those without leads too."""
    bodies = sorted(
        {Body(one.site, one.subject, month) for one in outcomes},
        key=lambda body: (body.site, body.subject),
    )
    perception = told(outcomes)
    found = _by_body(checked.leads, month)
    return [
        (body.facts(), _run(body, perception, found.get(body, []), checked, limits, software))
        for body in bodies
    ]


def _by_body(leads: Sequence[Lead], month: Month) -> Mapping[Body, list[Lead]]:
    found: dict[Body, list[Lead]] = defaultdict(list)
    for lead in leads:
        found[Body(lead.first.site, lead.first.subject, month)].append(lead)
    return found


def _run(
    body: Body,
    perception: str,
    leads: Sequence[Lead],
    checked: Checked,
    limits: Limits,
    software: str,
) -> RunFacts:
    key = RunKey(body.fingerprint, perception, limits.fingerprint)
    flags = sorted((_flag(lead, key, body) for lead in leads), key=lambda flag: flag.span)
    judged = {CODE: round(checked.judged, 4)}
    judgement = Judgement(tuple(flags), (), judged)
    return RunFacts(key, {}, (), limits.text, software, judgement)


def _flag(lead: Lead, key: RunKey, body: Body) -> Flag:
    span = Span(_media(lead.starts, body), _media(lead.ends, body))
    return Flag(
        id=flag_id(key, CODE, lead.place, span.start_us),
        code=CODE,
        level=CODES[CODE].level,
        place=lead.place,
        span=span,
        score=lead.score,
        peak_us=span.start_us,
        reasons=lead.reasons,
    )


def _media(wall: datetime, body: Body) -> Microseconds:
    return stamp(wall) - stamp(body.month.start)
