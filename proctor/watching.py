"""A camera watched live: the same perceiving and judging as for a recording, a clock that runs.

The watch is cut into chapters, so that memory stays bounded; each is a recording of its own in the
record, with its log, and can be judged again. A happening is told when the rule is first sure, and
put into the record when it is over; what is still going on at the end of a chapter ends there.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from proctor.cascade import PICTURE, Closer, closer_looks
from proctor.chapters import Chapter, Closed, Event, Happening, Opened, Told
from proctor.facewatch import FaceWatch
from proctor.findings import Flag, Judgement
from proctor.judge import judge, scene_of
from proctor.observations import ObservationLog
from proctor.perceive import Perceiver
from proctor.perception import Account, Frame
from proctor.phases import ALL_EXAM, Phases
from proctor.ports import LiveSource
from proctor.rulebook import Rulebook
from proctor.timeline import SECOND, ClockMap, Microseconds, Span, microseconds

CHAPTER: Microseconds = 600 * SECOND
JUDGE_EVERY: Microseconds = SECOND
JUDGE_SHARE = 0.1
"""Judging takes longer as a chapter grows; it may take this share of the time, so it comes less
often then."""
OVER_AFTER: Microseconds = 3 * SECOND
"""A stretch that did not grow for so long is over; longer than any rule's gap that bridges."""


