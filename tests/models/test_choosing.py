"""Which detector is used: chosen with a reason, given up in one step, never by accident."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from models import weights
from models.cards import ScoreCard, Share, card_of, read_card, write_card
from models.catalogue import LABELS, Entry
from models.choosing import NO_DETECTOR, active, named, roll_back, use
from models.importing import import_file
from models.weights import RECORD, Store
from proctor.errors import ModelError
from tests.audit.stories import StandingClock
from tests.conftest import WORLD, Answer
from tests.models.conftest import made_network, ultralytics_rows
from tests.models.networks import bright_network

OURS = "proctor-nano"
NAMES = {0: "person", 1: "cell phone"}
OUTPUT = ultralytics_rows([(32.0, 32.0, 16.0, 32.0, 0, 0.9)], 2)


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    return {
        name: made_network(tmp_path / f"{name}_openvino_model", OUTPUT, NAMES)
        for name in ("first", "second", "third")
    }


@pytest.fixture
def store(tmp_path: Path, folders: dict[str, Path]) -> Store:
    """Two detectors that the site imported; none came with the package."""
    store = Store(tmp_path / "store", packaged=tmp_path / "packaged")
    for name in ("first", "second"):
        import_file(store, folders[name])
    return store


@pytest.fixture
def nano(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A detector that came with the package."""
    file = tmp_path / "packaged" / "ours.onnx"
    file.parent.mkdir()
    file.write_bytes(b"ours")
    digest, finds = sha256(b"ours").hexdigest(), frozenset({"person", "phone"})
    ours = Entry(OURS, file.name, digest, 4, "AGPL-3.0", "us", finds, LABELS, "640×640 RGB 0…1")
    monkeypatch.setattr(weights, "SHIPPED", (ours,))


def name_of(store: Store) -> str:
    installed = active(store).installed
    return installed.name if installed else NO_DETECTOR


def test_without_a_choice_the_last_one_installed_is_used(store: Store) -> None:
    assert name_of(store) == "second"
    assert active(store).why == "nobody chose one; the last one installed"


def test_without_a_choice_ours_is_used_where_it_comes_along(store: Store, nano: None) -> None:
    assert name_of(store) == "proctor-nano"
    assert store.checked(store.shipped()[0]).read_bytes() == b"ours"
    assert [found.name for found in store.detectors()] == ["proctor-nano", "first", "second"]


def test_what_does_not_come_along_is_not_offered(store: Store, nano: None, tmp_path: Path) -> None:
    (tmp_path / "packaged" / "ours.onnx").unlink()
    assert store.shipped() == []
    assert name_of(store) == "second"


def test_ours_is_checked_like_any_other(store: Store, nano: None, tmp_path: Path) -> None:
    (tmp_path / "packaged" / "ours.onnx").write_bytes(b"theirs")
    with pytest.raises(ModelError, match="damaged"):
        use(store, "proctor-nano")
    assert store.history() == []


def test_a_choice_outlives_further_imports(store: Store, folders: dict[str, Path]) -> None:
    use(store, "first", reason="fewer false alarms", by="Wang", clock=StandingClock())
    import_file(store, folders["third"])
    assert name_of(store) == "first"
    assert active(store).why == "chosen on 2026-11-02 by Wang: fewer false alarms"


def test_one_step_back_brings_what_was_used_before(store: Store) -> None:
    use(store, "first")
    use(store, "second", runtime="openvino")
    assert name_of(store) == "second"
    assert roll_back(store).installed == store.recorded()[0]
    assert [(row.act, row.name) for row in store.history()] == [
        ("use", "first"),
        ("use", "second"),
        ("rollback", "first"),
    ]


def test_several_steps_go_back_to_where_nobody_had_chosen(store: Store) -> None:
    for name in ("first", "second", NO_DETECTOR):
        use(store, name)
    assert name_of(store) == NO_DETECTOR
    names = [roll_back(store) and name_of(store) for _ in range(3)]
    assert names == ["second", "first", "second"]
    with pytest.raises(ModelError, match="nothing to go back to"):
        roll_back(store)
    assert len(store.history()) == 6


def test_nobody_goes_back_to_a_damaged_file(store: Store) -> None:
    use(store, "first")
    use(store, "second")
    (store.folder / "first-xml" / "made.bin").write_bytes(b"other")
    with pytest.raises(ModelError, match="damaged"):
        roll_back(store)
    assert name_of(store) == "second"


def test_an_unknown_or_unreadable_choice_changes_nothing(store: Store) -> None:
    with pytest.raises(ModelError, match="no detector named best"):
        use(store, "best")
    with pytest.raises(ModelError, match="onnxruntime does not read"):
        use(store, "first", runtime="onnxruntime")
    assert store.history() == []


def test_a_chosen_one_that_was_replaced_is_not_run_by_surprise(
    store: Store, folders: dict[str, Path]
) -> None:
    use(store, "first")
    (folders["first"] / "metadata.yaml").write_text("names:\n  0: person\n  1: phone\n")
    import_file(store, folders["first"])
    with pytest.raises(ModelError, match="it was replaced since"):
        active(store)
    use(store, "first")
    assert name_of(store) == "first"


