"""The order of review: one number, and never the wrong way round."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.timeline import SECOND, Span
from proctor.weighing.cameras import candidates, happenings
from proctor.weighing.gravity import NEAR, Standing, gravity, together, weights

LEVELS = st.sampled_from([1, 2, 3])
SCORES = st.floats(0, 1)
COUNTS = st.integers(1, 500)
REVIEWS = st.integers(0, 200)


def standing(name: str, start: float = 0, **changes: object) -> Standing:
    """A flag of four seconds before the camera ``cam-1``."""
    span = Span(round(start * SECOND), round((start + 4) * SECOND))
    plain = Standing(
        name, "PHONE", 1, "driver", "", 0.5, "north", "cam-1", "road", 1, "", span, True, 0,
        "pending",
    )  # fmt: skip
    return replace(plain, **changes)


def of(flags: list[Standing], spot=lambda flag: flag.place):
    return weights(flags, happenings(candidates(flags), spot))


@given(LEVELS, LEVELS, SCORES, SCORES, COUNTS, COUNTS, REVIEWS, REVIEWS, REVIEWS, REVIEWS)
def test_a_graver_level_comes_first_whatever_else(one, other, s1, s2, n1, n2, c1, c2, f1, f2):
    if one < other:
        assert gravity(one, s1, n1, c1, f1) > gravity(other, s2, n2, c2, f2)


@given(LEVELS, SCORES, SCORES, COUNTS, COUNTS, REVIEWS, REVIEWS, REVIEWS, REVIEWS)
def test_within_a_level_surer_rarer_and_better_reputed_never_comes_later(
    level, s1, s2, n1, n2, c1, c2, f1, f2
):
    better = gravity(level, max(s1, s2), min(n1, n2), max(c1, c2), min(f1, f2))
    assert better >= gravity(level, min(s1, s2), max(n1, n2), min(c1, c2), max(f1, f2))


@given(st.lists(SCORES, min_size=1, max_size=5), SCORES)
def test_another_camera_that_saw_it_never_makes_it_less_sure(scores, further):
    alone, with_it = together(scores), together([*scores, further])
    assert max(scores) - 1e-9 <= alone <= with_it + 1e-9 <= 1 + 1e-9


def test_a_flag_that_a_second_camera_saw_weighs_more_and_both_weigh_the_same():
    alone = of([standing("a"), standing("z", 60, camera="cam-2")])
    both = of([standing("a"), standing("b", 1, camera="cam-2", score=0.3)])
    assert both["a"].gravity == both["b"].gravity > alone["a"].gravity
    assert (both["a"].group, both["a"].partners) == ("a", ("b",))
    assert (both["b"].group, both["b"].partners) == ("a", ("a",))
    assert (alone["a"].group, alone["a"].partners) == ("a", ())


def test_two_flags_of_one_camera_are_no_two_witnesses():
    second = standing("b", 1, camera="cam-2")
    third = standing("c", 2, camera="cam-2")
    two, three = of([standing("a"), second]), of([standing("a"), second, third])
    assert set(three["a"].partners) == {"b", "c"}
    assert three["a"].gravity <= two["a"].gravity


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "passenger"},
        {"code": "HAND_EAR"},
        {"site": "south"},
        {"dated": False},
        {"doubt_us": 60 * SECOND},
        {"span": Span(3 * SECOND, 9 * SECOND)},
        {"camera": "cam-1"},
    ],
)
def test_what_differs_in_place_code_site_or_time_is_another_happening(changes):
    other = standing("b", **{"camera": "cam-2", **changes})
    assert of([standing("a"), other])["a"].partners == ()


def test_clocks_that_may_be_off_a_little_do_not_hide_that_it_is_the_same():
    late = standing("b", 4, camera="cam-2", doubt_us=SECOND)
    assert of([standing("a"), late])["a"].partners == ()
    assert of([standing("a", doubt_us=SECOND), late])["a"].partners == ("b",)


def test_where_nobody_can_tell_the_place_nothing_is_joined():
    flags = [standing("a"), standing("b", camera="cam-2")]
    assert of(flags, lambda _flag: None)["a"].partners == ()


def test_what_a_camera_raises_often_weighs_less_and_only_on_that_day():
    far = NEAR / SECOND + 10
    once = of([standing("a")])["a"].gravity
    five = of([standing("a"), *(standing(f"b{n}", 10 * n) for n in range(1, 5))])
    days = of([standing("a"), *(standing(f"b{n}", far * n) for n in range(1, 5))])
    assert five["a"].gravity - 2 == pytest.approx((once - 2) / 2)
    assert days["a"].gravity == once


def test_what_officers_found_false_at_a_camera_lowers_its_flags_and_no_others():
    false = [standing(f"f{n}", 10**5 * n, state="false-alarm") for n in range(1, 6)]
    found = of([standing("a"), standing("b", camera="cam-2", place="x"), *false])
    assert found["a"].gravity < found["b"].gravity
    praised = [replace(flag, state="confirmed") for flag in false]
    assert of([standing("a"), *praised])["a"].gravity > found["b"].gravity
