"""Faces held against enrolment photos: who should be there, what was compared, what was not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from proctor.identity import Joint, Unjudged
from proctor.observations import ObservationLog
from proctor.pairs import load
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.sealing import sealed
from proctor.rosters.seating import Seating
from proctor.timeline import SECOND, ClockMap, Span
from proctor.verification import Expected, compared, expected, perception_of, with_photos
from tests.audit.stories import WANG
from tests.core.test_identity import GOOD, LI, ZHANG, seen, stay
from tests.scenes import drawn, flags_of, log_of, place

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
DRIVER = place("driver", "driver")
CAR = "京A1234学"
PAIRS = load()
PHOTOS = {"a" * 64: seen(ZHANG, 0), "b" * 64: seen(LI, 0)}


def film(minutes: float = 4) -> ObservationLog:
    steps = round(minutes * 120)
    log = log_of(drawn(DRIVER, person="#" * steps), subject="road")
    return replace(log, header=replace(log.header, clock=ClockMap(NINE, "given", 1.0)))


def attempt(start: float, end: float, photo: str = "a", serial: str = "1") -> Enrolled:
    """From and to a minute of the film."""
    at = (NINE + timedelta(minutes=minute) for minute in (start, end))
    one = sealed(replace(WANG, serial=serial, subject="road", room=CAR, seat=""), b"key")
    starts, ends = at
    return replace(one, starts=starts, ends=ends, photo=photo * 64 if photo else "")


def seating(*attempts: Enrolled) -> Seating:
    site = attempts[0].site if attempts else WANG.site
    return Seating({(site, CAR): attempts}, rooms={(site, "vehicle"): [CAR]})


def waiting(*attempts: Enrolled) -> list[Expected]:
    return expected(film(), WANG.site, "", seating(*attempts))


def test_each_candidate_of_a_car_is_expected_in_the_own_time() -> None:
    first, second = waiting(attempt(0, 2), attempt(2, 4, "b", "2"))
    assert (first.place, first.span) == ("driver", Span(SECOND, 119 * SECOND))
    assert (second.attempt and second.attempt.photo, second.missing) == ("b" * 64, None)


@pytest.mark.parametrize(
    ("attempts", "missing"),
    [
        ((), "nobody"),
        ((attempt(0, 4, photo=""),), "photo"),
        ((attempt(0, 4), attempt(1, 4, "b", "2")), "several"),
    ],
)
def test_who_cannot_be_told_is_not_compared_and_says_why(
    attempts: Sequence[Enrolled], missing: str
) -> None:
    found = waiting(*attempts)
    assert {one.missing for one in found} == {missing}
    assert compared(found, {"driver": stay(ZHANG, 0, 240)}, PHOTOS) == []


def test_the_candidate_of_the_photo_is_alike_all_along() -> None:
    found = compared(waiting(attempt(0, 4)), {"driver": stay(ZHANG, 0, 240)}, PHOTOS)
    assert len(found) >= 4
    assert all(one.likeness is not None and one.likeness > 0.9 for one in found)


def test_somebody_else_is_unlike_and_is_flagged_once() -> None:
    log = film()
    found = compared(waiting(attempt(0, 4)), {"driver": stay(LI, 0, 240)}, PHOTOS)
    told = with_photos(log, found, "2" * 64, {"face-signature": "c" * 64}, PAIRS)
    (flag,) = flags_of("ID_MISMATCH", told)
    assert flag.place == "driver"
    assert flag.span.duration_us > 200 * SECOND
    assert 0 <= flag.reasons["face_photo_mean"] < 0.3
    assert flag.reasons["face_photo_miss_mean"] > 0
    assert told.header.models["face-signature"] == "c" * 64


def test_an_exchange_in_the_midst_is_seen_from_there_on() -> None:
    faces = stay(ZHANG, 0, 120) + stay(LI, 120, 240)
    found = compared(waiting(attempt(0, 4)), {"driver": faces}, PHOTOS)
    values = [one.likeness for one in found if one.likeness is not None]
    assert values[0] > 0.9
    assert values[-1] < 0.3


def test_pictures_that_are_poor_or_few_are_not_judged() -> None:
    poor = stay(LI, 0, 240, quality=replace(GOOD, size=20))
    for faces, reason in ((poor, "poor"), (stay(LI, 0, 9), "few"), ([], "no face")):
        (one,) = compared(waiting(attempt(0, 4)), {"driver": faces}, PHOTOS)
        assert one.likeness is None
        assert isinstance(one.face, Unjudged)
        assert one.face.reason == reason


def test_nothing_is_claimed_where_nobody_looked() -> None:
    found = compared(waiting(attempt(1, 3)), {"driver": stay(LI, 0, 240)}, PHOTOS)
    told = with_photos(film(), found, "2" * 64, {}, PAIRS)
    here = told.columns["driver"]
    assert np.isnan(here["face_photo"][here.times < 60 * SECOND]).all()
    assert np.isnan(here["face_photo"][here.times > 180 * SECOND]).all()
    assert all(isinstance(one.face, Joint) for one in found)


def test_another_photo_is_another_perception() -> None:
    settings = {"identity": 1}
    one, other = (perception_of(film(), waiting(attempt(0, 4, p)), settings) for p in "ab")
    assert one != other != film().header.perception
    assert one == perception_of(film(), waiting(attempt(0, 4)), settings)
