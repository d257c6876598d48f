"""What is quick in judging gives the same numbers, bit by bit, as what is plain."""

from math import nan

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from proctor.judge import scene_of
from proctor.observations import COLUMNS, Columns
from proctor.rules.base import Scene, said_until, stretches, turned, usual
from proctor.rules.facing import CELL, _blurred
from proctor.timeline import Span
from tests.scenes import log_of, place

NUMBERS = st.floats(-20, 20, width=32) | st.just(nan)
MOMENTS = st.lists(st.integers(0, 40), min_size=1, max_size=20, unique=True).map(sorted)


def same(one: np.ndarray, other: np.ndarray) -> bool:
    """Equal in every bit, save that zero has no sign and nothing seen is nothing seen."""
    return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)


@given(arrays(np.float32, st.integers(0, 30), elements=NUMBERS), st.floats(-7, 7))
def test_a_turn_is_the_remainder_of_a_whole_turn(angles: np.ndarray, reference: float) -> None:
    plain = (angles - reference + np.pi) % (2 * np.pi) - np.pi
    assert same(turned(angles, reference), plain)


@given(
    arrays(np.float32, 12, elements=st.floats(-5, 5, width=32)),
    arrays(np.int64, 12, elements=st.integers(1, 4)),
)
def test_half_of_the_weight_lies_on_either_side_of_the_usual_value(
    values: np.ndarray, weights: np.ndarray
) -> None:
    assert usual(values, 1, weights) == np.median(np.repeat(values, weights))


def test_a_map_of_directions_is_blurred_alike_wherever_it_is_empty() -> None:
    counts = np.zeros((8, round(2 * np.pi / CELL)))
    counts[2, [0, 5, -1]] = 3.0, 1.0, 0.3
    for cells in (2.0, 7.5):
        steps = np.arange(-int(np.ceil(3 * cells)), int(np.ceil(3 * cells)) + 1)
        plain = sum(np.exp(-0.5 * (s / cells) ** 2) * np.roll(counts, s, 1) for s in steps)
        assert same(_blurred(counts, cells), plain)


@given(MOMENTS, MOMENTS)
def test_a_neighbour_is_seen_as_the_sample_that_speaks_at_that_moment_shows_them(
    ours: list[int], theirs: list[int]
) -> None:
    seen = np.arange(len(theirs), dtype=np.float32)
    scene = _scene(Columns(_moments(theirs), {"yaw": seen}))
    found = scene.beside("seat-01", _moments(ours), ("yaw", "pitch"))
    until = said_until(_moments(theirs), scene.account.span.end_us, scene.longest_us)
    speaking = [
        next((v for v, t, u in zip(seen, _moments(theirs), until, strict=True) if t <= at < u), nan)
        for at in _moments(ours)
    ]
    assert same(found["yaw"], np.array(speaking, np.float32))
    assert np.isnan(found["pitch"]).all()


def test_a_part_of_the_columns_is_all_of_them_for_that_time() -> None:
    whole = Columns(_moments(range(10)), {c: np.arange(10, dtype=np.float32) for c in COLUMNS})
    part = whole.during(Span(1_500_000, 3_500_000))
    assert list(part.values) == list(COLUMNS)
    assert {tuple(part[column]) for column in COLUMNS} == {(3, 4, 5, 6)}


@given(st.lists(st.sampled_from([0.0, 1.0, nan]), min_size=1, max_size=40), st.integers(0, 6))
def test_no_stretch_is_shorter_than_the_rule_asks_for(sure: list[float], hold: int) -> None:
    how = {"threshold": 0.5, "gap_us": 600_000, "end_us": 500_000 * len(sure)}
    every = stretches(np.array(sure), _moments(range(len(sure))), hold_us=0, **how)
    long = stretches(np.array(sure), _moments(range(len(sure))), hold_us=hold * 500_000, **how)
    assert long == [span for span in every if span.duration_us >= hold * 500_000]


def _moments(halves) -> np.ndarray:
    return np.array(list(halves), np.int64) * 500_000


def _scene(columns: Columns) -> Scene:
    return scene_of(log_of((place(), columns)))
