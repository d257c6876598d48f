"""What every test stands on: English, a home of its own, no leftovers of the caller's settings."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest

import cli
from proctor.commands.rules import VERBS
from proctor.i18n import activate

ROOT = Path(__file__).parent.parent
WORLD = ROOT / "tests" / "footage" / "world" / "tune"


@pytest.fixture(scope="session", autouse=True)
def _commands_in_english() -> None:
    """Help texts are made when a command is loaded; no test may load one in Chinese first."""
    activate("en")
    verbs = (f"rules_{verb}" for verb in VERBS)
    for name in (*cli.summaries(), "explain", *verbs):
        import_module(f"proctor.commands.{name}")


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Texts are tested in English; the home of whoever runs the tests is never touched."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "PROCTOR_DATABASE", "PROCTOR_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROCTOR_HOME", str(tmp_path / "proctor-home"))
    activate("en")
    yield
    activate("en")


@pytest.fixture(autouse=True)
def _errors_in_the_log_fail(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    said = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert not said, f"logged as an error: {said}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one call of the program gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def proctor(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Answer]:
    """Type a command in this process: ``proctor("flags", "--json").out``."""

    def typed(*words: object, env: Mapping[str, str] | None = None) -> Answer:
        capsys.readouterr()
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return typed


@pytest.fixture(scope="session")
def models_folder() -> Path:
    """The installed models; skips without them unless ``PROCTOR_REQUIRE_MODELS`` is set."""
    folder = Path(os.environ.get("PROCTOR_MODELS") or ROOT / ".models")
    if not any(folder.glob("**/*.tflite")):
        if os.environ.get("PROCTOR_REQUIRE_MODELS"):
            pytest.fail(f"no models in {folder}: proctor models install")
        pytest.skip("no models: make setup, or proctor models install with PROCTOR_MODELS set")
    return folder


@pytest.fixture(scope="session")
def identity_folder(models_folder: Path) -> Path:
    """The same with what compares faces; skips without it, because ``make setup`` leaves it out."""
    if not (models_folder / "dlib_face_recognition_resnet_model_v1.dat").exists():
        if os.environ.get("PROCTOR_REQUIRE_IDENTITY"):
            pytest.fail(f"no face network in {models_folder}")
        pytest.skip("no face network: proctor models install --with identity")
    return models_folder
