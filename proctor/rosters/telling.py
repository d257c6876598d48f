"""What became of a roster's rows, and what rosters changed since they first spoke."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

What: TypeAlias = Literal[
    "place",
    "seat",
    "ends",
    "check_in",
    "breaks",
    "examiner",
    "officer",
    "school",
    "licence",
    "name",
    "id_number",
]
"""What of an attempt was changed; ``place`` is the hall or vehicle, the start and the seat."""


@dataclass(frozen=True, slots=True)
class Told:
    """Counts of attempts."""

    new: int = 0
    """Not known before."""
    corrected: int = 0
    """Known, and the roster says something else about them now."""
    known: int = 0
    """Known as they are."""
    moved: int = 0
    """Attempts on record that the roster has elsewhere now: they count no more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a roster said otherwise about an attempt than one before it."""

    at: datetime
    """When it came into the record, aware UTC."""
    serial: str
    """流水号."""
    id_shown: str
    """The identity number, masked."""
    name: str
    """Of the candidate, in full."""
    site: str
    """考场."""
    room: str
    """考室 or plate of the 考车 of the attempt, before it was moved."""
    starts: datetime
    """Start of its session, before it was moved; aware UTC."""
    what: What
    """What was changed."""
    before: str
    """What it was, as text; moments in ISO 8601 and UTC, identity numbers masked."""
    after: str
    """What it is."""
