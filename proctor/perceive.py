"""Frames into an observation log: the slow half, done once per recording and set of models."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from proctor.assembly import Looked, columns_of, wheels_of
from proctor.cascade import PICTURE, Closer, closer_looks, probes, region
from proctor.geometry import Box
from proctor.grids import FOUND_VERSION, Grid
from proctor.judge import scene_of
from proctor.observations import LogHeader, ObservationLog
from proctor.perception import ROOMS, Account, Frame, Person, Sense, Subject
from proctor.places import PICTURE_PLACE, Place, Sighting
from proctor.placing import find_places, kept_places
from proctor.placing.cells import CellEyes
from proctor.placing.layout import fingerprint_of
from proctor.ports import Eyes, PictureMeter, Source
from proctor.sampling import PLANS, SamplingPlan
from proctor.timeline import SECOND, ClockMap, Microseconds, Span
from proctor.tracking import Tracker
from proctor.witnesses import Witnesses

PERCEPTION_VERSION = 13
"""Raised whenever the same pixels and models would give another log."""

SCAN_SHARE = 0.8
"""Part of the work that the scan counts for in what a watcher is told."""

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
    grid: Grid | None = None
    """How somebody wrote down that the picture is put together of several."""
    found: Grid | None = None
    """How it was found to be, where nobody wrote anything down."""

    @property
    def composite(self) -> Grid | None:
        """The cells of the picture; ``None``: it is one."""
        return self.grid or self.found

    def perception(self, eyes: Eyes, plan: SamplingPlan | None = None) -> str:
        """The fingerprint of its perception; what is found follows from the rest."""
        return perception_fingerprint(eyes, self.subject, self.layout, plan, self.grid)


def perception_fingerprint(
    eyes: Eyes,
    subject: Subject,
    layout: tuple[Place, ...] | None = None,
    plan: SamplingPlan | None = None,
    grid: Grid | None = None,
) -> str:
    """64 hex digits over the model files, their settings, sampling, layout and this version.

    ``layout`` and ``grid`` as somebody wrote them down; what is found follows from the rest.
    """
    parts: dict[str, object] = {
        "version": PERCEPTION_VERSION,
        "weights": dict(sorted(eyes.weights.items())),
        "settings": dict(sorted(eyes.settings.items())),
        "sampling": dict((plan or PLANS[subject]).parts()),
        "subject": subject,
    }
    if layout is not None:
        parts["layout"] = fingerprint_of(layout)
    if grid is not None:
        parts["grid"] = grid.parts()
    if subject not in ROOMS and layout is None and grid is None:
        parts["cells"] = FOUND_VERSION
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
    plan: SamplingPlan | None = None
    """``None``: the plan of the subject."""
    live: bool = False
    """Whether places, once found, keep their names from log to log."""
    looked: list[Looked] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    """Of the scan alone, so that what asks does not move the places."""
    tracker: Tracker = field(default_factory=Tracker)
    damaged: int = 0
    places: tuple[Place, ...] = ()
    """As found last."""
    moments: list[Microseconds] = field(default_factory=list)
    """Of the scan."""
    closely: dict[Microseconds, frozenset[str]] = field(default_factory=dict)
    """Moments of closer looks at places, and at which."""
    counts: dict[str, int] = field(default_factory=dict)
    """What of closer looks, for the log's header."""
    measured: list[Span] = field(default_factory=list)
    """Windows in which the picture was measured more often than by the scan."""
    witnesses: Witnesses = field(default_factory=Witnesses)
    """Whatever tells of the same time beside the eyes."""

    def __post_init__(self) -> None:
        """Of a composite picture only the cells with people are looked at."""
        if self.task.composite is not None:
            self.eyes = CellEyes(self.eyes, self.task.composite)

    @property
    def sampling(self) -> SamplingPlan:
        """The plan in force."""
        return self.plan or PLANS[self.task.subject]

    @property
    def step_us(self) -> Microseconds:
        """The longest step of the scan so far; a wait longer than the plan allows is a hole."""
        plan = self.sampling
        longest = max(2 * plan.scan_us, 0 if self.live else plan.keyframes_us)
        gaps = (b - a for a, b in zip(self.moments, self.moments[1:], strict=False))
        return max((gap for gap in gaps if gap <= longest), default=plan.scan_us)

    def take(self, frame: Frame, damaged: int) -> None:
        """Look at the whole picture; ``damaged`` is the source's count so far."""
        health = self.meter.read(frame.image)
        sight = self.eyes.look(frame.image, self.task.subject)
        found = tuple(self.tracker.update(frame.media_us, sight.people))
        self.sightings.extend(found)
        self.moments.append(frame.media_us)
        self.witnesses.look(frame)
        if self.live:
            self.witnesses.listen()
        self._add(Looked(frame.media_us, _size(frame), health, found, sight.objects, 0), damaged)

    def peer(self, frame: Frame, damaged: int, names: frozenset[str], *, whole: bool) -> None:
        """Look again, at the places named, or at the whole picture."""
        fresh = names - self.closely.get(frame.media_us, frozenset())
        places = [place for place in self.places if place.name in fresh]
        size = _size(frame)
        if whole or places:
            regions = () if whole else tuple(region(place, size) for place in places)
            sight = self.eyes.look(frame.image, self.task.subject, regions)
            found = self._found(frame.media_us, sight.people, regions)
            at: frozenset[str] | None = frozenset(place.name for place in places)
            if whole:
                known = self.closely.get(frame.media_us)
                at = frozenset(p.name for p in self.places) - known if known else None
            look = Looked(frame.media_us, size, None, found, sight.objects, 0, regions, at)
            self._add(look, damaged)
            self.closely[frame.media_us] = names | self.closely.get(frame.media_us, frozenset())
            self._count("whole_looks" if whole else "dense_looks")

    def _found(
        self, media_us: Microseconds, people: Sequence[Person], regions: tuple[Box, ...]
    ) -> tuple[Sighting, ...]:
        """With numbers of tracks; those of a recording are given when all is in order of time."""
        if self.live:
            return tuple(self.tracker.update(media_us, people, regions))
        return tuple(Sighting(media_us, 0, person) for person in people)

    def measure(self, frame: Frame, damaged: int) -> None:
        """Measure the picture alone; after a pause only to have something to compare with."""
        last = self.measured[-1] if self.measured else None
        if last is None or frame.media_us - last.end_us > 2 * self.sampling.health_us:
            self.meter.read(frame.image)
            self.measured.append(Span(frame.media_us, frame.media_us))
        elif frame.media_us // self.sampling.health_us > last.end_us // self.sampling.health_us:
            health = self.meter.read(frame.image)
            self.measured[-1] = Span(last.start_us, frame.media_us)
            nobody = frozenset[str]()
            look = Looked(frame.media_us, _size(frame), health, (), None, 0, (), nobody)
            self._add(look, damaged)

    def leave_out(self, looks: int) -> None:
        """Closer looks that were asked for and could not be made in time."""
        if looks > 0:
            self._count("skipped_looks", looks)

    def miss(self, looks: int) -> None:
        """Looks of the scan that were due and could not be made in time."""
        if looks > 0:
            self._count("missed_looks", looks)

    def _add(self, look: Looked, damaged: int) -> None:
        self.looked.append(replace(look, damaged=damaged - self.damaged))
        self.damaged = damaged

    def _count(self, name: str, more: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + more

    def finish(self, damaged: int) -> None:
        """Damage counted after the last sample belongs to the last sample."""
        if self.looked and damaged > self.damaged:
            last = self.looked[-1]
            self.looked[-1] = replace(last, damaged=last.damaged + damaged - self.damaged)
            self.damaged = damaged

    def log(self, account: Account, clock: ClockMap) -> ObservationLog:
        """Everything seen so far; places are found afresh from all of the scan."""
        subject, account = self.task.subject, self.witnesses.told(account)
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
            grid=self.task.composite,
            growing=self.live,
            step_us=self.step_us,
        )
        if self.live:
            places = kept_places(self.places, places)
        self.places = places
        header = LogHeader(
            recording=self.task.recording,
            perception=self.task.perception(self.eyes, self.plan),
            subject=subject,
            camera=self.task.camera,
            senses=tuple(sorted({*senses_of(self.eyes), *self.witnesses.senses})),
            models=dict(self.eyes.weights),
            every_us=self.step_us,
            places=(*places, PICTURE_PLACE, *self.witnesses.places),
            account=account,
            clock=self.witnesses.timed(clock),
            sampling={**self.sampling.parts(), "scan_looks": len(self.moments), **self.counts},
            cells=self.task.composite.cells if self.task.composite else (),
        )
        seen = columns_of(header, self._in_order())
        return ObservationLog(header, {**seen, **self.witnesses.columns(account)})

    def _in_order(self) -> list[Looked]:
        """Samples in order of time, tracked anew if closer looks came after the scan."""
        if self.live or len(self.looked) == len(self.moments):
            return self.looked
        tracker = Tracker()
        ordered = []
        for look in sorted(self.looked, key=lambda look: look.media_us):
            seen = [sighting.person for sighting in look.people]
            people = tracker.update(look.media_us, seen, look.within)
            stale = look.places is None and not look.damaged and self._measured(look.media_us)
            ordered.append(
                replace(look, people=tuple(people), health=None if stale else look.health)
            )
        return ordered

    def _measured(self, at_us: Microseconds) -> bool:
        return any(span.start_us < at_us <= span.end_us for span in self.measured)


