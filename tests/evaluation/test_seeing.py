"""The bench that measures how well eyes see, held against eyes of which we know how well."""

from collections.abc import Callable, Sequence
from math import isnan, nan, radians
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.clips import Clip
from bench.seeing.asking import asked_for
from bench.seeing.drawing import chart, drawn, sheet
from bench.seeing.looking import Look, RememberingEyes
from bench.seeing.matching import count
from bench.seeing.page import CUTS, Seen, correlation, markdown, plain, within
from bench.seeing.phones import Events, events, logged
from bench.seeing.tally import Tally
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.perception import Detection, Image, Person, Sight
from proctor.storage import fingerprint
from streams.recording import open_recording
from tests.conftest import WORLD

IMAGE = np.zeros((54, 96, 3), np.uint8)
HALL, CAR = (Clip("tune", WORLD / f"{name}.mp4") for name in ("hall_c", "cabin_c"))


EVENTS = {cut: Events() for cut in CUTS}


def row_of(clip: Clip, number: int) -> dict[str, Any]:
    found: dict[str, Any] = clip.facts["frames"][number]
    return found


def truthful(row: dict[str, Any], turn: float = 0.0) -> Sight:
    """What perfect eyes would see; ``turn`` degrees too far to the left of the picture."""
    people = tuple(
        Person(
            Box(*p["box"]),
            0.9,
            Box(*p["head"]),
            yaw=radians(turn - p["cam_yaw"]),
            pitch=radians(p["cam_pitch"]),
            direction_sigma=radians(5),
            hands=tuple(Box(*hand) for hand in p["hands"].values() if hand),
        )
        for p in row["people"]
        if p["head"] and p["box"]
    )
    phones = tuple(Detection("phone", Box(*p["phone"]), 0.8) for p in row["people"] if p["phone"])
    return Sight(people, phones)


def tallied(clip: Clip, see: Callable[[dict[str, Any]], Sight], frames: Sequence[int]) -> Tally:
    tally = Tally()
    for number in frames:
        row = row_of(clip, number)
        count(Look(0, IMAGE, row, see(row)), tally)
    return tally


@pytest.mark.parametrize("clip", [HALL, CAR], ids=["hall", "car"])
def test_perfect_eyes_find_everything_and_nothing_else(clip: Clip) -> None:
    tally = tallied(clip, truthful, range(10, 40, 5))
    for share in (tally.people, tally.heads, tally.hands, tally.told_hands):
        assert share.there > 10
        assert share.value == 1.0
    assert tally.false_people == 0
    assert tally.stray_phones == []
    assert all(score == 0.8 for score in tally.phones)
    turns = [turn for turn in tally.turns.values() if turn.yaw]
    assert max(np.abs(turn.yaw).max() for turn in turns) < 0.01
    assert max(np.abs(turn.pitch).max() for turn in turns) < 0.01


def test_blind_eyes_find_nobody() -> None:
    tally = tallied(HALL, lambda _: Sight(), range(10, 40, 10))
    assert tally.people.found == 0 < tally.people.there
    assert not tally.looked_for_phones


def test_who_is_seen_twice_is_false_once() -> None:
    def double(row: dict[str, Any]) -> Sight:
        people = truthful(row).people
        return Sight((*people, people[0]))

    tally = tallied(CAR, double, [10])
    assert tally.people.value == 1.0
    assert tally.false_people == 1


def test_a_person_where_nobody_is_is_false() -> None:
    ghost = Person(Box(0, 0, 40, 90), 0.9, Box(10, 0, 30, 20))
    assert tallied(HALL, lambda _: Sight((ghost,)), [10]).false_people == 1


def test_heads_turned_too_far_to_the_left_are_off_by_so_much() -> None:
    tally = tallied(CAR, lambda row: truthful(row, turn=12), [10, 20])
    turns = tally.turns["≥ 40"]
    assert turns.yaw == pytest.approx([12.0] * len(turns.yaw), abs=0.01)
    assert within(turns.yaw, turns.sigma, 2) == 0.0
    assert within(turns.yaw, turns.sigma, 3) == 1.0


def test_phones_elsewhere_are_strays() -> None:
    stray = Detection("phone", Box(0, 0, 20, 20), 0.4)
    tally = tallied(CAR, lambda _: Sight((), (stray,)), [10])
    assert tally.stray_phones == [0.4]
    assert tally.phones == [0.0]


