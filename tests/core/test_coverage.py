"""Planned time is analysed, waiting, damaged or missing, and adds up whatever happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor.audit import CameraRow
from proctor.coverage import Balance, by_camera_and_day, leftovers
from proctor.coverage.times import Times
from proctor.days import day_span, days_between, days_of
from proctor.timeline import SECOND, Span, stamp
from tests.core.schedules import LATER, Schedule, at, seconds_of, session, shot


def lengths(of: Balance) -> tuple[float, ...]:
    """Planned, analysed, waiting, damaged, missing; seconds."""
    parts = (of.planned_us, of.analysed_us, of.waiting_us, of.damaged_us, of.gap_us)
    return tuple(us / SECOND for us in parts)


def test_a_day_of_a_camera_adds_up_and_names_what_is_broken():
    rows = [
        shot(0, 60, holes=[(0, 5)]),
        shot(300, 60, damaged=[(1, 2)]),
        shot(400, fault="not a recording"),
        shot(0, 60, camera="rear"),
        shot(None, 60),
    ]
    first, unknown, second = by_camera_and_day(rows, UTC)
    assert (first.camera, first.recordings, first.damaged, first.unreadable) == ("front", 3, 1, 1)
    assert (first.expected_us, first.missing_us) == (120 * SECOND, 5 * SECOND)
    assert unknown.day is None
    assert second.share == 1.0


def test_each_moment_of_a_session_is_in_the_best_of_its_states():
    films = [
        shot(0, 60, holes=[(10, 20)], damaged=[(30, 40)]),
        shot(15, 10, judged=False),
        shot(35, 2),
    ]
    (line,) = Schedule([session()], films).books().ledger.by_session()
    # Missing 10–15 and 60–100, waiting 15–20, damaged 30–35 and 37–40.
    assert lengths(line.video) == (100, 42, 5, 8, 45)


def test_two_recordings_of_the_same_moment_count_it_once():
    schedule = Schedule([session()], [shot(0, 60), shot(50, 60), shot(50, 60)])
    (line,) = schedule.books().ledger.by_camera()
    assert lengths(line.video) == (100, 100, 0, 0, 0)
    assert line.video.unscheduled_us == 10 * SECOND


def test_every_camera_owes_the_whole_session_by_itself():
    schedule = Schedule(
        [session(cameras=("front", "rear"))], [shot(0, 100), shot(0, 25, camera="rear")]
    )
    ledger = schedule.books().ledger
    assert [line.video.gap_us // SECOND for line in ledger.by_camera()] == [0, 75]
    (line,) = ledger.by_session()
    assert (line.cameras, lengths(line.video)) == (2, (200, 125, 0, 0, 75))


@pytest.mark.parametrize(
    ("hall", "owing"),
    [("FRONT", ["front"]), ("hall A", ["front", "rear"]), ("other", ["front", "rear"])],
)
def test_without_names_the_camera_of_the_hall_owes_or_all_that_film_there(hall, owing):
    films = [
        shot(0), shot(0, camera="rear"), shot(0, camera="car", subject="road"),
        shot(0, camera="elsewhere", site="south"), shot(None, camera="undated"),
        shot(3 * 86_400, camera="came later"),
    ]  # fmt: skip
    ledger = Schedule([session(hall=hall, cameras=())], films).books().ledger
    assert [duty.camera for duty in ledger.duties] == owing


def test_a_camera_that_is_said_to_show_another_hall_owes_nothing_of_this_one():
    here, there = (
        CameraRow(name, "north", "hall", at(0), room)
        for name, room in (("front", "hall A"), ("back", "hall B"))
    )
    for hall, owing in (("hall a", ["front"]), ("hall B", ["back"]), ("hall C", ["hall C"])):
        ledger = Schedule([session(hall=hall, cameras=())], extra=[here, there]).books().ledger
        assert [duty.camera for duty in ledger.duties] == owing


def test_a_session_that_nobody_filmed_owes_all_of_it_under_its_own_name():
    (duty,) = Schedule([session(cameras=())]).books().ledger.duties
    assert duty.camera == "hall A"


def test_the_future_is_not_missing_yet_and_a_running_session_has_no_findings():
    schedule = Schedule([session(0, 100), session(200, 300)], [shot(0, 40)])
    books = schedule.books(now=at(60))
    (line,) = books.ledger.by_session()
    assert lengths(line.video) == (60, 40, 0, 0, 20)
    assert books.gaps() == []


def test_sound_is_an_account_of_its_own_and_owed_in_cars_only():
    car = {"camera": "car", "subject": "road"}
    films = [
        shot(0, 50, audio=True, silent=[(10, 30)], **car),
        shot(50, 20, audio=True, **car),
        shot(70, 20, **car),
    ]
    road = session(subject="road", hall="car", cameras=())
    (line,) = Schedule([road], films).books().ledger.by_session()
    assert lengths(line.video) == (100, 90, 0, 0, 10)
    assert lengths(line.audio) == (100, 30, 20, 0, 50)
    (line,) = Schedule([session()], [shot(0, 50)]).books().ledger.by_session()
    assert line.audio == Balance()


def test_a_window_cuts_the_account_and_not_the_gaps():
    schedule = Schedule([session(0, 100)], [shot(0, 20), shot(80, 20)])
    books = schedule.books(start=at(50), end=at(90))
    (line,) = books.ledger.by_day()
    assert lengths(line.video) == (40, 10, 0, 0, 30)
    assert [seconds_of(row.remaining) for row in books.gaps()] == [[(20, 80)]]
    assert schedule.books(start=at(90)).gaps() == []


def test_footage_that_no_session_asked_for_is_named_with_its_reason():
    films = [shot(90, 20), shot(0, 50), shot(None, 7), shot(0, camera="x", fault="torn")]
    books = Schedule([session()], films).books()
    found = [(left.reason, left.length_us) for left in leftovers(books.ledger, books.recordings)]
    assert found == [
        ("outside-sessions", 10 * SECOND),
        ("no-wall-time", 7 * SECOND),
        ("unreadable", None),
    ]


BERLIN, SANTIAGO = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Santiago")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (UTC, date(2026, 3, 29), 24),
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        (SANTIAGO, date(2026, 9, 6), 23),  # midnight does not exist
        (SANTIAGO, date(2026, 4, 4), 25),  # eleven in the evening comes twice
        (ZoneInfo("Asia/Shanghai"), date(2026, 3, 29), 24),
    ],
)
def test_a_local_day_is_as_long_as_the_clocks_make_it(zone, day, hours):
    assert day_span(day, zone).duration_us == hours * 3600 * SECOND
    before = day_span(day - timedelta(days=1), zone)
    assert before.end_us == day_span(day, zone).start_us


def test_a_session_over_midnight_is_split_at_local_midnight():
    night = datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN)
    watch = replace(session(), starts=night, ends=(night.astimezone(UTC) + timedelta(hours=31)))
    lines = Schedule([watch]).books(zone=BERLIN).ledger.by_day()
    hours = {str(line.day): line.video.planned_us / SECOND / 3600 for line in lines}
    # Wall clocks add the hour that comes twice: 30 local hours are 31.
    assert hours == {"2026-10-24": 2, "2026-10-25": 25, "2026-10-26": 4}


moments = st.integers(-50, 150)
pairs = st.tuples(moments, st.integers(0, 60))
spans = st.lists(pairs.map(lambda p: Span(p[0], p[0] + p[1])), max_size=8)


def inside(times: Times) -> set[int]:
    return {at for span in times.spans for at in range(span.start_us, span.end_us)}


@settings(deadline=None)
@given(spans, spans, pairs)
def test_sets_of_moments_do_as_sets_do(first, second, window):
    one, two, bounds = Times.of(first), Times.of(second), Span(window[0], sum(window))
    assert inside(one | two) == inside(one) | inside(two)
    assert inside(one & two) == inside(one) & inside(two)
    assert inside(one - two) == inside(one) - inside(two)
    assert inside(one.within(bounds)) == inside(one) & inside(Times.of([bounds]))
    for made in (one, one | two, one & two, one - two, one.within(bounds)):
        assert made.us == len(inside(made))
        assert all(a.end_us < b.start_us for a, b in pairwise(made.spans))


micro = st.integers(0, 3 * 86_400 * SECOND).map(lambda us: us / SECOND)
length = st.integers(0, 90_000 * SECOND).map(lambda us: us / SECOND)
CAMERAS = ("front", "rear", "car")


@st.composite
def footage(draw):
    whole = draw(length)
    within = st.tuples(*[st.integers(0, round(whole * SECOND))] * 2).map(
        lambda p: (min(p) / SECOND, max(p) / SECOND)
    )
    several = st.lists(within, max_size=3)
    return shot(
        draw(micro), whole, camera=draw(st.sampled_from(CAMERAS)), judged=draw(st.booleans()),
        holes=draw(several), damaged=draw(several), audio=draw(st.booleans()),
        silent=draw(st.none() | several),
    )  # fmt: skip


@st.composite
def exams(draw):
    start = draw(micro)
    return session(
        start, start + draw(length) + 1, hall=draw(st.sampled_from("AB")),
        subject=draw(st.sampled_from(["hall", "road"])),
        cameras=draw(st.lists(st.sampled_from(CAMERAS), max_size=3).map(tuple)),
    )  # fmt: skip


def adds_up(of: Balance) -> bool:
    return of.planned_us == of.analysed_us + of.waiting_us + of.damaged_us + of.gap_us


@settings(deadline=None)
@given(
    st.lists(exams(), max_size=5),
    st.lists(footage(), max_size=8),
    st.sampled_from([UTC, BERLIN, SANTIAGO]),
)
def test_any_schedule_and_any_footage_add_up_to_the_microsecond(sessions, films, zone):
    ledger = Schedule(sessions, films).books(zone=zone).ledger
    days, cameras = ledger.by_camera_and_day(), ledger.by_camera()
    for track in ("video", "audio"):
        for line in (*days, *cameras, *ledger.by_day(), *ledger.by_session()):
            assert adds_up(getattr(line, track))
        for lines in (days, cameras, ledger.by_day()):
            total = sum((getattr(line, track) for line in lines), Balance())
            assert total == sum((getattr(line, track) for line in cameras), Balance())
        for line in cameras:
            made = getattr(line, track)
            film = ledger.footage.get((line.site, line.camera))
            there = 0 if film is None else film.films[track].all.us
            assert made.planned_us - made.gap_us + made.unscheduled_us == there
        planned = sum(d.span.duration_us for d in ledger.duties if track in d.tracks)
        assert planned == sum(getattr(line, track).planned_us for line in ledger.by_session())


@settings(deadline=None)
@given(st.lists(exams(), max_size=4), st.lists(footage(), max_size=6), micro)
def test_two_halves_of_the_time_make_the_whole(sessions, films, cut_s):
    schedule = Schedule(sessions, films)
    halves = [schedule.books(start=at(-1e6), end=at(cut_s)), schedule.books(start=at(cut_s))]
    whole = sum((line.video for line in schedule.books().ledger.by_day()), Balance())
    parts = sum((line.video for half in halves for line in half.ledger.by_day()), Balance())
    assert parts == whole


@settings(deadline=None)
@given(st.lists(footage(), max_size=6))
def test_what_is_missing_is_just_where_no_recording_shows_anything(films):
    """Against the plainest account there is: the state of each moment at which anything changes."""
    watch = session(0, 200_000, cameras=("front",))
    (line,) = Schedule([watch], films).books().ledger.by_session()
    mine = [row for row in films if row.facts.camera == "front"]
    edges = {stamp(watch.starts), stamp(watch.ends)}
    for row in mine:
        account, zero = row.facts.account, stamp(row.start)
        for part in (account.span, *account.holes, *account.damaged_spans):
            edges |= {part.start_us + zero, part.end_us + zero}
    marks = sorted(e for e in edges if stamp(watch.starts) <= e <= stamp(watch.ends))
    sums = dict.fromkeys(("analysed", "waiting", "damaged", "missing"), 0)
    for start, end in pairwise(marks):
        best = min((_state(row, start) for row in mine), default="missing", key=[*sums].index)
        sums[best] += end - start
    made = line.video
    assert [*sums.values()] == [made.analysed_us, made.waiting_us, made.damaged_us, made.gap_us]


def _state(row, moment_us):
    account, at_us = row.facts.account, moment_us - stamp(row.start)

    def holds(spans):
        return any(span.start_us <= at_us < span.end_us for span in spans)

    if not holds([account.span]) or holds(account.holes):
        return "missing"
    if holds(account.damaged_spans):
        return "damaged"
    return "analysed" if row.run else "waiting"


def test_sound_alone_makes_a_day_too():
    film = shot(0, 86_400, holes=[(0, 86_400)], audio=True)
    lines = Schedule([], [film]).books().ledger.by_day()
    assert [line.audio.unscheduled_us // SECOND for line in lines] == [54_000, 32_400]
    assert sum(line.video.unscheduled_us for line in lines) == 0


def test_days_from_one_moment_to_another_are_whole_though_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    first, last = datetime(2026, 3, 28, 12, tzinfo=berlin), datetime(2026, 3, 29, 1, tzinfo=berlin)
    days = days_between(first, last, berlin)
    assert days.duration_us == 47 * 3600 * SECOND
    assert days.start_us == stamp(datetime(2026, 3, 27, 23, tzinfo=UTC))


def test_days_without_anything_are_no_lines():
    lines = Schedule([], [shot(0, 10), shot(5 * 86_400, 10)]).books().ledger.by_camera_and_day()
    assert [line.day.day for line in lines] == [23, 28]
    assert [*days_of(Span(0, 0), UTC)] == []
    assert LATER.tzinfo is UTC
