"""A render that was stopped goes on; frames of two scenarios are never mixed."""

import json

import pytest
from PIL import Image

from bench.world.ground.refusal import RefusedError
from bench.world.render import assembly, rawframes, scenario
from bench.world.render.rawframes import RawFrames

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
        ({"camera": "roof"}, "camera 'roof' is not known"),
        ({"layout": "rows13"}, "layout 'rows13' is not known"),
        ({"light": "dusk"}, "light 'dusk' is not known"),
        ({"seats": {"9-9": {}}}, "seat '9-9' is not known"),
        ({"scene": "cabin", "driver": {}}, "lacks driver or passenger"),
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


def test_the_code_that_rendered_is_known_in_every_folder_but_not_of_an_environment(tmp_path):
    for name in ("a.py", "people/b.py", "people/wear/c.py", ".venv/lib/d.py", "out/e.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    for folder in ("people", "people/wear", ".venv/lib"):
        (tmp_path / folder / "__init__.py").write_text("")
    names = [p.name for p in rawframes.sources(tmp_path) if p.name != "__init__.py"]
    assert names == ["a.py", "b.py", "c.py"]


def test_what_was_never_rendered_cannot_be_assembled(tmp_path):
    with pytest.raises(RefusedError, match="No frames in") as refused:
        assembly.clip(SCRIPT, rawframes.RawFrames(tmp_path, SCRIPT), tmp_path)
    assert "render small" in refused.value.cure
