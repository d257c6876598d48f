"""Training pictures: what is labelled, what others labelled, which scenes are drawn."""

import json
import math
import random
from collections import Counter

import numpy as np
import pytest

from bench.world.cabin.cameras import CAMERAS
from bench.world.hall.layouts import LAYOUTS
from bench.world.material import lottery, yolo
from bench.world.render import scenario

SIZE = (100, 50)


def somebody(**more):
    """A person in full view with empty hands."""
    nothing = {"phone": None, "phone_seen": None, "paper": None, "paper_seen": None}
    hands = {"hands": {"l": None, "r": None}, "hands_seen": {"l": 0.0, "r": 0.0}}
    return {"box": [10, 10, 30, 50], "head": None, "head_seen": 0.0, **hands, **nothing, **more}


def named(*people, things=(), doubted=False):
    """Names of what is labelled, or doubted, in a picture with these people and things."""
    text = yolo.lines({"people": people, "things": things}, SIZE)
    numbers = [int(line.split()[0]) for line in text.splitlines()]
    return [yolo.CLASSES[n % yolo.DOUBT] for n in numbers if (n >= yolo.DOUBT) == doubted]


def test_a_label_is_the_class_and_the_box_in_shares_of_the_picture():
    row = {"people": [somebody(head=[20, 10, 30, 20], head_seen=1.0)], "things": []}
    assert yolo.lines(row, SIZE).splitlines() == [
        "0 0.20000 0.60000 0.20000 0.80000",
        "1 0.25000 0.30000 0.10000 0.20000",
    ]


@pytest.mark.parametrize("name", ["head", "phone", "paper"])
def test_what_is_mostly_hidden_is_not_labelled(name):
    box, least = [12, 12, 24, 24], yolo.SEEN[name]
    assert named(somebody(**{name: box, f"{name}_seen": least})) == ["person", name]
    assert named(somebody(**{name: box, f"{name}_seen": least - 0.01})) == ["person"]
    assert named(somebody(**{name: None, f"{name}_seen": 0.0})) == ["person"]


@pytest.mark.parametrize("name", ["head", "phone", "paper"])
def test_what_shows_a_little_is_neither_taught_nor_denied(name):
    box, least = [12, 12, 24, 24], yolo.SEEN[name]
    assert named(somebody(**{name: box, f"{name}_seen": least - 0.01}), doubted=True) == [name]
    assert not named(somebody(**{name: box, f"{name}_seen": least}), doubted=True)
    assert not named(somebody(**{name: box, f"{name}_seen": yolo.HARDLY}), doubted=True)


def test_each_hand_is_asked_for_itself():
    hands = {"l": [10, 30, 18, 38], "r": [22, 30, 30, 38]}
    shown = {"l": yolo.SEEN["hand"], "r": 0.0}
    text = yolo.lines({"people": [somebody(hands=hands, hands_seen=shown)], "things": []}, SIZE)
    assert [line.split()[:2] for line in text.splitlines()] == [["0", "0.20000"], ["2", "0.14000"]]


@pytest.mark.parametrize("name", sorted(yolo.SMALLEST))
def test_what_is_too_small_to_be_told_is_a_doubt(name):
    least = yolo.SMALLEST[name]
    big, tiny = [4, 4, 6, 4 + least], [4, 4, 6, 3 + least]
    if name == "person":
        assert named(somebody(box=big), somebody(box=tiny)) == ["person"]
        assert named(somebody(box=big), somebody(box=tiny), doubted=True) == ["person"]
    elif name == "hand":
        hands = {"hands": {"l": big, "r": tiny}, "hands_seen": {"l": 1, "r": 1}}
        assert named(somebody(**hands)) == ["person", "hand"]
    elif name == "wheel":
        things = [{"thing": "wheel", "box": b, "seen": 1.0} for b in (big, tiny)]
        assert named(things=things) == ["wheel"]
    else:
        pair = [somebody(**{name: b, f"{name}_seen": 1.0}) for b in (big, tiny)]
        assert named(*pair) == ["person", name, "person"]


def test_loose_things_are_labelled_when_they_are_of_a_class_and_seen():
    lies = {"box": [40, 20, 60, 30], "seen": 0.9}
    things = [{"thing": "phone", **lies}, {"thing": "cup", **lies}]
    things += [{"thing": "paper", **lies, "seen": 0.1}, {"thing": "phone", **lies, "box": None}]
    assert named(things=things) == ["phone"]


@pytest.fixture
def foreign(tmp_path):
    """Two pictures labelled by others in classes of their own, and one that nobody labelled."""
    folder = tmp_path / "theirs"
    for part in ("images", "labels"):
        (folder / part).mkdir(parents=True)
    for k in range(3):
        (folder / "images" / f"p{k}.jpg").write_bytes(b"picture %d" % k)
    (folder / "labels" / "p0.txt").write_text("1 0.5 0.5 0.2 0.2\n0 0.1 0.1 0.1 0.1\n\n")
    (folder / "labels" / "p1.txt").write_text("")
    return folder


def test_pictures_of_others_are_taken_over_in_our_classes_only(foreign, tmp_path):
    assert yolo.adopt(foreign, {"1": "phone"}, tmp_path / "ours") == 2
    pictures, labels = (tmp_path / "ours" / part / "theirs" for part in ("images", "labels"))
    assert (labels / "p0.txt").read_text() == f"{yolo.CLASSES.index('phone')} 0.5 0.5 0.2 0.2\n"
    assert (labels / "p1.txt").read_text() == ""
    assert sorted(p.name for p in pictures.glob("*.jpg")) == ["p0.jpg", "p1.jpg"]


