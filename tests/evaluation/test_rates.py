"""Miss rate at a rate of false alarms, and how sure the numbers are; worked out by hand."""

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from proctor.evaluation import RATES, Measure, score
from proctor.evaluation.intervals import poisson, wilson
from tests.evaluation.stories import case, event, flag

QUICK = Measure(resamples=200)


def four_events(*, right=(), wrong=(), minutes=10.0, code="PEEK"):
    """Four events; flags of these scores find one each, or nothing at all."""
    truth = [event(100 * n, 100 * n + 10, code=code) for n in range(4)]
    found = [flag(100 * n, 100 * n + 10, sure, code=code) for n, sure in enumerate(right)]
    vain = [flag(50 + 100 * n, 60 + 100 * n, sure, code=code) for n, sure in enumerate(wrong)]
    return case(truth, found + vain, minutes=minutes)


def at_rates(cases, code="PEEK"):
    (line,) = (line for line in score([cases], QUICK).codes if line.code == code)
    return {rate: None if at is None else at.value for rate, at in line.pmiss_at.items()}


def test_the_curve_has_a_point_for_every_score():
    sheet = score([four_events(right=(0.9, 0.7, 0.5), wrong=(0.8, 0.6, 0.4))], QUICK)
    assert [(p.threshold, p.rate, p.pmiss) for p in sheet.codes[0].curve] == [
        (0.9, 0.0, 0.75),
        (0.8, 0.1, 0.75),
        (0.7, 0.1, 0.5),
        (0.6, 0.2, 0.5),
        (0.5, 0.2, 0.25),
        (0.4, pytest.approx(0.3), 0.25),
    ]


def test_ten_minutes_measure_a_tenth_a_minute_and_no_less():
    found = at_rates(four_events(right=(0.9, 0.7, 0.5), wrong=(0.8, 0.6, 0.4)))
    assert found == {0.2: 0.25, 0.15: 0.5, 0.1: 0.5, 0.05: None, 0.02: None, 0.01: None}


def test_between_two_scores_the_line_is_straight_and_past_the_last_flag_it_stays():
    # In 20 minutes: (0, 0.75), then one hit and two false alarms of one score: (0.1, 0.5).
    found = at_rates(four_events(right=(0.9, 0.8), wrong=(0.8, 0.8), minutes=20))
    assert found[0.05] == pytest.approx(0.625)
    assert (found[0.1], found[0.15], found[0.2]) == (0.5, 0.5, 0.5)


def test_surest_flags_that_exceed_the_rate_already_miss_everything_there():
    found = at_rates(four_events(right=(0.9,), wrong=(0.9, 0.9, 0.9)))
    assert (found[0.2], found[0.1]) == (1.0, 1.0)


def test_events_without_flags_are_missed_at_every_rate_that_can_be_measured():
    found = at_rates(four_events(minutes=100))
    assert found == dict.fromkeys(RATES, 1.0)


def test_without_events_there_is_no_miss_rate():
    (line,) = score([case([], [flag(1, 9)], minutes=100)], QUICK).codes
    assert set(line.pmiss_at.values()) == {None}
    assert (line.recall, line.curve) == (None, ())


def test_over_all_codes_the_miss_rate_is_the_mean_as_in_actev():
    peek = four_events(right=(0.9, 0.7, 0.5), wrong=(0.8, 0.6, 0.4))
    phone = four_events(right=(0.9, 0.9, 0.9, 0.9), code="PHONE")
    both = replace(
        peek,
        reference=replace(peek.reference, events=(*peek.reference.events, *phone.reference.events)),
        claims=(*peek.claims, *phone.claims),
    )
    overall = score([both], QUICK).overall
    at = overall.pmiss_at[0.2]
    assert at is not None
    assert (at.value, at.of) == (0.125, 2)
    assert [(p.rate, p.pmiss) for p in overall.curve] == [
        (0.0, pytest.approx((0.75 + 0) / 2)),
        (0.1, pytest.approx((0.75 + 0) / 2)),
        (0.1, pytest.approx((0.5 + 0) / 2)),
        (0.2, pytest.approx((0.5 + 0) / 2)),
        (0.2, pytest.approx((0.25 + 0) / 2)),
        (pytest.approx(0.3), pytest.approx((0.25 + 0) / 2)),
    ]


