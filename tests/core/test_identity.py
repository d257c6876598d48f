"""Faces over many pictures: what counts, what is left out, and when nothing may be said."""

from dataclasses import replace
from math import nan, radians

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.geometry import Box
from proctor.identity import (
    GATE,
    Joint,
    Quality,
    Signature,
    Unjudged,
    joined,
    likeness,
    weaknesses,
    worth,
)
from proctor.moments import Wanted, absences, heads_wanted
from proctor.observations import Columns
from proctor.signing import around, noted, signatures
from proctor.timeline import SECOND, Span
from tests.core.fakes import FakeSource
from tests.scenes import drawn, log_of, place

GOOD = Quality(size=90, sharpness=0.12, yaw=0.1, pitch=0.1, luma=120, unsteady=0.01)
DRAW = np.random.default_rng(4)
ZHANG, LI = (DRAW.normal(0, 0.1, 128).astype(np.float32) for _person in range(2))


def seen(face, second, quality=GOOD, noise=0.01):
    values = (face + DRAW.normal(0, noise, 128)).astype(np.float32)
    return Signature(values, quality, round(second * SECOND))


def stay(face, start, end, **how):
    return [seen(face, at, **how) for at in range(start, end, 3)]


def test_forty_seconds_of_one_face_are_joined():
    joint = joined(stay(ZHANG, 0, 40))
    assert isinstance(joint, Joint)
    assert (joint.frames, joint.dropped) == (14, 0)
    assert likeness(joint.values, ZHANG) > 0.95
    assert likeness(joint.values, LI) < 0.3


@pytest.mark.parametrize(
    ("pictures", "reason"),
    [
        ([], "no face"),
        (stay(ZHANG, 0, 60, quality=replace(GOOD, size=20)), "poor"),
        (stay(ZHANG, 0, 12), "few"),
        (stay(ZHANG, 0, 20), "short"),
        (stay(ZHANG, 0, 30) + stay(LI, 30, 60), "mixed"),
    ],
)
def test_what_shows_too_little_is_not_judged_and_says_why(pictures, reason):
    found = joined(pictures)
    assert isinstance(found, Unjudged)
    assert found.reason == reason
    assert found.seen == len(pictures)


def test_frames_of_one_moment_count_as_one():
    burst = [seen(ZHANG, at / 25) for at in range(25)]
    found = joined([*burst, seen(ZHANG, 40)])
    assert isinstance(found, Unjudged)
    assert (found.reason, found.good) == ("few", 2)


def test_a_face_that_leans_over_now_and_then_is_left_out():
    found = joined([*stay(ZHANG, 0, 60), seen(LI, 20.5), seen(LI, 41.5)])
    assert isinstance(found, Joint)
    assert found.dropped == 2
    assert likeness(found.values, ZHANG) > 0.95


def test_the_order_of_the_pictures_does_not_matter():
    pictures = stay(ZHANG, 0, 60)
    there, back = joined(pictures), joined(pictures[::-1])
    assert isinstance(there, Joint)
    assert isinstance(back, Joint)
    assert np.array_equal(there.values, back.values)


@pytest.mark.parametrize(
    ("change", "weak"),
    [
        ({"size": 39}, "small"),
        ({"sharpness": 0.05}, "blurred"),
        ({"yaw": radians(45)}, "turned"),
        ({"luma": 20}, "dark"),
        ({"luma": 240}, "bright"),
        ({"unsteady": 0.1}, "cut off"),
    ],
)
def test_every_fault_of_a_picture_has_its_name(change, weak):
    quality = replace(GOOD, **change)
    assert weaknesses(quality) == (weak,)
    assert worth(quality) == 0


@given(st.floats(40, 500), st.floats(0.06, 0.5), st.floats(-0.4, 0.4))
def test_a_good_picture_is_worth_something_and_never_more_than_one(size, sharpness, yaw):
    quality = replace(GOOD, size=size, sharpness=sharpness, yaw=yaw)
    assert 0 < worth(quality) <= 1


