"""Camera faults put into a clip: the picture has them, and the truth says so."""

import av
import cv2
import numpy as np
import pytest

from bench.world.footage import clip as clips
from bench.world.footage import damage, faults, reel, validator
from bench.world.ground.refusal import RefusedError


@pytest.fixture
def damaged(planned, tmp_path):
    """Makes a clip with faults; gives its path and truth."""

    def make(*spans, **plan):
        path = planned(name="broken", clip="room", faults=list(spans), **plan)
        faults.make(path, tmp_path, 18)
        made = tmp_path / "broken.mp4"
        assert validator.complaints(clips.beside(made)) == []
        return made, clips.load(made)

    return make


def fault(name, start, end, **more):
    return {"fault": name, "start": start, "end": end, **more}


def test_a_black_picture_is_black_while_it_lasts_and_nobody_is_in_it(damaged):
    path, truth = damaged(fault("black", 3, 5))
    shown = reel.pictures(path)
    assert shown[20][40:, :].mean() < 12 < 60 < shown[5][40:, :].mean()
    assert [len(f["people"]) for f in truth["frames"]] == [1] * 15 + [0] * 10 + [1] * 15
    event = next(e for e in truth["events"] if e["code"] == "VID_BLACK")
    assert (event["place"], event["start_s"], event["end_s"]) == ("picture", 3, 5)


def test_an_event_is_as_visible_as_the_time_left_of_it(damaged):
    _, truth = damaged(fault("black", 3, 5))
    assert [e["visible"] for e in truth["events"] if e["code"] == "PHONE"] == [0.4]


def test_a_dead_camera_stops_the_picture_and_may_leave_the_clock_running(damaged):
    path, truth = damaged(fault("frozen", 2, 7, how="clock runs"))
    shown = [a.astype(int) for a in reel.pictures(path)]
    assert np.abs(shown[12][30:] - shown[33][30:]).mean() < 1
    assert np.abs(shown[12][:20] - shown[33][:20]).max() > 60
    boxes = [f["people"][0]["box"] for f in truth["frames"]]
    assert boxes[10] == boxes[34] != boxes[35]


def test_lost_frames_leave_a_hole_in_the_timestamps(damaged):
    path, truth = damaged(fault("dropped", 2, 5))
    with av.open(str(path)) as box:
        times = [round(float(f.time), 3) for f in box.decode(video=0)]
    assert times == [f["t"] for f in truth["frames"]]
    assert max(np.diff(times)) == pytest.approx(3.2)
    assert truth["frames_n"] == 25
    assert truth["duration_s"] == 8


def test_a_wrong_clock_shows_another_time_and_the_truth_the_right_one(damaged):
    path, truth = damaged(fault("clock_off", 4, 8, offset_s=47))
    assert truth["clock_start"] == "2026-11-23 09:00:00"
    assert [e["offset_s"] for e in truth["events"] if e["code"] == "CLK_DRIFT"] == [47]
    wrong = reel.pictures(path)[30].astype(int)
    plain, _ = damaged()
    difference = np.abs(wrong - reel.pictures(plain)[30])
    assert difference[:12].max() > 60
    assert difference[30:].mean() < 3


@pytest.mark.parametrize("name", ["noise", "low_bitrate", "dropped_frames"])
def test_a_poor_picture_of_a_working_camera_is_nothing_to_flag(damaged, name):
    _, truth = damaged(fault(name, 2, 5))
    assert [e["code"] for e in truth["events"]] == ["PHONE"]
    assert {"act": name, "place": "picture", "start_s": 2, "end_s": 5} in truth["acts"]


def test_a_moved_camera_moves_the_boxes_with_the_picture(damaged):
    path, truth = damaged(fault("moved", 2, 6, pan=-0.1, turn=-4))
    shown = reel.pictures(path)[20]
    x0, y0, x1, y1 = (round(v) for v in truth["frames"][20]["people"][0]["box"])
    assert (x0, y0) != (40, 30)
    middle = shown[(y0 + y1) // 2 - 4 : (y0 + y1) // 2 + 4, (x0 + x1) // 2 - 4 : (x0 + x1) // 2 + 4]
    assert middle[..., 0].mean() - middle[..., 2].mean() > 60, "the bright person is in the box"


@pytest.mark.parametrize("how", ["hand", "cloth", "tape"])
def test_a_covered_lens_shows_nothing_of_the_room(damaged, how):
    path, truth = damaged(fault("covered", 2, 6, how=how))
    assert truth["frames"][20]["people"] == []
    part = reel.pictures(path)[20][30:80, :120].mean(2)
    rough = cv2.GaussianBlur(part, (0, 0), 2)
    assert np.abs(np.diff(rough, axis=1)).max() < 6, "the edges of the person are gone"


def test_out_of_focus_loses_the_edges(damaged):
    path, _ = damaged(fault("defocused", 1, 7, radius=20))
    shown = reel.pictures(path)
    sharp, blurred = (np.abs(np.diff(shown[k][30:80].mean(2), axis=1)).max() for k in (1, 20))
    assert blurred < sharp / 2


def test_no_border_of_the_old_picture_comes_into_sight():
    for pan, tilt, turn in ((0.2, 0, 0), (-0.1, 0.1, 8), (0, -0.2, -15)):
        m = damage.view((960, 540), {"pan": pan, "tilt": tilt, "turn": turn})
        back = np.linalg.inv(np.vstack([m, [0, 0, 1]]))
        corners = back @ np.array([[0, 960, 0, 960], [0, 0, 540, 540], [1, 1, 1, 1]])
        assert corners[0].min() >= -1e-6
        assert corners[0].max() <= 960 + 1e-6
        assert corners[1].min() >= -1e-6
        assert corners[1].max() <= 540 + 1e-6


def test_a_clip_is_lengthened_by_standing_still_and_the_events_with_it(damaged):
    _, truth = damaged(play=[[0, 3], [3, 3, 2], [3, 8]])
    assert truth["duration_s"] == 10
    assert [(e["start_s"], e["end_s"]) for e in truth["events"]] == [(2, 8)]


def test_the_old_clock_is_gone_before_the_new_one_is_written(room):
    truth = clips.load(room)
    with_clock, without = reel.pictures(room)[3], reel.clean(room, truth)[3]
    assert np.ptp(with_clock[:8, :60].astype(int)) > 120 > np.ptp(without[:8, :60].astype(int))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"faults": [fault("stolen", 1, 2)]}, "fault stolen 1-2"),
        ({"faults": [fault("black", 5, 2)]}, "fault black 5-2"),
        ({"faults": [fault("black", 7, 12)]}, "ends after the clip"),
        ({"faults": [], "play": [[0, 30]]}, "outside the clip"),
        ({}, "no plan of faults"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_a_cure(planned, tmp_path, plan, said):
    with pytest.raises(RefusedError, match=said) as refused:
        faults.make(planned(name="broken", clip="room", **plan), tmp_path, 30)
    assert refused.value.cure
