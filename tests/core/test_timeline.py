"""Spans and clocks."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.timeline import ClockMap, Span, meeting, merged, total_us, without

moments = st.integers(0, 1_000_000)
spans = st.tuples(moments, moments).map(lambda pair: Span(min(pair), max(pair)))
WHOLE = Span(0, 1_000_000)


@given(st.lists(spans, max_size=20))
def test_covered_and_missing_add_up_to_the_whole(holes):
    assert total_us(without(WHOLE, holes)) + total_us(holes) == WHOLE.duration_us


@given(st.lists(spans, max_size=20), st.integers(0, 1000))
def test_merged_spans_are_sorted_apart_and_cover_the_same_time(some, gap):
    result = merged(some, gap)
    assert all(a.end_us + gap < b.start_us for a, b in itertools.pairwise(result))
    assert all(any(o.overlap_us(s) == s.duration_us for o in result) for s in some if s.duration_us)


@given(st.lists(spans, max_size=20).map(sorted))
def test_whoever_meets_one_before_is_told_once_with_the_one_it_meets_longest(some):
    met = {}
    for at, span in enumerate(some):
        if longest := max((before.overlap_us(span) for before in some[:at]), default=0):
            met[at] = longest
    told = meeting(enumerate(some), lambda each: each[1])
    assert {at: us for _before, (at, _span), us in told} == met


@given(spans, spans)
def test_overlap_is_the_same_from_both_sides_and_never_longer_than_either(one, other):
    assert one.overlap_us(other) == other.overlap_us(one)
    assert one.overlap_us(other) <= min(one.duration_us, other.duration_us)
    assert one.within(other).duration_us == one.overlap_us(other)


def test_a_span_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        Span(5, 4)


@given(st.integers(-(10**15), 10**15))
def test_wall_time_and_media_time_are_each_others_inverse(media):
    clock = ClockMap(datetime(2026, 11, 23, 9, 41, 7, tzinfo=UTC), "given", 0.5)
    wall = clock.wall(media)
    assert wall is not None
    assert clock.media(wall) == media


def test_wall_time_is_utc_whatever_zone_the_start_was_given_in():
    from datetime import timezone

    zone = timezone(timedelta(hours=8))
    clock = ClockMap(datetime(2026, 11, 23, 9, 0, tzinfo=zone), "given", 0.5)
    assert str(clock.wall(0)) == "2026-11-23 01:00:00+00:00"


def test_a_start_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        ClockMap(NO_ZONE)


def test_an_unknown_start_gives_no_wall_time():
    assert ClockMap(None).wall(5) is None
    assert ClockMap(None).media(datetime.now(UTC)) is None


NO_ZONE = datetime.fromisoformat("2026-11-23")
LOCAL = st.datetimes(NO_ZONE.replace(year=2001), NO_ZONE.replace(year=2037))
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC")


@given(
    LOCAL,
    st.sampled_from(ZONES),
    st.integers(0, 400 * 24 * 3600 * 1_000_000),
)
def test_clocks_that_are_changed_for_summer_change_no_media_time(local, zone, media):
    start = local.replace(tzinfo=ZoneInfo(zone))
    clock = ClockMap(start, "given", 0.5)
    wall = clock.wall(media)
    assert wall is not None
    assert clock.media(wall) == media
    assert clock.media(wall.astimezone(ZoneInfo(zone))) == media
    assert clock.media(wall.astimezone(ZoneInfo("Asia/Tokyo"))) == media


@given(
    LOCAL,
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 24 * 3600 * 1_000_000), min_size=2, max_size=20),
)
def test_wall_time_runs_as_media_time_does_through_any_night(local, zone, media):
    clock = ClockMap(local.replace(tzinfo=ZoneInfo(zone)), "given", 0.5)
    walls = [clock.wall(at) for at in sorted(media)]
    assert all(a is not None and b is not None and a <= b for a, b in itertools.pairwise(walls))
    span = (walls[-1] - walls[0]) // timedelta(microseconds=1)
    assert span == max(media) - min(media)


def test_a_moment_without_zone_is_refused():
    clock = ClockMap(datetime(2026, 11, 23, tzinfo=UTC), "given", 0.5)
    with pytest.raises(ValueError, match="time zone"):
        clock.media(NO_ZONE)
