"""What is known to be true of a recording, and what was claimed about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from proctor.findings import NotJudged
from proctor.geometry import Box
from proctor.timeline import Microseconds, Span


@dataclass(frozen=True, slots=True)
class ReferenceEvent:
    """One event that really happens."""

    code: str
    """One of ``proctor.codes.CODES``."""
    place: str
    """The reference's own name of the place; ``picture`` for camera faults, empty if unknown."""
    span: Span
    """Media time."""
    visible: float | None = None
    """Share of what matters that the camera can see, 0–1; ``None`` when nobody measured it."""
    other: str = ""
    """The other place that takes part in it, which may be flagged as well; empty without one."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something innocent that looks like an event: a glance, a mirror check, a drink."""

    name: str
    """Such as ``glance`` or ``left_mirror``."""
    place: str
    """The reference's own name of the place."""
    span: Span
    """Media time."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything that is known to be true of one recording."""

    clip: str
    """Name of the recording, without folder and ending."""
    source: str
    """The file this was read from, for messages."""
    sha256: str
    """Of the recording's bytes; empty when the reference does not say."""
    camera: str
    """Name of the camera or view; may be empty."""
    duration_us: Microseconds
    """Length of the footage that was annotated; 0 when the reference does not say."""
    places: Mapping[str, Box] = field(default_factory=dict)
    """Name of each taken place → its box, 0–1 of the frame; empty when the reference has none."""
    events: tuple[ReferenceEvent, ...] = ()
    """By start."""
    acts: tuple[Act, ...] = ()
    """Look-alikes, by start."""
    codes: frozenset[str] | None = None
    """Codes the annotators looked for; ``None`` means all: what is not there did not happen."""
    start_us: Microseconds = 0
    """Where the footage that was annotated begins."""
    split: str = ""
    """``tune`` (thresholds may be set by it), ``check`` (they may not), or empty."""

    @property
    def annotated(self) -> Span:
        """The footage that was annotated; empty when the reference does not say."""
        return Span(self.start_us, self.start_us + self.duration_us)


@dataclass(frozen=True, slots=True)
class Claim:
    """One flag, in the words of the reference it is held against."""

    recording: str
    """The clip it is about, as ``Reference.clip``."""
    code: str
    """As flagged."""
    place: str
    """The reference's name of the flag's place; the flag's own when nothing could be mapped."""
    span: Span
    """Media time."""
    score: float
    """Sureness, 0–1."""
    box: Box | None = None
    """Zone of the place, 0–1 of the frame, when the observation log is there."""
    flag: str = ""
    """Id of the flag."""
    found_at: str = ""
    """The flag's own name of the place, such as ``seat-03``."""


@dataclass(frozen=True, slots=True)
class Case:
    """One recording with what is true of it and what one run claims."""

    reference: Reference
    """The truth."""
    claims: tuple[Claim, ...] = ()
    """Flags of one run."""
    not_judged: tuple[NotJudged, ...] = ()
    """Rules of that run that lacked a sense."""
    ruled: frozenset[str] | None = None
    """Codes for which that run had a rule at all; ``None`` when unknown."""
    notes: tuple[str, ...] = ()
    """What the reader of the result must know about this recording, in the language in force."""
    watched_us: Microseconds | None = None
    """Annotated time with pictures; ``None``: all that was annotated."""

    @property
    def footage_us(self) -> Microseconds:
        """Time in which a false alarm could have been raised."""
        return self.reference.duration_us if self.watched_us is None else self.watched_us
