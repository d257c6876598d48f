"""Pickled weights through ultralytics: with the extra installed, and without it."""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from models.cuts import Square
from models.importing import import_file
from models.weights import Store
from proctor.errors import ModelError


@pytest.mark.skipif(find_spec("ultralytics") is not None, reason="the extra yolo is installed")
def test_without_the_extra_a_trusted_pickle_names_the_cure(tmp_path: Path) -> None:
    file = tmp_path / "site.pt"
    file.write_bytes(b"weights")
    with pytest.raises(ModelError, match="needs ultralytics") as caught:
        import_file(Store(tmp_path / "s"), file, trust=sha256(b"weights").hexdigest())
    assert "proctor[yolo]" in caught.value.hint


@pytest.fixture(scope="module")
def pickled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Untrained weights with the names of two classes."""
    from models import ultra

    network = ultra._extra().load("yolo11n.yaml", task="detect")
    network.model.names = {n: f"thing {n}" for n in range(80)} | {0: "person", 67: "cell phone"}
    file = tmp_path_factory.mktemp("pickled") / "site.pt"
    network.save(file)
    return file


@pytest.mark.yolo
def test_a_trusted_pickle_is_a_detector_like_any_other(pickled: Path, tmp_path: Path) -> None:
    from models.ultra import UltralyticsDetector

    store = Store(tmp_path)
    digest = sha256(pickled.read_bytes()).hexdigest()
    with pytest.raises(ModelError, match="can run code"):
        import_file(store, pickled)
    assert import_file(store, pickled, trust=digest.upper()) == ["site"]
    detector = UltralyticsDetector(store.checked(store.recorded()[0]), threads=1)
    assert detector.labels == {"person", "phone"}
    image = np.random.default_rng(1).integers(0, 255, (540, 960, 3)).astype(np.uint8)
    squares = [Square(480, 270, 960), Square(270, 270, 540)]
    first, second = (detector.find(image, squares, 1e-6) for _ in range(2))
    assert len(first.labels) > 0
    assert set(first.labels) <= detector.labels
    assert np.all(np.diff(first.scores) <= 0)
    assert np.array_equal(first.boxes, second.boxes)


@pytest.mark.yolo
def test_a_file_that_is_no_pickle_is_told(tmp_path: Path) -> None:
    file = tmp_path / "site.pt"
    file.write_bytes(b"weights")
    with pytest.raises(ModelError, match=r"site\.pt cannot be opened as YOLO weights"):
        import_file(Store(tmp_path / "s"), file, trust=sha256(b"weights").hexdigest())
