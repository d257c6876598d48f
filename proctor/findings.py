"""What is claimed and decided: flags, what was not judged, evidence, runs, reviews.

A flag is a suspicion with its reasons in numbers, never a verdict. Findings and decisions are only
ever added; a flag's state is derived from its reviews.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from proctor.codes import Level
from proctor.perception import Account, Sense, Subject
from proctor.places import Place
from proctor.rosters.seating import NOBODY, Sitting
from proctor.timeline import ClockMap, Microseconds, Span

Reasons: TypeAlias = Mapping[str, float | str]
"""Named numbers (and words) behind a flag, ready for JSON; no NaN."""

Verdict: TypeAlias = Literal["confirmed", "false-alarm", "inconclusive"]
VERDICTS: tuple[Verdict, ...] = ("confirmed", "false-alarm", "inconclusive")

Order: TypeAlias = Literal["time", "gravity"]
ORDERS: tuple[Order, ...] = ("time", "gravity")
"""By wall time; or the gravest first, of one level the surest and rarest, as
docs/design/rules.md says."""

State: TypeAlias = Literal["pending", "confirmed", "false-alarm", "inconclusive"]

PICTURE = "picture"
"""The place that stands for the whole picture."""

DATA = "data:"
"""How the fingerprint of what is no recording begins: the results of a site, subject and month."""
DATA_CAMERA = "(results)"
"""The camera that stands for the exam system's results; it films nothing."""


@dataclass(frozen=True, slots=True)
class RunKey:
    """What makes a run unique: judging the same three again changes nothing."""

    recording: str
    """SHA-256 of the recording's bytes, 64 hex digits; ``live:…`` for a watch session, ``data:…``
    for results."""
    perception: str
    """Hash of model files, sampling plan, camera layout, perception version."""
    rulebook: str
    """Hash of the resolved profile."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something at one place, for one stretch of time, that an officer should look at."""

    id: str
    """Twelve hex digits that follow from run, code, place and start; see ``flag_id``."""
    code: str
    """One of ``proctor.codes.CODES``."""
    level: Level
    """1 is the gravest."""
    place: str
    """Name of the place, ``picture`` for the whole picture."""
    span: Span
    """Media time."""
    score: float
    """Mean sureness while it lasted, 0–1."""
    peak_us: Microseconds
    """The surest moment; the first key frame shows it."""
    reasons: Reasons = field(default_factory=dict)
    """The numbers behind it."""


def flag_id(run: RunKey, code: str, place: str, start_us: Microseconds) -> str:
    """The same run, code, place and start give the same id on every machine."""
    text = "\n".join((run.recording, run.perception, run.rulebook, code, place, str(start_us)))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A rule that could not say anything, and why: silence is not innocence."""

    code: str
    """The rule's code."""
    missing: tuple[Sense, ...]
    """Senses that no loaded model supplies."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rulebook made of one observation log."""

    flags: tuple[Flag, ...]
    """Sorted by start."""
    not_judged: tuple[NotJudged, ...]
    """Rules without the senses they need."""
    judged: Mapping[str, float]
    """Per code that was judged: of the place-time about which its rule was asked, the share with
    something to judge by, 0–1. A code that is in neither was not asked: the schedule says that
    nothing went on that it is about."""