class Watch:
    """Runs a camera through perception and rules, chapter by chapter."""

    def __init__(
        self,
        source: LiveSource,
        rulebook: Rulebook,
        begin: Callable[[int], Perceiver],
        chapter_us: Microseconds = CHAPTER,
        crowded: Callable[[], bool] = lambda: False,
        elapsed: Callable[[], float] = time.perf_counter,
        phases: Callable[[ClockMap, Span], Phases] = lambda _clock, _span: ALL_EXAM,
        faces: Callable[[ClockMap, Span], FaceWatch | None] = lambda _clock, _span: None,
    ) -> None:
        """``crowded`` says whether other cameras wait for the models: then only scans are made.

        ``elapsed`` gives running seconds, to know how long judging takes. For every chapter,
        ``phases`` is asked what is scheduled, and ``faces`` for who compares faces, if anybody.
        """
        self.source = source
        self.rulebook = rulebook
        self._begin = begin
        self._chapter_us = chapter_us
        self._crowded = crowded
        self._elapsed = elapsed
        self._phases = phases
        self._faces = faces
        self._latest: Frame | None = None
        self._looked: Frame | None = None
        self._number = 0
        self._due_us: Microseconds = 0
        self._closer = Closer({})
        self.chapter = self._next_chapter(0)

    @property
    def looked_us(self) -> Microseconds | None:
        """Media time of the last picture that was looked at."""
        return None if self._looked is None else self._looked.media_us

    def events(self) -> Iterator[Told | None]:
        """Chapters as they open and close, happenings as they begin and end; ``None`` as a beat.

        Runs until the source is closed. Chapters follow one another without a gap.
        """
        judge_us = JUDGE_EVERY
        yield self._opened()
        for frame in self.source.frames(self.chapter.perceiver.sampling.dense_us):
            now = self.source.account().span.end_us
            if frame is not None:
                self._take(frame)
                now = max(now, frame.media_us)
            if now >= judge_us:
                began = self._elapsed()
                told = [*self._judged(now)]
                took = microseconds((self._elapsed() - began) / JUDGE_SHARE)
                judge_us = now + max(JUDGE_EVERY, took)
                yield from told
            yield None
            end_us = self._seam(frame, now)
            if end_us - self.chapter.start_us >= self._chapter_us:
                yield from self._close(end_us)
                self.chapter = self._next_chapter(end_us)
                yield self._opened()
        yield from self._close(self.source.account().span.end_us)

    def _seam(self, frame: Frame | None, now: Microseconds) -> Microseconds:
        """Where a chapter may end by now: right behind a picture, or within an absence.

        Elsewhere it would cut an absence that is too young to be one, and so lose its beginning.
        """
        if frame is not None:
            return frame.media_us + 1
        holes = self.source.account().holes
        return now if holes and holes[-1].end_us >= now else 0

    def _next_chapter(self, start_us: Microseconds) -> Chapter:
        self._number += 1
        perceiver = self._begin(self._number)
        self._closer = Closer({})
        self.source.forget(start_us)
        perceiver.witnesses.forget(start_us)
        ahead = Span(start_us, start_us + 2 * self._chapter_us)  # its seam may come late
        clock, account = self.source.clock, self.source.account()
        rulebook = self.rulebook.during(self._phases(clock, ahead))
        faces = self._faces(clock, ahead)
        return Chapter(perceiver.task, start_us, account, perceiver, rulebook, faces)

    def _opened(self) -> Opened:
        return Opened(self.chapter, self.log(self.chapter.start_us))

    def _take(self, frame: Frame) -> None:
        """The scan looks at the whole picture and goes first; between its steps, whoever asks."""
        before, self._latest = self._latest, frame
        account, perceiver = self.source.account(), self.chapter.perceiver
        plan = perceiver.sampling
        whole = self._closer.audited(frame.media_us)
        names = self._closer.at(frame.media_us) - {PICTURE}
        if whole or names:
            perceiver.leave_out(_steps_between(before, frame, plan.dense_us))
        if frame.media_us >= self._due_us:
            perceiver.miss(_missed(account, Span(self._due_us, frame.media_us), plan.scan_us))
            self._due_us = (frame.media_us // plan.scan_us + 1) * plan.scan_us
            perceiver.take(frame, account.damaged)
        elif not (whole or names):
            return
        elif self._crowded() or account.span.end_us - frame.media_us > plan.latency_us:
            perceiver.leave_out(1)
            return
        else:
            perceiver.peer(frame, account.damaged, names, whole=whole)
        self._looked = frame

    def log(self, end_us: Microseconds) -> ObservationLog:
        """Everything seen in this chapter up to now; places keep the names they were given."""
        return self.chapter.log(self.source.account(), end_us, self.source.clock)

    def _judged(self, now: Microseconds, *, last: bool = False) -> Iterator[Event]:
        log = self.log(now)
        self._closer = self._wanted(log)
        if self.chapter.faces and self._looked and not last:
            self.chapter.faces.look(log, self._looked)  # tells in the next log what it saw
        self.chapter.judgement = judge(log, self.chapter.rulebook)
        for flag in self.chapter.judgement.flags:
            happening = self._known(flag)
            if happening is None:
                happening = Happening(flag, self._latest)
                self.chapter.happenings.append(happening)
                yield Event("began", happening, log)
            elif not happening.over:
                first = happening.flag
                span = Span(first.span.start_us, max(first.span.end_us, flag.span.end_us))
                happening.flag = replace(flag, id=first.id, span=span)
        for happening in self.chapter.happenings:
            ended = last or now - happening.flag.span.end_us > OVER_AFTER
            if ended and not happening.over:
                yield Event("over", replace(happening, over=True), log)
                # A chapter may have hundreds; their pictures must not stay until it ends.
                happening.over, happening.frame = True, None

    def _wanted(self, log: ObservationLog) -> Closer:
        """What asks for closer looks, up to now and for a while after."""
        plan, task = self.chapter.perceiver.sampling, self.chapter.task
        whole = log.header.account.span.widened(0, plan.around_us)
        return closer_looks(scene_of(log), plan, task.recording, whole)

    def _known(self, flag: Flag) -> Happening | None:
        """The happening that ``flag`` is another look at."""
        for happening in self.chapter.happenings:
            old = happening.flag
            same = (old.code, old.place) == (flag.code, flag.place)
            if same and old.span.widened(SECOND, SECOND).overlap_us(flag.span):
                return happening
        return None

    def _close(self, end_us: Microseconds) -> Iterator[Told]:
        yield from self._judged(end_us, last=True)
        yield Closed(self.chapter, self.log(end_us))


def _steps_between(before: Frame | None, frame: Frame, step_us: Microseconds) -> int:
    """Steps for which no frame was taken because a look lasted so long."""
    if before is None:
        return 0
    return max(0, (frame.media_us - before.media_us) // step_us - 1)


def _missed(account: Account, waited: Span, step_us: Microseconds) -> int:
    """Looks of the scan that were due in ``waited`` while the camera gave pictures."""
    away = sum(hole.overlap_us(waited) for hole in account.holes)
    return (waited.duration_us - away) // step_us


def first_judgement(log: ObservationLog, rulebook: Rulebook) -> Judgement:
    """What can be said of a chapter before it began: which rules will not be judged."""
    return replace(judge(log, rulebook), flags=(), judged={})


def live_fingerprint(camera: str, moment: str, number: int) -> str:
    """What a chapter is known by in place of a hash of bytes."""
    return f"live:{camera}:{moment}:{number:04d}"