class OrderlyEyes:
    """Perfect eyes that are shown a clip frame by frame."""

    senses = frozenset({"person", "head", "phone"})
    weights = {"truth": "0" * 64}  # noqa: RUF012 - nobody changes it
    settings: dict[str, float | str] = {}  # noqa: RUF012

    def __init__(self, clip: Clip, score: float = 0.8) -> None:
        self.rows = iter(clip.facts["frames"])
        self.score = score
        self.looks = 0

    def look(self, image: Image, subject: str, within: Sequence[Box] = ()) -> Sight:
        self.looks += 1
        sight = truthful(next(self.rows))
        things = tuple(Detection("phone", x.box, self.score) for x in sight.objects or ())
        return Sight(sight.people, things)


class TruthfulEyes(OrderlyEyes):
    """Perfect eyes that know each frame again, in whatever order they are shown."""

    def __init__(self, clip: Clip, score: float) -> None:
        super().__init__(clip, score)
        shown = zip(open_recording(clip.film).frames(0), clip.facts["frames"], strict=True)
        self.known = {frame.image.tobytes(): row for frame, row in shown}

    def look(self, image: Image, subject: str, within: Sequence[Box] = ()) -> Sight:
        self.rows = iter([self.known[image.tobytes()]])
        return super().look(image, subject, within)


def test_a_phone_seen_for_long_enough_is_a_phone_event_and_nothing_else_is() -> None:
    log = logged(CAR, TruthfulEyes(CAR, score=0.8), 0)
    found = events(CAR, log, (0.4, 0.85))
    assert (found[0.4].found.found, found[0.4].found.there) == (1, 1)
    assert (found[0.85].found.found, found[0.85].found.there) == (0, 1)
    assert found[0.4].false_alarms == 0
    assert found[0.4].watched_us == pytest.approx(16.6e6, abs=1e5)


def test_a_picture_is_looked_at_once_and_remembered_on_disk(tmp_path: Path) -> None:
    eyes = OrderlyEyes(CAR)
    first = RememberingEyes(eyes, tmp_path).look(IMAGE, "road")
    again = RememberingEyes(eyes, tmp_path).look(IMAGE.copy(), "road")
    assert eyes.looks == 1
    assert repr(again) == repr(first)
    assert repr(RememberingEyes(eyes, tmp_path).look(IMAGE + 1, "road")) != ""
    assert eyes.looks == 2


def test_the_page_has_every_clip_every_group_and_no_number_of_nothing() -> None:
    tally = tallied(CAR, lambda row: truthful(row), [10, 20])
    rows = [
        Seen("cabin_c", "tune", "cabin pillar", tally, {}),
        Seen("hall_c", "tune", "hall back", tallied(HALL, lambda _: Sight(), [10]), {}),
    ]
    page = markdown([Seen(r.name, r.split, r.view, r.tally, EVENTS) for r in rows], "About.")
    for words in ("cabin_c", "hall_c", "hall rear, ceiling, corner", "| all |", "100.0%"):
        assert words in page
    assert "nan" not in page
    told = plain([Seen(r.name, r.split, r.view, r.tally, EVENTS) for r in rows])
    assert {row["name"] for row in told} >= {"cabin_c", "hall_c", "cabin", "all"}


def test_a_clip_nobody_ships_is_named() -> None:
    with pytest.raises(ModelError, match="hall_z"):
        asked_for(["hall_z"])


def test_splits_leave_out_clips_made_of_others() -> None:
    names = {clip.name for clip in asked_for(["check"])}
    assert "cabin_d" in names
    assert not names & {"faults_b", "composite_a"}
    assert [clip.name for clip in asked_for(["composite_a"])] == ["composite_a"]


def test_mouths_that_never_move_correlate_with_nothing() -> None:
    assert isnan(correlation([(0.1, 0.0)] * 20))
    assert correlation([(n / 10, n / 5) for n in range(20)]) == pytest.approx(1.0)


def test_drawing_leaves_the_picture_as_it_is_and_takes_every_gap() -> None:
    image = np.full((540, 960, 3), 90, np.uint8)
    before = image.copy()
    seen = drawn(image, truthful(row_of(CAR, 10)), "1.0 s", 480)
    assert seen.shape == (270, 480, 3)
    assert (image == before).all()
    assert (seen != 90).any()
    assert sheet([seen, seen, seen], 2).shape == (540, 960, 3)
    assert chart("t", [0.0, 1.0, 2.0], {"a": [nan, 1.0, nan], "b": [nan] * 3}).shape[2] == 3


def test_the_clips_are_those_of_the_truth() -> None:
    for clip in (HALL, CAR):
        assert fingerprint(clip.film) == clip.facts["sha256"]
