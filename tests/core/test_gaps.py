"""A gap is found once and keeps its name, whatever arrives and whoever decides."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor.coverage import decide_gap, note_gaps
from proctor.errors import DecisionError
from proctor.timeline import SECOND
from tests.core.schedules import LATER, Schedule, at, seconds_of, session, shot


class Later:
    def now(self):
        return LATER


def noted(schedule: Schedule, least=SECOND, **scope):
    """The gaps as ``proctor coverage gaps`` lists them; they are on record afterwards."""
    books = schedule.books(**scope)
    note_gaps(schedule, books, least)
    return schedule.books(**scope).gaps(least)


def told(rows):
    return [(seconds_of(row.remaining), row.state) for row in rows]


def decide(schedule, row, verdict="explained", reason="the power was cut", by="Li"):
    return decide_gap(schedule, row.gap.id[:6], verdict, reason, by, Later())


def half() -> Schedule:
    """A session of 100 s, filmed but for its seconds 40 to 60."""
    return Schedule([session()], [shot(0, 40), shot(60, 40)])


def test_a_new_gap_is_open_and_bears_the_name_that_the_record_gives_it():
    schedule = half()
    (before,) = schedule.books().gaps()
    (after,) = noted(schedule)
    assert before.gap.id == after.gap.id == schedule.found[0].id
    assert told([after]) == [([(40, 60)], "open")]


def test_listing_twice_finds_nothing_new():
    schedule = half()
    first = noted(schedule)
    assert [row.gap for row in noted(schedule)] == [row.gap for row in first]


def test_late_footage_shrinks_a_gap_and_then_closes_it_under_the_same_name():
    schedule = half()
    (row,) = noted(schedule)
    schedule.films.append(shot(45, 10))
    assert told(noted(schedule)) == [([(40, 45), (55, 60)], "open")]
    schedule.films.append(shot(30, 60))
    (closed,) = noted(schedule)
    assert (closed.gap.id, closed.state, closed.missing_us) == (row.gap.id, "closed", 0)


def test_damaged_footage_closes_a_gap_too_for_it_is_there():
    schedule = half()
    noted(schedule)
    schedule.films.append(shot(40, 20, damaged=[(0, 20)]))
    assert [row.state for row in noted(schedule)] == ["closed"]


def test_a_remainder_under_a_second_leaves_no_gap_behind():
    schedule = half()
    noted(schedule)
    schedule.films.append(shot(40, 19.5))
    assert [row.state for row in noted(schedule)] == ["closed"]
    (line,) = schedule.books().ledger.by_session()
    assert line.video.gap_us == SECOND // 2


def test_a_short_gap_is_a_finding_for_whoever_asks_for_short_ones():
    schedule = Schedule([session()], [shot(0, 40), shot(40.5, 60)])
    assert noted(schedule) == []
    (row,) = noted(schedule, SECOND // 10)
    decide(schedule, row)
    assert [row.state for row in noted(schedule)] == ["explained"]


def test_the_last_decision_counts_and_outlives_what_late_footage_leaves():
    schedule = half()
    (row,) = noted(schedule)
    decide(schedule, row, "unexplained", "")
    decide(schedule, row, "faulty-camera", "plug loose", by="Wang")
    schedule.films.append(shot(45, 10))
    (now,) = noted(schedule)
    assert (now.state, [d.by for d in now.gap.decisions]) == ("faulty-camera", ["Li", "Wang"])


def test_a_decision_says_nothing_about_time_that_goes_missing_later():
    schedule = half()
    schedule.films.append(shot(50, 10))
    (row,) = noted(schedule)
    assert seconds_of(row.remaining) == [(40, 50)]
    decide(schedule, row)
    schedule.films = schedule.films[:2]  # the recording turns out to be of another day
    assert told(noted(schedule)) == [([(40, 50)], "explained"), ([(50, 60)], "open")]


def test_a_gap_that_opens_wider_than_its_reviewer_saw_is_open_again():
    schedule = half()
    noted(schedule)
    schedule.films.append(shot(45, 15))
    (row,) = noted(schedule)
    decide(schedule, row)
    assert [row.state for row in noted(schedule)] == ["explained"]
    schedule.films.pop()
    assert told(noted(schedule)) == [([(40, 60)], "open")]
    (row,) = noted(schedule)
    decide(schedule, row)
    assert [row.state for row in noted(schedule)] == ["explained"]


def test_a_cancelled_session_withdraws_its_gaps():
    schedule = half()
    noted(schedule)
    schedule.sessions.clear()
    assert told(noted(schedule)) == [([], "withdrawn")]


def test_a_camera_that_the_session_no_longer_names_owes_nothing():
    schedule = half()
    noted(schedule)
    schedule.sessions = [replace(schedule.sessions[0], cameras=("rear",))]
    schedule.films.append(shot(0, 100, camera="rear"))
    assert [row.state for row in noted(schedule)] == ["withdrawn"]


def test_each_camera_and_session_has_gaps_of_its_own():
    sessions = [session(cameras=("front", "rear")), session(50, 150, hall="hall B")]
    schedule = Schedule(sessions, [shot(0, 60), shot(70, 100)])
    found = {
        (r.gap.missing.hall, r.gap.missing.camera): seconds_of(r.remaining) for r in noted(schedule)
    }
    assert found == {
        ("hall A", "front"): [(60, 70)],
        ("hall A", "rear"): [(0, 100)],
        ("hall B", "front"): [(60, 70)],
    }
    assert len({row.gap.id for row in noted(schedule)}) == 3


def test_sound_missing_where_there_are_pictures_is_a_gap_and_where_there_are_none_is_not():
    road = session(subject="road")
    film = shot(0, 80, subject="road", audio=True, silent=[(20, 30)])
    rows = noted(Schedule([road], [film]))
    assert [(row.gap.missing.track, *seconds_of(row.remaining)) for row in rows] == [
        ("audio", (20, 30)),
        ("video", (80, 100)),
    ]


def test_a_gap_within_the_error_of_the_clocks_says_so_and_a_hole_in_one_file_does_not():
    def doubts(*films):
        rows = Schedule([session()], list(films)).books().gaps()
        return [(row.doubt_us / SECOND, row.doubtful) for row in rows]

    assert doubts(shot(0, 40, unsure_s=2), shot(43, 57, unsure_s=2)) == [(4, True)]
    assert doubts(shot(0, 40, unsure_s=2), shot(45, 55, unsure_s=2)) == [(4, False)]
    assert doubts(shot(2, 98, unsure_s=2)) == [(2, True)]
    assert doubts(shot(0, 100, holes=[(40, 42)], unsure_s=2)) == [(0, False)]


@pytest.mark.parametrize(
    ("verdict", "reason", "by", "said"),
    [
        ("explained", "", "Li", "needs a reason"),
        ("faulty-camera", " ", "Li", "needs a reason"),
        ("explained", "power", " ", "name of the person"),
        ("forgotten", "power", "Li", "not a verdict"),
    ],
)
def test_a_decision_without_name_reason_or_sense_is_refused(verdict, reason, by, said):
    schedule = half()
    (row,) = noted(schedule)
    with pytest.raises(DecisionError, match=said):
        decide(schedule, row, verdict, reason, by)


def test_nothing_can_be_decided_about_a_gap_that_is_gone():
    schedule = half()
    (row,) = noted(schedule)
    schedule.films.append(shot(40, 20))
    with pytest.raises(DecisionError, match="footage arrived"):
        decide(schedule, row)
    schedule.sessions.clear()
    with pytest.raises(DecisionError, match="no longer owed"):
        decide(schedule, row)


starts = st.integers(0, 99)
arrivals = st.lists(st.tuples(starts, st.integers(1, 60)), max_size=6)


@settings(deadline=None)
@given(arrivals)
def test_whatever_arrives_in_whatever_order_gaps_and_footage_make_the_session(order):
    """Gaps never share time, never lose their names, and always are what is missing."""
    schedule = Schedule([session()])
    names: set[str] = set()
    for start, length in [(0, 0), *order]:
        schedule.films.append(shot(start, length))
        rows = noted(schedule, 1)
        ids = {row.gap.id for row in rows}
        assert names <= ids
        names = ids
        (line,) = schedule.books().ledger.by_session()
        assert sum(row.missing_us for row in rows) == line.video.gap_us
        assert all((row.state == "closed") == (not row.remaining) for row in rows)
    assert len(names) == 1  # footage only ever arrived: one gap, cut to pieces


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=6), arrivals)
def test_whatever_comes_and_goes_gaps_are_what_is_missing(there, films):
    schedule = Schedule([session()])
    shots = [shot(start, length) for start, length in films]
    for number, present in enumerate(there):
        schedule.films = shots[: number + 1] if present else shots[number:]
        rows = noted(schedule, 1)
        (line,) = schedule.books().ledger.by_session()
        assert sum(row.missing_us for row in rows) == line.video.gap_us
        owned = sum(row.gap.missing.span.duration_us for row in rows)
        assert owned <= 100 * SECOND
    assert at(0) == schedule.sessions[0].starts
