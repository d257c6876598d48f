"""Probabilities against what can be counted by hand, and laws that hold for all of them."""

import itertools
import math
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.anomalies.chances import adjusted, at_least, lifted, row_of, student_tail
from proctor.anomalies.exceedances import HEAVIER, beyond
from proctor.anomalies.passes import longest_row
from proctor.anomalies.tails import spread_out, surprises

CHANCES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9).map(np.array)


def weighed(chances: np.ndarray, fits: Callable[[np.ndarray], bool]) -> float:
    """The chance of whatever fits, by looking at every possible outcome."""
    total = 0.0
    for outcome in itertools.product((0, 1), repeat=len(chances)):
        weight = math.prod(p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True))
        total += weight if fits(np.array(outcome)) else 0.0
    return total


@given(CHANCES, st.integers(0, 10))
def test_the_chance_of_so_many_passes_is_exact(chances: np.ndarray, least: int) -> None:
    assert at_least(chances, least) == pytest.approx(
        weighed(chances, lambda outcome: outcome.sum() >= least), abs=1e-12
    )


@given(CHANCES, st.integers(0, 10))
def test_the_chance_of_so_long_a_row_is_exact(chances: np.ndarray, length: int) -> None:
    def fits(outcome: np.ndarray) -> bool:
        first, last = longest_row(outcome)
        return last - first + 1 >= length

    assert row_of(chances, length) == pytest.approx(weighed(chances, fits), abs=1e-12)


@given(CHANCES, st.floats(0.05, 0.95))
def test_lifted_odds_give_the_passes_asked_for(chances: np.ndarray, share: float) -> None:
    wanted = share * len(chances)
    assert lifted(chances, wanted).sum() == pytest.approx(wanted, abs=1e-6)


@given(st.lists(st.floats(1e-12, 1), min_size=1, max_size=40).map(np.array))
def test_adjusted_values_flag_what_benjamini_and_hochberg_flag(chances: np.ndarray) -> None:
    values = adjusted(chances)
    assert (values >= chances - 1e-15).all()
    for q in (0.01, 0.05, 0.2):
        ordered = np.sort(chances)
        ranks = np.flatnonzero(ordered <= q * np.arange(1, len(ordered) + 1) / len(ordered))
        flagged = int(ranks[-1]) + 1 if len(ranks) else 0
        assert int((values <= q * (1 - 1e-12)).sum()) <= flagged
        assert int((values <= q * (1 + 1e-12)).sum()) >= flagged


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [(2.228, 10, 0.025), (4.144, 10, 0.001), (63.657, 1, 0.005), (0.0, 5, 0.5), (-2.571, 5, 0.975)],
)
def test_students_tail_is_that_of_the_tables(value: float, freedom: float, tail: float) -> None:
    assert student_tail(value, freedom) == pytest.approx(tail, rel=2e-3)


@pytest.mark.parametrize("kind", ["normal", "laplace", "student"])
@pytest.mark.parametrize("middle", [2.6, 4.2])
def test_times_without_outliers_are_seldom_surprising(kind: str, middle: float) -> None:
    lot = np.random.default_rng(1)
    draws = {"normal": lot.standard_normal, "laplace": partial(lot.laplace, 0.0, 1.0)}
    draw = draws.get(kind, partial(lot.standard_t, 5))
    months = ([np.exp(middle + 0.3 * draw(size=200)).round() for _ in range(5)] for _ in range(100))
    false = sum(min(one.min() for one in surprises(month)) < 0.05 / 1000 for month in months)
    assert false <= 11  # 5 are promised; three deviations


@given(st.integers(1, 30))
def test_times_are_spread_over_the_second_they_were_rounded_to(rounded: int) -> None:
    times = np.random.default_rng(rounded).integers(rounded, rounded + 40, 300).astype(float)
    spread = spread_out(times)
    assert (np.round(np.abs(spread - np.sort(times)), 9) <= 0.5).all()
    assert (np.diff(spread) > 0).all()


def test_the_farther_from_the_usual_the_more_surprising_a_time_is() -> None:
    times = np.append(np.random.default_rng(3).lognormal(4, 0.3, 2000).round(), [30, 20, 10, 5, 2])
    chances = surprises([times])[0][-5:]
    assert (np.diff(chances) <= 0).all()
    assert chances[-1] < 1e-4 < chances[0]


def test_no_time_is_so_strange_that_its_chance_is_less_than_nothing() -> None:
    times = np.append(np.random.default_rng(0).lognormal(6, 0.02, 20_000).round(), 1e9)
    assert 0 < surprises([times])[0][-1] < 1e-15


def test_shapes_of_exceedances_are_found_and_none_is_lighter_than_exponential() -> None:
    lot = np.random.default_rng(4)
    for shape in (-0.2, 0.0, 0.3):
        far = np.log(lot.random(2000)) if not shape else np.expm1(-shape * np.log(lot.random(2000)))
        over = beyond(-far if not shape else far / shape)
        seen = float(over.shapes @ over.weights)
        assert seen == pytest.approx(max(0.0, shape + HEAVIER), abs=0.1)
        assert (np.diff(over.chance(np.linspace(0, 50, 100))) <= 0).all()
        assert over.chance(np.zeros(1))[0] == pytest.approx(1.0)


def test_without_exceedances_anything_may_lie_beyond() -> None:
    few, many = beyond(np.array([])), beyond(np.random.default_rng(1).exponential(1, 1000))
    assert few.chance(np.array([1.0]))[0] > many.chance(np.array([20.0]))[0]


@given(st.lists(st.integers(0, 1), max_size=30))
def test_the_longest_row_is_a_row_and_none_is_longer(passed: list[int]) -> None:
    first, last = longest_row(np.array(passed, float))
    assert all(passed[first : last + 1])
    longest = max((len(list(g)) for hit, g in itertools.groupby(passed) if hit), default=0)
    assert last - first + 1 == longest