def test_the_line_of_the_makers_is_a_likeness_of_one_half():
    shifted = ZHANG.copy()
    shifted[0] += 0.6
    assert likeness(ZHANG, shifted) == pytest.approx(0.5)
    assert likeness(ZHANG, ZHANG) == 1
    assert likeness(ZHANG, ZHANG + 1) == 0


def heads(tall, yaw=None):
    count = len(tall)
    tall = np.array(tall, np.float32) / 1000
    values = {
        "head_x0": np.full(count, 0.4, np.float32),
        "head_x1": np.full(count, 0.5, np.float32),
        "head_y0": np.full(count, 0.2, np.float32),
        "head_y1": 0.2 + tall,
        "yaw": np.array(yaw or [0.0] * count, np.float32),
    }
    return Columns(np.arange(count, dtype=np.int64) * 500_000, values)


def test_the_largest_face_of_each_window_is_wanted():
    found = heads_wanted(heads([80, 90, 70, 60, 85]), (1000, 1000))
    assert list(found) == [500_000, 1_000_000, 2_000_000]
    assert found[500_000].height == pytest.approx(90, abs=0.1)


def test_heads_that_are_small_turned_away_or_unseen_are_not_wanted():
    columns = heads([30, 80, nan, 80], yaw=[0, 1.2, 0, nan])
    assert list(heads_wanted(columns, (1000, 1000))) == [1_500_000]


def test_of_an_hour_only_so_many_moments_are_wanted_and_they_span_it():
    found = heads_wanted(heads([80] * 7200), (1000, 1000), Wanted(most=10))
    assert len(found) == 10
    assert (min(found), max(found)) == (0, 3599 * SECOND)


def test_who_is_away_for_five_seconds_was_absent():
    _at, columns = drawn(place(), person="####..........##..####??####")
    assert absences(columns) == [Span(2 * SECOND, 7 * SECOND)]


def test_a_seat_that_stays_empty_is_no_absence_of_somebody_who_came_back():
    _at, columns = drawn(place(), person="..........####..........")
    assert absences(columns) == []


def test_moments_at_which_nobody_looked_are_no_absence():
    _at, columns = drawn(place(), person="####????????????####")
    assert absences(columns) == []


class Faces:
    """Zhang until a minute has passed, then Li."""

    def read(self, image, heads, media_us=0):
        return [seen(ZHANG if media_us < 60 * SECOND else LI, media_us / SECOND) for _ in heads]


@pytest.fixture
def watched(tmp_path):
    at = place()
    count = 240
    here = heads([900] * count)
    log = log_of((at, here))
    account = replace(log.header.account, width=96, height=54)
    film = tmp_path / "film"
    film.write_text("120")
    log = replace(log, header=replace(log.header, account=account))
    return log, FakeSource(film)


def test_signatures_are_made_at_the_wanted_moments_only(watched):
    log, source = watched
    heard = []
    found = signatures(
        log, source, Faces(), ["seat-01"], seen=lambda name, one, image, head: heard.append(one)
    )
    assert len(found["seat-01"]) == 60
    assert heard == found["seat-01"]


def test_another_face_after_a_moment_is_unlike(watched):
    log, source = watched
    found = signatures(log, source, Faces(), ["seat-01"])["seat-01"]
    absence = around(found, 60 * SECOND)
    assert isinstance(absence.before, Joint)
    assert isinstance(absence.after, Joint)
    assert likeness(absence.before.values, absence.after.values) < 0.3


def test_a_log_may_keep_how_alike_the_faces_are_and_no_face(watched):
    log, source = watched
    found = signatures(log, source, Faces(), ["seat-01"], wanted=Wanted(most=120))
    kept = noted(log, found).columns["seat-01"]
    alike, looked = kept["face_alike"], kept["face_quality"]
    early = kept.times < 60 * SECOND
    assert np.nanmin(alike[early]) > 0.9
    assert alike[~np.isnan(alike)][-1] < 0.3
    assert np.isnan(looked).sum() == 120
    assert np.isnan(log.columns["seat-01"]["face_alike"]).all()


def test_the_gate_asks_for_what_the_office_asks_for():
    assert (GATE.frames, GATE.lasting) == (5, 30 * SECOND)
    assert Box(0, 0, 1, 1).area == 1