def test_the_mean_curve_reads_as_the_mean_of_the_rates_it_stands_for():
    peek = four_events(right=(0.9, 0.7, 0.5), wrong=(0.8, 0.6, 0.4), minutes=20)
    overall = score([peek], QUICK).overall
    xs, ys = zip(*((point.rate, point.pmiss) for point in overall.curve), strict=True)
    for rate in (0.2, 0.15):
        assert np.interp(rate, xs, ys) == pytest.approx(overall.pmiss_at[rate].value)
    assert np.interp(0.075, xs, ys) == 0.5  # where the table has no rate: between two steps


def test_counts_and_rates_of_one_clip():
    line = score([four_events(right=(0.9,), wrong=(0.8, 0.7), minutes=30)], QUICK).overall
    assert (line.recall.value, line.recall.count, line.recall.of) == (0.25, 1, 4)
    assert (line.precision.value, line.precision.of) == (pytest.approx(1 / 3), 3)
    assert (line.false_alarms_per_hour.value, line.false_alarms_per_hour.of) == (4.0, 0.5)
    assert line.overlap == 1.0


def test_one_recording_has_the_intervals_of_wilson_and_garwood():
    line = score([four_events(right=(0.9,), wrong=(0.8, 0.7), minutes=30)], QUICK).overall
    assert (line.recall.low, line.recall.high) == wilson(1, 4)
    assert line.recall.how == "wilson"
    low, high = poisson(2)
    rate = line.false_alarms_per_hour
    assert (rate.low, rate.high, rate.how) == (low / 0.5, high / 0.5, "poisson")


def test_recordings_that_differ_widen_the_interval():
    # Events of one recording stand and fall together: half of twelve are seen through.
    good = [four_events(right=(0.9,) * 4) for _ in range(6)]
    bad = [four_events() for _ in range(6)]
    cases = [
        replace(one, reference=replace(one.reference, clip=f"{n:02d}"))
        for n, one in enumerate([*good, *bad])
    ]
    recall = score(cases, Measure()).overall.recall
    low, high = wilson(24, 48)
    assert recall.low < low < high < recall.high
    assert recall.how == "bootstrap+wilson"
    assert score(cases, Measure()) == score(cases, Measure())


def test_recordings_that_are_alike_do_not_narrow_it():
    one, other = four_events(right=(0.9,) * 2), four_events(right=(0.9,) * 3)
    recall = score([*[one] * 11, other], QUICK).overall.recall
    assert (recall.low, recall.high) == wilson(25, 48)


def test_a_code_with_nothing_but_false_alarms_leaves_the_mean_miss_rate_alone():
    peek = four_events(right=(0.9,))
    vain = replace(peek, claims=(*peek.claims, flag(1, 9, 0.9, code="PHONE")))
    alone, both = (score([one], QUICK).overall for one in (peek, vain))
    assert both.pmiss_at == alone.pmiss_at
    assert both.curve == alone.curve
    assert (both.claims, both.false_alarms) == (2, 1)


def test_footage_of_unknown_length_has_no_rates():
    (line,) = score([four_events(right=(0.9,), wrong=(0.8,), minutes=0)], QUICK).codes
    assert (line.false_alarms_per_hour, line.curve) == (None, ())
    assert set(line.pmiss_at.values()) == {None}


def test_few_recordings_are_said_to_be_few():
    assert any("Few recordings (1)" in note for note in score([four_events()], QUICK).notes)


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (8, 10, 0.4902, 0.9433)],
)
def test_the_share_has_the_interval_of_wilson(hits, n, low, high):
    assert wilson(hits, n) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@pytest.mark.parametrize("n", [1, 3, 5, 7, 9, 11])
def test_an_interval_holds_its_own_estimate_to_the_last_bit(n):
    none = case([event(100 * k, 100 * k + 9) for k in range(n)])
    every = replace(none, claims=tuple(flag(100 * k, 100 * k + 9) for k in range(n)))
    for line in (score([none], QUICK).overall, score([every], QUICK).overall):
        assert line.recall.low <= line.recall.value <= line.recall.high


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.3640, 121.6268)],
)
def test_the_count_has_the_exact_interval_of_garwood(count, low, high):
    assert poisson(count) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_the_upper_end_without_a_single_false_alarm_is_the_rule_of_three_and_a_bit():
    assert exp(-poisson(0)[1]) == pytest.approx(0.025)


def test_intervals_hold_what_they_promise():
    """The true rate lies inside in about 95 % of worlds, here of 400."""
    counts = np.random.default_rng(1).poisson(4.2, 400).tolist()
    ends = {count: poisson(count) for count in set(counts)}
    assert sum(ends[count][0] <= 4.2 <= ends[count][1] for count in counts) >= 380
