"""Sureness into stretches: the one place that knows about time."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from proctor.rules.base import judged_us, ramp, said_until, stretches
from proctor.timeline import SECOND
from tests.scenes import STEP, column


def found(drawing: str, hold_s: float = 0, gap_s: float = 0, step: int = STEP):
    sure = column(drawing)
    times = np.arange(len(sure), dtype=np.int64) * step
    spans = stretches(
        sure,
        times,
        threshold=0.5,
        hold_us=int(hold_s * SECOND),
        gap_us=int(gap_s * SECOND),
        end_us=len(sure) * step,
    )
    return [(s.start_us / SECOND, s.end_us / SECOND) for s in spans]


def test_a_sample_speaks_until_the_next_one():
    assert found("..##..") == [(1.0, 2.0)]


def test_a_sample_speaks_for_one_second_at_most():
    assert found("#.", step=5 * SECOND) == [(0.0, 1.0)]


def test_the_last_sample_speaks_until_the_end_of_the_recording():
    assert found("....#") == [(2.0, 2.5)]


def test_what_lasts_too_short_is_dropped():
    assert found("..##....###", hold_s=1.5) == [(4.0, 5.5)]


def test_short_lapses_are_bridged_long_ones_are_not():
    assert found("##.##..##", gap_s=0.5) == [(0.0, 2.5), (3.5, 4.5)]


def test_nobody_looking_is_never_bridged():
    assert found("##?##", gap_s=5) == [(0.0, 1.0), (1.5, 2.5)]


def test_nobody_looking_starts_and_ends_nothing():
    assert found("???") == []
    assert found("?##?") == [(0.5, 1.5)]


def test_a_recording_without_samples_has_no_stretches():
    assert found("") == []


@given(st.text("#.?5", max_size=40), st.floats(0, 3), st.floats(0, 3))
def test_stretches_are_sorted_apart_and_long_enough(drawing, hold, gap):
    spans = found(drawing, hold, gap)
    assert all(end - start >= hold - 1e-5 for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@given(st.text("#.?", max_size=40))
def test_the_judged_share_counts_what_somebody_looked_at(drawing):
    sure = column(drawing)
    times = np.arange(len(sure), dtype=np.int64) * STEP
    assert judged_us(sure, times, len(sure) * STEP) == STEP * (len(drawing) - drawing.count("?"))
    assert (said_until(times, len(sure) * STEP) >= times).all()


def test_a_ramp_may_fall_and_keeps_what_nobody_knows():
    values = np.array([0.0, 1.0, 2.0, np.nan])
    np.testing.assert_array_equal(ramp(values, 2, 0), [1, 0.5, 0, np.nan])
