"""Weights from a file: copied, looked into, tried, and only then in the store."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from models import formats
from models.cards import card_of
from models.catalogue import BUILT_IN, CLOCK, HEARING, IDENTITY, OFFICIAL
from models.objects import wanted_classes
from models.unpacking import unpack, unpack_identity
from models.weights import Family, Installed, Store
from proctor.errors import ModelError
from proctor.i18n import _
from proctor.storage import fingerprint

RUNS_CODE = (".pt", ".engine")
EXPORTED = "_openvino_model"
"""Ending that ultralytics gives the folder of an exported model."""


def import_file(store: Store, path: Path, *, trust: str | None = None) -> list[str]:
    """Names of what a file or folder brought into the store.

    Takes the packages that carry models of the catalogue, one of the files in them, an ``.onnx``,
    an OpenVINO folder or its ``.xml``, a ``.pt`` or a TensorRT ``.engine`` whose hash the catalogue
    knows or ``trust`` names. A score card (``NAME.card.json``) comes along.
    Raises ``ModelError`` for anything else; the store is then as it was.
    """
    if not path.exists():
        raise ModelError(_("There is no {path}.").format(path=path))
    if path.is_dir():
        path = _only_network(path)
    match path.suffix.lower():
        case ".whl" | ".zip":
            return [checked.name for checked in unpack(store, path)]
        case ".gz":
            return [checked.name for checked in unpack_identity(store, path)]
        case ".tflite" | ".dat":
            return [_built_in(store, path)]
        case ".onnx" if fingerprint(path) in {entry.sha256 for entry in (*HEARING, *CLOCK)}:
            return [_built_in(store, path)]
        case ".onnx" | ".xml" | ".pt" | ".engine":
            return [adopted(store, path, _name(path), trust=trust, source=path.name)]
    raise ModelError(
        _("{file} is not a file of weights.").format(file=path.name),
        hint=_("Give a .whl, .tflite, .onnx, .xml, .pt or .engine, or an OpenVINO folder."),
    )


def adopted(store: Store, path: Path, name: str, *, trust: str | None, source: str) -> str:
    """Name of a detector that was copied into the store, tried there and recorded."""
    with store.aside() as aside:
        made = aside / _stored(path, name)
        made.mkdir()
        copied = [Path(shutil.copyfile(file, made / file.name)) for file in _parts(path)]
        _refuse_strangers(copied[0], fingerprint(copied[0]), trust)
        classes = _classes(copied[0])
        files = {f"{made.name}/{file.name}": fingerprint(file) for file in copied}
        licence = formats.licence(copied[0])
        if (card := card_of(path)).exists():
            shutil.copyfile(card, card_of(copied[0]))
        store.keep(made, made.name)
    store.add(Installed(name, _family(path), files, classes, licence, source))
    return name


def _refuse_strangers(path: Path, digest: str, trust: str | None) -> None:
    """A pickled file or an engine runs code when it is opened: only known ones are."""
    known = {entry.sha256 for entry in OFFICIAL} | {(trust or "").lower()}
    if path.suffix in RUNS_CODE and digest not in known:
        raise ModelError(
            _("{file} is not known, and a {kind} can run code when it is opened.").format(
                file=path.name, kind=path.suffix
            ),
            hint=_("If you made it or trust its maker, add: --trust-sha256 {digest}").format(
                digest=digest
            ),
        )


def _classes(file: Path) -> Mapping[int, str]:
    """Names of the classes, after the file was really opened; at least one must be wanted."""
    if file.suffix == ".pt":
        from models.ultra import class_names

        names = class_names(file)
    elif file.suffix == ".engine":
        names = formats.engine_names(file)
    else:
        names = formats.class_names(file)
    if not wanted_classes(names):
        raise ModelError(
            _("{file} knows neither people nor phones.").format(file=file.name),
            hint=_("Its classes are named: {names}.").format(names=_some(names)),
        )
    return names


def _some(names: Mapping[int, str]) -> str:
    first = [names[number] for number in sorted(names)][:5]
    return ", ".join([*first, "…"] if len(names) > len(first) else first)


def _built_in(store: Store, path: Path) -> str:
    digest = fingerprint(path)
    known = (*BUILT_IN, *IDENTITY, *HEARING, *CLOCK)
    entry = next((entry for entry in known if entry.sha256 == digest), None)
    if entry is None:
        raise ModelError(
            _("{file} is none of the built-in models, or damaged.").format(file=path.name),
            hint=_("Fetch them with: proctor models install"),
        )
    with store.aside() as aside:
        store.keep(Path(shutil.copyfile(path, aside / entry.file)), entry.file)
    return entry.name


def _only_network(folder: Path) -> Path:
    found = sorted(folder.glob("*.xml"))
    if len(found) != 1:
        raise ModelError(
            _("{folder} is not an OpenVINO folder: it holds {n} .xml files.").format(
                folder=folder.name, n=len(found)
            ),
            hint=_("Give the folder that holds one .xml and its .bin."),
        )
    return found[0]


def _parts(path: Path) -> list[Path]:
    """The file to load first, then what must lie beside it."""
    if path.suffix != ".xml":
        return [path]
    weights, metadata = path.with_suffix(".bin"), path.with_name("metadata.yaml")
    if not weights.exists():
        raise ModelError(
            _("{file} has no {weights} beside it.").format(file=path.name, weights=weights.name)
        )
    return [path, weights, *([metadata] if metadata.exists() else [])]


def _name(path: Path) -> str:
    folder = path.parent.name
    exported = path.suffix == ".xml" and folder.endswith(EXPORTED)
    return folder.removesuffix(EXPORTED) if exported else path.stem


def _stored(path: Path, name: str) -> str:
    return f"{name}{path.suffix.lower().replace('.', '-')}"


def _family(path: Path) -> Family:
    families: dict[str, Family] = {".xml": "openvino", ".onnx": "onnx"}
    return families.get(path.suffix.lower(), "ultralytics")
