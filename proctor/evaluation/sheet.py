"""The result of an evaluation: numbers with what they rest on, ready to be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from proctor.evaluation.references import Claim, ReferenceEvent
from proctor.perception import Sense

RATES = (0.2, 0.15, 0.1, 0.05, 0.02, 0.01)
"""False alarms per minute at which miss rates are read off, as ActEV publishes them."""

How: TypeAlias = Literal["bootstrap+wilson", "bootstrap+poisson", "wilson", "poisson"]


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate and the 95 % interval around it."""

    value: float
    """The estimate."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""
    count: float
    """Numerator: how many were found, false, missed."""
    of: float
    """Denominator: events, flags, or hours."""
    how: How
    """How the ends were found; see docs/design/evaluation.md."""


@dataclass(frozen=True, slots=True)
class DetPoint:
    """One operating point: what happens when only flags at least so sure are raised."""

    threshold: float | None
    """Least score; ``None`` on a mean curve, where every code has its own."""
    rate: float
    """False alarms per minute of footage."""
    pmiss: float
    """Share of the events that are missed, 0–1."""


@dataclass(frozen=True, slots=True)
class Matched:
    """An event and the flag that found it."""

    recording: str
    """The clip."""
    event: ReferenceEvent
    """What happened."""
    claim: Claim
    """What was claimed."""
    overlap: float
    """Temporal intersection over union, 0–1."""


@dataclass(frozen=True, slots=True)
class Missed:
    """An event that no flag found."""

    recording: str
    """The clip."""
    event: ReferenceEvent
    """What happened."""
    seen_as: tuple[str, ...] = ()
    """Other codes that were flagged at that place and time."""


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A flag without an event of its code."""

    claim: Claim
    """What was claimed."""
    on_codes: tuple[str, ...] = ()
    """Codes of events it fell on; its own code means that another flag had found that event."""
    on_acts: tuple[str, ...] = ()
    """Look-alikes it fell on."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """How often a code was flagged because of an innocent act."""

    code: str
    """As flagged; empty for an act that fooled no rule."""
    act: str
    """Name of the act."""
    false_alarms: int
    """Flags of that code that fell on such an act."""
    acts: int
    """Such acts in the footage: what could have been mistaken."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A code that happens and was not judged everywhere: some misses are mere silence."""

    code: str
    """The code."""
    missing: tuple[Sense, ...]
    """Senses no loaded model supplied; empty when there is no such rule yet."""
    recordings: int
    """In how many recordings."""


@dataclass(frozen=True, slots=True)
class CodeScore:
    """How well one code was flagged, or all of them together."""

    code: str
    """The code; ``all`` for the sum."""
    references: int
    """Events that count."""
    ignored: int
    """Events too hidden to count; neither misses nor hits."""
    claims: int
    """Flags that count; those on ignored events do not."""
    hits: int
    """Flags and events matched one to one."""
    missed: int
    """Events without a flag: ``references - hits``."""
    false_alarms: int
    """Flags without an event: ``claims - hits``."""
    minutes: float
    """Footage in which the annotators looked for this code."""
    precision: Interval | None
    """Hits over flags; ``None`` without flags."""
    recall: Interval | None
    """Hits over events; ``None`` without events."""
    false_alarms_per_hour: Interval | None
    """Per camera-hour; ``None`` without footage."""
    overlap: float | None
    """Mean temporal intersection over union of the hits, 0–1; ``None`` without hits."""
    pmiss_at: Mapping[float, Interval | None]
    """Rate of ``RATES`` → miss rate there; ``None``: not measurable (no events, or the footage is
    so short that a single false alarm exceeds the rate). In ``all`` the mean over codes with
    events, as ActEV reports it; ``of`` then counts codes."""
    curve: tuple[DetPoint, ...]
    """From the surest flags to all of them; empty without events or flags."""


@dataclass(frozen=True, slots=True)
class Scoresheet:
    """Everything an evaluation against truth found."""

    codes: tuple[CodeScore, ...]
    """One for every code with an event (even an ignored one) or a flag, in catalogue order."""
    overall: CodeScore
    """All codes together: counts summed, miss rates at a rate averaged over codes."""
    minutes: float
    """Footage."""
    recordings: tuple[str, ...]
    """Clips, sorted."""
    hits: tuple[Matched, ...] = ()
    """By clip and time."""
    misses: tuple[Missed, ...] = ()
    """By clip and time."""
    false_alarms: tuple[FalseAlarm, ...] = ()
    """By clip and time."""
    look_alikes: tuple[LookAlike, ...] = ()
    """Most false alarms first; acts that fooled no rule come last."""
    not_judged: tuple[Silent, ...] = ()
    """Codes whose misses are silence, not judgement."""
    method: str = ""
    """One paragraph, in the language in force: rule of matching, kind of interval."""
    seed: int = 0
    """Of the bootstrap."""
    notes: tuple[str, ...] = field(default=())
    """What the reader must know: recordings found by name only, codes left out, few clips."""
