"""What the installed models see in the rendered hall and cabin, against the truth."""

import shutil
from collections.abc import Mapping
from math import degrees, hypot, isnan, radians
from pathlib import Path

import numpy as np
import pytest

from models import weights
from models.catalogue import BUILT_IN, IRIS, MESH, PACKAGED, SHIPPED
from models.eyes import NO_DETECTOR, load_eyes
from models.headings import apart
from models.importing import import_file
from models.weights import Store
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.perception import Person, Sight
from proctor.ports import Eyes
from tests.models.conftest import Moment, made_network, moment, ultralytics_rows

WHO = ("passenger", "driver")


def heads_found(sight: Sight, at: Moment) -> tuple[int, int, int]:
    """(found, visible, false): heads within 0.7 of a head's height of the truth."""
    visible = [person["head"] for person in at.people if (person["head_seen"] or 0) > 0.3]
    everyone = [person["head"] for person in at.people]
    centres = [person.head.centre for person in sight.people if person.head is not None]
    found = sum(any(near(centre, head) for centre in centres) for head in visible)
    false = sum(not any(near(centre, head) for head in everyone) for centre in centres)
    return found, len(visible), false


def near(centre: tuple[float, float], head: list[float]) -> bool:
    x0, y0, x1, y1 = head
    return hypot(centre[0] - (x0 + x1) / 2, centre[1] - (y0 + y1) / 2) < 0.7 * (y1 - y0)


def in_car(eyes: Eyes, clip: str, second: float) -> dict[str, Person]:
    """Passenger left, driver right, as the dash camera has them."""
    people = eyes.look(moment(clip, second).image, "road").people
    assert len(people) == 2
    return dict(zip(WHO, sorted(people, key=lambda person: person.box.x0), strict=True))


@pytest.mark.parametrize(("clip", "second"), [("hall_a", 2.0), ("hall_b", 6.0)])
def test_nearly_everybody_in_the_hall_is_found(eyes: Eyes, clip: str, second: float) -> None:
    at = moment(clip, second)
    found, visible, false = heads_found(eyes.look(at.image, "hall"), at)
    assert visible >= 10
    assert found >= 0.85 * visible
    assert false <= 3


@pytest.mark.parametrize("clip", ["cabin_a", "cabin_b"])
def test_both_people_in_the_car_are_found(eyes: Eyes, clip: str) -> None:
    at = moment(clip, 1.0)
    assert heads_found(eyes.look(at.image, "road"), at) == (2, 2, 0)


def test_a_box_covers_its_person_from_the_head_to_the_lap(eyes: Eyes) -> None:
    at = moment("cabin_a", 1.0)
    for name, person in in_car(eyes, "cabin_a", 1.0).items():
        x0, y0, x1, y1 = at.truth(name)["head"]
        assert person.box.holds((x0 + x1) / 2, y1)
        assert person.box.holds((x0 + x1) / 2, y1 + 1.5 * (y1 - y0))


def test_a_driver_who_looks_aside_turns_as_the_viewer_sees_it(eyes: Eyes) -> None:
    """The truth counts yaw from the person's own side, hence the minus."""
    for second in (1.0, 13.0):
        truth = moment("cabin_a", second).truth("driver")
        found = degrees(in_car(eyes, "cabin_a", second)["driver"].yaw)
        assert found == pytest.approx(-truth["cam_yaw"], abs=35)
    assert found > 20


def test_a_driver_who_looks_down_has_a_greater_pitch(eyes: Eyes) -> None:
    ahead, down = (in_car(eyes, "cabin_b", second)["driver"].pitch for second in (1.0, 8.0))
    assert degrees(down - ahead) > 3


def test_every_head_in_the_hall_points_somewhere_and_most_of_them_rightly(eyes: Eyes) -> None:
    """Half a turn wrong is a back taken for a face; quarter turns are told apart by far."""
    at = moment("hall_a", 2.0)
    people = [person for person in eyes.look(at.image, "hall").people if person.head]
    assert not any(isnan(person.yaw) or isnan(person.direction_sigma) for person in people)
    off = [
        abs(degrees(apart(person.yaw, -radians(truth["cam_yaw"]))))
        for truth in at.people
        for person in people
        if person.head and near(person.head.centre, truth["head"])
    ]
    assert len(off) >= 8
    assert np.median(off) < 35


def test_a_hand_at_the_ear_is_nearer_than_one_at_the_wheel(eyes: Eyes) -> None:
    calling = in_car_or_behind(eyes, "cabin_c", 2.0)
    driving = in_car(eyes, "cabin_a", 9.0)["driver"]
    assert calling.hand_ear < 0.8
    assert calling.hand_face < 1.5
    assert isnan(driving.hand_ear) or driving.hand_ear > 1.2
    assert isnan(driving.hand_face) or driving.hand_face > 1.5