def _size(frame: Frame) -> tuple[int, int]:
    return frame.image.shape[1], frame.image.shape[0]


def perceive(
    source: Source,
    eyes: Eyes,
    meter: PictureMeter,
    task: Task,
    watcher: Watcher,
    plan: SamplingPlan | None = None,
    witnesses: Witnesses | None = None,
) -> ObservationLog:
    """The observation log of a whole recording. Raises ``RecordingError`` when nothing decodes."""
    chosen = plan or PLANS[task.subject]
    perceiver = Perceiver(task, eyes, meter, plan, witnesses=witnesses or Witnesses())
    keyframes_us = chosen.keyframes(source.account().expected_us)
    for frame in source.scan(chosen.scan_us, keyframes_us):
        account = source.account()
        perceiver.take(frame, account.damaged)
        watcher(round(SCAN_SHARE * frame.media_us), account.expected_us)
    perceiver.finish(source.account().damaged)
    perceiver.witnesses.listen()
    scan = perceiver.log(source.account(), source.clock)
    probing = probes(scene_of(scan), chosen)
    if probing.places:
        _look_closer(source, perceiver, probing, watcher)
        perceiver.counts["probe_looks"] = perceiver.counts.pop("dense_looks", 0)
        scan = perceiver.log(source.account(), source.clock)
    closer = closer_looks(scene_of(scan), chosen, task.recording, scan.header.account.span)
    _look_closer(source, perceiver, closer, watcher)
    perceiver.counts |= {
        "asked_us": closer.asked_us,
        "left_out_us": closer.left_out_us,
        "decoded_again_us": sum(span.duration_us for span in closer.spans),
    }
    return perceiver.log(source.account(), source.clock)


def _look_closer(source: Source, perceiver: Perceiver, closer: Closer, watcher: Watcher) -> None:
    plan = perceiver.sampling
    seen = frozenset(perceiver.moments)
    measured = PICTURE in closer.places or closer.audits
    sparse = bool(measured) and perceiver.step_us > SECOND
    for frame in source.within(closer.spans, plan.dense_us):
        account = source.account()
        if frame.media_us not in seen:
            whole, names = closer.audited(frame.media_us), closer.at(frame.media_us)
            perceiver.peer(frame, account.damaged, names - {PICTURE}, whole=whole)
        if sparse:
            perceiver.measure(frame, account.damaged)
        expected = account.expected_us
        reached = SCAN_SHARE * expected + (1 - SCAN_SHARE) * frame.media_us
        watcher(round(reached) if expected else frame.media_us, expected)
    perceiver.finish(source.account().damaged)
