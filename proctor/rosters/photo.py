"""An enrolment photo as the record knows it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Photo:
    """An enrolment photo that is good enough to be kept."""

    person: str
    """Fingerprint of the identity number of whom it shows."""
    sha256: str
    """Of its bytes."""
    size: int
    """Bytes."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
