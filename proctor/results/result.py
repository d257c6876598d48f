"""The result of one attempt: as a file tells it, and as the record holds it."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from proctor.perception import Subject
from proctor.rosters.numbers import shown
from proctor.rosters.sealing import fingerprint_of
from proctor.timeline import Span, stamp

_WHOLE_EXAM = ("综合", "通用", "全程")
"""How the names of items begin that last as long as the exam."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a test, or one question."""

    name: str
    """As the file calls it; times are compared among items of one name."""
    seconds: float | None
    """How long it took; ``None`` when the file does not say."""
    deducted: float | None
    """Points that it cost; ``None`` when the file does not say."""
    starts: datetime | None = None
    """When it began, aware UTC; ``None`` when the file does not say."""
    ends: datetime | None = None
    """When it ended, aware UTC, not before ``starts``; ``None`` when the file does not say."""

    @property
    def is_whole_exam(self) -> bool:
        """Whether it is the general judgement (综合评判), which goes on beside all other items."""
        return self.name.startswith(_WHOLE_EXAM)

    @property
    def lasted_s(self) -> float | None:
        """How long it took: as told, else from its own moments; ``None`` when nobody knows."""
        if self.seconds is not None or self.starts is None or self.ends is None:
            return self.seconds
        return (self.ends - self.starts).total_seconds()

    @property
    def span(self) -> Span | None:
        """Its wall time; ``None`` unless both ends are known or follow from how long it took."""
        length = timedelta(seconds=self.seconds or 0.0)
        if self.starts is not None and (self.ends is not None or self.seconds is not None):
            return Span(stamp(self.starts), stamp(self.ends or self.starts + length))
        if self.ends is not None and self.seconds is not None:
            return Span(stamp(self.ends - length), stamp(self.ends))
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result as the record holds it: without the identity number."""

    serial: str
    """流水号 of the application; a result is known by it, its subject, site and start."""
    person: str
    """Fingerprint of the identity number under the key of the home, 64 hex digits."""
    id_shown: str
    """The identity number, masked."""
    name: str
    """Of the candidate; may be empty."""
    subject: Subject
    """Which exam."""
    site: str
    """考场."""
    room: str
    """考室, or plate of the 考车."""
    seat: str
    """考位; empty in a vehicle."""
    licence: str
    """准驾车型, such as C1; may be empty."""
    examiner: str
    """May be empty."""
    officer: str
    """安全员; may be empty."""
    school: str
    """May be empty."""
    starts: datetime
    """When the attempt really began, aware UTC."""
    ends: datetime
    """When it really ended, aware UTC."""
    score: float | None
    """Points; ``None`` when the file does not say."""
    passed: bool | None
    """合格; ``None`` when the file does not say."""
    items: tuple[Item, ...] = ()
    """In the order of the file."""

    @property
    def key(self) -> tuple[str, Subject, str, datetime]:
        """What it is known by."""
        return self.serial, self.subject, self.site, self.starts


@dataclass(frozen=True, slots=True)
class Items:
    """When the items of one attempt in a vehicle were."""

    site: str
    """考场."""
    room: str
    """Plate of the 考车."""
    attempt: Span
    """Wall time of all of it."""
    spans: tuple[Span, ...]
    """Wall time of each item, the general judgement left out; in the order of the file."""


@dataclass(frozen=True, slots=True)
class Result:
    """A result as a file tells it."""

    id_number: str
    """身份证明号码 in full, upper case. Never stored or shown as it is."""
    outcome: Outcome
    """All the rest; without a fingerprint yet."""


def sealed(result: Result, key: bytes) -> Outcome:
    """The result without what must not be stored; ``key`` is the home's."""
    told = {field.name: getattr(result.outcome, field.name) for field in fields(Outcome)}
    person = fingerprint_of(result.id_number, key)
    return Outcome(**told | {"person": person, "id_shown": shown(result.id_number)})
