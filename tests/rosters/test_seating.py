"""Who sits where: told when one attempt fits, told as doubt when more do, never guessed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from proctor.geometry import Box
from proctor.places import Place
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Held, Seating, Spot, plain

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WANG = Enrolled(
    serial="1",
    person="a" * 64,
    id_shown="110***********2215",
    name="王伟",
    subject="hall",
    site="东",
    room="1考室",
    seat="12",
    licence="C1",
    examiner="赵一",
    officer="",
    school="平安",
    starts=NINE,
    ends=NINE + 45 * MINUTE,
)
LI = replace(WANG, serial="2", person="b" * 64, name="李芳", seat="13", school="顺达")
DRIVER = replace(WANG, subject="road", room="京A1234学", seat="", officer="孙三")
NEXT = replace(DRIVER, serial="3", starts=DRIVER.ends, ends=DRIVER.ends + 20 * MINUTE, name="周")

LEFT, RIGHT = Box(0.1, 0.2, 0.3, 0.5), Box(0.5, 0.2, 0.7, 0.5)
PLACES = (
    Place("seat-01", "seat", Box(0.11, 0.2, 0.31, 0.5), (0.2, 0.3)),
    Place("seat-02", "seat", Box(0.8, 0.2, 0.99, 0.5), (0.9, 0.3)),
    Place("aisle", "aisle", Box(0, 0, 1, 1), (0.5, 0.5)),
)
HALL = Spot("东", "CAM 03", "hall", "seat-01", "1考室", PLACES)
CAR = Spot("东", "car-7", "road", "driver", "京A1234学")


def seating(*attempts: Enrolled, **more: object) -> Seating:
    by_room: dict[tuple[str, str], list[Enrolled]] = {}
    for one in attempts:
        by_room.setdefault((one.site, one.room), []).append(one)
    return Seating(by_room, **more)  # type: ignore[arg-type]


def named(*attempts: Enrolled, **more: object) -> Seating:
    return seating(*attempts, seats={HALL.key: {"12": LEFT, "13": RIGHT}}, **more)


def at(known: Seating, spot: Spot, minute: float = 10, lasts: float = 0.5) -> object:
    start = NINE + minute * MINUTE
    return known.at(spot, start, start + lasts * MINUTE)


def test_a_place_is_the_seat_whose_zone_it_has() -> None:
    found = at(named(WANG, LI), HALL)
    assert (found.attempt, found.seat, found.school) == (WANG, "12", "平安")


def test_a_seat_that_nobody_named_is_told_and_not_guessed_but_the_examiner_is_known() -> None:
    for spot in (replace(HALL, place="seat-02"), replace(HALL, places=())):
        found = at(named(WANG, LI), spot)
        assert (found.lack, found.attempt, found.seat) == ("seat", None, "")
        assert (found.examiner, found.school) == ("赵一", "")


def test_a_place_that_lies_between_two_seats_is_neither() -> None:
    between = Place("seat-01", "seat", Box(0.3, 0.2, 0.5, 0.5), (0.4, 0.3))
    near = {"12": Box(0.25, 0.2, 0.45, 0.5), "13": Box(0.35, 0.2, 0.55, 0.5)}
    known = replace(seating(WANG, LI), seats={HALL.key: near})
    assert at(known, replace(HALL, places=(between,))).lack == "seat"


def test_a_name_that_a_person_gave_is_the_seat_of_that_name() -> None:
    assert at(seating(WANG, LI), replace(HALL, place="013号", places=())).attempt == LI


@pytest.mark.parametrize("seat", ["12", "012", " 12 号", "12座", "No12"])
def test_offices_write_one_seat_in_many_ways(seat: str) -> None:
    assert (plain(seat) == "12") == (seat != "No12")


def test_the_aisle_and_the_whole_picture_concern_everybody_in_the_room() -> None:
    for place in ("aisle", "picture"):
        found = at(named(WANG, LI), replace(HALL, place=place))
        assert (found.whole, found.attempt, found.ambiguous) == (True, None, False)
        assert found.attempts == (WANG, LI)
        assert (found.examiner, found.lack) == ("赵一", "")


def test_whoever_drives_the_car_then_is_meant_whatever_the_place() -> None:
    for place in ("driver", "passenger", "picture"):
        found = at(seating(DRIVER, NEXT), replace(CAR, place=place))
        assert (found.attempt, found.officer) == (DRIVER, "孙三")


def test_two_that_fit_are_both_told() -> None:
    found = at(seating(DRIVER, NEXT), CAR, 44.9)
    assert found.ambiguous
    assert found.attempts == (DRIVER, NEXT)
    assert found.attempt is None
    assert found.examiner == "赵一"


def test_before_the_exam_somebody_is_there_once_checked_in() -> None:
    assert at(seating(DRIVER), CAR, -5).lack == "nobody"
    assert at(seating(DRIVER), CAR, 45).lack == "nobody"
    early = replace(DRIVER, check_in=NINE - 10 * MINUTE)
    assert at(seating(early), CAR, -5).attempt == early
    assert at(seating(early), CAR, -15).lack == "nobody"


def test_a_seat_that_is_free_by_the_roster_has_nobody_in_it_but_the_examiner_of_the_hall() -> None:
    found = at(named(LI), HALL)
    assert (found.lack, found.seat, found.attempt) == ("nobody", "12", None)
    assert (found.whole, found.examiner, found.school) == (True, "赵一", "")


def test_what_was_told_of_the_recording_goes_before_what_is_known_of_the_camera() -> None:
    known = replace(seating(DRIVER), ties={CAR.key: "京A9999学"})
    assert at(known, replace(CAR, room="")).room == "京A9999学"
    assert at(known, CAR).attempt == DRIVER


def test_a_session_that_names_its_camera_tells_the_room() -> None:
    held = Held("1考室", NINE, WANG.ends, ("CAM 03",))
    known = named(WANG, held={"东": [held]}, rooms={("东", "hall"): ["1考室", "2考室"]})
    assert at(known, replace(HALL, room="")).attempt == WANG
    assert at(known, replace(HALL, room="", camera="CAM 04")).lack == "room"


def test_a_camera_called_like_a_vehicle_shows_it_and_the_only_hall_of_a_site_is_meant() -> None:
    known = seating(DRIVER, rooms={("东", "vehicle"): ["京A1234学", "京A5678学"]})
    assert at(known, replace(CAR, room="", camera="京a1234学")).attempt == DRIVER
    assert at(known, replace(CAR, room="")).lack == "room"
    alone = named(WANG, rooms={("东", "hall"): ["1考室"]})
    assert at(alone, replace(HALL, room="")).attempt == WANG


def test_without_wall_time_nobody_is_named() -> None:
    assert named(WANG).at(HALL, None, None).lack == "time"
