import json

import pytest

from bench.innocent import page, scenes
from bench.innocent.__main__ import written
from bench.innocent.raised import Explanation, Raised, explanations
from bench.world.render import scenario as world
from proctor.evaluation import Claim
from proctor.timeline import SECOND, Span

LINES = scenes.table()


def people(made):
    seated = [who for who in made.get("seats", {}).values() if who]
    return [*seated, *(made[who] for who in ("driver", "passenger") if who in made)]


@pytest.fixture(params=LINES)
def made(request):
    return scenes.scenario(request.param, LINES[request.param])


def test_a_line_gives_the_same_scenario_each_time(made):
    assert scenes.scenario(made["name"], LINES[made["name"]]) == made


def test_nobody_does_anything_that_ought_to_be_flagged(made):
    folk = [*people(made), *made.get("walkers", {}).values()]
    assert not any(who.get("events") for who in folk)
    assert not {"newcomer", "back"} & made.keys()


def test_acts_of_one_person_follow_one_another_within_the_clip(made):
    for who in people(made):
        moments = [t for act in who["acts"] for t in (act["start"], act["end"])]
        assert moments == sorted(moments)
        assert not moments or (moments[0] >= 0 and moments[-1] <= made["duration_s"])


def test_the_exam_world_takes_every_scenario(tmp_path):
    for path in written(tmp_path):
        read = world.read(path)
        assert read["name"] == path.stem
        assert read == read | json.loads(path.read_text("utf-8"))


def test_a_driver_drinks_only_while_the_car_stands(made):
    for act in made.get("driver", {"acts": []})["acts"]:
        if act["act"] == "drink":
            ends = [(t, v) for t, v in made["speed_ms"] if t <= act["start"]][-1]
            assert ends[1] == 0.0


def test_staff_walk_forwards_in_time_and_leave_no_desk_out(made):
    for who in made.get("walkers", {}).values():
        times = [t for t, _, _ in who.get("path", [])]
        assert times == sorted(times)


def test_who_comes_late_does_nothing_before():
    made = scenes.scenario("innocent_h02", LINES["innocent_h02"])
    late = made["seats"]["2-4"]
    assert late["acts"][0]["start"] > late["away"][0][1]


def test_halls_and_cabins_differ_in_camera_light_and_people():
    for scene, least in (("hall", 10), ("cabin", 5)):
        lines = [line for line in LINES.values() if line["scene"] == scene]
        looks = {(line.get("layout"), line["camera"], line["light"]) for line in lines}
        assert len(looks) >= least
        assert len({line["seed"] for line in lines}) == len(lines)


def test_an_explanation_is_of_one_flag_only():
    told = Explanation("innocent_h01", "PHONE", "1-2", 12.0, "a cup")
    claim = Claim("innocent_h01", "PHONE", "1-2", Span(13 * SECOND, 20 * SECOND), 0.7)
    later = Claim("innocent_h01", "PHONE", "1-2", Span(15 * SECOND, 20 * SECOND), 0.7)
    assert told.fits("innocent_h01", claim)
    assert not told.fits("innocent_h02", claim)
    assert not told.fits("innocent_h01", later)


def test_what_is_written_down_names_clips_of_the_table():
    assert {one.clip for one in explanations()} <= LINES.keys()


def test_a_flag_without_explanation_is_said_to_have_none():
    row = Raised("c", "check", "hall", "PEEK", 2, "1-1", 3.0, 9.0, 0.6, "glance 3.1–3.9 s", "")
    assert "**not explained**" in page.flags([row])
