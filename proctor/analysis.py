"""One recording the whole way: fingerprint, log, judgement, evidence; ready for the record.

This is what a worker of a batch does. It touches the record nowhere, so it may be killed at any
moment: its files lie under names that follow from their content, and the next try makes or finds
the same ones.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from proctor.cellwatch import cell_watch
from proctor.clockwatch import ClockWatch
from proctor.errors import RecordingError, UnfinishedError
from proctor.evidence import Collector
from proctor.findings import RecordingFacts, RunFacts, RunKey
from proctor.grids import Composite
from proctor.hearing import Hearing
from proctor.home import Home
from proctor.i18n import _
from proctor.judge import judge, run_key, run_of
from proctor.observations import ObservationLog, read, write
from proctor.perceive import Task, Watcher, perceive
from proctor.perception import ROOMS, Subject
from proctor.phases.programme import NO_PROGRAMME, Programme
from proctor.placing.cells import grid_of
from proctor.placing.layout import Layout
from proctor.placing.reading import layout_for
from proctor.ports import (
    Cutter,
    Ears,
    Eyes,
    Painter,
    PictureMeter,
    SoundSource,
    Source,
    TextReader,
)
from proctor.prompts import Prompts
from proctor.rulebook import Profile, Rulebook, resolve
from proctor.storage import Stamp, stamp_of
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Microseconds
from proctor.witnesses import Witnesses

Finder: TypeAlias = Callable[[Path], Composite | None]
"""Tells whether a recording's picture is put together of several."""

LIVE_LAG: Microseconds = 3 * SECOND
"""Sound of a camera is told a second at a time, and late when the network is."""

