"""Which flag found which event; hand-made cases in which ActEV's scorer leaves no choice."""

from dataclasses import replace
from itertools import permutations
from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.assignment import assigned, paired
from proctor.evaluation import Case, Measure, Scoresheet, score
from tests.evaluation.stories import act, case, event, flag

QUICK = Measure(resamples=20)


def counts(sheet: Scoresheet) -> tuple[int, int, int]:
    """Found, missed, flagged in vain."""
    return sheet.overall.hits, sheet.overall.missed, sheet.overall.false_alarms


def told(*given_case: object, **more: object) -> Scoresheet:
    return score([case(*given_case, **more)], QUICK)


def test_two_flags_on_one_event_are_one_hit_and_one_false_alarm():
    assert counts(told([event(10, 20)], [flag(10, 14), flag(15, 20)])) == (1, 0, 1)


def test_one_flag_across_two_events_is_one_hit_and_one_miss():
    assert counts(told([event(10, 15), event(17, 22)], [flag(9, 23)])) == (1, 1, 0)


@pytest.mark.parametrize(
    ("truth", "found", "hit"),
    [
        ((10, 20), (19.1, 30), False),  # 0.9 s of two long ones
        ((10, 20), (19.0, 30), True),  # a second
        ((10, 11.5), (10.75, 30), True),  # half of a short event
        ((10, 11.5), (10.76, 30), False),
        ((10, 20), (19.5, 20.5), True),  # half of a short flag
        ((10, 20), (19.6, 20.6), False),
        ((10, 20), (20, 25), False),  # they touch
        ((10, 10.2), (10, 10.1), True),  # both very short
    ],
)
def test_a_second_or_half_of_the_shorter_one_must_be_shared(truth, found, hit):
    assert counts(told([event(*truth)], [flag(*found)]))[0] == hit


def test_the_best_assignment_beats_taking_the_best_pair_first():
    # The surest flag fits both events and the weak one only the first: greedy would lose one.
    weak, sure = flag(8, 12, 0.3), flag(10, 20, 0.9)
    assert counts(told([event(8, 14), event(15, 21)], [weak, sure])) == (2, 0, 0)


def test_among_equal_numbers_of_hits_the_surer_flag_is_the_hit():
    sheet = told([event(10, 20)], [flag(10, 20, 0.4), flag(12, 20, 0.8)])
    assert [hit.claim.score for hit in sheet.hits] == [0.8]
    assert [false.claim.score for false in sheet.false_alarms] == [0.4]


def test_among_equally_sure_flags_the_better_overlap_is_the_hit():
    sheet = told([event(10, 20)], [flag(10, 12), flag(10, 19)])
    assert sheet.hits[0].overlap == pytest.approx(0.9)


def test_another_code_never_matches():
    sheet = told([event(10, 20)], [flag(10, 20, code="WHISPER")])
    assert counts(sheet) == (0, 1, 1)
    assert sheet.misses[0].seen_as == ("WHISPER",)
    assert sheet.false_alarms[0].on_codes == ("PEEK",)


def test_another_place_matches_only_when_the_place_does_not_matter():
    elsewhere = case([event(10, 20)], [flag(10, 20, place="right")])
    assert counts(score([elsewhere], QUICK)) == (0, 1, 1)
    assert counts(score([elsewhere], replace(QUICK, anywhere=True))) == (1, 0, 0)


def test_an_event_of_somebody_who_walks_about_is_anywhere():
    walker = event(10, 20, code="EXTRA_PERSON", place="officer")
    assert counts(told([walker], [flag(10, 20, code="EXTRA_PERSON")])) == (1, 0, 0)


def test_a_camera_fault_is_at_the_picture():
    black = event(10, 20, code="VID_BLACK", place="picture", visible=None)
    found = flag(10, 20, code="VID_BLACK", place="picture")
    assert counts(told([black], [found])) == (1, 0, 0)
    assert counts(told([black], [replace(found, place="left")])) == (0, 1, 1)


def test_recordings_are_not_mixed():
    cases = [case([event(10, 20)], clip="a"), case([], [flag(10, 20)], clip="b")]
    assert counts(score(cases, QUICK)) == (0, 1, 1)


def test_an_event_that_nobody_can_see_counts_for_neither_side():
    hidden = event(10, 20, visible=0.05)
    assert counts(told([hidden], [])) == (0, 0, 0)
    sheet = told([hidden], [flag(10, 20), flag(30, 40)])
    assert counts(sheet) == (0, 0, 1)
    assert (sheet.overall.ignored, sheet.overall.claims) == (1, 1)
    assert counts(score([case([hidden])], replace(QUICK, min_visible=0.0))) == (0, 1, 0)


def test_a_flag_that_fits_a_hidden_and_a_plain_event_finds_the_plain_one():
    hidden, plain = event(10, 20, visible=0.0), event(18, 30)
    assert counts(told([hidden, plain], [flag(12, 22)])) == (1, 0, 0)


def test_an_event_of_unknown_visibility_counts():
    assert counts(told([event(10, 20, visible=None)])) == (0, 1, 0)


