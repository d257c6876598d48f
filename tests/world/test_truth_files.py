"""Truth files: those that ship are right, and the validator says what is wrong with others."""

import copy
import json

import jsonschema
import pytest

from bench.world.__main__ import main
from bench.world.footage import sheets, validator
from bench.world.ground.settings import ROOT
from tests.conftest import WORLD
from tests.world.conftest import truth_of_room

SHIPPED = sorted(WORLD.rglob("*.truth.json"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name.removesuffix(".truth.json"))
def test_every_truth_that_ships_is_right(path):
    assert validator.complaints(path) == []


def test_every_clip_that_ships_has_its_truth():
    clips = {p.with_suffix("") for p in WORLD.rglob("*.mp4")}
    assert clips == {p.with_name(p.name.removesuffix(".truth.json")) for p in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name.removesuffix(".truth.json"))
def test_the_page_of_the_footage_shows_every_clip(path):
    name = path.name.removesuffix(".truth.json")
    page = (ROOT / "docs" / "footage.md").read_text("utf-8")
    assert sheets.section(path.with_name(f"{name}.mp4")) in page, "run: python -m bench.world page"
    sheet = ROOT / "docs" / "footage" / f"{name}.jpg"
    assert 0 < sheet.stat().st_size <= sheets.HEAVIEST


def test_every_key_of_the_schema_is_described():
    schema = json.loads(validator.SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    parts = [schema, *schema["$defs"].values()]
    for part in parts:
        assert "description" in part, part
        for name, entry in part.get("properties", {}).items():
            assert "description" in entry or "$ref" in entry, name


@pytest.fixture
def truth():
    return copy.deepcopy({**truth_of_room(), "sha256": "0" * 64})


def without(truth, key):
    del truth[key]


def late(truth):
    truth["events"][0]["end_s"] = 9


def backwards(truth):
    truth["events"][0]["end_s"] = 1


def elsewhere(truth):
    truth["events"][0]["place"] = "7-7"


def nobody(truth):
    del truth["events"][0]["pid"]


def outside(truth):
    truth["frames"][3]["people"][0]["head"] = [150, 10, 170, 30]


def empty(truth):
    truth["places"][0]["box"] = [20, 20, 20, 40]


def miscounted(truth):
    truth["frames_n"] = 41


def between(truth):
    truth["frames"][3]["t"] = 0.65


def lost(truth):
    del truth["frames"][10:13]
    truth["frames_n"] = 37


def overlong(truth):
    truth["duration_s"] = 9


def unmeasured(truth):
    truth["frames"][0]["people"][0]["phone_seen"] = None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: without(t, "version"), "'version' is a required property"),
        (lambda t: t.update(surprise=1), "'surprise' was unexpected"),
        (lambda t: t["frames"][2]["people"][0].pop("mouth"), "'mouth' is a required property"),
        (late, "ends after the clip"),
        (backwards, "ends before it starts"),
        (elsewhere, "place 7-7 is not a place of this clip"),
        (nobody, "does not say whose it is"),
        (outside, "person 1: head: box [150, 10, 170, 30] is empty or outside"),
        (empty, "places: 1-1: box [20, 20, 20, 40] is empty"),
        (miscounted, "frames_n is 41, but there are 40 frames"),
        (between, "t = 0.65 is no multiple of 1/5 s"),
        (lost, "2.600 s follows 1.800 s at 5 fps, and no gap is told"),
        (overlong, "9.000 s follows 7.800 s"),
        (unmeasured, "a phone with a box, and phone_seen is null"),
    ],
)
def test_what_is_wrong_is_said(truth, spoil, said):
    assert validator.said_of(truth) == []
    spoil(truth)
    assert any(said in line for line in validator.said_of(truth)), validator.said_of(truth)


def test_a_clip_that_was_changed_is_noticed(room, tmp_path, capsys):
    for end in (".mp4", ".truth.json"):
        (tmp_path / f"room{end}").write_bytes(room.with_name(f"room{end}").read_bytes())
    told = tmp_path / "room.truth.json"
    assert main(["check", str(told)]) == 0
    with (tmp_path / "room.mp4").open("ab") as f:
        f.write(b"\0")
    assert main(["check", str(told)]) == 1
    assert "sha256 is not that of room.mp4" in capsys.readouterr().out
    (tmp_path / "room.mp4").unlink()
    assert main(["check", str(told)]) == 1
    assert "no clip room.mp4 beside it" in capsys.readouterr().out


def test_a_file_that_is_no_json_is_said_to_be_none(tmp_path):
    (tmp_path / "x.truth.json").write_text('{"version": 2,')
    assert "cannot be read" in validator.complaints(tmp_path / "x.truth.json")[0]
