"""Media time stays what it is whatever recorders, networks and computers do to their clocks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise

import av
from hypothesis import given
from hypothesis import strategies as st

from proctor.timeline import SECOND
from streams.arrival import LATE, Arrivals
from streams.stamps import AnyPacket, Stamps
from streams.steps import Steps

BEGAN = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
TICKS = 90_000
INTERVAL = 3_600
WRAP = 1 << 33


def packets(stamps: Sequence[int]) -> Iterator[AnyPacket]:
    for stamp in stamps:
        packet = av.Packet(b"x")
        packet.pts = packet.dts = stamp
        packet.time_base = Fraction(1, TICKS)
        yield packet  # type: ignore[misc]


def straightened(stamps: Sequence[int], length_s: int = 86_400) -> tuple[list[int], Stamps]:
    counter = Stamps(Fraction(1, TICKS), INTERVAL, Fraction(length_s))
    return [p.pts or 0 for p in counter.straightened(packets(stamps), 0)], counter


pieces = st.lists(
    st.tuples(st.integers(0, WRAP - 1), st.integers(3, 40)), min_size=1, max_size=6
)  # fmt: skip


@given(pieces)
def test_however_often_a_count_begins_anew_media_time_runs_on(
    parts: list[tuple[int, int]],
) -> None:
    """A piece that happens to begin a little after the last one ended goes on as it is."""
    stamps = [start + INTERVAL * n for start, length in parts for n in range(length)]
    out, counter = straightened(stamps, length_s=0)
    steps = [b - a for a, b in pairwise(out)]
    assert all(-TICKS <= step <= 61 * TICKS for step in steps)
    inside = sum(length - 1 for _, length in parts)
    assert sum(step == INTERVAL for step in steps) >= inside - counter.lies
    assert counter.jumps <= len(parts) - 1


@given(st.integers(1, 200), st.integers(1, 200))
def test_a_count_of_33_bits_that_wraps_loses_nothing(before: int, after: int) -> None:
    first = WRAP - before * INTERVAL
    stamps = [(first + n * INTERVAL) % WRAP for n in range(before + after + 3)]
    out, counter = straightened(stamps)
    assert {b - a for a, b in pairwise(out)} == {INTERVAL}
    assert counter.jumps == 1


@given(st.lists(st.integers(1, 50 * 25), min_size=2, max_size=30))
def test_jumps_forward_within_the_length_of_the_file_are_holes_and_stay(gaps: list[int]) -> None:
    stamps = list(accumulate((gap * INTERVAL for gap in gaps), initial=7_777))
    out, counter = straightened(stamps)
    assert out == stamps
    assert (counter.jumps, counter.lies) == (0, 0)


@given(
    st.integers(3, 60), st.data(), st.integers(-(1 << 40), 1 << 40).filter(lambda n: abs(n) > TICKS)
)
def test_one_damaged_stamp_moves_no_other_picture(
    count: int, data: st.DataObject, lie: int
) -> None:
    stamps = [n * INTERVAL for n in range(count)]
    at = data.draw(st.integers(1, count - 2))
    broken = [*stamps[:at], stamps[at] + lie, *stamps[at + 1 :]]
    counter = Stamps(Fraction(1, TICKS), INTERVAL, Fraction(10))
    out = [packet.pts for packet in counter.straightened(packets(broken), 0)]
    assert out == [*stamps[:at], None, *stamps[at + 1 :]] or abs(lie) <= TICKS
    assert counter.lies == 1


@dataclass
class Computer:
    """A clock that was set now and then: (from which second on, by how many seconds)."""

    steps: list[tuple[float, float]] = field(default_factory=list)
    at_s: float = 0.0

    def now(self) -> datetime:
        ahead = sum(by for since, by in self.steps if self.at_s >= since)
        return BEGAN + timedelta(seconds=self.at_s + ahead)


def test_a_clock_that_is_set_during_a_watch_changes_no_wall_time_but_its_certainty() -> None:
    computer = Computer([(100, 30.0), (500, -0.2)])
    steps = Steps(computer)
    for second in range(0, 1000, 5):
        computer.at_s = second
        known = steps.look(second * SECOND)
        assert known.wall(second * SECOND) == BEGAN + timedelta(seconds=second)
        assert known.uncertainty_s == (0.5 if second < 100 else 30.5)
    assert len(steps.notes) == 1
    assert "set forward by 30.0 s 100 s into the watch" in steps.notes[0]


@given(
    st.lists(st.tuples(st.floats(1, 900), st.floats(-7200, 7200)), max_size=4),
    st.lists(st.floats(0.1, 60), min_size=1, max_size=30),
)
def test_the_interval_of_a_watch_holds_what_the_computer_said_whatever_was_set(
    set_by: list[tuple[float, float]], waits: list[float]
) -> None:
    computer = Computer(set_by)
    steps = Steps(computer)
    media, before = 0, 0.0
    for wait in waits:
        computer.at_s += wait
        media = round(computer.at_s * SECOND)
        known = steps.look(media)
        wall = known.wall(media)
        assert wall is not None
        off = abs((computer.now() - wall).total_seconds())
        assert off <= known.uncertainty_s + 0.5
        assert known.uncertainty_s >= before
        before = known.uncertainty_s


@given(
    st.floats(-1e-4, 1e-4),
    st.lists(st.floats(0, 0.4), min_size=20, max_size=300),
    st.integers(-(1 << 40), 1 << 40),
)
def test_a_camera_that_drifts_is_followed_through_an_uneven_network(
    drift: float, delays: list[float], zero: int
) -> None:
    arrivals, arrived, before = Arrivals(), 0, None
    for number, delay in enumerate(delays):
        truth = number * 40_000
        stamp = zero + round(truth * (1 + drift))
        arrived = max(arrived, truth + round(delay * SECOND))
        assert not arrivals.stale(stamp, arrived)
        media = arrivals.media_us(stamp)
        assert -2_000 <= media - truth <= 410_000
        assert media <= arrived
        if before is not None:
            assert media - before <= 40_000 + 500
        before = media


@given(st.integers(2 * LATE, 1 << 40), st.integers(1, 100))
def test_a_camera_that_begins_its_count_anew_is_believed_at_once(fall: int, before: int) -> None:
    arrivals = Arrivals()
    for number in range(before + 1):
        assert not arrivals.stale(fall + number * 40_000, 5 * SECOND + number * 40_000)
    now = 5 * SECOND + (before + 1) * 40_000
    assert not arrivals.stale(0, now)
    assert arrivals.media_us(0) == now
