"""Covered, missing and scheduled time add up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from proctor.coverage import by_camera_and_day, of_schedule
from proctor.findings import RecordingFacts, RecordingRow
from proctor.perception import Account
from proctor.timeline import SECOND, ClockMap, Span

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def recording(start=NINE, length_s=60.0, holes=(), camera="hall-1", damaged=0, fault=""):
    span = Span(0, int(length_s * SECOND))
    account = Account("mp4", "h264", 960, 540, span.end_us, span, 1, damaged, tuple(holes))
    clock = ClockMap(start, "given", 0.5) if start else ClockMap(None)
    facts = RecordingFacts(
        "0" * 64, "/a.mp4", 1, "hall", camera, "s", clock, None if fault else account, fault
    )
    return RecordingRow(facts, None, None)


def test_a_day_of_a_camera_adds_up_and_names_what_is_broken():
    rows = [
        recording(holes=[Span(0, 5 * SECOND)]),
        recording(start=NINE + timedelta(minutes=5), damaged=3),
        recording(fault="not a recording"),
        recording(camera="hall-2"),
        recording(start=None),
    ]
    first, unknown, second = by_camera_and_day(rows, UTC)
    assert (first.camera, first.recordings, first.damaged, first.unreadable) == ("hall-1", 3, 1, 1)
    assert (first.expected_us, first.missing_us) == (120 * SECOND, 5 * SECOND)
    assert unknown.day is None
    assert second.share == 1.0


def test_an_exam_that_was_filmed_in_part_has_exact_gaps():
    rows = [recording(length_s=60), recording(start=NINE + timedelta(seconds=90), length_s=600)]
    result = of_schedule(NINE - timedelta(seconds=10), NINE + timedelta(seconds=120), rows)
    assert result.covered_us == 90 * SECOND
    assert result.gaps == (
        (NINE - timedelta(seconds=10), NINE),
        (NINE + timedelta(seconds=60), NINE + timedelta(seconds=90)),
    )


parts = st.lists(st.tuples(st.integers(-300, 300), st.integers(0, 200)), max_size=8)


@given(parts)
def test_covered_and_gaps_make_the_whole_exam_whatever_the_recordings(shots):
    rows = [recording(NINE + timedelta(seconds=s), length_s=n) for s, n in shots]
    end = NINE + timedelta(seconds=100)
    result = of_schedule(NINE, end, rows)
    gaps = sum(((b - a) for a, b in result.gaps), timedelta())
    assert result.covered_us + gaps // timedelta(microseconds=1) == result.planned_us
