"""Faces compared through the command line, on a rendered cabin; and photos that will not do."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

import cli
from tests.conftest import WORLD, Answer
from tests.models.conftest import moment


@pytest.fixture(scope="module")
def cabin(tmp_path_factory: pytest.TempPathFactory, identity_folder: Path) -> Path:
    """A folder with one analysed recording and a photo of its driver."""
    folder = tmp_path_factory.mktemp("cabin")
    (folder / "cabin.mp4").write_bytes((WORLD / "cabin_b.mp4").read_bytes())
    image = moment("cabin_b", 3.0)
    x0, y0, x1, y1 = map(int, image.truth("driver")["head"])
    photo = image.image[max(0, y0 - 60) : y1 + 60, x0 - 60 : x1 + 60]
    cv2.imwrite(str(folder / "driver.png"), photo)
    cv2.imwrite(str(folder / "both.png"), image.image)
    cv2.imwrite(str(folder / "small.png"), photo[::3, ::3])
    cv2.imwrite(str(folder / "blurred.png"), cv2.GaussianBlur(photo, (0, 0), 2))
    cv2.imwrite(str(folder / "wall.png"), np.full((300, 240, 3), 140, np.uint8))
    (folder / "letter.png").write_text("Dear Sir or Madam")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCTOR_HOME", str(folder / "home"))
        patch.setenv("PROCTOR_MODELS", str(identity_folder))
        assert cli.main(["analyze", str(folder / "cabin.mp4"), "--subject", "road"]) == 0
    return folder


@pytest.fixture
def identity(
    proctor: Callable[..., Answer], cabin: Path, identity_folder: Path
) -> Callable[..., Answer]:
    env = {"PROCTOR_HOME": str(cabin / "home"), "PROCTOR_MODELS": str(identity_folder)}
    return lambda *words: proctor("identity", *words, env=env)


def rows(answer: Answer) -> dict[str, dict[str, object]]:
    assert answer.code == 0, answer.err
    return {row["place"]: row for row in map(json.loads, answer.out.splitlines())}


def test_the_driver_is_most_like_his_own_photo(identity, cabin: Path) -> None:
    words = ("--seconds", "4", "--frames", "3", "--json")
    found = rows(identity("compare", cabin / "driver.png", cabin / "cabin.mp4", *words))
    driver, examiner = found["driver"], found["passenger"]
    assert driver["judged"]
    assert driver["likeness"] > 0.6
    assert not examiner["judged"] or examiner["likeness"] < driver["likeness"] - 0.05
    assert driver["false_match"]["low"] <= driver["false_match"]["value"]
    assert driver["false_match"]["pairs"] > 0
    assert "people" in driver["pairs"]


def test_a_recording_too_short_is_not_judged_and_says_why(identity, cabin: Path) -> None:
    words = ("--place", "driver", "--frames", "2")
    answer = identity("compare", cabin / "driver.png", cabin / "cabin.mp4", *words)
    assert answer.code == 0
    assert "Not judged. the good pictures lie too close together" in answer.out
    assert "hint, never proof" not in answer.err


def test_a_likeness_is_never_told_without_its_error_rates(identity, cabin: Path) -> None:
    answer = identity("compare", cabin / "driver.png", cabin / "cabin.mp4", "--seconds", "4")
    assert "%" in answer.out
    assert "A likeness is a hint, never proof." in answer.err


def test_faces_stand_side_by_side_in_the_picture(identity, cabin: Path, tmp_path: Path) -> None:
    target = tmp_path / "faces.png"
    words = ("--seconds", "4", "--frames", "3", "--place", "driver", "-o", target)
    assert identity("compare", cabin / "driver.png", cabin / "cabin.mp4", *words).code == 0
    assert cv2.imread(str(target)).shape == (174, 300, 3)
    assert target.stat().st_mode & 0o077 == 0, "a face is nobody else's business"


def test_before_and_after_a_moment_it_is_the_same_examiner(identity, cabin: Path) -> None:
    words = ("--place", "passenger", "--at", "0:08", "--seconds", "1", "--frames", "2", "--json")
    found = rows(identity("across", cabin / "cabin.mp4", *words))
    assert found["passenger"]["judged"]
    assert found["passenger"]["likeness"] > 0.6


def test_where_nobody_was_away_there_is_nothing_to_compare(identity, cabin: Path) -> None:
    answer = identity("across", cabin / "cabin.mp4")
    assert answer.code == 0
    assert "Nobody was away and came back" in answer.err


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        ("wall.png", "there is no face in it"),
        ("both.png", "there are 2 people in it"),
        ("small.png", "the face is too small"),
        ("blurred.png", "the face is blurred"),
        ("letter.png", "is not a picture"),
        ("gone.png", "cannot read"),
    ],
)
def test_a_photo_that_will_not_do_is_refused_with_its_cure(
    identity, cabin: Path, photo: str, said: str
) -> None:
    answer = identity("compare", cabin / photo, cabin / "cabin.mp4")
    assert answer.code == 1
    assert said in answer.err
    assert "Hint: " in answer.err


def test_a_place_that_does_not_exist_names_those_that_do(identity, cabin: Path) -> None:
    answer = identity("across", cabin / "cabin.mp4", "--place", "seat-09", "--at", "3")
    assert answer.code == 1
    assert "Its places are: driver, passenger." in answer.err


def test_a_recording_that_was_not_analysed_says_so(identity, cabin: Path) -> None:
    answer = identity("across", cabin / "letter.png")
    assert answer.code == 1
    assert "was not analysed yet" in answer.err


def test_a_moment_that_is_none_is_wrong_usage(identity, cabin: Path) -> None:
    assert identity("across", cabin / "cabin.mp4", "--at", "noon", "--place", "driver").code == 2
    assert identity("across", cabin / "cabin.mp4", "--at", "3").code == 2


def test_rates_of_another_network_are_refused(identity, cabin: Path, tmp_path: Path) -> None:
    other = tmp_path / "pairs.json"
    other.write_text('{"source": "elsewhere", "weights": "00", "measured": []}')
    answer = identity("across", cabin / "cabin.mp4", "--pairs", other)
    assert answer.code == 1
    assert "another network" in answer.err


NUMBER = "11010119900307221X"
ROSTER = (
    "lsh,sfzmhm,xm,kskm,kchp,ksrq,kssj,jssj,zp\n"
    f"126000000001,{NUMBER},王伟,3,京A1234学,2026-11-23,09:00,09:30,{{photo}}\n"
)
FEW = ("--seconds", "4", "--frames", "3", "--set", "ID_MISMATCH.hold_s=4")
"""The rendered drive is short."""


def checked(
    proctor: Callable[..., Answer], cabin: Path, folder: Path, photo: str, *more: str
) -> Answer:
    """The drive held against a roster that gives the candidate this photo."""
    env = {"PROCTOR_HOME": str(folder / "home"), "PROCTOR_MODELS": os.environ["PROCTOR_MODELS"]}
    shutil.copytree(cabin / "home", folder / "home")
    roster = cabin / "roster.csv"
    roster.write_text(ROSTER.format(photo=photo), "utf-8")
    answer = proctor("sessions", "import", roster, "--json", env=env)
    assert answer.code == 0, answer.out
    start = ("--subject", "road", "--start", "2026-11-23T09:00:00", "--vehicle", "京A1234学")
    assert proctor("analyze", cabin / "cabin.mp4", *start, env=env).code == 0
    return proctor("identity", "check", cabin / "cabin.mp4", *FEW, *more, "--json", env=env)


def test_the_candidate_of_the_photo_drives_and_nothing_is_flagged(
    proctor: Callable[..., Answer], cabin: Path, tmp_path: Path
) -> None:
    answer = checked(proctor, cabin, tmp_path, "driver.png")
    found = list(map(json.loads, answer.out.splitlines()))
    assert answer.code == 0, answer.err
    assert {row["place"] for row in found} == {"driver"}
    assert all(row["likeness"] > 0.6 for row in found)
    assert all(row["same_less_alike_at_most"] > 0 for row in found)
    assert flags(proctor, tmp_path) == []


def test_a_face_less_like_the_photo_than_the_bound_is_flagged(
    proctor: Callable[..., Answer], cabin: Path, tmp_path: Path
) -> None:
    bound = ("--set", "ID_MISMATCH.unlike=1")
    answer = checked(proctor, cabin, tmp_path, "driver.png", *bound)
    assert answer.code == 0, answer.err
    (flag,) = flags(proctor, tmp_path)
    assert (flag["place"], flag["level"]) == ("driver", 1)


def test_a_photo_without_a_face_is_not_judged_and_says_so(
    proctor: Callable[..., Answer], cabin: Path, tmp_path: Path
) -> None:
    (row,) = map(json.loads, checked(proctor, cabin, tmp_path, "wall.png").out.splitlines())
    assert "the enrolment photo cannot be used" in row["remark"]
    assert row["likeness"] is None
    assert flags(proctor, tmp_path) == []


def flags(proctor: Callable[..., Answer], folder: Path) -> list[dict[str, object]]:
    env = {"PROCTOR_HOME": str(folder / "home")}
    answer = proctor("flags", "--code", "ID_MISMATCH", "--json", env=env)
    return list(map(json.loads, answer.out.splitlines()))
