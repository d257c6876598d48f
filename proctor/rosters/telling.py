"""What became of a roster's rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """Counts of attempts."""

    new: int = 0
    """Not known before."""
    corrected: int = 0
    """Known, and the roster says something else about them now."""
    known: int = 0
    """Known as they are."""
