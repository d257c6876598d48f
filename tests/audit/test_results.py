"""Results in the record, and the leads they give: flags that outlast corrections."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from bench.anomalies.office import Office, month
from proctor.anomalies import Limits, check
from proctor.anomalies.judging import Month, runs
from proctor.anomalies.limits import parsed, with_values
from proctor.audit import Record
from proctor.errors import ProfileError
from proctor.findings import FlagQuery
from proctor.results import Item, Outcome
from proctor.rosters.telling import Told
from proctor.timeline import Span, stamp
from tests.audit.stories import review

MINUTE = timedelta(minutes=1)
NOVEMBER = Month.of(datetime(2026, 11, 5, tzinfo=UTC), UTC)


@pytest.fixture
def outcomes() -> list[Outcome]:
    return month(Office(attempts=40, examiners=4), np.random.default_rng(1))


def judged(record: Record, limits: Limits | None = None) -> None:
    limits = limits or Limits()
    found = record.results(NOVEMBER.start, NOVEMBER.end)
    for facts, run in runs(check(found, limits), found, NOVEMBER, limits, "1.0"):
        record.add_run(facts, run)


def wrong(one: Outcome) -> Outcome:
    return replace(one, score=70.0, passed=True)


def test_results_come_in_once_and_are_corrected_by_adding(
    record: Record, outcomes: list[Outcome]
) -> None:
    assert record.add_results(outcomes, "a" * 64) == Told(new=40)
    assert record.add_results(outcomes, "b" * 64) == Told(known=40)
    assert record.results(NOVEMBER.start, NOVEMBER.end) == outcomes
    better = wrong(outcomes[7])
    assert record.add_results([better], "c" * 64) == Told(corrected=1)
    assert better in record.results(NOVEMBER.start, NOVEMBER.end)


def test_moments_of_items_are_kept_and_told_of_vehicles(
    record: Record, outcomes: list[Outcome]
) -> None:
    first, *others = outcomes
    begins, ends = first.starts + MINUTE, first.starts + 2 * MINUTE
    driven = replace(first, items=(Item("起步", None, 0.0, begins, ends), Item("会车", 30.0, 0.0)))
    record.add_results([driven, *others], "a" * 64)
    assert record.add_results([driven, *others], "b" * 64) == Told(known=40)
    assert driven in record.results(NOVEMBER.start, NOVEMBER.end)
    (told,) = record.timed_items(NOVEMBER.start, NOVEMBER.end)
    assert (told.room, told.spans) == (first.room, (Span(stamp(begins), stamp(ends)),))


def test_a_lead_is_a_flag_with_its_moment_and_no_recording(
    record: Record, outcomes: list[Outcome]
) -> None:
    outcomes[7] = wrong(outcomes[7])
    record.add_results(outcomes, "a" * 64)
    judged(record)
    (row,) = record.flags(FlagQuery(code="DATA_ANOM"))
    assert (row.start, row.end) == (outcomes[7].starts, outcomes[7].ends)
    assert row.is_of_data
    assert record.recordings() == []
    assert record.cameras() == []
    assert record.check() == []


def test_checking_again_changes_nothing_and_a_decision_outlasts_more_results(
    record: Record, outcomes: list[Outcome]
) -> None:
    outcomes[7] = wrong(outcomes[7])
    record.add_results(outcomes[:30], "a" * 64)
    judged(record)
    judged(record)
    (row,) = record.flags()
    record.add_review(review(row.flag.id, "confirmed"))
    record.add_results(outcomes[30:], "b" * 64)
    judged(record)
    (again,) = record.flags()
    assert again.flag.id != row.flag.id
    assert again.state == "confirmed"


def test_a_corrected_result_takes_back_a_lead_nobody_decided_about(
    record: Record, outcomes: list[Outcome]
) -> None:
    record.add_results([wrong(one) for one in outcomes[:2]] + outcomes[2:], "a" * 64)
    judged(record)
    assert len(record.flags()) == 2
    record.add_results(outcomes, "b" * 64)
    judged(record)
    assert record.flags() == []


def test_a_month_begins_and_ends_by_the_clock_of_the_office() -> None:
    assert (NOVEMBER.name, NOVEMBER.end) == ("2026-11", datetime(2026, 12, 1, tzinfo=UTC))
    assert Month.named(2026, 12, UTC).end == datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "line", ["overlap=3", "overlap_s=-1", "overlap_s", "false_rate=0.9", "pass_hall=many"]
)
def test_a_limit_that_is_misspelt_or_cannot_be_is_refused(line: str) -> None:
    with pytest.raises(ProfileError, match="--set"):
        with_values(Limits(), parsed([line]), "--set")
