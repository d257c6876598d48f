"""Frames into an observation log: the slow half, done once per recording and set of models."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from proctor.assembly import Looked, columns_of, wheels_of
from proctor.observations import LogHeader, ObservationLog
from proctor.perception import Account, Image, Sense, Subject
from proctor.places import PICTURE_PLACE, Place, Sighting
from proctor.placing import find_places, kept_places
from proctor.placing.layout import fingerprint_of
from proctor.ports import Eyes, PictureMeter, Source
from proctor.timeline import ClockMap, Microseconds
from proctor.tracking import Tracker

PERCEPTION_VERSION = 2
"""Raised whenever the same pixels and models would give another log."""

STEPS: Mapping[Subject, Microseconds] = {"hall": 500_000, "field": 200_000, "road": 200_000}
"""Sampling: candidates sit still, drivers glance; 2 and 5 looks a second."""

Watcher: TypeAlias = Callable[[Microseconds, Microseconds], None]
"""Told the media time reached and the length promised (0 when nobody knows)."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to look at, and as what."""

    recording: str
    """Fingerprint of the recording."""
    subject: Subject
    """Which exam; decides places and sampling."""
    camera: str
    """Name of the camera."""
    layout: tuple[Place, ...] | None = None
    """Places that somebody wrote down for this camera; ``None`` finds them."""


def perception_fingerprint(
    eyes: Eyes, subject: Subject, layout: tuple[Place, ...] | None = None
) -> str:
    """64 hex digits over the model files, their settings, sampling, layout and this version."""
    parts: dict[str, object] = {
        "version": PERCEPTION_VERSION,
        "weights": dict(sorted(eyes.weights.items())),
        "settings": dict(sorted(eyes.settings.items())),
        "every_us": STEPS[subject],
        "subject": subject,
    }
    if layout is not None:
        parts["layout"] = fingerprint_of(layout)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def senses_of(eyes: Eyes) -> tuple[Sense, ...]:
    """What can be made out with these models, the picture itself included; sorted."""
    return tuple(sorted({*eyes.senses, "picture"}))


@dataclass(slots=True)
class Perceiver:
    """Collects what is seen, sample by sample, and makes a log of it at any time."""

    task: Task
    eyes: Eyes
    meter: PictureMeter
    looked: list[Looked] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    tracker: Tracker = field(default_factory=Tracker)
    damaged: int = 0
    live: bool = False
    """Whether places, once found, keep their names from log to log."""
    places: tuple[Place, ...] = ()

    def take(self, media_us: Microseconds, image: Image, damaged: int) -> None:
        """Look at one sample; ``damaged`` is the source's count so far."""
        health = self.meter.read(image)
        sight = self.eyes.look(image, self.task.subject)
        found = tuple(self.tracker.update(media_us, sight.people))
        height, width = image.shape[:2]
        self.sightings.extend(found)
        self.looked.append(
            Looked(media_us, (width, height), health, found, sight.objects, damaged - self.damaged)
        )
        self.damaged = damaged

    def finish(self, damaged: int) -> None:
        """Damage counted after the last sample belongs to the last sample."""
        if self.looked and damaged > self.damaged:
            last = self.looked[-1]
            self.looked[-1] = replace(last, damaged=last.damaged + damaged - self.damaged)
            self.damaged = damaged

    def log(self, account: Account, clock: ClockMap) -> ObservationLog:
        """Everything seen so far; places are found afresh from all of it."""
        subject = self.task.subject
        size = account.width, account.height
        layout = self.task.layout
        places = find_places(
            subject,
            self.sightings,
            size,
            account.span.duration_us,
            layout=layout,
            wheels=wheels_of(self.looked),
            faces="head" in self.eyes.senses,
        )
        if self.live:
            places = self.places = kept_places(self.places, places)
        senses = senses_of(self.eyes)
        header = LogHeader(
            recording=self.task.recording,
            perception=perception_fingerprint(self.eyes, subject, layout),
            subject=subject,
            camera=self.task.camera,
            senses=senses,
            models=dict(self.eyes.weights),
            every_us=STEPS[subject],
            places=(*places, PICTURE_PLACE),
            account=account,
            clock=clock,
        )
        return ObservationLog(header, columns_of(header, self.looked))


def perceive(
    source: Source, eyes: Eyes, meter: PictureMeter, task: Task, watcher: Watcher
) -> ObservationLog:
    """The observation log of a whole recording. Raises ``RecordingError`` when nothing decodes."""
    perceiver = Perceiver(task, eyes, meter)
    for frame in source.frames(STEPS[task.subject]):
        account = source.account()
        perceiver.take(frame.media_us, frame.image, account.damaged)
        watcher(frame.media_us, account.expected_us)
    perceiver.finish(source.account().damaged)
    return perceiver.log(source.account(), source.clock)
