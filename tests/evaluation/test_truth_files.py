"""Truth files and annotations of CVAT, good ones and bad ones."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proctor.errors import TruthError
from proctor.evaluation import Act, ReferenceEvent, read, truth_files
from proctor.evaluation.placing import nearest, placing
from proctor.geometry import Box
from proctor.places import AISLE_PLACE, DRIVER_ALONE, DRIVER_RIGHT, PICTURE_PLACE, Place
from tests.conftest import ROOT
from tests.evaluation.stories import span

WORLD = ROOT / "tests" / "footage" / "world"

TRUTH: dict[str, Any] = {
    "version": 2,
    "clip": "hall_x",
    "sha256": "ab" * 32,
    "size": [200, 100],
    "duration_s": 30.0,
    "camera": {"name": "front"},
    "places": [
        {"place": "1-1", "box": [0, 20, 50, 100], "taken": True},
        {"place": "1-2", "box": [60, 20, 110, 100], "taken": False},
    ],
    "events": [
        {"code": "PEEK", "place": "1-1", "start_s": 10, "end_s": 15, "visible": 0.5},
        {"code": "VID_BLACK", "place": "picture", "start_s": 2, "end_s": 8, "visible": None},
    ],
    "acts": [{"act": "glance", "place": "1-1", "start_s": 3, "end_s": 3.5}],
    "frames": [],
}


def written(folder: Path, name: str = "hall_x.truth.json", **changed: object) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(TRUTH | changed), encoding="utf-8")
    return path


def test_a_truth_file_says_what_happens_and_where(tmp_path: Path):
    truth = read(written(tmp_path / "check"))
    assert (truth.clip, truth.sha256, truth.camera) == ("hall_x", "ab" * 32, "front")
    assert (truth.duration_us, truth.split, truth.codes) == (30_000_000, "check", None)
    assert truth.places == {"1-1": Box(0.0, 0.2, 0.25, 1.0)}
    assert truth.events == (
        ReferenceEvent("VID_BLACK", "picture", span(2, 8), None),
        ReferenceEvent("PEEK", "1-1", span(10, 15), 0.5),
    )
    assert truth.acts == (Act("glance", "1-1", span(3, 3.5)),)


def test_every_truth_file_that_ships_can_be_read():
    files = [path for path in truth_files([WORLD]) if path.suffix == ".json"]
    assert files
    for path in files:
        assert read(path).events or read(path).acts


def entry(name: str, at: int, **changed: object) -> dict[str, object]:
    return {name: [e | (changed if n == at else {}) for n, e in enumerate(TRUTH[name])]}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"version": 3}, "version must be at most 2, not 3."),
        ({"clip": ""}, 'clip must be a text, not "".'),
        ({"sha256": "xyz"}, 'sha256 must be 64 hex digits, not "xyz".'),
        ({"duration_s": "long"}, 'duration_s must be a number, not "long".'),
        ({"duration_s": -1}, "duration_s must be a number from 0.001 to 86400, not -1."),
        ({"size": [200]}, "size must be 2 numbers, not [200]."),
        ({"events": {}}, "events must be a list, not {}."),
        (
            entry("events", 0, code="PHONES"),
            'events[0].code must be a code such as PHONE, not "PHONES".',
        ),
        (
            entry("events", 1, end_s=1),
            "events[1].end_s must be a number from 2 to 30.5, not 1.",
        ),
        (
            entry("events", 0, visible=1.5),
            "events[0].visible must be a number from 0 to 1, not 1.5.",
        ),
        (entry("acts", 0, act=None), "acts[0].act must be a text, not null."),
        (entry("places", 0, box=[1, 2, 3]), "places[0].box must be 4 numbers, not [1, 2, 3]."),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, changed: dict[str, object], said: str):
    path = written(tmp_path, **changed)
    with pytest.raises(TruthError) as caught:
        read(path)
    assert caught.value.message == f"{path}: {said}"
    assert caught.value.hint == "Mend that entry; truth.schema.json has every field."


def test_what_is_missing_is_named(tmp_path: Path):
    path = tmp_path / "a.truth.json"
    path.write_text(json.dumps({k: v for k, v in TRUTH.items() if k != "events"}), "utf-8")
    with pytest.raises(TruthError, match=r"a\.truth\.json: events is missing\.$"):
        read(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"clip": }', "is not JSON: line 1, column 10: Expecting value."),
        (b"\xff\xfe", "is not text in UTF-8."),
        (b"[]", "the document must be an object, not []."),
    ],
)
def test_a_file_that_is_no_truth_says_so(tmp_path: Path, data: bytes, said: str):
    path = tmp_path / "a.truth.json"
    path.write_bytes(data)
    with pytest.raises(TruthError) as caught:
        read(path)
    assert said in caught.value.message


def test_a_folder_stands_for_all_truth_in_it(tmp_path: Path):
    one, other = written(tmp_path / "tune"), written(tmp_path / "check", "b.truth.json")
    (tmp_path / "check" / "c.xml").write_text("<annotations/>")
    (tmp_path / "notes.json").write_text("{}")
    found = truth_files([tmp_path, one])
    assert found == [other, tmp_path / "check" / "c.xml", one]
    (tmp_path / "empty").mkdir()
    with pytest.raises(TruthError, match="holds no truth"):
        truth_files([tmp_path / "empty"])


CVAT = """<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version>
<meta><task><size>250</size><start_frame>0</start_frame><stop_frame>249</stop_frame>
<labels><label><name>PEEK</name></label><label><name>NOTE</name></label>
<label><name>person</name></label></labels>
<original_size><width>200</width><height>100</height></original_size></task>
<source>hall_x.mp4</source></meta>
<track id="0" label="PEEK">
  <box frame="25" outside="0" xtl="10" ytl="20" xbr="50" ybr="80">
    <attribute name="place">seat-1</attribute></box>
  <box frame="50" outside="0" xtl="10" ytl="20" xbr="50" ybr="80">
    <attribute name="place">seat-1</attribute></box>
  <box frame="75" outside="1" xtl="10" ytl="20" xbr="50" ybr="80"/>
  <box frame="100" outside="0" xtl="10" ytl="20" xbr="50" ybr="80">
    <attribute name="place">seat-1</attribute></box>
