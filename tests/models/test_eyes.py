"""What the installed models see in the rendered hall and cabin, against the truth."""

import shutil
from math import degrees, hypot, isnan
from pathlib import Path

import numpy as np
import pytest

from models.catalogue import BODIES, BUILT_IN, FACES, MESH, POINTS
from models.eyes import NO_DETECTOR, load_eyes
from models.importing import import_file
from models.weights import Store
from proctor.errors import ModelError
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
    assert false <= 1


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
        assert found == pytest.approx(-truth["cam_yaw"], abs=15)
    assert found > 30


def test_a_driver_who_looks_down_has_a_greater_pitch(eyes: Eyes) -> None:
    ahead, down = (in_car(eyes, "cabin_b", second)["driver"].pitch for second in (1.0, 8.0))
    assert degrees(down - ahead) > 10


def test_a_hand_at_the_ear_is_nearer_than_one_at_the_wheel(eyes: Eyes) -> None:
    calling, driving = (in_car(eyes, "cabin_a", second)["driver"] for second in (4.0, 9.0))
    assert calling.hand_ear < 0.8
    assert isnan(driving.hand_ear) or driving.hand_ear > 1.2


def test_a_small_head_is_less_sure_of_its_direction(eyes: Eyes) -> None:
    hall = eyes.look(moment("hall_a", 2.0).image, "hall")
    told = [person for person in hall.people if not isnan(person.yaw)]
    assert len(told) >= 6
    smallest = min(told, key=lambda person: person.box.height)
    assert smallest.direction_sigma > in_car(eyes, "cabin_a", 1.0)["driver"].direction_sigma


def test_a_line_of_sight_is_known_where_the_eyes_can_be_read(eyes: Eyes) -> None:
    who = in_car(eyes, "cabin_a", 1.0)
    for name, person in who.items():
        truth = moment("cabin_a", 1.0).truth(name)
        assert degrees(person.gaze_yaw) == pytest.approx(-truth["cam_yaw"], abs=12)
        assert not isnan(person.gaze_sigma)
    averted = in_car(eyes, "cabin_a", 13.0)["driver"]
    assert isnan(averted.gaze_yaw) == isnan(averted.gaze_sigma)


def test_hands_at_the_wheel_are_far_from_the_face(eyes: Eyes) -> None:
    calling, driving = (in_car(eyes, "cabin_a", second)["driver"] for second in (4.0, 9.0))
    assert calling.hand_face < 1.5
    assert isnan(driving.hand_face) or driving.hand_face > 1.5


def test_the_same_picture_gives_the_same_sight(eyes: Eyes) -> None:
    image = moment("cabin_b", 1.0).image
    assert repr(eyes.look(image, "road")) == repr(eyes.look(image.copy(), "road"))


def test_the_number_of_threads_changes_nothing(eyes: Eyes, models_folder: Path) -> None:
    image = moment("cabin_b", 1.0).image
    single = load_eyes(models_folder, threads=1, detector=NO_DETECTOR)
    assert repr(single.look(image, "road")) == repr(eyes.look(image, "road"))
    assert single.settings == eyes.settings


def test_an_empty_room_is_empty(eyes: Eyes) -> None:
    noise = np.random.default_rng(1).integers(90, 110, (540, 960, 3)).astype(np.uint8)
    assert eyes.look(noise, "hall").people == ()


def test_without_a_detector_nobody_looked_for_phones(eyes: Eyes) -> None:
    assert eyes.senses == {"person", "head", "hands", "mouth", "gaze"}
    assert eyes.look(moment("cabin_a", 1.0).image, "road").objects is None
    assert set(eyes.weights) == {entry.name for entry in BUILT_IN}


def copied(models_folder: Path, target: Path, *files: str) -> Path:
    target.mkdir()
    for file in files:
        shutil.copy(models_folder / file, target)
    return target


def test_a_missing_file_takes_its_senses_along(models_folder: Path, tmp_path: Path) -> None:
    bare = copied(models_folder, tmp_path / "bare", FACES.file, BODIES.file)
    few = load_eyes(bare, threads=2)
    assert few.senses == {"person"}
    people = few.look(moment("cabin_a", 1.0).image, "road").people
    assert len(people) == 2
    assert all(person.hands is None and isnan(person.yaw) for person in people)


def test_without_the_mesh_the_body_tells_the_direction(models_folder: Path, tmp_path: Path) -> None:
    files = (FACES.file, BODIES.file, POINTS.file)
    coarse = load_eyes(copied(models_folder, tmp_path / "coarse", *files), threads=2)
    assert coarse.senses == {"person", "head", "hands"}
    assert degrees(in_car(coarse, "cabin_a", 13.0)["driver"].yaw) > 10


def test_a_folder_that_finds_nobody_is_refused(models_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="finds people") as caught:
        load_eyes(copied(models_folder, tmp_path / "mesh", MESH.file, POINTS.file))
    assert "proctor models install" in caught.value.hint
    with pytest.raises(ModelError):
        load_eyes(tmp_path / "nowhere")


def test_an_imported_detector_adds_phones_and_backs_people(tmp_path: Path) -> None:
    things = [(32.0, 32.0, 24.0, 32.0, 0, 0.9), (20.0, 40.0, 4.0, 4.0, 1, 0.6)]
    names = {0: "person", 1: "cell phone"}
    folder = made_network(tmp_path / "made", ultralytics_rows(things, 2), names)
    import_file(Store(tmp_path / "store"), folder)
    eyes = load_eyes(tmp_path / "store", threads=1)
    assert eyes.senses == {"person", "phone"}
    assert list(eyes.weights) == ["made"]
    sight = eyes.look(np.zeros((64, 64, 3), np.uint8), "field")
    assert [person.box for person in sight.people] == [pytest.approx((20, 16, 44, 48))]
    assert [thing.label for thing in sight.objects or ()] == ["phone"]


def test_a_detector_is_chosen_by_its_name(models_folder: Path) -> None:
    with pytest.raises(ModelError, match="There is no detector named other") as caught:
        load_eyes(models_folder, detector="other")
    assert NO_DETECTOR in caught.value.hint
