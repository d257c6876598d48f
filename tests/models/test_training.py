"""Pictures of reviewed flags, faces in them, and who is better. Real pixels, small networks."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest

from models import formats
from models.loading import load_detector
from models.training.candidates import judged, trainer
from models.training.judging import Pair, luck, verdict
from models.training.labelling import Guesser, crop, labelled
from models.training.measuring import Measured, Shown, measured, of_reviews, things_of
from models.training.privacy import blurred, heads_of
from models.training.reviews import Exporter, Manner, label_of, read_pictures
from models.training.stills import Stills
from models.training.truthful import truthful
from proctor.errors import ModelError, RecordingError, TruthError
from proctor.findings import Evidence
from proctor.geometry import Box
from proctor.home import Home
from proctor.learning import Lesson, Moment
from proctor.perception import Frame, Person
from proctor.storage import fingerprint
from streams.cut import StreamCutter
from tests.conftest import WORLD
from tests.core.fakes import FakeCutter, FakeEyes
from tests.core.test_learning import flag
from tests.models.networks import bright_network

NAMES = {0: "person", 1: "phone"}
PATCH = Box(60, 40, 80, 60)
"""One cell of the network in a picture of 160×120."""


def guesser(folder: Path, least: float = 0.55) -> Guesser:
    file = bright_network(folder / "net" / f"{least}.xml", NAMES, least=least)
    return Guesser(load_detector(file, formats.class_names(file), threads=1), f"{least}")


def scene(*patches: tuple[Box, int]) -> np.ndarray:
    image = np.zeros((120, 160, 3), np.uint8)
    for box, level in patches:
        x0, y0, x1, y1 = map(int, box)
        image[y0:y1, x0:x1] = level
    return image


ELSEWHERE = Box(120, 80, 140, 100)


def test_a_confirmed_thing_is_labelled_where_the_flag_saw_it(tmp_path: Path) -> None:
    known = labelled(scene((PATCH, 255)), guesser(tmp_path), "road", "phone", PATCH, "present")
    assert known.boxes == (("phone", PATCH),)
    assert "phone" in known.complete_for
    assert known.text() == "3 0.43750 0.41667 0.12500 0.16667\n"


def test_a_look_alike_has_no_label_and_the_picture_is_complete_for_it(tmp_path: Path) -> None:
    known = labelled(scene((PATCH, 190)), guesser(tmp_path), "road", "phone", PATCH, "absent")
    assert known.boxes == ()
    assert "phone" in known.complete_for


def test_another_sure_thing_in_the_picture_is_labelled_too(tmp_path: Path) -> None:
    image = scene((PATCH, 190), (ELSEWHERE, 255))
    known = labelled(image, guesser(tmp_path, 0.9), "road", "phone", PATCH, "absent")
    assert [(label, box.iou(ELSEWHERE) > 0.5) for label, box in known.boxes] == [("phone", True)]


def test_a_doubt_about_what_is_taught_is_painted_over(tmp_path: Path) -> None:
    unsure = guesser(tmp_path, 0.9)
    known = labelled(
        scene((PATCH, 255), (ELSEWHERE, 235)), unsure, "road", "phone", PATCH, "present"
    )
    assert known.boxes == (("phone", PATCH),)
    assert [label for label, _box in known.unknown] == ["phone"] * len(known.unknown)
    assert known.unknown
    assert "phone" in known.complete_for
    assert known.image[40:60, 60:80].min() == 255
    left = guesser(tmp_path).look(known.image, "road", 0.1)["phone"]
    assert not [thing for thing in left if thing.box.meet(ELSEWHERE)]


def test_a_class_that_the_detector_does_not_know_is_never_complete(tmp_path: Path) -> None:
    known = labelled(scene((PATCH, 255)), guesser(tmp_path), "road", "phone", PATCH, "present")
    assert set(known.complete_for) == {"person", "phone"}


def test_nothing_of_a_face_is_left_but_patches_of_colour() -> None:
    draw = np.random.default_rng(3)
    image = draw.integers(0, 255, (120, 160, 3)).astype(np.uint8)
    head = Box(40, 20, 80, 70)
    made = blurred(image, [head], None)
    inside, before = made[25:65, 45:75].astype(float), image[25:65, 45:75].astype(float)
    assert inside.std() < before.std() / 5
    assert np.array_equal(made[100:], image[100:])
    assert np.array_equal(image, np.random.default_rng(3).integers(0, 255, image.shape))


def test_what_the_picture_is_about_stays_sharp_even_at_a_face() -> None:
    image = np.random.default_rng(3).integers(0, 255, (120, 160, 3)).astype(np.uint8)
    made = blurred(image, [Box(40, 20, 100, 90)], PATCH)
    assert np.array_equal(made[40:60, 60:80], image[40:60, 60:80])


def test_a_body_without_a_head_is_blurred_at_the_top() -> None:
    people = [Person(Box(0, 0, 10, 100), 0.9), Person(Box(0, 0, 9, 9), 0.9, Box(1, 1, 3, 3))]
    assert heads_of(people) == [Box(0, 0, 10, 30), Box(1, 1, 3, 3)]


def test_a_crop_holds_the_thing_and_its_owner_and_stays_inside() -> None:
    cut = crop(960, 540, Box(900, 10, 930, 30), Box(850, 0, 960, 300))
    assert cut.width == cut.height == 390
    assert cut.x1 <= 960
    assert cut.y0 >= 0
    assert crop(160, 120, PATCH, None) == Box(10, 0, 130, 120)


MOMENT = Moment(2_000_000, PATCH.scaled(1 / 160, 1 / 120), None, (Box(0.1, 0.1, 0.2, 0.3),))


def lesson(name: str = "a", side: str = "teach", truth: str = "present") -> Lesson:
    verdict = {"present": "confirmed", "absent": "false-alarm"}[truth]
    reason = "object" if truth == "absent" else ""
    return Lesson(flag(name, verdict=verdict, reason=reason), "phone", truth, side)


class Shows:
    """White where the thing is present, grey where it is not; a recording named z is gone."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, lesson: Lesson, moment: Moment) -> Frame:
        self.asked += 1
        if lesson.row.run.recording.startswith("z"):
            raise RecordingError("nothing is left")
        level = 255 if lesson.truth == "present" else 190
        image = scene((PATCH, level))
        image[10:30, 20:30] = np.random.default_rng(1).integers(0, 90, (20, 10, 3))
        return Frame(moment.at_us, image)


