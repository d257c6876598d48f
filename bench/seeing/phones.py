"""Phones as events: the PHONE rule on the log of the normal way, at several thresholds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.behind import SourceBehind
from bench.clips import Clip
from bench.seeing.matching import PHONE_SIDE
from bench.seeing.tally import Share
from proctor.evaluation import Claim, Reference, ReferenceEvent
from proctor.evaluation.matching import align
from proctor.evaluation.placing import placing
from proctor.geometry import Box
from proctor.judge import judge
from proctor.observations import ObservationLog
from proctor.perceive import Task, perceive
from proctor.perception import Frame
from proctor.ports import Eyes
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from proctor.timeline import SECOND, Microseconds, Span
from streams.health import Meter
from streams.recording import open_recording

CODE = "PHONE"
VISIBLE = 0.1
"""Below this nobody could have seen the phone."""
FEWEST = 3
"""An event counts when the phone is large enough in so many pictures, half a second apart."""
APART_S = 0.5


@dataclass(slots=True)
class Events:
    """Phones found as events at one threshold."""

    found: Share = field(default_factory=Share)
    false_alarms: int = 0
    watched_us: Microseconds = 0
    """Time without a phone event."""

    @property
    def per_minute(self) -> float:
        """False alarms in a minute of everything else."""
        return self.false_alarms * 60 * SECOND / self.watched_us if self.watched_us else 0.0


class Thinned(SourceBehind):
    """A recording of which at most one frame every so often is looked at."""

    def __init__(self, clip: Clip, every_us: Microseconds) -> None:
        super().__init__(open_recording(clip.film))
        self._every_us = every_us

    def frames(self, every_us: Microseconds) -> Iterator[Frame]:
        """As the recording's, or fewer."""
        return self.source.frames(max(every_us, self._every_us))

    def scan(self, every_us: Microseconds, keyframes_us: Microseconds) -> Iterator[Frame]:
        """As the recording's, or fewer."""
        return self.source.scan(max(every_us, self._every_us), keyframes_us)

    def within(self, spans: Sequence[Span], every_us: Microseconds) -> Iterator[Frame]:
        """As the recording's, or fewer."""
        return self.source.within(spans, max(every_us, self._every_us))


def logged(clip: Clip, eyes: Eyes, every_us: Microseconds) -> ObservationLog:
    """The observation log of a clip, made as ``proctor analyze`` makes it."""
    facts = clip.facts
    task = Task(facts["sha256"], clip.subject, clip.name)
    return perceive(Thinned(clip, every_us), eyes, Meter(), task, lambda *_: None)


def events(clip: Clip, log: ObservationLog, thresholds: Sequence[float]) -> dict[float, Events]:
    """By threshold, which phones of a clip were flagged and what else was."""
    reference, facts = clip.reference, clip.facts
    told = [event for event in reference.events if event.code == CODE]
    counted = [event for event in told if is_visible(event, facts)]
    ignored = [event for event in told if event not in counted]
    busy = sum(event.span.duration_us for event in told)
    found = {}
    for threshold in thresholds:
        pairs = align(reference, counted, ignored, _claims(log, reference, threshold))
        found[threshold] = Events(
            Share(len(pairs.hits), len(counted)),
            len(pairs.false_alarms),
            max(0, reference.duration_us - busy),
        )
    return found


def is_visible(event: ReferenceEvent, facts: dict[str, Any]) -> bool:
    """Whether the phone of an event is large enough, often enough, to be seen."""
    if event.visible is not None and event.visible < VISIBLE:
        return False
    large, last = 0, -1.0
    for row in facts["frames"]:
        if event.span.start_us <= row["t"] * SECOND < event.span.end_us and _is_large(row, event):
            large += row["t"] - last >= APART_S
            last = row["t"] if row["t"] - last >= APART_S else last
    return large >= FEWEST


def _is_large(row: dict[str, Any], event: ReferenceEvent) -> bool:
    boxes = [Box(*p["phone"]) for p in row["people"] if p["phone"] and p["place"] == event.place]
    return any(max(box.width, box.height) >= PHONE_SIDE for box in boxes)


def _claims(log: ObservationLog, reference: Reference, threshold: float) -> list[Claim]:
    profile = with_overrides(NO_PROFILE, [f"{CODE}.threshold={threshold}"])
    rulebook = resolve(profile, log.header.subject, log.header.camera)
    naming = placing(log.header.places, reference.places)
    return [
        Claim(reference.clip, CODE, naming(flag.place), flag.span, flag.score)
        for flag in judge(log, rulebook).flags
        if flag.code == CODE
    ]