def test_false_alarms_say_on_which_look_alike_they_fell():
    acts = [act("glance", 10, 11), act("glance", 50, 51), act("scratch", 80, 82)]
    sheet = told([event(30, 40)], [flag(10, 11), flag(30, 33), flag(36, 40)], acts=acts)
    assert [(one.on_codes, one.on_acts) for one in sheet.false_alarms] == [
        ((), ("glance",)),
        (("PEEK",), ()),  # found already by the other flag
    ]
    assert [(one.code, one.act, one.false_alarms, one.acts) for one in sheet.look_alikes] == [
        ("PEEK", "glance", 1, 2),
        ("", "scratch", 0, 1),
    ]


def test_flags_of_codes_that_nobody_annotated_are_left_out_and_said_so():
    truth = case([event(10, 20)], [flag(10, 20), flag(10, 20, code="PHONE")])
    partly = replace(truth, reference=replace(truth.reference, codes=frozenset({"PEEK"})))
    sheet = score([partly], QUICK)
    assert counts(sheet) == (1, 0, 0)
    assert any("PHONE" in note for note in sheet.notes)


def test_only_the_codes_that_were_asked_for_count():
    both = case([event(10, 20)], [flag(10, 20), flag(10, 20, code="PHONE")])
    sheet = score([both], replace(QUICK, codes=frozenset({"PHONE"})))
    assert [line.code for line in sheet.codes] == ["PHONE"]
    assert counts(sheet) == (0, 0, 1)


def test_misses_of_codes_without_a_model_or_a_rule_are_named():
    from proctor.findings import NotJudged

    truth = case([event(1, 9, code="PHONE"), event(1, 9), event(1, 9, code="NOTE")])
    silent = replace(
        truth, not_judged=(NotJudged("PHONE", ("phone",)),), ruled=frozenset({"PHONE", "PEEK"})
    )
    assert [(one.code, one.missing) for one in score([silent], QUICK).not_judged] == [
        ("PHONE", ("phone",)),
        ("NOTE", ()),
    ]


moments = st.integers(0, 40).map(lambda n: n / 2)
lengths = st.integers(1, 12).map(lambda n: n / 2)
places = st.sampled_from(["left", "right"])
events = st.builds(
    lambda start, length, place, seen: event(start, start + length, place=place, visible=seen),
    moments,
    lengths,
    places,
    st.sampled_from([None, 0.0, 1.0]),
)
flags = st.builds(
    lambda start, length, place, sure: flag(start, start + length, sure, place=place),
    moments,
    lengths,
    places,
    st.sampled_from([0.2, 0.5, 0.9]),
)


@given(st.lists(events, max_size=6), st.lists(flags, max_size=6), st.randoms())
def test_every_event_and_flag_is_counted_once_in_any_order(truth, found, random):
    sheet = told(truth, found)
    line = sheet.overall
    assert line.hits + line.missed == line.references
    assert line.hits + line.false_alarms == line.claims <= len(found)
    assert line.references + line.ignored == len(truth)
    assert (len(sheet.hits), len(sheet.misses), len(sheet.false_alarms)) == counts(sheet)
    random.shuffle(truth)
    random.shuffle(found)
    assert told(truth, found) == sheet


@given(st.lists(events, max_size=4), st.lists(flags, max_size=4))
def test_the_order_of_recordings_does_not_matter(truth, found):
    cases: list[Case] = [case(truth, clip="a"), case(truth, found, clip="b"), case([], found)]
    assert score(cases, QUICK) == score(cases[::-1], QUICK)


@given(
    st.integers(0, 4).flatmap(
        lambda rows: st.integers(0, 4).flatmap(
            lambda columns: st.lists(
                st.lists(st.integers(0, 5), min_size=columns, max_size=columns),
                min_size=rows,
                max_size=rows,
            ).map(lambda values: np.array(values, float).reshape(rows, columns))
        )
    )
)
def test_the_assignment_is_as_good_as_the_best_of_all(gains):
    pairs = assigned(gains)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(gains[pair] > 0 for pair in pairs)
    wide = gains if gains.shape[0] <= gains.shape[1] else gains.T
    best = max(
        sum(wide[row, column] for row, column in enumerate(chosen))
        for chosen in permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(gains[pair] for pair in pairs) == best


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 4).map(float), max_size=12
    )
)
def test_pairs_are_assigned_alike_in_groups_and_all_at_once(gains):
    table = np.zeros((6, 6))
    for pair, gain in gains.items():
        table[pair] = gain
    pairs = paired(gains)
    assert pairs == sorted(pairs)
    assert all(pair in gains for pair in pairs)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert sum(gains[pair] for pair in pairs) == sum(table[pair] for pair in assigned(table))


def test_thousands_of_flags_of_one_day_are_scored_while_one_waits():
    found = [flag(8 * n, 8 * n + 5, (n % 97) / 97) for n in range(6000)]
    truth = [event(40 * n, 40 * n + 6) for n in range(1200)]
    before = process_time()
    sheet = told(truth, found, minutes=800, acts=[act("glance", 20, 30)])
    assert counts(sheet) == (1200, 0, 4800)
    assert process_time() - before < 10


def test_a_flag_of_either_neighbour_finds_what_both_do():
    both = replace(event(10, 20, place="left"), other="right")
    for place in ("left", "right"):
        assert counts(told([both], [flag(10, 20, place=place)])) == (1, 0, 0)
    assert counts(told([both], [flag(10, 20, place="elsewhere")])) == (0, 1, 1)
