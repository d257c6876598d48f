"""Faces of a watched camera held against enrolment photos while it runs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pytest

from proctor.chapters import Closed, Event, Opened
from proctor.facewatch import EVERY, Comparing, FaceWatch, Unusable
from proctor.findings import PICTURE
from proctor.geometry import Box
from proctor.identity import Gate, Signature
from proctor.observations import ObservationLog
from proctor.pairs import load
from proctor.perceive import Perceiver, Task
from proctor.perception import Frame, Person, Sight
from proctor.places import Place
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Seating, Spot
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, ClockMap, Span
from proctor.watching import Watch
from tests.core.fakes import IMAGE, START, FakeEyes, FakeMeter
from tests.core.test_identity import LI, ZHANG, seen
from tests.core.test_verification import CAR, attempt, seating
from tests.core.test_watching import FakeCamera, told
from tests.scenes import log_of, seated

SITE = attempt(0, 1).site
SEATS = (
    Place("driver", "driver", Box(0.55, 0.0, 1.0, 1.0), (0.78, 0.6)),
    Place("passenger", "passenger", Box(0.0, 0.0, 0.45, 1.0), (0.22, 0.6)),
)
PAIRS = load()


class Cabin(FakeEyes):
    """A driver and an officer beside, all along."""

    senses = frozenset({"person", "head"})

    def look(self, image: np.ndarray, subject: str, within: object = ()) -> Sight:
        driver = Person(Box(60, 10, 90, 54), 0.9, Box(70, 12, 80, 24))
        officer = Person(Box(6, 10, 36, 54), 0.9, Box(16, 12, 26, 24))
        return Sight((driver, officer))


class Readers:
    """Reads everybody as Li; remembers when, and where the heads were."""

    weights = MappingProxyType({"face-signature": "c" * 64})
    settings = MappingProxyType({"identity": 1})

    def __init__(self) -> None:
        self.read_at: list[int] = []
        self.heads: set[Box] = set()

    def read(self, image: object, heads: list[Box], media_us: int = 0) -> list[Signature | None]:
        self.read_at.append(media_us)
        self.heads |= set(heads)
        return [seen(LI, media_us / SECOND) for _head in heads]


def photo(sha256: str) -> Signature | Unusable:
    """``a…`` is of Zhang, ``b…`` of Li, anything else shows nobody."""
    found = {"a": ZHANG, "b": LI}.get(sha256[0])
    return Unusable("there is no face in it") if found is None else seen(found, 0)


def on_roll(start_s: float, end_s: float, whose: str = "a") -> Enrolled:
    """Somebody examined in the car from and to a second of the watch."""
    starts, ends = (START + timedelta(seconds=second) for second in (start_s, end_s))
    return replace(attempt(0, 1, whose), starts=starts, ends=ends)


def watch_of(
    readers: Readers, roster: Callable[[], Seating], length_s: int, chapter_s: int = 600
) -> Iterator[object]:
    """What a watch of the cabin tells."""
    comparing = Comparing(readers, photo, PAIRS, Gate(size=4.0))
    spot = Spot(SITE, "c", "road", PICTURE, CAR)

    def begin(number: int) -> Perceiver:
        task = Task(f"live:c:{number}", "road", "c", SEATS)
        return Perceiver(task, Cabin(), FakeMeter(), live=True)

    watch = Watch(
        FakeCamera(length_s),
        resolve(NO_PROFILE, "road", "c"),
        begin,
        chapter_s * SECOND,
        elapsed=lambda: 0.0,
        faces=lambda clock, ahead: FaceWatch.of(comparing, roster(), spot, clock, ahead),
    )
    return (event for event in watch.events() if event is not None)


def mismatches(events: list[object]) -> list[Event]:
    began = (e for e in events if isinstance(e, Event) and e.phase == "began")
    return [event for event in began if event.happening.flag.code == "ID_MISMATCH"]


def closed(events: list[object]) -> list[Closed]:
    return [event for event in events if isinstance(event, Closed)]


def test_somebody_else_behind_the_wheel_is_flagged_while_the_camera_runs() -> None:
    events = list(watch_of(Readers(), lambda: seating(on_roll(-60, 600)), 50))
    (event,) = mismatches(events)
    assert event.happening.flag.place == "driver"
    assert 30 * SECOND <= event.log.header.account.span.end_us <= 40 * SECOND
    assert [code for code, *_ in told(events, "over")].count("ID_MISMATCH") == 1


def test_the_candidate_of_the_photo_drives_undisturbed() -> None:
    events = list(watch_of(Readers(), lambda: seating(on_roll(-60, 600, "b")), 50))
    assert mismatches(events) == []
    (end,) = closed(events)
    alike = end.log.columns["driver"]["face_photo"]
    assert np.nanmin(alike) > 0.8
    assert np.isnan(alike).mean() < 0.3
    assert end.chapter.faces.unjudged() == {}


def test_only_faces_of_candidates_with_a_photo_are_read_and_seldom() -> None:
    readers = Readers()
    list(watch_of(readers, lambda: seating(on_roll(-60, 600)), 50))
    assert {round(head.x0) for head in readers.heads} == {70}
    assert min(b - a for a, b in pairwise(readers.read_at)) >= EVERY
    short = Readers()
    list(watch_of(short, lambda: seating(on_roll(15, 35)), 50))
    assert 15 * SECOND <= min(short.read_at) <= max(short.read_at) <= 35 * SECOND
    for nobody in (seating(), seating(on_roll(-60, 600, "")), seating(on_roll(-60, 600, "c"))):
        none = Readers()
        list(watch_of(none, lambda roster=nobody: roster, 20))
        assert none.read_at == []


@pytest.mark.parametrize(
    ("roster", "reason"),
    [
        (seating(), "the rosters have nobody there then"),
        (seating(on_roll(-60, 600, "")), "the candidate has no enrolment photo"),
        (
            seating(on_roll(-60, 600, "c")),
            "the enrolment photo cannot be used: there is no face in it",
        ),
        (seating(on_roll(30, 600)), "too few good pictures"),
        (
            seating(on_roll(-60, 600), on_roll(30, 700, "b")),
            "the rosters have several people there at once",
        ),
    ],
)
def test_who_cannot_be_compared_is_told_with_the_reason(roster: Seating, reason: str) -> None:
    (end,) = closed(list(watch_of(Readers(), lambda: roster, 50)))
    assert set(end.chapter.faces.unjudged()) == {reason}
    assert np.isnan(end.log.columns["driver"]["face_photo"]).all()


def test_the_next_candidate_is_held_against_the_own_photo() -> None:
    roster = seating(on_roll(-60, 45), on_roll(45, 600, "b"))
    events = list(watch_of(Readers(), lambda: roster, 90))
    (event,) = mismatches(events)
    assert event.happening.flag.span.end_us < 45 * SECOND
    (end,) = closed(events)
    here = end.log.columns["driver"]
    assert np.nanmax(here["face_photo"][here.times < 45 * SECOND]) < 0.3
    assert np.nanmin(here["face_photo"][here.times > 46 * SECOND]) > 0.8


def test_a_roster_that_comes_in_counts_from_the_next_chapter_on() -> None:
    rosters = iter([seating(), seating(on_roll(-60, 600))])
    first, second = closed(list(watch_of(Readers(), lambda: next(rosters), 79, 40)))
    assert [one.missing for one in first.chapter.faces.roll] == ["nobody"]
    assert [one.missing for one in second.chapter.faces.roll] == [None]
    assert not np.isnan(second.log.columns["driver"]["face_photo"]).all()


def test_a_chapter_is_known_by_photos_and_network_from_its_beginning() -> None:
    perceptions = set()
    for whose in ("a", "b", ""):
        roster = seating(on_roll(-60, 600, whose))
        events = list(watch_of(Readers(), lambda roster=roster: roster, 10))
        (begin,) = [event for event in events if isinstance(event, Opened)]
        (end,) = closed(events)
        for log in (begin.log, end.log):
            assert "photo" in log.header.senses
            assert log.header.models["face-signature"] == "c" * 64
            perceptions.add(log.header.perception)
    assert len(perceptions) == 3


def seats(driver_x: float, officer_x: float) -> ObservationLog:
    """Ten minutes of a car whose driver's and officer's heads are there in the picture."""
    heads = [seated("driver", driver_x, person="#" * 1200), seated("passenger", officer_x)]
    parts = [(replace(at, kind=at.name), here) for at, here in heads]
    log = log_of(*parts, subject="road")
    header = replace(log.header, camera="c", clock=ClockMap(START, "live", 0.1))
    return replace(log, header=header)


def test_faces_read_while_the_driver_was_taken_for_the_officer_are_not_the_drivers() -> None:
    readers, spot = Readers(), Spot(SITE, "c", "road", PICTURE, CAR)
    comparing = Comparing(readers, photo, PAIRS, Gate(size=30.0))
    roster = seating(on_roll(-60, 900))
    faces = FaceWatch.of(comparing, roster, spot, ClockMap(START, "live", 0.1), Span(0, SECOND))
    for second in range(0, 60, 5):
        faces.look(seats(0.7, 0.3), Frame(second * SECOND, IMAGE))
    assert [one.likeness is not None for one in faces.found] == [True]
    faces.look(seats(0.3, 0.7), Frame(60 * SECOND, IMAGE))
    assert [one.likeness for one in faces.found] == [None], "all were the officer's but one"


def test_in_a_car_whose_drivers_side_is_only_assumed_no_face_is_read() -> None:
    log = seats(0.7, 0.3)
    places = [replace(at, why="default") for at in log.header.places]
    log = replace(log, header=replace(log.header, places=tuple(places)))
    readers, spot = Readers(), Spot(SITE, "c", "road", PICTURE, CAR)
    comparing = Comparing(readers, photo, PAIRS, Gate(size=30.0))
    clock = log.header.clock
    faces = FaceWatch.of(comparing, seating(on_roll(-60, 900)), spot, clock, Span(0, SECOND))
    for second in range(0, 60, 5):
        faces.look(log, Frame(second * SECOND, IMAGE))
    assert readers.read_at == []
    assert set(faces.unjudged()) == {"nobody knows on which side the driver sits"}