def in_car_or_behind(eyes: Eyes, clip: str, second: float) -> Person:
    """The driver, the one farthest to the right, in a car with a third person."""
    people = eyes.look(moment(clip, second).image, "road").people
    return max(people, key=lambda person: person.box.x0)


def test_a_small_head_is_less_sure_of_its_direction(eyes: Eyes) -> None:
    hall = eyes.look(moment("hall_a", 2.0).image, "hall")
    told = [person for person in hall.people if person.head]
    assert len(told) >= 6
    smallest = min(told, key=lambda person: person.head.height if person.head else 0)
    assert smallest.direction_sigma > in_car(eyes, "cabin_a", 1.0)["driver"].direction_sigma


def test_a_line_of_sight_is_known_where_the_eyes_can_be_read(eyes: Eyes) -> None:
    who = in_car(eyes, "cabin_a", 1.0)
    for name, person in who.items():
        truth = moment("cabin_a", 1.0).truth(name)
        assert degrees(person.gaze_yaw) == pytest.approx(-truth["cam_yaw"], abs=25)
        assert not isnan(person.gaze_sigma)
    averted = in_car(eyes, "cabin_a", 13.0)["driver"]
    assert isnan(averted.gaze_yaw) == isnan(averted.gaze_sigma)


def test_the_steering_wheel_is_before_the_driver(eyes: Eyes) -> None:
    sight = eyes.look(moment("cabin_a", 1.0).image, "road")
    wheel = next(thing for thing in sight.objects or () if thing.label == "wheel")
    driver = max(sight.people, key=lambda person: person.box.x0)
    assert driver.box.meet(wheel.box) > 0.3 * wheel.box.area


def test_a_closer_look_finds_the_phone_in_a_drivers_lap(eyes: Eyes) -> None:
    seat = Box(432, 0, 960, 540)  # as far around the driver as a closer look goes
    for second in (14.0, 14.2, 15.4):
        at = moment("cabin_b", second)
        lap = Box(*at.truth("driver")["phone"])
        things = eyes.look(at.image, "road", [seat]).objects or ()
        sure = [t.score for t in things if t.label == "phone" and lap.meet(t.box) > 0]
        assert max(sure, default=0.0) >= 0.15


def test_the_same_picture_gives_the_same_sight(eyes: Eyes) -> None:
    image = moment("cabin_b", 1.0).image
    assert repr(eyes.look(image, "road")) == repr(eyes.look(image.copy(), "road"))


def test_the_number_of_threads_changes_nothing(eyes: Eyes, models_folder: Path) -> None:
    single = load_eyes(models_folder, threads=1, detector=NO_DETECTOR)
    for clip, subject in (("cabin_b", "road"), ("hall_b", "hall")):
        image = moment(clip, 1.0).image
        assert repr(single.look(image, subject)) == repr(eyes.look(image, subject))
    assert single.settings == eyes.settings


def test_an_empty_room_is_empty(eyes: Eyes) -> None:
    noise = np.random.default_rng(1).integers(90, 110, (540, 960, 3)).astype(np.uint8)
    assert eyes.look(noise, "hall").people == ()


@pytest.mark.parametrize(("clip", "second"), [("hall_a", 2.0), ("hall_c", 4.0)])
def test_who_is_looked_at_alone_is_seen_as_in_the_whole_picture(
    eyes: Eyes, clip: str, second: float
) -> None:
    image = moment(clip, second).image
    sure = [p for p in eyes.look(image, "hall").people if p.head and p.score > 0.8]
    again = 0
    for person in sure:
        assert person.head
        region = person.box.grown(0.3)
        alone = eyes.look(image, "hall", (region,)).people
        assert all(p.head is None or region.holds(*p.head.centre) for p in alone)
        again += any(p.head and p.head.iou(person.head) > 0.5 for p in alone)
    assert len(sure) >= 6
    assert again >= 0.9 * len(sure)


def test_only_who_has_the_head_in_a_region_is_told(eyes: Eyes) -> None:
    image = moment("cabin_a", 1.0).image
    everyone = eyes.look(image, "road").people
    right = eyes.look(image, "road", (Box(480, 0, 960, 540),)).people
    assert (len(everyone), len(right)) == (2, 1)
    assert right[0].box.x0 > 400


def test_beyond_the_frame_there_is_nobody_and_nothing(eyes: Eyes) -> None:
    sight = eyes.look(moment("cabin_a", 1.0).image, "road", (Box(970, 0, 1200, 300),))
    assert sight == Sight((), ())


