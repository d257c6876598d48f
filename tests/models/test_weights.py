"""The store: what comes in, what is refused, what a changed file does."""

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from models import weights
from models.catalogue import BUILT_IN, CARRIER, CATALOGUE, CLOCK, TEXT_CARRIER, VOICES
from models.eyes import load_eyes
from models.formats import metadata_names
from models.importing import import_file
from models.installing import _fetch, install
from models.weights import RECORD, Store
from proctor.errors import ModelError
from tests.conftest import Answer
from tests.models.conftest import made_network, ultralytics_rows

NAMES = {0: "person", 1: "cell phone"}
OUTPUT = ultralytics_rows([(32.0, 32.0, 16.0, 32.0, 0, 0.9)], 2)


@pytest.fixture(autouse=True)
def _nothing_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SHIPPED", ())


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store", packaged=tmp_path / "packaged")


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    return made_network(tmp_path / "site_openvino_model", OUTPUT, NAMES)


def contents(store: Store) -> set[str]:
    return {file.relative_to(store.folder).as_posix() for file in store.folder.rglob("*")}


def test_the_catalogue_pins_every_built_in_file() -> None:
    for entry in BUILT_IN:
        assert len(bytes.fromhex(entry.sha256)) == 32
        assert entry.size > 0
        assert entry.source.startswith(CARRIER)
        assert entry.supplies


def test_every_entry_says_its_licence_source_classes_and_input() -> None:
    for name, entry in CATALOGUE.items():
        assert name == entry.name
        assert all([entry.file, entry.licence, entry.source, entry.classes, entry.input])


def test_a_pickled_entry_is_always_pinned() -> None:
    assert all(entry.sha256 for entry in CATALOGUE.values() if entry.file.endswith(".pt"))


def test_an_exported_folder_brings_its_classes_and_licence(store: Store, exported: Path) -> None:
    assert import_file(store, exported) == ["site"]
    (installed,) = store.detectors()
    assert installed.classes == NAMES
    assert installed.licence == "AGPL-3.0"
    assert store.checked(installed).suffix == ".xml"
    assert [checked.state for checked in store.verify()] == ["sound"] * 3


def test_the_xml_stands_for_its_folder(store: Store, exported: Path) -> None:
    assert import_file(store, exported / "made.xml") == ["site"]


def test_eighty_nameless_classes_are_those_of_coco(store: Store, tmp_path: Path) -> None:
    folder = made_network(tmp_path / "nameless", np.zeros((1, 84, 84), np.float32), None)
    import_file(store, folder)
    (installed,) = store.detectors()
    assert (installed.classes[0], installed.classes[67]) == ("person", "cell phone")


def test_importing_again_replaces(store: Store, exported: Path) -> None:
    for _ in range(2):
        import_file(store, exported)
    assert [installed.name for installed in store.detectors()] == ["site"]


def test_the_latest_import_is_the_last(store: Store, exported: Path, tmp_path: Path) -> None:
    other = made_network(tmp_path / "other", OUTPUT, NAMES)
    for folder in (exported, other, exported):
        import_file(store, folder)
    assert [installed.name for installed in store.detectors()] == ["made", "site"]


def refused(store: Store, path: Path, **how: str) -> ModelError:
    with pytest.raises(ModelError) as caught:
        import_file(store, path, **how)
    assert not store.folder.exists() or contents(store) == set(), "something was left behind"
    return caught.value


@pytest.mark.parametrize("suffix", [".tflite", ".onnx", ".xml", ".whl", ".pt", ".docx", ""])
def test_a_text_file_under_any_name_is_refused(suffix: str, store: Store, tmp_path: Path) -> None:
    file = tmp_path / f"weights{suffix}"
    file.write_text("Dear Sir or Madam", encoding="utf-8")
    file.with_suffix(".bin").write_bytes(b"")
    assert file.name in refused(store, file).message


def test_a_file_that_does_not_exist_is_refused(store: Store, tmp_path: Path) -> None:
    assert "There is no" in refused(store, tmp_path / "gone.onnx").message


