"""What does not fit in a month of results, and what fits although it looks odd."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.anomalies.office import Office, bought, generous, month, quick
from proctor.anomalies import Lead, Limits, check
from proctor.anomalies.footage import concerned
from proctor.anomalies.items import misplaced
from proctor.anomalies.overlaps import twice
from proctor.anomalies.scores import mismatched
from proctor.anomalies.words import sentence
from proctor.results import Item, Outcome

LIMITS = Limits()
ONE = month(Office(attempts=1), np.random.default_rng(1))[0]
MINUTE = timedelta(minutes=1)


def attempt(serial: str, start: float, end: float, **changes: object) -> Outcome:
    """An attempt of its own person in its own car, from and to a minute."""
    own = {"person": serial, "room": f"京A{serial}", "examiner": f"E{serial}", "officer": ""}
    times = {"starts": ONE.starts + start * MINUTE, "ends": ONE.starts + end * MINUTE}
    return replace(ONE, serial=serial, **{**own, **times, **changes})


def shared(*outcomes: Outcome) -> list[tuple[str, str]]:
    return [(lead.whom, str(lead.reasons["shared"])) for lead in twice(outcomes, LIMITS)]


def test_one_car_in_two_attempts_at_once_is_flagged_with_the_time_they_share() -> None:
    (lead,) = twice([attempt("1", 0, 20, room="x"), attempt("2", 15, 30, room="x")], LIMITS)
    assert (lead.whom, lead.reasons["overlap_s"]) == ("1 2", 300.0)
    assert "used the same vehicle for 300 s at once (x)" in sentence(lead.reasons)


def test_one_candidate_in_two_places_is_flagged_whatever_the_subject() -> None:
    pair = attempt("1", 0, 20), attempt("2", 5, 30, person="1", subject="hall", room="h", seat="3")
    assert shared(*pair) == [("1 2", "candidate")]


def test_an_examiner_in_two_cars_is_flagged_on_the_road_only() -> None:
    assert shared(attempt("1", 0, 20, examiner="E"), attempt("2", 5, 25, examiner="E"))
    field = {"examiner": "E", "subject": "field"}
    assert not shared(attempt("1", 0, 20, **field), attempt("2", 5, 25, **field))


def test_attempts_one_after_the_other_are_innocent_even_when_clocks_differ_a_little() -> None:
    assert not shared(attempt("1", 0, 20, room="x"), attempt("2", 19.5, 30, room="x"))


def test_seats_of_one_number_in_two_halls_are_two_seats() -> None:
    hall = {"subject": "hall", "seat": "3"}
    assert not shared(attempt("1", 0, 20, room="1", **hall), attempt("2", 0, 20, room="2", **hall))
    assert shared(attempt("1", 0, 20, room="1", **hall), attempt("2", 0, 20, room="1", **hall))


def test_both_attempts_of_one_candidate_at_two_sites_are_shown_and_of_an_examiner_one_site() -> (
    None
):
    first = attempt("1", 0, 20)
    pair = [first, attempt("2", 5, 30, person="1", subject="hall", room="h", seat="3", site="x")]
    (lead,) = twice(pair, LIMITS)
    assert concerned(lead.reasons, pair, first.site, first.subject) == pair
    namesake = attempt("3", 5, 30, examiner=first.examiner, site="x")
    of_examiner = {"check": "share", "kind": "examiner", "who": first.examiner}
    assert concerned(of_examiner, [first, namesake], first.site, first.subject) == [first]


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(2, 60)), max_size=12))
def test_a_car_is_flagged_exactly_when_two_of_its_attempts_overlap(times: list) -> None:
    outcomes = [attempt(f"{n:02}", s, s + d, room="x") for n, (s, d) in enumerate(times)]
    pairs = [
        (a, b)
        for a in outcomes
        for b in outcomes
        if a.serial < b.serial and min(a.ends, b.ends) - max(a.starts, b.starts) > MINUTE
    ]
    found = twice(outcomes, LIMITS)
    assert bool(found) == bool(pairs)
    names = {f"{a.serial} {b.serial}" for a, b in pairs} | {
        f"{b.serial} {a.serial}" for a, b in pairs
    }
    assert all(lead.whom in names for lead in found)


def scored(subject: str, score: float, passed: bool, *deducted: float, licence: str = "C1") -> list:
    items = tuple(Item(str(n), None, points) for n, points in enumerate(deducted))
    one = replace(ONE, subject=subject, score=score, passed=passed, items=items, licence=licence)
    return mismatched([one], LIMITS)


@pytest.mark.parametrize(
    ("subject", "licence", "least"),
    [
        ("hall", "C1", 90),
        ("field", "C1", 80),
        ("field", "A1", 90),
        ("field", "B2", 90),
        ("road", "C1", 90),
    ],
)
def test_a_pass_under_the_limit_is_flagged_and_one_at_the_limit_is_not(
    subject: str, licence: str, least: float
) -> None:
    assert not scored(subject, least, True, licence=licence)
    (lead,) = scored(subject, least - 1, True, licence=licence)
    assert f"a pass takes {least}" in sentence(lead.reasons)


def test_deductions_that_do_not_give_the_score_are_flagged() -> None:
    assert not scored("road", 90, True, 5, 5)
    (lead,) = scored("road", 100, True, 5, 5)
    assert sentence(lead.reasons) == "10 points were deducted, which leaves 90, not 100."


def test_no_score_is_less_than_nothing() -> None:
    assert not scored("road", 0, False, 100, 100)


def test_a_score_without_deductions_or_result_is_not_judged() -> None:
    tallies = {t.check: t for t in check([replace(ONE, passed=None, items=())], LIMITS).tallies}
    assert (tallies["score"].asked, tallies["score"].judged) == (1, 0)


def items(*told: tuple[str, float, float], **changes: object) -> list[Lead]:
    """Leads of an attempt of twenty minutes with items from and to a minute."""
    moments = [
        Item(name, None, None, ONE.starts + start * MINUTE, ONE.starts + end * MINUTE)
        for name, start, end in told
    ]
    return misplaced([attempt("1", 0, 20, **{"items": tuple(moments), **changes})], LIMITS)


def test_items_one_after_the_other_within_the_attempt_are_innocent() -> None:
    assert not items(("起步", 0, 2), ("会车", 1.95, 5), ("超车", 8, 20.05), ("综合评判", 0, 20))


@pytest.mark.parametrize(("start", "end"), [(-1.0, 2.0), (18.0, 21.0)])
def test_an_item_outside_of_its_attempt_is_flagged(start: float, end: float) -> None:
    (lead,) = items(("起步", start, end), ("会车", 5, 8))
    assert "Items outside of the attempt or longer than it (1): 起步 by 60 s." in sentence(
        lead.reasons
    )


def test_two_items_at_once_are_flagged_and_the_general_judgement_is_not() -> None:
    (lead,) = items(("起步", 0, 4), ("会车", 3, 6), ("综合评判", 0, 20))
    assert sentence(lead.reasons) == "Two items at once (1): 起步, 会车 for 60 s."


def test_an_item_told_longer_than_from_begin_to_end_is_flagged() -> None:
    one = Item("起步", 90.0, None, ONE.starts, ONE.starts + MINUTE)
    (lead,) = items(items=(one,))
    assert (lead.reasons["length"], lead.reasons["length_s"]) == (1.0, 30.0)


def test_an_item_done_in_no_time_is_flagged_in_a_pass_only() -> None:
    nothing = (Item("起步", 30.0, None), Item("会车", 0.0, None))
    (lead,) = items(items=nothing, passed=True)
    assert lead.reasons["short_item"] == "会车"
    assert not items(items=nothing, passed=False)
    assert not items(items=(Item("会车", 0.0, 10.0),), passed=True)


def test_an_item_longer_than_the_whole_attempt_is_flagged() -> None:
    (lead,) = items(items=(Item("起步", 21 * 60.0, None),))
    assert (lead.reasons["outside_item"], lead.reasons["outside_s"]) == ("起步", 60.0)


def found(outcomes: list[Outcome], kind: str) -> list[Lead]:
    return [lead for lead in check(outcomes, LIMITS).leads if lead.check == kind]


def honest(seed: int = 1, **office: object) -> list[Outcome]:
    return month(Office(**{"attempts": 1500} | office), np.random.default_rng(seed))


@pytest.mark.parametrize("subject", ["hall", "field", "road"])
@pytest.mark.parametrize("seed", range(3))
def test_an_honest_month_raises_nothing(subject: str, seed: int) -> None:
    assert check(honest(seed, subject=subject), LIMITS).leads == ()


def test_an_item_done_in_a_sixtieth_of_the_usual_time_is_flagged() -> None:
    outcomes = quick(honest(), 700, 0.02)
    (lead,) = found(outcomes, "pace")
    assert (lead.whom, lead.reasons["item"]) == (outcomes[700].serial, "起步")
    assert "Item 起步 took 1 s; usual are" in sentence(lead.reasons)


def test_times_of_few_attempts_are_not_judged() -> None:
    outcomes = quick(honest(attempts=60), 30, 0.05)
    tallies = {t.check: t for t in check(outcomes, LIMITS).tallies}
    assert (tallies["pace"].judged, tallies["pace"].leads) == (0, 0)


def test_an_examiner_who_passes_nearly_everybody_is_a_lead() -> None:
    outcomes = generous(honest(), "考试员3", 0.95, np.random.default_rng(1))
    leads = found(outcomes, "share")
    assert {str(lead.reasons["who"]) for lead in leads} == {"考试员3", "京A0002学"}
    assert sentence(leads[0].reasons).endswith("A lead, no proof.")


def test_a_long_row_of_passes_is_a_lead_with_its_first_and_last_attempt() -> None:
    outcomes = bought(honest(), "考试员3", 40, 40)
    lead = next(one for one in found(outcomes, "streak") if one.reasons["kind"] == "examiner")
    own = [one for one in outcomes if one.examiner == "考试员3"]
    assert lead.starts <= own[40].starts
    assert lead.ends >= own[79].ends
    assert lead.reasons["row"] >= 40


def test_an_examiner_with_few_attempts_is_not_judged() -> None:
    outcomes = generous(honest(attempts=240), "考试员3", 1.0, np.random.default_rng(1))
    assert not found(outcomes, "share")


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(random: Random) -> None:
    outcomes = bought(quick(_SMALL[:], 3, 0.05), "考试员2", 5, 25)
    mixed = outcomes[:]
    random.shuffle(mixed)
    assert check(mixed, LIMITS).leads == check(outcomes, LIMITS).leads


_SMALL = honest(attempts=300, examiners=3)
