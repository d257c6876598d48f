"""A render that was stopped goes on; frames of two scenarios are never mixed."""

import json

import pytest
from PIL import Image

from bench.world.render import scenario
from bench.world.render.rawframes import RawFrames
from bench.world.ground.refusal import RefusedError

SCRIPT = {
    "name": "small",
    "scene": "hall",
    "duration_s": 1,
    "fps": 5,
    "clock": "2026-11-23 09:00:00",
    "size": [64, 36],
    "seats": {},
}


@pytest.fixture
def raw(tmp_path):
    found = RawFrames(tmp_path, SCRIPT)
    found.claim()
    for k in range(3):
        keep(found, k)
    return found


def keep(raw, k):
    png = raw.scratch() / "x.png"
    Image.new("RGB", (64, 36), (k, 0, 0)).save(png)
    raw.keep(k, png, {"t": k / 5})


def test_frames_that_are_whole_are_kept(raw):
    assert [raw.done(k) for k in range(4)] == [True, True, True, False]
    RawFrames(raw.folder.parent, SCRIPT).claim()
    assert raw.done(2)


@pytest.mark.parametrize("size", [0, 10, 70])
def test_a_picture_that_was_cut_short_is_rendered_again(raw, size):
    whole = raw.picture(1).read_bytes()
    raw.picture(1).write_bytes(whole[:size])
    assert not raw.done(1)


def test_a_truth_that_was_cut_short_is_rendered_again(raw):
    raw.note(1).write_text('{"t": 0.')
    assert not raw.done(1)


def test_frames_of_a_changed_scenario_are_refused_and_the_change_is_named(raw):
    changed = {**SCRIPT, "seats": {"1-1": {}}, "samples": 8}
    with pytest.raises(RefusedError, match=r"differs in seats, samples") as refused:
        RawFrames(raw.folder.parent, changed).claim()
    assert "--anew" in refused.value.cure
    RawFrames(raw.folder.parent, changed).claim(anew=True)
    assert not raw.done(0)


def test_clock_label_and_noise_may_change_without_rendering_anew(raw):
    RawFrames(raw.folder.parent, {**SCRIPT, "clock": "2026-11-24 08:00:00", "noise": 5}).claim()
    assert raw.done(0)


def test_what_a_dead_run_left_half_done_is_swept_away(raw):
    dead = raw.folder / "tmp_999999999"
    dead.mkdir()
    RawFrames(raw.folder.parent, SCRIPT).claim()
    assert not dead.exists()
    assert raw.scratch().exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scene": "boat"}, "scene 'boat' is not known"),
        ({"name": "a b"}, "name 'a b'"),
        (
            {"seats": {"1-1": {"events": [{"code": "PEEK", "start": 5, "end": 3}]}}},
            "event of 1-1",
        ),
    ],
)
def test_a_scenario_that_cannot_be_is_refused(tmp_path, change, said):
    path = tmp_path / "x.json"
    path.write_text(json.dumps({**SCRIPT, **change}))
    with pytest.raises(RefusedError, match=said):
        scenario.read(path)


def test_a_scenario_that_is_not_there_names_those_that_are():
    with pytest.raises(RefusedError) as refused:
        scenario.read("hall_zz")
    assert "hall_a" in refused.value.cure


def test_another_camera_and_seed_make_another_name(tmp_path):
    path = tmp_path / "x.json"
    path.write_text(json.dumps(SCRIPT))
    found = scenario.read(path, size=(32, 18), camera="back", seed=4)
    assert (found["name"], found["camera"], found["seed"]) == ("small_back_s4", "back", 4)
    assert found["size"] == [32, 18]
