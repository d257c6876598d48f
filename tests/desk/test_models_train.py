"""An administrator who lets the detector learn from what the office decided."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.choosing import active, use
from models.importing import import_file
from models.weights import Store
from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.models_training import Training
from proctor.errors import ModelError
from proctor.findings import Evidence
from proctor.home import Home
from proctor.learning import sides
from proctor.observations import write
from proctor.storage import fingerprint
from proctor.timeline import SECOND, Span
from streams.cut import StreamCutter
from tests.audit.stories import recording, review, run
from tests.conftest import Answer
from tests.core.test_learning import log
from tests.models.networks import bright_network
from tests.models.test_training import NAMES, PATCH, scene
from tests.streams.clips import steady, write_clip

RECORDINGS = "abcdefghijkl"
ASKED: dict[str, Any] = {
    "faces": "blur",
    "crops_only": False,
    "keep": None,
    "truth": (),
    "start": None,
    "epochs": 1,
    "seed": 0,
    "device": "cpu",
    "force": False,
    "by": "Wang",
}


def kinds() -> dict[str, str]:
    """Recording → ``w`` (a phone that is one) or ``g`` (a look-alike); two of three held out w."""
    on = sides([name * 64 for name in RECORDINGS for _ in range(3)], {})
    held = sorted(name for name, side in on.items() if side == "held-out")
    other = sorted(name for name, side in on.items() if side == "teach")
    return {
        n[0]: "g" if k % 3 == 2 else "w" for group in (held, other) for k, n in enumerate(group)
    }


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return {
        kind: write_clip(
            folder / f"{kind}.mp4",
            steady(12),
            pictures=[scene((PATCH, level))] * 120,
            gop=5,
        )
        for kind, level in (("w", 255), ("g", 190))
    }


@pytest.fixture
def home(tmp_path: Path, clips: dict[str, Path]) -> Path:
    """Three PHONE flags of each of twelve recordings, all reviewed, with their logs."""
    root = tmp_path / "proctor-home"
    box = PATCH.scaled(1 / 160, 1 / 120)
    with Record.open(root) as record:
        for name, kind in kinds().items():
            facts = replace(recording(name, path=str(clips[kind])), size=clips[kind].stat().st_size)
            told = run(facts, [("PHONE", "seat-01", start, start + 2) for start in (1, 5, 8)])
            told = replace(told, evidence=())
            record.add_run(facts, told)
            for flag in told.judgement.flags:
                words = ("confirmed", "") if kind == "w" else ("false-alarm", "object")
                record.add_review(review(flag.id, words[0], reason=words[1]))
            seen = log("....5.......#.....#.....")
            at = seen.columns["seat-01"]
            values = dict(at.values) | {
                f"phone_{side}": at.values[f"phone_{side}"] * 0 + value
                for side, value in zip(("x0", "y0", "x1", "y1"), box, strict=True)
            }
            columns = {**seen.columns, "seat-01": replace(at, values=values)}
            write(replace(seen, columns=columns), Home(root).log(told.key.recording, "eyes"))
    return root


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """In use: a detector that takes grey for white."""
    store = Store(tmp_path / "store")
    import_file(store, bright_network(tmp_path / "first" / "first.xml", NAMES, least=0.55))
    use(store, "first")
    monkeypatch.setenv("PROCTOR_MODELS", str(store.folder))
    return store


class Fake:
    """A trainer that gives a detector of that kind, whatever it is shown."""

    def __init__(self, least: float) -> None:
        self.least = least
        self.pictures = 0

    def __call__(self, data: Path, start: Path, out: Path, **how: Any) -> Path:
        assert start.exists()
        self.pictures = len(list(data.glob("images/*/*.jpg")))
        how["tell"](1, 1, 0.5)
        return bright_network(out.parent / out.stem / f"{out.stem}.xml", NAMES, least=self.least)


@pytest.fixture
def start(tmp_path: Path) -> Path:
    file = tmp_path / "start.npz"
    np.savez(file, nothing=np.zeros(1))
    return file


def training(home: Path, start: Path, fake: Fake, **asked: Any) -> Training:
    return Training(App(home, "en"), ASKED | {"start": start} | asked, False, fake)


def test_a_dry_run_says_what_would_be_learnt_and_writes_nothing(
    home: Path, store: Store, proctor: Callable[..., Answer]
) -> None:
    answer = proctor("models", "train", "--from-reviews", "--dry-run", "--json")
    assert answer.code == 0, answer.err
    rows = [json.loads(line) for line in answer.out.splitlines()]
    assert sum(row["flags"] for row in rows) == 36
    assert {(row["state"], row["use"]) for row in rows} == {
        (state, use) for state in ("confirmed", "false-alarm") for use in ("teach", "held-out")
    }
    assert not (home / "learning").exists()


def test_a_better_detector_is_used_and_one_step_leads_back(
    home: Path, store: Store, start: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fake = Fake(0.9)
    assert training(home, start, fake, keep=tmp_path / "kept").run()
    out = capsys.readouterr().out
    assert "is better and in use" in out
    used = active(store)
    assert used.installed is not None
    assert used.installed.name.startswith("site-")
    assert "by Wang: better on reviewed flags" in used.why
    card = store.card(used.installed)
    assert card is not None
    assert card.recall["phone"].value == 1.0
    assert fake.pictures == len(list((tmp_path / "kept" / "teach").rglob("*.jpg")))
    from models.choosing import roll_back

    back = roll_back(store).installed
    assert back is not None
    assert back.name == "first"


def test_a_detector_that_is_no_better_is_kept_aside(
    home: Path, store: Store, start: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not training(home, start, Fake(0.5)).run()
    assert "is not better; nothing has changed" in capsys.readouterr().out
    assert [found.name for found in store.recorded()] == ["first"]
    assert list((home / "learning").glob("site-*"))
    assert not list((home / "learning").glob(".pictures-*")), "nobody asked to keep the pictures"


def test_who_took_pictures_is_written_down(home: Path, store: Store, start: Path) -> None:
    training(home, start, Fake(0.5)).run()
    (row,) = map(json.loads, (home / "learning" / "exports.jsonl").read_text().splitlines())
    assert row["by"] == "Wang"
    assert row["faces"] == "blur"
    assert len(row["flags"]) == 36
    known = json.loads((home / "learning" / "sides.json").read_text())
    assert len(known) == 12


def test_a_recording_that_is_gone_is_replaced_by_its_clips(
    home: Path, store: Store, start: Path, clips: dict[str, Path], tmp_path: Path
) -> None:
    evidence = []
    with Record.open(home) as record:
        for row in record.flags():
            folder = Home(home).evidence(row.flag.id)
            folder.mkdir(parents=True)
            wanted = row.flag.span.widened(SECOND, SECOND)
            span = StreamCutter().clip(Path(row.recording), wanted, folder / "clip.mp4")
            path = Home(home).relative(folder / "clip.mp4")
            digest, size = fingerprint(folder / "clip.mp4"), (folder / "clip.mp4").stat().st_size
            evidence.append(Evidence(row.flag.id, "clip", path, digest, size, span, "copied"))
        record.add_evidence(evidence)
        record.add_recording(replace(recording("a"), path=str(tmp_path / "gone.mp4")))
        for name in RECORDINGS[1:]:
            record.add_recording(replace(recording(name), path=str(tmp_path / "gone.mp4")))
    assert evidence[0].span != Span(0, 12 * SECOND)
    assert training(home, start, Fake(0.9)).run()


def test_a_few_flags_are_refused_unless_somebody_insists(
    tmp_path: Path, home: Path, store: Store, start: Path, proctor: Callable[..., Answer]
) -> None:
    with Record.open(tmp_path / "small"):
        pass
    with pytest.raises(ModelError, match="Too little to learn from: 0 reviewed flags") as caught:
        training(tmp_path / "small", start, Fake(0.9)).run()
    assert "--force" in caught.value.hint
    with pytest.raises(ModelError, match="nothing to teach with"):
        training(tmp_path / "small", start, Fake(0.9), force=True).run()


def test_without_weights_to_start_from_nothing_is_exported(
    home: Path, store: Store, start: Path
) -> None:
    with pytest.raises(ModelError, match="Nothing to start from") as caught:
        Training(App(home, "en"), ASKED, False, Fake(0.9)).run()
    assert "--start" in caught.value.hint
    assert not (home / "learning" / "exports.jsonl").exists()


def test_somebody_who_does_not_say_from_what_is_told(
    store: Store, proctor: Callable[..., Answer]
) -> None:
    answer = proctor("models", "train")
    assert answer.code == 2
    assert "--from-reviews" in answer.err