def exporter(tmp_path: Path, shows: Shows, folder: str = "out", **manner: object) -> Exporter:
    return Exporter(tmp_path / folder, shows, FakeEyes(), guesser(tmp_path), Manner(**manner))


def silent(_done: int, _whole: int) -> None:
    pass


PLAN = [
    (lesson("a"), [MOMENT]),
    (lesson("b", truth="absent"), [MOMENT, replace(MOMENT, at_us=3_000_000)]),
    (lesson("c", side="held-out"), [MOMENT]),
    (lesson("z"), [MOMENT]),
]


def files(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def test_an_export_is_a_folder_that_training_reads(tmp_path: Path) -> None:
    made = exporter(tmp_path, Shows()).export(PLAN, silent)
    assert [p.side for p in made.pictures] == ["teach", "teach", "teach", "held-out"]
    assert made.lost == ((PLAN[3][0].row.flag.id, "nothing is left"),)
    first = tmp_path / "out" / made.pictures[0].name
    assert first.parts[-4:-1] == ("teach", "images", "reviews-person-phone")
    assert label_of(first).read_text().startswith("3 ")
    note = json.loads((first.parent / "labelled.json").read_text())
    assert note == {"complete_for": ["person", "phone"]}
    assert label_of(tmp_path / "out" / made.pictures[1].name).read_text() == ""


def test_the_same_export_gives_the_same_files(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        exporter(tmp_path, Shows(), folder).export(PLAN, silent)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_an_export_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    exporter(tmp_path, Shows()).export(PLAN, silent)
    whole = files(tmp_path / "out")
    manifest = tmp_path / "out" / "pictures.jsonl"
    lines = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(lines[:2]) + lines[2][:40])
    gone = tmp_path / "out" / read_pictures(tmp_path / "out")[1].name
    gone.write_bytes(b"torn")
    shows = Shows()
    made = exporter(tmp_path, shows).export(PLAN, silent)
    assert shows.asked == 4, "the damaged one, the two that were not done, the one that is gone"
    again = files(tmp_path / "out")
    assert {n: b for n, b in again.items() if n != "pictures.jsonl"} == {
        n: b for n, b in whole.items() if n != "pictures.jsonl"
    }
    assert len(read_pictures(tmp_path / "out")) == len(made.pictures) == 4


def test_pictures_of_two_manners_do_not_mix(tmp_path: Path) -> None:
    exporter(tmp_path, Shows()).export(PLAN, silent)
    with pytest.raises(ModelError, match="exported in another manner"):
        exporter(tmp_path, Shows(), faces="keep").export(PLAN, silent)


def test_faces_are_blurred_unless_somebody_says_keep(tmp_path: Path) -> None:
    spread = {}
    for faces in ("blur", "keep"):
        made = exporter(tmp_path, Shows(), faces, faces=faces).export(PLAN[:1], silent)
        image = cv2.imread(str(tmp_path / faces / made.pictures[0].name))
        spread[faces] = image[12:36, 16:32].std()
    assert spread["blur"] < spread["keep"] / 1.5


def test_a_crop_keeps_the_box_on_the_thing(tmp_path: Path) -> None:
    made = exporter(tmp_path, Shows(), crops_only=True).export(PLAN[:1], silent)
    (picture,) = made.pictures
    assert picture.box == (50, 40, 70, 60)
    image = cv2.imread(str(tmp_path / "out" / picture.name))
    assert image.shape == (120, 120, 3)
    assert image[45:55, 55:65].min() > 240


def shown(folder: Path, kinds: str) -> list[Shown]:
    """Held-out pictures: ``w`` a white phone that is one, ``g`` a grey look-alike."""
    plan = [
        (lesson(chr(97 + n), "held-out", "present" if kind == "w" else "absent"), [MOMENT])
        for n, kind in enumerate(kinds)
    ]
    export = Exporter(folder / kinds, Shows(), FakeEyes(), guesser(folder), Manner())
    return of_reviews(folder / kinds, export.export(plan, silent).pictures)


def test_the_better_detector_raises_only_the_true_flags(tmp_path: Path) -> None:
    pictures = shown(tmp_path, "wwwwwwgggg")
    before, after = (measured(guesser(tmp_path, least), pictures) for least in (0.55, 0.9))
    assert sum(before.right.values()) == 4, "quiet enough only when it says nothing"
    assert sum(after.right.values()) == 10
    assert after.found["phone"] == (True,) * 6
    assert after.sha256 == before.sha256
    said = verdict(Pair(before, after), ["phone"], None)
    assert said.better
    assert "Held-out flags right: 10 of 10, before 4; 6 gained, 0 lost" in said.because[0]
    assert not verdict(Pair(after, before), ["phone"], None).better
    assert not verdict(Pair(after, after), ["phone"], None).better


def test_who_finds_what_is_too_small_to_be_asked_for_is_not_wrong(tmp_path: Path) -> None:
    file = tmp_path / "one.png"
    cv2.imwrite(str(file), scene((PATCH, 255)))
    plain = Shown(file, (), frozenset({"phone"}), "road")
    excused = replace(plain, hidden=(("phone", PATCH),))
    loud, calm = (measured(guesser(tmp_path, 0.9), [one]) for one in (plain, excused))
    assert loud.threshold["phone"] > 0.8
    assert calm.threshold["phone"] < 0.1


def test_a_clip_that_was_changed_gives_no_picture(tmp_path: Path) -> None:
    row = flag()
    (tmp_path / "clip.mp4").write_bytes(b"another")
    clip = Evidence(row.flag.id, "clip", "clip.mp4", "0" * 64, 7, row.flag.span, "copied")
    stills = Stills(Home(tmp_path), FakeCutter(), {})
    shown = replace(row, evidence=(clip,))
    assert stills.source(shown, 2_000_000) == tmp_path / "clip.mp4"
    with pytest.raises(RecordingError, match="is not the clip that was stored"):
        stills.still(shown, 2_000_000)
    with pytest.raises(RecordingError, match="Neither the recording nor a clip"):
        stills.still(row, 2_000_000)


def result(right: str = "", **found: str) -> Measured:
    return Measured(
        pictures=10,
        sha256="0" * 64,
        threshold={},
        found={label: tuple(sign == "#" for sign in row) for label, row in found.items()},
        right={f"f{n}": sign == "#" for n, sign in enumerate(right)},
    )


@pytest.mark.parametrize(
    ("before", "after", "better"),
    [
        ("....######", "##########", True),
        ("...#######", "##########", False),  # three could be luck
        ("......####", "#####.####", True),
        ("....######", "########..", False),
        ("##########", "##########", False),
    ],
)
def test_better_means_more_than_luck(before: str, after: str, *, better: bool) -> None:
    pair = Pair(result(before), result(after))
    assert verdict(pair, ["phone"], None).better is better


def test_a_detector_that_forgets_people_is_not_better() -> None:
    before = result("....######", person="#" * 50, phone="####")
    forgets = result("##########", person="#" * 30 + "." * 20, phone="....")
    keeps = result("##########", person="#" * 48 + "..", phone="....")
    assert not verdict(Pair(before, forgets), ["phone"], None).better
    assert verdict(Pair(before, keeps), ["phone"], None).better, (
        "the thing itself is judged by flags"
    )


def test_known_truth_refuses_what_is_worse_beyond_noise() -> None:
    good = Pair(result("....######"), result("##########"))
    noise = Pair(result(hand="##########"), result(hand="########.."))
    worse = Pair(result(hand="##########"), result(hand="####......"))
    assert verdict(good, ["phone"], noise).better
    assert not verdict(good, ["phone"], worse).better


def test_who_no_longer_knows_a_class_has_lost_all_of_it() -> None:
    good = result("....######", person="#" * 20), result("##########")
    assert not verdict(Pair(*good), ["phone"], None).better


@pytest.mark.skipif(find_spec("ultralytics") is not None, reason="the extra yolo is installed")
def test_training_without_the_extra_names_the_cure() -> None:
    with pytest.raises(ModelError, match="Training needs torch and ultralytics") as caught:
        trainer()
    assert "proctor[yolo]" in caught.value.hint


@pytest.mark.yolo
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the exporter in torch
def test_one_round_of_real_training_gives_a_detector_that_is_judged(tmp_path: Path) -> None:
    """What it learns in one round is nothing; that the pieces fit is what this shows."""
    pytest.importorskip("models.training.detector")
    from models.ultra import ready

    ready()
    from ultralytics.nn.tasks import DetectionModel

    export = Exporter(tmp_path / "out", Shows(), FakeEyes(), guesser(tmp_path), Manner())
    made = export.export([*PLAN[:2], (lesson("c", side="held-out"), [MOMENT])], silent)
    state = DetectionModel("yolov5n.yaml", nc=6, verbose=False).state_dict()
    np.savez(tmp_path / "start.npz", **{name: value.numpy() for name, value in state.items()})
    heard: list[int] = []
    file = trainer()(
        tmp_path / "out" / "teach",
        tmp_path / "start.npz",
        tmp_path / "site.onnx",
        epochs=1,
        seed=0,
        device="cpu",
        tell=lambda step, _steps, _loss: heard.append(step),
    )
    held = of_reviews(tmp_path / "out", made.pictures)
    candidate = judged(file, guesser(tmp_path), held, [], threads=1, tell=silent)
    assert heard
    assert not candidate.verdict.better
    assert candidate.after.weights == fingerprint(file)


def test_luck_is_that_of_a_fair_coin() -> None:
    assert luck(4, 0) == 1 / 16
    assert luck(0, 0) == 1
    assert luck(1, 1) == 0.75


def test_a_clip_with_its_truth_gives_a_picture_a_second(tmp_path: Path) -> None:
    pictures = truthful(WORLD / "cabin_a.truth.json", tmp_path, StreamCutter())
    assert len(pictures) == 15
    first = pictures[0]
    assert first.subject == "road"
    assert {label for label, _box in first.things} >= {"person", "head"}
    assert cv2.imread(str(first.file)).shape == (540, 960, 3)


def test_a_truth_without_its_clip_is_told(tmp_path: Path) -> None:
    truth = tmp_path / "cabin_a.truth.json"
    truth.write_bytes((WORLD / "cabin_a.truth.json").read_bytes())
    with pytest.raises(TruthError, match=r"no cabin_a\.mp4 beside"):
        truthful(truth, tmp_path, StreamCutter())


def test_labels_are_read_back_as_boxes(tmp_path: Path) -> None:
    (picture,) = shown(tmp_path, "w")
    assert picture.things == things_of(picture.file)
    assert picture.things[0][1] == pytest.approx(PATCH, abs=0.01)