def test_pictures_of_others_say_for_which_classes_they_are_complete(foreign, tmp_path):
    yolo.adopt(foreign, {"0": "head", "1": "head"}, tmp_path)
    note = json.loads((tmp_path / "images" / "theirs" / "labelled.json").read_text())
    assert note == {"complete_for": ["head"], "pictures": 2}


def test_the_data_set_names_the_classes_in_their_order(tmp_path):
    yolo.describe(tmp_path)
    text = (tmp_path / "data.yaml").read_text()
    assert [f"  {k}: {name}" in text for k, name in enumerate(yolo.CLASSES)] == [True] * 6


def test_the_same_number_draws_the_same_scenario_and_another_one_another():
    drawn = [lottery.scenario(k) for k in range(30)]
    assert drawn == [lottery.scenario(k) for k in range(30)]
    assert len({json.dumps(sc, sort_keys=True) for sc in drawn}) == 30


def test_drawn_scenarios_are_scenarios_of_all_halls_and_cameras(tmp_path):
    path, seen = tmp_path / "drawn.json", Counter()
    for k in range(150):
        sc = lottery.scenario(k)
        path.write_text(json.dumps(sc))
        assert scenario.read(path)["name"] == sc["name"]
        seen.update([sc["scene"], sc.get("layout"), (sc["scene"], sc["camera"])])
    assert seen["cabin"] == 50
    assert set(LAYOUTS) <= seen.keys()
    assert {c for kind, c in (s for s in seen if isinstance(s, tuple)) if kind == "cabin"} == set(
        CAMERAS
    ) - {"pedals"}


def test_events_of_a_drawn_person_follow_one_another_within_the_scenario():
    for k in range(30):
        sc = lottery.scenario(k)
        folk = [*sc.get("seats", {}).values(), sc.get("driver"), sc.get("passenger")]
        for events in (who["events"] for who in folk if who):
            ends = [0, *(e["end"] for e in events)]
            assert all(a < e["start"] for a, e in zip(ends[1:], events[1:], strict=False))
            assert all(e["start"] >= 0 for e in events)
            assert ends[-1] <= sc["duration_s"] + 1


def test_drawn_people_use_either_hand_and_examiners_the_one_that_the_car_leaves_them():
    sides, examiners = Counter(), []
    for k in range(60):
        sc = lottery.scenario(k)
        folk = [*sc.get("seats", {}).values(), sc.get("driver")]
        sides.update(e["side"] for who in folk if who for e in who["events"])
        examiners += sc["passenger"]["events"] if "passenger" in sc else []
    assert set(sides) == {"r", "l"}
    assert min(sides.values()) > 0.4 * sides.total()
    assert examiners
    assert not any("side" in event for event in examiners)


def test_phones_are_drawn_at_the_ear_before_the_face_and_below_the_desk():
    drawn = Counter()
    for k in range(60):
        sc = lottery.scenario(k)
        folk = [*sc.get("seats", {}).values(), sc.get("driver")]
        events = [e for who in folk if who for e in who["events"] if e["code"] == "PHONE"]
        drawn.update((sc["scene"], e["how"]) for e in events)
    assert {how for scene, how in drawn if scene == "hall"} == {"lap", "desk", "raised", "ear"}
    assert {how for scene, how in drawn if scene == "cabin"} == {"ear", "low", "shown"}
    halls = [count for (scene, _how), count in drawn.items() if scene == "hall"]
    assert max(halls) < 2 * min(halls)


HEAD = np.array([1.0, 2.0, 1.2])
"""Of somebody seated, metres."""


def close_ups(facing, own=None, count=200):
    """Place, aim and angle of so many cameras near that head."""
    lots = [random.Random(k) for k in range(count)]  # noqa: S311 - a lot, no secret
    seen = [lottery.near_by(HEAD, np.array(facing), lot, own) for lot in lots]
    return [(np.array(place), np.array(aim), angle) for place, aim, angle in seen]


def test_a_close_up_is_taken_from_a_metre_or_two_and_never_from_below():
    for place, aim, angle in close_ups([0.0, -1.0, 0.0]):
        assert 0.9 <= np.linalg.norm(place - HEAD) <= 2.4
        assert place[2] >= HEAD[2]
        assert np.linalg.norm(aim - HEAD) < 0.45
        assert 10 < angle < 120


def test_most_close_ups_show_the_head_and_the_chest():
    shown = 0
    for place, aim, angle in close_ups([0.0, -1.0, 0.0]):
        looks, to_head = aim - place, HEAD - place
        off = np.dot(looks, to_head) / np.linalg.norm(looks) / np.linalg.norm(to_head)
        shown += math.degrees(math.acos(min(1.0, off))) < angle / 2
    assert shown > 0.8 * 200


@pytest.mark.parametrize("facing", [[0.0, -1.0, 0.0], [0.8, 0.6, -0.3]])
def test_close_ups_show_faces_more_often_than_backs_of_heads(facing):
    before = sum(np.dot((place - HEAD)[:2], facing[:2]) > 0 for place, _, _ in close_ups(facing))
    assert 0.55 * 200 < before < 0.9 * 200


def test_a_close_up_in_a_car_is_taken_from_where_its_camera_hangs():
    own = [0.5, 0.8, 1.3]
    for place, _, angle in close_ups([0.0, -1.0, 0.0], own):
        assert np.abs(place - own).max() <= 0.1
        assert angle < 90
    assert own == [0.5, 0.8, 1.3]


def test_the_same_lot_takes_the_same_close_up():
    one, other = (close_ups([0.0, 1.0, 0.0], count=3) for _ in range(2))
    assert repr(one) == repr(other)