GIVEN_UNCERTAINTY_S = 0.5
"""Somebody who tells the wall time reads it off a clock with seconds."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The layers around the core, wired by a door."""

    open_source: Callable[[Path, datetime | None], Source]
    """Opens a recording; the second argument is the wall time of its start, if somebody knows."""
    meter: Callable[[], PictureMeter]
    """A new meter per recording."""
    eyes: Eyes
    """Loaded models."""
    cutter: Cutter
    """For clips and stills."""
    painter: Painter
    """For key frames."""
    open_sound: Callable[[Path], SoundSource] | None = None
    """Opens the audio track of a recording; ``None``: nobody listens."""
    composite: Finder = lambda _path: None
    """Whether a recording's picture is put together of several."""
    ears: Ears | None = None
    """Tells speech from other sound."""
    reader: TextReader | None = None
    """Reads the clock in the picture."""
    prompts: Prompts | None = None
    """What the exam system itself says."""

    def witnesses(self, path: Path, clock: ClockMap) -> Witnesses:
        """What tells of a recording beside the eyes; ``clock`` is what it says of itself."""
        return Witnesses(
            self._hearing(self.open_sound(path)) if self.open_sound else None,
            ClockWatch(self.reader, clock) if self.reader else None,
        )

    def _hearing(self, sound: SoundSource, lag_us: Microseconds = 0) -> Hearing:
        return Hearing(sound, self.ears, prompts=self.prompts, lag_us=lag_us)

    def live_witnesses(self, sound: SoundSource, clock: ClockMap) -> Witnesses:
        """What tells of a camera beside the eyes, through all chapters of its watch."""
        return Witnesses(
            self._hearing(sound, LIVE_LAG),
            ClockWatch(self.reader, clock) if self.reader else None,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One recording to analyse."""

    path: Path
    """Absolute."""
    fingerprint: str
    """SHA-256 of its bytes."""
    subject: Subject
    """Which exam it shows."""
    camera: str
    """Name of the camera."""
    site: str
    """Name of the site."""
    start: datetime | None
    """Aware wall time of the first frame, if somebody told."""
    known: frozenset[RunKey] = frozenset()
    """Runs of this recording that the record already has."""
    stamp: Stamp | None = None
    """Of the file before its fingerprint was taken; it must still be the same file afterwards."""
    room: str = ""
    """Hall, or plate of the vehicle, that somebody said it shows; may be empty."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job."""

    facts: RecordingFacts
    """The recording, with its account or the reason why it has none."""
    run: RunFacts | None = None
    """What was found; ``None`` when nothing new was: already known, or unreadable."""
    known: RunKey | None = None
    """The run that the record already had."""
    from_log: bool = False
    """Whether the observation log was already there, so that nothing was decoded."""
    faults: tuple[str, ...] = ()
    """What could not be made, such as a clip."""


def analyse(
    job: Job,
    tools: Tools,
    home: Home,
    profile: Profile,
    watcher: Watcher,
    programme: Programme = NO_PROGRAMME,
) -> Outcome:
    """Everything about one recording, nothing stored in the record yet."""
    rulebook = resolve(profile, job.subject, job.camera, job.site)
    layout = layout_for(home.places(job.camera), job.subject)
    task = task_of(job.fingerprint, job.subject, job.camera, layout)
    perception = task.perception(tools.eyes)
    path = home.log(job.fingerprint, perception)
    try:
        made, from_log = _log(job, task, tools, path, watcher)
    except UnfinishedError:
        raise  # nothing about it is worth keeping: tomorrow it is another file
    except RecordingError as error:
        return Outcome(unreadable(job, error))
    log = as_told(made, job)
    asked = rulebook.during(
        programme.phases(job.site, job.camera, log.header.clock, log.header.account.span)
    )
    if from_log and (key := run_key(log, asked)) in job.known:
        return Outcome(facts_of(job, log), known=key, from_log=True)
    run, faults = judged(log, asked, Collector(home, tools.cutter, tools.painter), job.path)
    return Outcome(facts_of(job, log), run, from_log=from_log, faults=faults)


def as_told(log: ObservationLog, job: Job) -> ObservationLog:
    """A log that may have been made earlier, with what the job says of camera and wall time."""
    clock = log.header.clock
    if job.start is not None:
        clock = ClockMap(job.start, "given", GIVEN_UNCERTAINTY_S)
    return replace(log, header=replace(log.header, camera=job.camera, clock=clock))


def judged(
    log: ObservationLog, rulebook: Rulebook, collector: Collector, recording: Path
) -> tuple[RunFacts, tuple[str, ...]]:
    """A run over a log with evidence cut from ``recording``, and what could not be cut."""
    judgement = judge(log, rulebook)
    collected = collector.collect(judgement.flags, recording, log)
    run = run_of(log, rulebook, judgement)
    return replace(run, evidence=collected.evidence), collected.faults


def facts_of(job: Job, log: ObservationLog) -> RecordingFacts:
    """The recording as the record will know it."""
    header = log.header
    return RecordingFacts(
        fingerprint=job.fingerprint,
        path=str(job.path),
        size=job.path.stat().st_size,
        subject=job.subject,
        camera=job.camera,
        site=job.site,
        clock=header.clock,
        account=header.account,
        room=job.room,
    )


def unreadable(job: Job, error: RecordingError) -> RecordingFacts:
    """A file that exists and shows nothing: that, too, goes into the record."""
    return RecordingFacts(
        fingerprint=job.fingerprint,
        path=str(job.path),
        size=job.path.stat().st_size,
        subject=job.subject,
        camera=job.camera,
        site=job.site,
        clock=UNKNOWN_CLOCK,
        account=None,
        fault=error.message,
        room=job.room,
    )


def task_of(recording: str, subject: Subject, camera: str, layout: Layout | None) -> Task:
    """What to look at; ``layout`` is what somebody wrote down of the camera."""
    if layout is None:
        return Task(recording, subject, camera)
    return Task(recording, subject, camera, layout.places or None, layout.grid)


def taken_apart(path: Path, task: Task, eyes: Eyes, find: Finder) -> Task:
    """The task with the cells of its picture, where nobody wrote anything down of the camera.

    Cameras in rooms show one picture. Raises ``RecordingError``.
    """
    if task.subject in ROOMS or task.layout is not None or task.grid is not None:
        return task
    composite = find(path)
    if composite is None:
        return task
    return replace(task, found=grid_of(composite, eyes, task.subject))


def _log(
    job: Job, task: Task, tools: Tools, path: Path, watcher: Watcher
) -> tuple[ObservationLog, bool]:
    if path.exists():
        return read(path), True
    _require_unchanged(job)  # before hours are spent on it, and after
    source = tools.open_source(job.path, job.start)
    log = perceived(source, job.path, tools, task, watcher)
    _require_unchanged(job)
    write(log, path)
    return log, False


def _require_unchanged(job: Job) -> None:
    """Raises ``UnfinishedError`` when the file is not the one whose fingerprint was taken."""
    if job.stamp is not None and stamp_of(job.path) != job.stamp:
        raise UnfinishedError(
            _("{path} is still being written: it changed while it was read.").format(path=job.path),
            hint=_("Wait until the recording is complete, then run the same command again."),
        )


def perceived(
    source: Source, path: Path, tools: Tools, task: Task, watcher: Watcher
) -> ObservationLog:
    """The observation log of the recording at ``path``, made with every tool there is."""
    whole = taken_apart(path, task, tools.eyes, tools.composite)
    seen = tools.witnesses(path, source.clock)
    witnesses = replace(seen, cells=cell_watch(whole.composite, tools.meter))
    return perceive(source, tools.eyes, tools.meter(), whole, watcher, witnesses=witnesses)
