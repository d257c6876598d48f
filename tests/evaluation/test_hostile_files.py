"""Files of truth that were broken, made up or meant to do harm."""

import json
import os
from pathlib import Path

import pytest

from proctor.errors import TruthError
from proctor.evaluation import read, truth_files
from proctor.geometry import Box
from tests.evaluation.stories import span
from tests.evaluation.test_truth_files import CVAT, TRUTH, cvat, entry, written

PLAIN = json.dumps(TRUTH)
AT_25 = CVAT.replace("<size>", "<fps>25</fps><size>", 1)


def refused(path: Path, fps: float | None = None) -> str:
    with pytest.raises(TruthError) as caught:
        read(path, fps)
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000 + "]" * 100_000, "it is nested too deeply"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "it is nested too deeply"),
        (PLAIN.replace("30.0", "1" * 5000), "a number has too many digits"),
        (PLAIN.replace("30.0", "1" * 400), "duration_s must be a number from 0.001 to 86400"),
        (PLAIN.replace("30.0", "NaN"), "duration_s must be a number from 0.001 to 86400, not NaN"),
        (PLAIN.replace("30.0", "-Infinity"), "duration_s must be a number from"),
        (PLAIN[:-1] + ', "events": []}', 'one object says "events" twice'),
        (PLAIN.replace('"start_s": 10', '"start_s": 10, "start_s": 2'), 'says "start_s" twice'),
    ],
)
def test_a_document_that_no_honest_program_writes_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "a.truth.json"
    path.write_text(text, encoding="utf-8")
    assert said in refused(path)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (entry("events", 0, end_s=10), "events[0].end_s must be later than its start"),
        (entry("events", 0, start_s=30, end_s=30.4), "events[0].end_s must be later than"),
        ({"events": TRUTH["events"] * 2}, "events[2] must be another event than all before it"),
        ({"places": TRUTH["places"] * 2}, "places[2].place must be a name that no other place has"),
        ({"places": ["1-1"]}, 'places[0] must be an object, not "1-1"'),
        (entry("places", 0, taken="no"), 'places[0].taken must be true or false, not "no"'),
        (entry("places", 0, box=[50, 100, 0, 20]), "places[0].box must be a box as [left, top"),
        ({"size": [1e-300, 1e-300]}, "size[0] must be a number from 1 to 1e+06"),
    ],
)
def test_a_truth_that_would_mislead_is_refused(
    tmp_path: Path, changed: dict[str, object], said: str
):
    assert said in refused(written(tmp_path, **changed))


def test_a_free_seat_where_something_happens_is_a_place_like_others(tmp_path: Path):
    truth = read(written(tmp_path, **entry("events", 0, place="1-2")))
    assert truth.places["1-2"] == Box(0.3, 0.2, 0.55, 1.0)


def test_a_pipe_or_a_device_is_not_read(tmp_path: Path):
    pipe = tmp_path / "a.truth.json"
    os.mkfifo(pipe)
    assert "it is not a regular file" in refused(pipe)
    assert "it is not a regular file" in refused(Path("/dev/zero"))
    with pytest.raises(TruthError, match="holds no truth"):
        truth_files([tmp_path])


def test_a_file_named_twice_in_two_ways_is_one_file(tmp_path: Path):
    path = written(tmp_path / "tune")
    assert truth_files([path, tmp_path / "tune" / ".." / "tune" / path.name]) == [path]


BOMB = """<!DOCTYPE a [<!ENTITY b "PEEK">]>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_declarations_are_refused_in_every_encoding(tmp_path: Path, encoding: str):
    body = AT_25.split("?>", 1)[1].replace('label="PEEK"', 'label="&b;"')
    path = tmp_path / "a.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{BOMB}{body}'.encode(encoding))
    assert "it declares a document type of its own" in refused(path)


@pytest.mark.parametrize("encoding", ["gb2312", "no-such-thing", "hex"])
def test_an_encoding_nobody_can_read_is_no_crash(tmp_path: Path, encoding: str):
    text = AT_25.replace("utf-8", encoding)
    assert "is not text in UTF-8." in refused(cvat(tmp_path, text))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('frame="25"', 'frame="inf"', "track-0 <box> frame must be a number from 0 to 1e+08"),
        ('frame="25"', 'frame="nan"', "track-0 <box> frame must be a number from 0 to 1e+08"),
        ('frame="25"', 'frame="-25"', "track-0 <box> frame must be a number from 0 to 1e+08"),
        ('frame="25"', 'frame="1e300"', "track-0 <box> frame must be a number from 0 to 1e+08"),
        ('frame="50"', 'frame="250"', "is 250, outside the frames that were annotated"),
        ('xtl="10"', 'xtl="nan"', "track-0 <box> xtl must be a number from"),
        ("<width>200", "<width>wide", "original_size must be a number, not 'wide'"),
        ("<width>200", "<width>nan", "original_size must be a number from 1"),
        ("<stop_frame>249", "<stop_frame>inf", "stop_frame must be a number from 0"),
        ("<start_frame>0", "<start_frame>400", "stop_frame must be a number from 400"),
        ("<fps>25", "<fps>nan", "fps must be a number from 0.1 to 1000, not nan"),
        ("<fps>25", "<fps>1e-300", "fps must be a number from 0.1 to 1000"),
        ("<meta>", "<meta><task/>", "it holds several tasks"),
    ],
)
def test_numbers_no_video_has_are_refused(tmp_path: Path, old: str, new: str, said: str):
    assert said in refused(cvat(tmp_path, AT_25.replace(old, new, 1)))


def test_a_rate_that_no_video_has_is_refused_on_the_command_line_too(tmp_path: Path):
    assert "fps must be a number from 0.1 to 1000" in refused(cvat(tmp_path), fps=1e300)


def test_annotations_without_a_flag_code_are_refused(tmp_path: Path):
    text = "<annotations><meta><fps>5</fps></meta></annotations>"
    assert "none of its labels is a flag code" in refused(cvat(tmp_path, text))


def test_shapes_on_single_images_are_refused_for_they_have_no_length(tmp_path: Path):
    box = '<box label="PEEK" xtl="1" ytl="1" xbr="2" ybr="2"/>'
    text = f'<annotations><meta><fps>5</fps></meta><image id="3">{box}</image></annotations>'
    assert "PEEK is a <box> on single images" in refused(cvat(tmp_path, text))


def test_frames_are_numbered_as_in_the_video_whatever_part_and_step_was_annotated(tmp_path: Path):
    tags = "".join(
        f'<image id="{n}"><tag label="VID_BLACK"/></image>' for n in (105, 110, 115, 195)
    )
    meta = (
        "<meta><fps>5</fps><task><start_frame>100</start_frame><stop_frame>199</stop_frame>"
        "<frame_filter>step=5</frame_filter></task></meta>"
    )
    truth = read(cvat(tmp_path, f"<annotations>{meta}{tags}</annotations>"))
    assert [event.span for event in truth.events] == [span(21, 24), span(39, 40)]
    assert truth.annotated == span(20, 40)


def test_a_track_that_is_outside_at_once_is_no_event(tmp_path: Path):
    truth = read(cvat(tmp_path, AT_25.replace('frame="20" outside="1"', 'frame="10" outside="1"')))
    assert [event.code for event in truth.events] == ["PEEK", "PEEK"]
