"""The composite picture of a recorder: two cameras, two panels of text, one truth."""

import numpy as np
import pytest
from PIL import ImageFont

from bench.world.footage import clip as clips
from bench.world.footage import composite, panels, reel, sheets, validator
from bench.world.ground.refusal import RefusedError
from tests.world.conftest import SIZE

SESSION = {
    "kcmc": "城西考场",
    "xm": "周立安",
    "lsh": "326031150",
    "kchp": "苏A·3071学",
    "kskm": "科目三",
    "kscx": "C1",
    "aqy": "何志军",
    "course": [[0, "起步"], [4, "直线行驶"]],
    "lost": [[5, 10, "未观察后方"]],
}
QUADRANTS = [
    {"name": "dash", "clip": "room", "text": "通道1"},
    {"panel": "candidate"},
    {"panel": "score"},
    {"name": "pedals", "clip": "room"},
]


@pytest.fixture(scope="module", autouse=True)
def _chinese_font():
    try:
        panels.font(12)
    except RefusedError as error:
        pytest.skip(f"{error}: {error.cure}")


@pytest.fixture
def made(planned, tmp_path):
    """The composite of the room twice, with its truth."""
    plan = {"name": "four", "clock": "2026-11-23 10:00:00", "session": SESSION}
    path = planned(**plan, size=[640, 384], quadrants=QUADRANTS)
    composite.make(path, tmp_path, 18)
    return tmp_path / "four.mp4", clips.load(tmp_path / "four.mp4")


def test_its_truth_is_right(made):
    path, truth = made
    assert validator.complaints(clips.beside(path)) == []
    assert [p["kind"] for p in truth["camera"]["layout"]] == ["camera", "panel", "panel", "camera"]
    assert truth["source"] == ["room", "room"]


def test_places_bear_the_name_of_their_part_and_boxes_lie_in_it(made):
    _, truth = made
    assert [e["place"] for e in truth["events"]] == ["dash:1-1", "pedals:1-1"]
    first, second = truth["frames"][0]["people"]
    assert first["box"] == [40, 60, 100, 160]
    assert second["box"] == [360, 252, 420, 352]
    assert first["pid"] != second["pid"]


def test_panels_change_once_a_second_and_cameras_every_frame(made):
    shown = [a.astype(int) for a in reel.pictures(made[0])]
    score = [a[192 + 30 :, : SIZE[0] * 2] for a in shown]
    assert np.abs(score[1] - score[3]).mean() < 0.5
    assert np.abs(score[4] - score[5]).max() > 60
    camera = [a[40:192, :320] for a in shown]
    assert np.abs(camera[1] - camera[3]).max() > 60


def test_a_font_without_the_glyph_is_refused(monkeypatch):
    monkeypatch.setattr(panels, "font", lambda size: ImageFont.load_default(size))
    with pytest.raises(RefusedError, match="no glyph for 城西考场"):
        panels.candidate((320, 192), SESSION, 0)


def test_a_font_that_is_not_there_is_refused(monkeypatch, tmp_path):
    panels.font.cache_clear()
    monkeypatch.setenv("WORLD_FONT", str(tmp_path / "none.ttf"))
    with pytest.raises(RefusedError, match="No Chinese font") as refused:
        panels.font(11)
    panels.font.cache_clear()
    assert "WORLD_FONT" in refused.value.cure


def test_a_sheet_has_a_tile_for_every_event_and_is_light(made, tmp_path):
    target = sheets.sheet(made[0], tmp_path / "sheets")
    assert 0 < target.stat().st_size <= sheets.HEAVIEST