</track>
<track id="7" label="NOTE"><polygon frame="10" outside="0" points="1,2;3,4"/>
  <polygon frame="20" outside="1" points="1,2;3,4"/></track>
<track id="1" label="person"><box frame="0" outside="0" xtl="0" ytl="0" xbr="9" ybr="9"/></track>
</annotations>"""


def cvat(folder: Path, text: str = CVAT) -> Path:
    path = folder / "hall.xml"
    path.write_text(text, encoding="utf-8")
    return path


def test_tracks_of_cvat_are_events_while_they_are_not_outside(tmp_path: Path):
    truth = read(cvat(tmp_path), fps=25)
    assert truth.events == (
        ReferenceEvent("NOTE", "", span(0.4, 0.8)),  # a polygon: nobody knows where
        ReferenceEvent("PEEK", "seat-1", span(1, 3)),
        ReferenceEvent("PEEK", "seat-1", span(4, 4.04)),
    )
    assert (truth.clip, truth.duration_us) == ("hall_x", 10_000_000)
    assert truth.codes == {"PEEK", "NOTE"}
    assert truth.places == {"seat-1": Box(0.05, 0.2, 0.25, 0.8)}


def test_tags_of_cvat_on_consecutive_frames_are_one_event(tmp_path: Path):
    frames = "".join(
        f'<image id="{n}" name="{n}.jpg"><tag label="VID_BLACK">'
        '<attribute name="place">picture</attribute></tag></image>'
        for n in (5, 6, 7, 20)
    )
    truth = read(cvat(tmp_path, f"<annotations><meta><fps>5</fps></meta>{frames}</annotations>"))
    assert truth.events == (
        ReferenceEvent("VID_BLACK", "picture", span(1, 1.6)),
        ReferenceEvent("VID_BLACK", "picture", span(4, 4.2)),
    )
    assert (truth.clip, truth.duration_us) == ("hall", 0)


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (CVAT, "does not say how many frames a second", "--fps 25"),
        ("<annotations>", "is not an annotation file of CVAT: it is not XML", "Export it again"),
        ("<html/>", "it begins with <html>", "Export it again"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><annotations/>", "a document type of its own", "Export"),
        (
            CVAT.replace('frame="25"', 'frame="x"').replace("<size>", "<fps>25</fps><size>"),
            "track-0 <box> frame must be a number, not 'x'.",
            "Export it again",
        ),
        (
            CVAT.replace('label="NOTE"', 'label="NOTES"').replace("<size>", "<fps>25</fps><size>"),
            "the label NOTES is no flag code.",
            "Did you mean NOTE?",
        ),
    ],
)
def test_a_fault_of_an_annotation_file_is_named(tmp_path: Path, text: str, said: str, hint: str):
    with pytest.raises(TruthError) as caught:
        read(cvat(tmp_path, text))
    assert said in caught.value.message
    assert hint in caught.value.hint


SEATS = {"1-1": Box(0.0, 0.4, 0.2, 1.0), "1-2": Box(0.2, 0.3, 0.35, 0.7)}


def seat(x: float, y: float) -> Place:
    return Place("seat-03", "seat", Box(x - 0.1, y - 0.1, x + 0.1, y + 0.3), (x, y))


def test_a_found_seat_is_the_annotated_one_whose_head_is_nearest():
    assert nearest(seat(0.12, 0.5), SEATS) == "1-1"
    assert nearest(seat(0.26, 0.4), SEATS) == "1-2"


def test_two_found_seats_near_one_annotated_one_are_two_where_another_is_as_near():
    far, near = Box(0.65, 0.15, 0.75, 0.25), Box(0.66, 0.19, 0.8, 0.35)
    behind, before = seat(0.7, 0.196), replace(seat(0.73, 0.25), name="seat-15")
    name = placing((behind, before), {"3-5": near, "4-4": far})
    assert (name("seat-03"), name("seat-15")) == ("4-4", "3-5")
    assert nearest(behind, {"3-5": near, "4-4": far}) == "3-5"
    again = placing((before, replace(before, name="seat-16")), {"3-5": near})
    assert (again("seat-15"), again("seat-16")) == ("3-5", "3-5")


def test_a_seat_far_from_all_annotated_ones_keeps_its_name():
    assert nearest(seat(0.9, 0.4), SEATS) == "seat-03"
    assert nearest(seat(0.1, 0.5), {}) == "seat-03"


def test_the_picture_and_the_aisle_are_no_seats():
    assert nearest(PICTURE_PLACE, SEATS) == "picture"
    assert nearest(AISLE_PLACE, SEATS) == "aisle"


def test_a_driver_is_the_driver_only_where_the_truth_sees_one():
    driver = DRIVER_RIGHT[0]
    right = {"driver": Box(0.55, 0.1, 0.95, 1.0), "passenger": Box(0.05, 0.1, 0.45, 1.0)}
    swapped = {"driver": right["passenger"], "passenger": right["driver"]}
    assert nearest(driver, right) == "driver"
    assert nearest(driver, swapped) == "passenger"
    assert nearest(DRIVER_ALONE[0], swapped) == "driver"


def pair(**changed: object) -> dict[str, object]:
    one = {"code": "WHISPER", "place": "1-1", "with": "1-2", "start_s": 5, "end_s": 9}
    other = {**one, "place": "1-2", "with": "1-1", "visible": 0.7}
    return {"events": [{**one, "visible": 0.4}, {**other, **changed}]}


def test_what_two_places_do_together_is_one_event_that_either_may_be_flagged_for(tmp_path: Path):
    (event,) = read(written(tmp_path, **pair())).events
    assert event == ReferenceEvent("WHISPER", "1-1", span(5, 9), 0.7, "1-2")


def test_what_they_do_later_is_another_one(tmp_path: Path):
    assert len(read(written(tmp_path, **pair(start_s=12, end_s=15))).events) == 2
