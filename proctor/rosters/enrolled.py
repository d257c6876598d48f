"""An attempt as the record holds it: without the identity number."""

from dataclasses import dataclass
from datetime import datetime

from proctor.perception import Subject
from proctor.rosters.numbers import name_shown


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A candidate's exam in one subject, as planned, and who serves at it."""

    serial: str
    """流水号."""
    person: str
    """Fingerprint of the identity number under the key of the home, 64 hex digits."""
    id_shown: str
    """The identity number, masked."""
    name: str
    """Of the candidate, in full; ``name_shown`` is what lists show."""
    subject: Subject
    """Which exam."""
    site: str
    """考场."""
    room: str
    """考室, or plate of the 考车."""
    seat: str
    """考位; empty in a vehicle."""
    licence: str
    """准驾车型; may be empty."""
    examiner: str
    """May be empty."""
    officer: str
    """安全员; may be empty."""
    school: str
    """May be empty."""
    starts: datetime
    """Aware UTC; start of the session it belongs to."""
    ends: datetime
    """Aware UTC."""
    check_in: datetime | None = None
    """From when on the candidate is checked in, aware UTC, not after ``starts``; if told."""
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    """Begin and end of the breaks in it, aware UTC, in order."""
    photo: str = ""
    """SHA-256 of the enrolment photo that counts for the person; empty without one."""

    @property
    def name_shown(self) -> str:
        """The name, masked."""
        return name_shown(self.name)
