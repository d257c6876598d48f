"""One attempt of one candidate, and what is wrong with a row that is none."""

from dataclasses import dataclass
from datetime import datetime

from proctor.perception import Subject


@dataclass(frozen=True, slots=True)
class Attempt:
    """A candidate's exam in one subject, as planned (考试人次)."""

    serial: str
    """流水号 of the application; an attempt is known by it, its subject and its start."""
    id_number: str
    """身份证明号码 in full, upper case. Never stored or shown as it is."""
    name: str
    """Of the candidate."""
    subject: Subject
    """Which exam."""
    site: str
    """考场."""
    room: str
    """考室 or plate of the 考车: where the cameras are."""
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
    """Aware UTC."""
    ends: datetime
    """Aware UTC, after ``starts``."""
    check_in: datetime | None = None
    """From when on the candidate is checked in, aware UTC, not after ``starts``."""
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    """Begin and end of the breaks in it, aware UTC, in order."""
    photo: str = ""
    """Path of the enrolment photo, relative to the roster; may be empty. Never stored: offices
    name such files after identity numbers."""

    @property
    def key(self) -> tuple[str, Subject, datetime]:
        """What it is known by."""
        return self.serial, self.subject, self.starts


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not taken, or, of a doubt, what it cannot be right together with."""

    row: int
    """Number of the row as a spreadsheet shows it, the headings being row 1."""
    column: str
    """Heading of the column, as the file has it."""
    value: str
    """What stands there, identity numbers masked."""
    message: str
    """What is wrong with it, and what would be right, in the language in force."""
