"""What the record gives beside flags and recordings: cameras, runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from proctor.findings import NotJudged, RunKey
from proctor.perception import Sense, Subject


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera that recordings came from."""

    name: str
    """Unique within its site."""
    site: str
    """Name of the site."""
    subject: Subject
    """Which exam it was last seen to show."""
    first: datetime | None = None
    """When its earliest dated footage begins, aware UTC; ``None`` without any."""
    room: str = ""
    """Hall or plate that somebody said it shows; empty when nobody did."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as it stands in the record, without its flags."""

    number: int
    """Small number of the run in this database."""
    key: RunKey
    """Identity."""
    created: datetime
    """When it was stored, aware UTC."""
    software: str
    """Version of proctor that made it."""
    models: Mapping[str, str]
    """Name → SHA-256 of every weights file it rests on."""
    senses: tuple[Sense, ...]
    """What those models supply."""
    flags: int
    """How many flags it raised."""
    current: bool
    """Whether it is the run that counts for its recording."""
    not_judged: tuple[NotJudged, ...] = ()
    """Rules that lacked a sense."""