def test_a_damaged_network_is_refused(store: Store, exported: Path) -> None:
    whole = (exported / "made.xml").read_bytes()
    (exported / "made.xml").write_bytes(whole[: len(whole) // 2])
    assert "made.xml cannot be read as a network" in refused(store, exported).message


def test_a_network_without_its_bin_is_refused(store: Store, exported: Path) -> None:
    (exported / "made.bin").unlink()
    assert refused(store, exported).message == "made.xml has no made.bin beside it."


def test_a_folder_without_a_network_is_refused(store: Store, tmp_path: Path) -> None:
    assert "holds 0 .xml files" in refused(store, tmp_path).message


def test_a_network_that_is_no_detector_is_refused(store: Store, tmp_path: Path) -> None:
    folder = made_network(tmp_path / "net", np.zeros((1, 1000), np.float32), None)
    assert "not a YOLO detector" in refused(store, folder).message


def test_a_detector_of_other_things_is_refused(store: Store, tmp_path: Path) -> None:
    folder = made_network(tmp_path / "zoo", OUTPUT, {0: "cat", 1: "dog"})
    error = refused(store, folder)
    assert error.message == "made.xml knows neither people nor phones."
    assert error.hint == "Its classes are named: cat, dog."


def test_names_that_do_not_fit_the_network_are_refused(store: Store, tmp_path: Path) -> None:
    folder = made_network(tmp_path / "odd", OUTPUT, {0: "person"})
    assert "knows 2 classes but names 1" in refused(store, folder).message


def test_an_unknown_pickle_is_refused_and_its_hash_told(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "best.pt"
    file.write_bytes(b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
    digest = sha256(file.read_bytes()).hexdigest()
    error = refused(store, file)
    assert "can run code" in error.message
    assert error.hint.endswith(f"--trust-sha256 {digest}")


def engine(path: Path, metadata: bytes) -> Path:
    """A TensorRT engine as ultralytics writes it, without the engine."""
    path.write_bytes(len(metadata).to_bytes(4, "little") + metadata + b"engine")
    return path


def test_an_engine_runs_code_too_and_needs_trust(store: Store, tmp_path: Path) -> None:
    told = {"names": {"0": "person", "1": "phone"}, "imgsz": [640, 640]}
    file = engine(tmp_path / "site.engine", json.dumps(told).encode())
    error = refused(store, file)
    assert "a .engine can run code" in error.message
    assert import_file(store, file, trust=sha256(file.read_bytes()).hexdigest()) == ["site"]
    (installed,) = store.recorded()
    assert installed.family == "ultralytics"
    assert installed.classes == {0: "person", 1: "phone"}


@pytest.mark.parametrize("metadata", [b"", b"{}", b"\xff\xfe", b"[1]"])
def test_an_engine_without_names_is_refused(metadata: bytes, store: Store, tmp_path: Path) -> None:
    file = engine(tmp_path / "site.engine", metadata)
    error = refused(store, file, trust=sha256(file.read_bytes()).hexdigest())
    assert error.message == "site.engine does not say what its classes are."


def test_trust_in_another_file_does_not_open_a_pickle(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "best.pt"
    file.write_bytes(b"something else")
    assert "can run code" in refused(store, file, trust="0" * 64).message


def carrier(path: Path, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for entry in BUILT_IN:
            archive.writestr(entry.source.removeprefix(f"{CARRIER} "), change(entry.name.encode()))
    return path


def test_a_carrier_with_other_files_inside_is_refused(store: Store, tmp_path: Path) -> None:
    wheel = carrier(tmp_path / "mediapipe.whl", lambda data: data)
    assert "is not the one the catalogue knows" in refused(store, wheel).message


def test_a_package_that_carries_nothing_is_refused(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "numpy.whl", "w") as archive:
        archive.writestr("numpy/__init__.py", "")
    error = refused(store, tmp_path / "numpy.whl")
    assert "does not carry the built-in models" in error.message
    assert "pip download" in error.hint


def test_a_changed_file_is_never_run(store: Store, exported: Path) -> None:
    import_file(store, exported)
    changed = store.folder / "site-xml" / "made.bin"
    changed.write_bytes(changed.read_bytes()[:-4] + b"\0\0\0\1")
    with pytest.raises(ModelError, match="is damaged: it is not the file that was installed"):
        load_eyes(store.folder, detector="site")
    assert "damaged" in {checked.state for checked in store.verify()}


def test_a_missing_file_is_told(store: Store, exported: Path) -> None:
    import_file(store, exported)
    (store.folder / "site-xml" / "made.bin").unlink()
    with pytest.raises(ModelError, match=r"made\.bin is missing"):
        load_eyes(store.folder, detector="site")
    assert "missing" in {checked.state for checked in store.verify()}


@pytest.mark.parametrize("text", ["{", "[1]", '[{"name": "a"}]', "{}x"])
def test_a_damaged_record_is_told_with_its_cure(store: Store, text: str) -> None:
    store.folder.mkdir()
    (store.folder / RECORD).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged") as caught:
        store.detectors()
    assert "proctor models import" in caught.value.hint


def test_names_are_read_as_ultralytics_writes_them() -> None:
    text = "imgsz:\n- 640\nnames:\n  0: person\n  1: 'cell phone'\nargs:\n  2: no\n"
    assert metadata_names(text) == {0: "person", 1: "cell phone"}


def test_without_a_network_the_cure_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(ModelError, match="cannot be fetched") as caught:
        install(store, lambda _: None)
    assert "proctor models import FILE" in caught.value.hint
    assert contents(store) == set()


def test_official_weights_that_cannot_be_had_are_no_error(
    models_folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.folder.mkdir()
    for entry in BUILT_IN:
        shutil.copy(models_folder / entry.file, store.folder)
    for name in ("http_proxy", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.delenv("no_proxy", raising=False)
    outcomes = {outcome.name: outcome for outcome in install(store, lambda _: None)}
    assert {outcomes[entry.name].state for entry in BUILT_IN} == {"present"}
    for name in ("yolox_nano", VOICES.name):
        assert outcomes[name].state == "unavailable"
    assert "proctor models import FILE" in outcomes[VOICES.name].note
    assert "proctor models import FILE" in outcomes["yolox_nano"].note


def test_a_built_in_file_is_known_by_its_hash_whatever_its_name(
    models_folder: Path, store: Store, tmp_path: Path
) -> None:
    copy = tmp_path / "from-a-colleague.tflite"
    shutil.copy(models_folder / BUILT_IN[0].file, copy)
    assert import_file(store, copy) == [BUILT_IN[0].name]
    copy.write_bytes(copy.read_bytes()[:-1] + b"!")
    with pytest.raises(ModelError, match="none of the built-in models, or damaged"):
        import_file(store, copy)


def test_the_list_says_what_nobody_supplies(
    proctor: Callable[..., Answer], tmp_path: Path, exported: Path
) -> None:
    env = {"PROCTOR_MODELS": str(tmp_path / "store")}
    assert proctor("models", "import", exported, env=env).code == 0
    lines = proctor("models", "list", "--json", env=env).out.splitlines()
    senses = {row["sense"]: row for row in map(json.loads, lines) if row["kind"] == "sense"}
    assert senses["phone"]["models"] == ["site"]
    assert "PHONE" in senses["phone"]["rules"]
    assert senses["hands"]["models"] == []
    assert "nobody: not judged" in proctor("models", "list", env=env).out


def test_verify_fails_on_a_changed_file(
    proctor: Callable[..., Answer], tmp_path: Path, exported: Path
) -> None:
    env = {"PROCTOR_MODELS": str(tmp_path / "store")}
    proctor("models", "import", exported, env=env)
    assert proctor("models", "verify", env=env).code == 0
    (tmp_path / "store" / "site-xml" / "metadata.yaml").write_text("names:\n")
    answer = proctor("models", "verify", "--json", env=env)
    assert answer.code == 1
    assert "damaged" in answer.out


def test_an_empty_store_verifies_what_comes_along(
    proctor: Callable[..., Answer], tmp_path: Path
) -> None:
    answer = proctor("models", "verify", env={"PROCTOR_MODELS": str(tmp_path)})
    assert answer.code == 0
    assert "proctor-headings" in answer.out


def test_a_refused_file_is_told_on_the_command_line(
    proctor: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "notes.onnx").write_text("hello")
    answer = proctor(
        "models", "import", tmp_path / "notes.onnx", env={"PROCTOR_MODELS": str(tmp_path / "s")}
    )
    assert answer.code == 1
    assert "Error: notes.onnx cannot be read as a network" in answer.err


def test_a_wheel_gives_what_the_catalogue_wants_of_it_and_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    wheel = tmp_path / "rapidocr-3.10.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for entry in CLOCK:
            archive.writestr(entry.source.removeprefix(f"{TEXT_CARRIER} "), b"not the one")
        archive.writestr("rapidocr/models/other.onnx", b"unwanted")
    with pytest.raises(ModelError, match="not the one the catalogue knows") as caught:
        import_file(store, wheel)
    assert TEXT_CARRIER in caught.value.hint
    assert contents(store) == set()


def test_a_clock_model_is_known_by_its_hash(models_folder: Path, store: Store) -> None:
    file = models_folder / VOICES.file
    if not file.exists():
        pytest.skip("nothing tells speech: proctor models install")
    assert import_file(store, file) == [VOICES.name]
    assert [checked.state for checked in store.verify() if checked.name == VOICES.name] == ["sound"]


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/a.onnx", "file:///etc/hostname", "ftp://a/b"]
)
def test_weights_come_by_https_or_not_at_all(tmp_path: Path, address: str) -> None:
    with pytest.raises(OSError, match="unknown url type"):
        _fetch(address, tmp_path / "a.onnx")
    assert not list(tmp_path.iterdir())