EvidenceKind: TypeAlias = Literal["clip", "key-frame"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file that shows a flag."""

    flag: str
    """Id of the flag."""
    kind: EvidenceKind
    """A stream-copied clip, or an annotated picture."""
    path: str
    """Relative to the home folder, with forward slashes."""
    sha256: str
    """Of the file's bytes."""
    size: int
    """Bytes."""
    span: Span
    """Media time it shows; a key frame's span is empty."""
    note: str
    """How it was made, English, for the evidence list."""


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """A recording as the audit database knows it."""

    fingerprint: str
    """SHA-256 of the bytes, or ``live:…``."""
    path: str
    """Absolute path (or masked address) where it was last seen."""
    size: int
    """Bytes; 0 for live."""
    subject: Subject
    """Which exam it shows."""
    camera: str
    """Name of the camera."""
    site: str
    """Name of the site."""
    clock: ClockMap
    """Wall time of media time zero."""
    account: Account | None
    """``None`` when the file could not be read at all."""
    fault: str = ""
    """Why it could not be read; empty when it could."""
    room: str = ""
    """Hall, or plate of the vehicle, that somebody said it shows; empty: that of its camera."""

    @property
    def was_watched(self) -> bool:
        """Whether it is a chapter of a watch: it has no file of its own."""
        return self.fingerprint.startswith("live:")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One judged run with everything it found; stored in one transaction."""

    key: RunKey
    """Identity."""
    models: Mapping[str, str]
    """Name → SHA-256 of every weights file it rests on."""
    senses: tuple[Sense, ...]
    """What those models supply."""
    rulebook: str
    """The resolved profile, canonical JSON."""
    software: str
    """Version of proctor."""
    judgement: Judgement
    """Flags and what was not judged."""
    evidence: tuple[Evidence, ...] = ()
    """Files that show the flags."""
    places: tuple[Place, ...] = ()
    """The places that were judged."""


@dataclass(frozen=True, slots=True)
class Review:
    """One decision of one person about one flag; never changed, only followed by another."""

    flag: str
    """Id of the flag."""
    verdict: Verdict
    """What the person decided."""
    reason: str
    """Reason code or words; a false alarm needs one."""
    by: str
    """Name of the reviewer."""
    at: datetime
    """Aware UTC."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How a flag stands among all others; derived, so it changes with them."""

    gravity: float
    """The larger, the sooner it should be looked at; ``proctor.weighing.gravity`` says how."""
    group: str
    """Id of the happening that several cameras saw: the least of its flags' ids; the flag's own
    id when no other camera did."""
    partners: tuple[str, ...] = ()
    """Ids of the other flags of that happening."""


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag with everything a list, a review or a report shows of it."""

    flag: Flag
    """The claim."""
    run: RunKey
    """Where it comes from."""
    run_number: int
    """Small number of the run in this database."""
    subject: Subject
    """Which exam."""
    camera: str
    """Name of the camera."""
    site: str
    """Name of the site."""
    recording: str
    """Absolute path of the recording."""
    clock: ClockMap
    """For wall times."""
    state: State
    """Derived from the reviews; decisions on the same happening in earlier runs count."""
    reviews: tuple[Review, ...] = ()
    """Oldest first, those inherited from earlier runs included."""
    evidence: tuple[Evidence, ...] = ()
    """Clip first."""
    sitting: Sitting = NOBODY
    """Whom it concerns as the rosters have it now: derived, whenever they came in."""
    partner: Sitting | None = None
    """Likewise at the other place of a happening between two; ``None`` for other flags."""
    weight: Weight | None = None
    """How it stands among the others; ``None`` for one of an earlier run that stands no more."""

    @property
    def is_of_data(self) -> bool:
        """Whether it rests on results, not on pictures or sound."""
        return self.run.recording.startswith(DATA)

    @property
    def start(self) -> datetime | None:
        """Wall time, aware UTC; ``None`` when the recording's is unknown."""
        return self.clock.wall(self.flag.span.start_us)

    @property
    def end(self) -> datetime | None:
        """Wall time, aware UTC; ``None`` when the recording's is unknown."""
        return self.clock.wall(self.flag.span.end_us)


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording with the run that counts for it."""

    facts: RecordingFacts
    """As stored."""
    run: RunKey | None
    """The current run: the newest; ``None`` when it was never judged."""
    run_number: int | None
    """Small number of that run."""
    not_judged: tuple[NotJudged, ...] = ()
    """Of that run."""
    judged: Mapping[str, float] = field(default_factory=dict)
    """Of that run: per code, share of place-time judged."""
    flags: int = 0
    """Flags of that run."""

    @property
    def start(self) -> datetime | None:
        """Wall time of the first frame."""
        return self.facts.clock.start


@dataclass(frozen=True, slots=True)
class FlagQuery:
    """Which flags to list; ``None`` means all."""

    code: str | None = None
    """Only this code."""
    state: State | None = None
    """Only flags in this state."""
    subject: Subject | None = None
    """Only this subject."""
    camera: str | None = None
    """Only this camera."""
    level: Level | None = None
    """Only this level or graver."""
    start: datetime | None = None
    """Wall time, aware: flags that start at or after it."""
    end: datetime | None = None
    """Wall time, aware: flags that start before it."""
    run: int | None = None
    """Only this run, current or not."""
    limit: int | None = None
    """At most so many, the first of their order."""
    order: Order = "time"
    """In which they are listed."""
