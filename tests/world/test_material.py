"""Training pictures: what is labelled, what others labelled, which scenes are drawn."""

import json
from collections import Counter

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


def named(*people, things=()):
    """Names of what is labelled in a picture with these people and things."""
    text = yolo.lines({"people": people, "things": things}, SIZE)
    return [yolo.CLASSES[int(line.split()[0])] for line in text.splitlines()]


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


def test_each_hand_is_asked_for_itself():
    hands = {"l": [10, 30, 18, 38], "r": [22, 30, 30, 38]}
    shown = {"l": yolo.SEEN["hand"], "r": 0.1}
    text = yolo.lines({"people": [somebody(hands=hands, hands_seen=shown)], "things": []}, SIZE)
    assert [line.split()[:2] for line in text.splitlines()] == [["0", "0.20000"], ["2", "0.14000"]]


@pytest.mark.parametrize("name", sorted(yolo.SMALLEST))
def test_what_is_too_small_to_be_told_is_not_labelled(name):
    least = yolo.SMALLEST[name]
    big, tiny = [4, 4, 6, 4 + least], [4, 4, 6, 3 + least]
    if name == "person":
        assert named(somebody(box=big), somebody(box=tiny)) == ["person"]
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
            assert all(a < e["start"] for a, e in zip(ends, events, strict=False))
            assert ends[-1] <= sc["duration_s"] + 1
