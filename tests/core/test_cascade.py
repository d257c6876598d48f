"""A cheap scan, closer looks where something asks, the same every time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.assembly import columns_of
from proctor.cascade import MINUTE, capped, closer_looks, region
from proctor.geometry import Box
from proctor.judge import judge, scene_of
from proctor.observations import ObservationLog, read, write
from proctor.perceive import Task, perceive, perception_fingerprint
from proctor.perception import Account, Frame, Health, Person, Sight
from proctor.rulebook import NO_PROFILE, resolve
from proctor.sampling import PLANS
from proctor.timeline import SECOND, ClockMap, Span, merged, total_us
from tests.core.fakes import START, FakeEyes, FakeMeter
from tests.scenes import drawn, log_of, place

HALL = PLANS["hall"]
QUIET = replace(HALL, audit_share=0.0)


class Hall:
    """A recording with a keyframe every two seconds; a picture says when it was taken."""

    def __init__(self, length_s: int) -> None:
        self.whole = Span(0, length_s * SECOND)
        self.clock = ClockMap(START, "given", 0.5)
        self.asked: list[Span] = []

    def frames(self, every_us: int) -> Iterator[Frame]:
        return self._frames(self.whole, every_us)

    def scan(self, every_us: int, keyframes_us: int) -> Iterator[Frame]:
        return self._frames(self.whole, 2 * SECOND if keyframes_us else every_us)

    def within(self, spans: Sequence[Span], every_us: int) -> Iterator[Frame]:
        self.asked = list(spans)
        for span in spans:
            yield from self._frames(span, every_us)

    def _frames(self, span: Span, every_us: int) -> Iterator[Frame]:
        for at in range(-(-span.start_us // every_us) * every_us, span.end_us, every_us):
            image = np.zeros((54, 96, 3), np.uint8)
            image.reshape(-1)[:4].view(np.int32)[0] = at // 1000
            yield Frame(at, image)

    def account(self) -> Account:
        return Account("fake", "h264", 96, 54, self.whole.end_us, self.whole, 1, 0)


class Watchful(FakeEyes):
    """Two candidates; the left one turns to the right one from 31 to 36.5 seconds."""

    senses = frozenset({"person", "head"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[float, tuple[Box, ...]]] = []

    def look(self, image: np.ndarray, subject: str, within: Sequence[Box] = ()) -> Sight:
        second = float(image.reshape(-1)[:4].view(np.int32)[0]) / 1000
        self.seen.append((second, tuple(within)))
        yaw = -1.2 if 31 <= second < 36.5 else 0.0
        people = [self._at(30, yaw), self._at(60, 0.0)]
        near = [p for p in people if not within or any(b.holds(*p.head.centre) for b in within)]
        return Sight(tuple(near))

    def _at(self, x: float, yaw: float) -> Person:
        head = Box(x - 3, 20, x + 3, 28)
        return Person(Box(x - 8, 20, x + 8, 50), 0.9, head, yaw=yaw, pitch=0, direction_sigma=0.1)


def perceived(source: Hall, eyes: Watchful, plan=QUIET):
    task = Task("a" * 64, "hall", "hall-1")
    return perceive(source, eyes, FakeMeter(), task, lambda *_: None, plan)


def test_only_the_place_that_asks_is_looked_at_closely_and_only_then():
    eyes, source = Watchful(), Hall(60)
    log = perceived(source, eyes)
    close = [(at, boxes) for at, boxes in eyes.seen if boxes]
    assert source.asked == [Span(29 * SECOND, 38 * SECOND)]
    assert all(len(boxes) == 1 and boxes[0].x1 < 60 for _, boxes in close)
    assert len(log.columns["seat-01"].times) == 30 + len(close)
    assert len(log.columns["seat-02"].times) == len(log.columns["aisle"].times) == 30
    assert (np.diff(log.columns["seat-01"].times) > 0).all()


class Glancing(Watchful):
    """The left one only glances, at half a minute."""

    def _at(self, x: float, yaw: float) -> Person:
        glance = x == 30 and self.seen[-1][0] == 30
        return super()._at(x, -1.2 if glance else 0.0)


def test_a_glance_that_a_keyframe_happens_to_show_costs_two_looks():
    eyes, source = Glancing(), Hall(60)
    log = perceived(source, eyes)
    assert [at for at, boxes in eyes.seen if boxes] == [29, 31]
    assert (log.header.sampling["probe_looks"], log.header.sampling["asked_us"]) == (2, 0)
    assert len(log.columns["seat-01"].times) == 32


def test_an_event_between_two_keyframes_is_timed_as_exactly_as_if_all_had_been_looked_at():
    log = perceived(Hall(60), Watchful())
    everything = replace(QUIET, scan_us=200_000, keyframes_us=0, most_us=0)
    exact = perceived(Hall(60), Watchful(), everything)
    rules = resolve(NO_PROFILE, "hall", "hall-1")
    (flag,), (other,) = judge(log, rules).flags, judge(exact, rules).flags
    assert (flag.code, flag.place) == (other.code, other.place) == ("PEEK", "seat-01")
    assert flag.span == other.span


def test_keyframes_two_seconds_apart_leave_nothing_unjudged():
    log = perceived(Hall(60), Watchful())
    assert log.header.every_us == 2 * SECOND
    assert judge(log, resolve(NO_PROFILE, "hall", "hall-1")).judged["PEEK"] == pytest.approx(1.0)


def test_people_keep_their_numbers_through_scan_and_closer_looks():
    log = perceived(Hall(60), Watchful())
    tracks = [set(log.columns[name]["track"].tolist()) for name in ("seat-01", "seat-02")]
    assert [len(numbers) for numbers in tracks] == [1, 1]
    assert tracks[0] != tracks[1]


def test_what_was_looked_at_is_told_in_the_log(tmp_path: Path):
    log = perceived(Hall(60), Watchful())
    write(log, tmp_path / "log.parquet")
    sampling = read(tmp_path / "log.parquet").header.sampling
    assert (sampling["scan_looks"], sampling["left_out_us"]) == (30, 0)
    assert sampling["asked_us"] == 9 * SECOND
    assert sampling["keyframes_us"] == HALL.keyframes_us


def test_the_same_recording_twice_gives_the_same_log_bit_for_bit(tmp_path: Path):
    for name in "ab":
        write(perceived(Hall(400), Watchful(), HALL), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_another_plan_is_another_perception():
    eyes = FakeEyes()
    prints = {
        perception_fingerprint(eyes, "hall"),
        perception_fingerprint(eyes, "hall", plan=HALL),
        perception_fingerprint(eyes, "hall", plan=replace(HALL, seed=2)),
        perception_fingerprint(eyes, "hall", plan=replace(HALL, dense_us=100_000)),
    }
    assert len(prints) == 3


def test_audits_are_drawn_by_lot_the_same_for_the_same_recording():
    whole = Span(0, 4000 * SECOND)
    windows = HALL.audits("a" * 64, whole)
    assert windows == HALL.audits("a" * 64, whole)
    assert windows != HALL.audits("b" * 64, whole)
    assert windows != replace(HALL, seed=2).audits("a" * 64, whole)
    assert total_us(windows) == round(0.005 * whole.duration_us)


def test_audits_of_a_watch_stay_where_they_were_while_it_grows():
    early, late = (HALL.audits("x", Span(300 * SECOND, end * SECOND)) for end in (500, 900))
    assert [w for w in late if w.end_us <= 500 * SECOND] == [
        w for w in early if w.end_us < 500 * SECOND
    ]


def test_an_audit_looks_at_the_whole_picture():
    eyes = Watchful()
    log = perceived(Hall(400), eyes, replace(HALL, audit_share=0.05))
    assert log.header.sampling["whole_looks"] > 20
    assert len(log.columns["seat-02"].times) > 200 + 20


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 90)), max_size=8), st.integers(0, 60))
def test_no_place_has_more_closer_looks_in_a_minute_than_the_plan_allows(pairs, most):
    spans = merged(Span(at * SECOND, (at + length) * SECOND) for at, length in pairs)
    kept = capped(spans, most * SECOND)
    assert total_us([*spans, *kept]) == total_us(spans)
    for minute in range(8):
        inside = Span(minute * MINUTE, (minute + 1) * MINUTE)
        wanted = total_us(s.within(inside) for s in spans)
        assert total_us(s.within(inside) for s in kept) == min(wanted, most * SECOND)


def test_what_is_left_out_is_told():
    seat = place()
    log = log_of(drawn(seat, people="#" * 240 + " = 2"))
    closer = closer_looks(scene_of(log), QUIET, "a", log.header.account.span)
    assert closer.asked_us == 2 * HALL.most_us
    assert closer.left_out_us == 120 * SECOND - closer.asked_us
    assert closer.at(HALL.most_us) == frozenset()
    assert closer.at(MINUTE) == {seat.name}


def test_the_region_of_a_place_holds_everybody_who_belongs_there():
    seat = place(x=0.02)
    box = region(seat, (960, 540))
    assert box.x0 == 0
    assert box.holds((0.02 + 0.059) * 960, 0.45 * 540)


def test_a_short_recording_is_not_scanned_by_keyframes_alone():
    log = perceived(Hall(30), Watchful())
    assert log.header.sampling["scan_looks"] == 60
    assert log.header.every_us == 500_000


class Standing(FakeMeter):
    """A picture that stands still from 61 to 68.2 seconds."""

    def __init__(self) -> None:
        self.before: float | None = None

    def read(self, image: np.ndarray) -> Health:
        second = float(image.reshape(-1)[:4].view(np.int32)[0]) / 1000
        shown = 61.0 if 61 <= second < 68.2 else second
        before, self.before = self.before, shown
        return Health(100, 40, 9, nan if before is None else abs(shown - before))


def test_a_frozen_picture_between_keyframes_is_timed_to_half_a_second():
    task = Task("a" * 64, "hall", "hall-1")
    source = Hall(120)
    log = perceive(source, FakeEyes(), Standing(), task, lambda *_: None, QUIET)
    rules = resolve(NO_PROFILE, "hall", "hall-1")
    (flag,) = [flag for flag in judge(log, rules).flags if flag.code == "VID_FREEZE"]
    assert flag.span == Span(61_000_000, 68_600_000)
    times = log.columns["picture"].times
    assert (np.diff(times) > 0).all()
    assert len(times) < 60 + 40


def test_a_hole_ends_where_it_ends_though_the_next_keyframe_comes_later():
    seat = place()
    log = log_of(drawn(seat, person="#" * 60), holes=(Span(7 * SECOND, 13_300_000),))
    header = replace(log.header, every_us=2 * SECOND)
    columns = columns_of(header, [])
    rules = resolve(NO_PROFILE, "hall", "hall-1")
    (flag,) = judge(ObservationLog(header, columns), rules).flags
    assert (flag.code, flag.span) == ("VID_GAP", Span(7 * SECOND, 13_300_000))