EVERYTHING = {"person", "head", "hands", "mouth", "gaze", "phone", "paper", "wheel"}


def test_without_a_detector_of_the_site_the_one_of_the_package_looks(eyes: Eyes) -> None:
    assert eyes.senses == EVERYTHING
    assert set(eyes.weights) == {entry.name for entry in (*BUILT_IN, *PACKAGED, *SHIPPED[:1])}
    assert eyes.look(moment("cabin_a", 1.0).image, "road").objects is not None


def copied(models_folder: Path, target: Path, *files: str) -> Path:
    target.mkdir()
    for file in files:
        shutil.copy(models_folder / file, target)
    return target


def test_without_the_mesh_heads_still_point_somewhere(tmp_path: Path) -> None:
    bare = load_eyes(tmp_path / "nothing", threads=2)
    assert bare.senses == EVERYTHING - {"mouth", "gaze"}
    for person in in_car(bare, "cabin_a", 1.0).values():
        assert not isnan(person.yaw)
        assert isnan(person.mouth)
        assert isnan(person.gaze_yaw)


def test_a_missing_file_takes_its_senses_along(models_folder: Path, tmp_path: Path) -> None:
    blind = load_eyes(copied(models_folder, tmp_path / "blind", MESH.file), threads=2)
    assert blind.senses == EVERYTHING - {"gaze"}
    irises = load_eyes(copied(models_folder, tmp_path / "irises", IRIS.file), threads=2)
    assert irises.senses == EVERYTHING - {"gaze", "mouth"}


def test_a_folder_that_finds_nobody_is_refused(
    models_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SHIPPED", ())
    with pytest.raises(ModelError, match="finds people") as caught:
        load_eyes(copied(models_folder, tmp_path / "mesh", MESH.file))
    assert "proctor models install" in caught.value.hint
    with pytest.raises(ModelError):
        load_eyes(tmp_path / "nowhere")


PERSON, PHONE = (32.0, 32.0, 24.0, 32.0, 0, 0.9), (20.0, 40.0, 4.0, 4.0, 1, 0.6)
DARK = np.zeros((64, 64, 3), np.uint8)


def imported(folder: Path, names: Mapping[int, str], *things: tuple[float, ...]) -> Eyes:
    """Eyes of a site that uses a detector of these classes, which always gives these things."""
    made = made_network(folder / "made", ultralytics_rows(list(things), len(names)), names)
    import_file(Store(folder / "store"), made)
    return load_eyes(folder / "store", threads=1, detector="made")


def test_a_detector_without_heads_has_the_one_of_the_package_beside_it(tmp_path: Path) -> None:
    both = imported(tmp_path, {0: "person", 1: "cell phone"}, PERSON, PHONE)
    assert both.senses == EVERYTHING - {"mouth", "gaze"}
    assert set(both.weights) == {"made", SHIPPED[0].name, *(entry.name for entry in PACKAGED)}
    sight = both.look(DARK, "field")
    assert pytest.approx((20, 16, 44, 48)) in [person.box for person in sight.people]
    assert [thing.label for thing in sight.objects or ()] == ["phone"]


def test_what_two_detectors_see_is_one_person(tmp_path: Path, eyes: Eyes) -> None:
    image = moment("cabin_a", 1.0).image
    driver = max(eyes.look(image, "road").people, key=lambda person: person.box.x0)
    x, y = driver.box.centre
    scale = 64 / 960  # of the whole frame in the input; the frame lies in the middle of it
    theirs = (x * scale, (y + 210) * scale, driver.box.width * scale, driver.box.height * scale)
    both = imported(tmp_path, {0: "person", 1: "cell phone"}, (*theirs, 0, 0.99))
    near_by = [p for p in both.look(image, "road").people if p.box.iou(driver.box) > 0.7]
    assert len(near_by) == 1
    assert near_by[0].head


def test_a_detector_that_knows_heads_stands_alone(tmp_path: Path) -> None:
    own = imported(tmp_path, {0: "person", 1: "head"}, PERSON, (32.0, 21.0, 8.0, 9.0, 1, 0.8))
    assert own.senses == {"person", "head"}
    assert set(own.weights) == {"made", *(entry.name for entry in PACKAGED)}
    sight = own.look(DARK, "field")
    assert sight.objects is None
    (person,) = sight.people
    assert person.head == pytest.approx((28, 16.5, 36, 25.5))
    assert person.hands is None, "nobody looked for hands"


def test_a_detector_is_chosen_by_its_name(models_folder: Path) -> None:
    with pytest.raises(ModelError, match="There is no detector named other") as caught:
        load_eyes(models_folder, detector="other")
    assert NO_DETECTOR in caught.value.hint