def old(store: Store) -> None:
    """The record as it was before choices were recorded: the bare list."""
    file = store.folder / RECORD
    file.write_text(json.dumps(json.loads(file.read_text())["weights"]))


def test_an_old_store_goes_on_with_the_last_one_installed(
    store: Store, nano: None, folders: dict[str, Path]
) -> None:
    old(store)
    assert name_of(store) == "second"
    import_file(store, folders["third"])
    assert name_of(store) == "third"


def test_what_an_old_store_used_can_be_gone_back_to(store: Store, nano: None) -> None:
    old(store)
    use(store, "proctor-nano")
    assert name_of(store) == "proctor-nano"
    roll_back(store)
    assert name_of(store) == "second"


def test_a_detector_can_be_asked_for_by_name_without_choosing_it(store: Store) -> None:
    assert named(store, "first").installed == store.recorded()[0]
    assert named(store, NO_DETECTOR).installed is None
    assert name_of(store) == "second"


CARD = ScoreCard(
    weights="",
    measured_on="held-out flags",
    pictures_sha256="0" * 64,
    pictures=40,
    date="2026-11-02",
    version="0.1.0",
    false_per_picture=0.1,
    recall={"phone": Share(0.8, 0.6, 0.9, 20)},
    event_recall=Share(0.75, 0.5, 0.9, 12),
    false_alarms_per_minute=0.05,
)


def with_card(store: Store) -> None:
    from dataclasses import replace

    first = store.recorded()[0]
    write_card(store.path(first), replace(CARD, weights=first.sha256))


def test_a_card_lies_beside_the_weights_it_speaks_of(store: Store) -> None:
    with_card(store)
    first = store.recorded()[0]
    card = store.card(first)
    assert card is not None
    assert card.recall == CARD.recall
    assert card.summary() == (
        "phone 0.80 [0.60–0.90] at 0.1 false a picture; events 0.75; 0.05 false alarms a minute"
    )
    assert read_card(store.path(first), "1" * 64) is None, "a card of other weights"
    card_of(store.path(first)).write_text("{}")
    with pytest.raises(ModelError, match=r"score card .* is damaged"):
        store.card(first)


def test_a_card_travels_with_its_weights(store: Store, folders: dict[str, Path]) -> None:
    with_card(store)
    first = store.recorded()[0]
    shutil.copy(card_of(store.path(first)), card_of(folders["first"] / "made.xml"))
    import_file(store, folders["first"])
    assert store.card(store.recorded()[-1]) is not None


def test_the_list_says_which_detector_is_used_and_why(
    store: Store, proctor: Callable[..., Answer]
) -> None:
    with_card(store)
    env = {"PROCTOR_MODELS": str(store.folder), "PROCTOR_USER": "Wang"}
    assert proctor("models", "use", "first", "--reason", "calmer", env=env).code == 0
    out = proctor("models", "list", env=env).out
    assert "Object detector: first (chosen on " in out
    assert " by Wang: calmer)" in out
    assert "phone 0.80" in out
    rows = [
        json.loads(line)
        for line in proctor("models", "list", "--json", env=env).out.split("\n")[:-1]
    ]
    used = {r["name"] for r in rows if r["kind"] == "weights" and r["active"]}
    assert "first" in used
    assert "second" not in used
    assert [r["reason"] for r in rows if r["kind"] == "activation"] == ["calmer"]
    answer = proctor("models", "rollback", "--json", env=env)
    assert answer.code == 0
    assert json.loads(answer.out)["name"] in ("second", "proctor-nano")
    assert proctor("models", "rollback", env=env).code == 1


def test_an_import_that_is_not_used_says_how_to_use_it(
    store: Store, folders: dict[str, Path], proctor: Callable[..., Answer]
) -> None:
    env = {"PROCTOR_MODELS": str(store.folder)}
    use(store, "first")
    answer = proctor("models", "import", folders["third"], env=env)
    assert "first stays in use; to change that: proctor models use third" in answer.err


def test_a_detector_is_measured_on_clips_whose_truth_is_known(
    tmp_path: Path, proctor: Callable[..., Answer]
) -> None:
    store = Store(tmp_path / "measured")
    import_file(
        store, bright_network(tmp_path / "b" / "bright.xml", {0: "person", 1: "phone"}, least=0.9)
    )
    env = {"PROCTOR_MODELS": str(store.folder)}
    words = ["models", "measure", "bright", "--truth", WORLD / "cabin_a.truth.json", "--json"]
    answer = proctor(*words, env=env)
    assert answer.code == 0, answer.err
    rows = {row["label"]: row for row in map(json.loads, answer.out.splitlines())}
    assert rows["person"]["of"] > 10
    assert rows["person"]["recall"] == 0
    assert rows.keys() <= {"person", "phone"}, "what it does not know is not held against it"
    card = store.card(store.recorded()[0])
    assert card is not None
    assert card.pictures == 15
    assert card.pictures_sha256 == rows["person"]["pictures_sha256"]
    assert proctor("models", "measure", "best", "--truth", WORLD, env=env).code == 1
