"""A watched camera: happenings as they begin and end, chapters, a camera that goes away."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from proctor.chapters import Closed, Event, Opened
from proctor.perceive import Perceiver, Task
from proctor.perception import Account, Frame, Sight
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, ClockMap, Span
from proctor.watching import Watch
from tests.core.fakes import IMAGE, START, FakeEyes, FakeMeter, image_at

NEVER = Span(0, 0)


class FakeCamera:
    """Gives frames for the seconds it is there, heartbeats for those it is not."""

    def __init__(self, length_s: int, away: Span = NEVER) -> None:
        self.length_us, self.away, self.now = length_s * SECOND, away, 0
        self.clock = ClockMap(START, "live", 0.1)

    def frames(self, every_us: int) -> Iterator[Frame | None]:
        for at in range(0, self.length_us, every_us):
            self.now = at
            there = not self.away.start_us <= at < self.away.end_us
            yield Frame(at, image_at(at)) if there else None

    def account(self) -> Account:
        gone = Span(min(self.away.start_us, self.now), min(self.away.end_us, self.now))
        holes = (gone,) if gone.duration_us else ()
        return Account("rtsp", "h264", 96, 54, self.now, Span(0, self.now), 0, 0, holes)

    def forget(self, before_us: int) -> None:
        self.forgotten_us = before_us

    def close(self) -> None:
        self.length_us = 0


def watched(camera: FakeCamera, chapter_s: int = 600):
    eyes = FakeEyes()

    def begin(number: int) -> Perceiver:
        return Perceiver(Task(f"live:c:{number}", "hall", "c"), eyes, FakeMeter(), live=True)

    rulebook = resolve(NO_PROFILE, "hall", "c")
    watch = Watch(camera, rulebook, begin, chapter_s * SECOND, elapsed=lambda: 0.0)
    return [event for event in watch.events() if event is not None]


def told(events, phase):
    flags = [e.happening.flag for e in events if isinstance(e, Event) and e.phase == phase]
    return [(f.code, f.span.start_us / SECOND, f.span.end_us / SECOND) for f in flags]


def test_a_lost_camera_is_a_gap_and_the_watch_goes_on():
    events = watched(FakeCamera(40, Span(4 * SECOND, 12 * SECOND)))
    assert ("VID_GAP", 4.0, 12.0) in told(events, "over")


def test_a_happening_is_told_once_when_it_begins_and_once_when_it_is_over():
    events = watched(FakeCamera(60))
    phases = [(e.phase, e.happening.flag.code) for e in events if isinstance(e, Event)]
    assert phases == [("began", "SEAT_ABSENT"), ("over", "SEAT_ABSENT")]
    ((_, start, end),) = told(events, "over")
    assert start == 10
    assert 59 <= end <= 60


def test_a_long_watch_is_cut_into_chapters():
    chapters = [e.chapter for e in watched(FakeCamera(65), 20) if isinstance(e, Closed)]
    assert [c.start_us // SECOND for c in chapters] == [0, 20, 40, 60]
    assert len({c.task.recording for c in chapters}) == 4


def test_every_chapter_opens_before_it_is_told_of_and_closes_once():
    told = [(type(e), e) for e in watched(FakeCamera(65), 20)]
    seams = [kind for kind, _ in told if kind in (Opened, Closed)]
    assert seams == [Opened, Closed] * 4


def test_chapters_add_up_to_the_whole_watch_even_when_a_seam_falls_into_an_absence():
    for start in range(15, 25):
        camera = FakeCamera(65, Span(start * SECOND, (start + 8) * SECOND))
        accounts = [e.log.header.account for e in watched(camera, 20) if isinstance(e, Closed)]
        for before, after in pairwise(accounts):
            assert before.span.end_us == after.span.start_us
        assert sum(a.span.duration_us for a in accounts) == camera.now
        assert sum(a.missing_us for a in accounts) == 8 * SECOND
        assert sum(a.covered_us for a in accounts) == camera.now - 8 * SECOND


class TornCamera(FakeCamera):
    """Its pictures lean on a damaged one from second 17 to second 23."""

    def account(self) -> Account:
        torn = (Span(17 * SECOND, 23 * SECOND),) if self.now >= 17 * SECOND else ()
        return replace(super().account(), damaged_spans=torn)


def test_damage_across_a_seam_is_shared_out_between_the_chapters():
    events = watched(TornCamera(45), 20)
    accounts = [e.log.header.account for e in events if isinstance(e, Closed)]
    seam = accounts[0].span.end_us
    assert [a.damaged_spans for a in accounts] == [
        (Span(17 * SECOND, seam),),
        (Span(seam, 23 * SECOND),),
        (),
    ]


def test_judging_that_takes_long_is_done_less_often_so_that_it_never_takes_all_the_time():
    camera, eyes = FakeCamera(60), FakeEyes()
    judged: list[int] = []
    running = [0.0]

    def begin(number: int) -> Perceiver:
        return Perceiver(Task(f"live:c:{number}", "hall", "c"), eyes, FakeMeter(), live=True)

    watch = Watch(camera, resolve(NO_PROFILE, "hall", "c"), begin, elapsed=lambda: running[0])
    log = watch.log

    def slow_log(end_us: int):
        judged.append(end_us)
        running[0] += 0.5
        return log(end_us)

    watch.log = slow_log
    told = [event for event in watch.events() if isinstance(event, Event)]
    assert len(judged) <= 3 + 60 / 5  # the first and the last two are not by the clock
    assert [(e.phase, e.happening.flag.code) for e in told] == [
        ("began", "SEAT_ABSENT"),
        ("over", "SEAT_ABSENT"),
    ]


class SlowEyes(FakeEyes):
    """Somebody who holds a hand to the ear from the fifth second on; looking takes its time."""

    senses = frozenset({"person", "hands"})

    def __init__(self, camera: FakeCamera, whole_us: int, region_us: int) -> None:
        super().__init__()
        self.camera, self.costs = camera, (whole_us, region_us)
        self.close: list[int] = []

    def look(self, image, subject, within=()) -> Sight:
        self.camera.busy_us += self.costs[bool(within)]
        if within:
            self.close.append(self.camera.now)
        person = replace(super().look(IMAGE, subject).people[0], hand_ear=2.0)
        raised = 50 <= image[0, 0, 0] < 150
        return Sight((replace(person, hand_ear=0.1) if raised else person,))


class BusyCamera(FakeCamera):
    """Misses what comes while somebody looks at a picture."""

    busy_us = 0

    def frames(self, every_us: int) -> Iterator[Frame | None]:
        for frame in super().frames(every_us):
            self.busy_us = max(0, self.busy_us - every_us)
            if not self.busy_us:
                yield frame


def looked(whole_us: int, region_us: int):
    camera = BusyCamera(20)
    eyes = SlowEyes(camera, whole_us, region_us)

    def begin(number: int) -> Perceiver:
        task = Task(f"live:c:{number}", "hall", "c")
        return Perceiver(task, eyes, FakeMeter(), live=True)

    watch = Watch(camera, resolve(NO_PROFILE, "hall", "c"), begin, elapsed=lambda: 0.0)
    (chapter,) = [event.chapter for event in watch.events() if isinstance(event, Closed)]
    return eyes.close, watch.log(20 * SECOND), chapter


def test_while_a_place_asks_it_is_looked_at_more_often():
    close, log, chapter = looked(0, 0)
    assert 5 * SECOND <= close[0] <= 7 * SECOND
    assert 14 * SECOND <= close[-1] <= 18 * SECOND
    assert len(close) >= 30
    assert (np.diff(log.columns["seat-01"].times) > 0).all()
    assert chapter.perceiver.counts.get("skipped_looks", 0) == 0


def test_closer_looks_for_which_there_is_no_time_are_left_out_and_told():
    close, log, chapter = looked(1_500_000, 1_500_000)
    assert len(close) <= 1
    assert len(chapter.perceiver.moments) >= 10
    skipped = chapter.perceiver.counts["skipped_looks"]
    assert f"{skipped} closer looks were left out" in log.header.account.notes[-2]
    assert log.header.sampling["skipped_looks"] == skipped


def test_looks_of_the_scan_for_which_there_is_no_time_are_told_too():
    _, log, _ = looked(1_500_000, 1_500_000)
    missed = log.header.sampling["missed_looks"]
    assert missed + log.header.sampling["scan_looks"] == pytest.approx(40, abs=3)
    assert f"{missed} looks of the scan were left out" in log.header.account.notes[-1]


def test_an_absence_is_no_look_that_was_missed():
    camera = FakeCamera(40, Span(4 * SECOND, 12 * SECOND))
    (closed,) = [e for e in watched(camera) if isinstance(e, Closed)]
    assert "missed_looks" not in closed.log.header.sampling


def test_the_line_for_the_officer_names_the_suspicion_and_its_time():
    from proctor.commands.watch_rows import Order, flag_row, in_words
    from proctor.findings import Flag

    flag = Flag("0123456789ab", "PEEK", 3, "seat-01", Span(0, 4 * SECOND), 0.9, 0)
    order = Order("rtsp://x", "hall", "live", "s")
    row = {"event": "flag", **flag_row(flag, order, ClockMap(START, "live", 0.1))}
    line = in_words(row, "en")
    assert "flagged  Looking at a neighbour's screen, seat-01, 0.0–4.0 s  0123456789ab" in line
    assert in_words({"event": "camera", "camera": "c", "state": "lost"}, "en") == "Camera c: lost"
