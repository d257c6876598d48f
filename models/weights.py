"""The store of weights: one folder, every file known by its hash.

Built-in files are checked against the catalogue; detectors of our own lie in the package and not in
the folder. What a site imports itself, and official files the catalogue has no hash for, are
recorded in ``weights.json`` beside them the first time and checked against that from then on.
``weights.json`` also keeps who chose which detector when, see ``models.choosing``.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from models.activations import Activation
from models.cards import ScoreCard, read_card
from models.catalogue import BUILT_IN, CLOCK, HEARING, IDENTITY, PACKAGED, SHIPPED, Entry
from proctor.errors import ModelError, StorageError
from proctor.i18n import _
from proctor.reasons import spoken
from proctor.storage import fingerprint, write_whole

RECORD = "weights.json"
VERSION = 2
"""Of the record; version 1 was the bare list of weights, and the last of them was used."""
PACKAGE = Path(__file__).parent / "builtin"
"""Where files of our own lie."""

Family: TypeAlias = Literal["built-in", "openvino", "onnx", "ultralytics"]


@dataclass(frozen=True, slots=True)
class Installed:
    """Weights that lie in the store."""

    name: str
    """What lists and settings call them."""
    family: Family
    """Who reads them."""
    files: Mapping[str, str]
    """Path in the store → SHA-256; the first is the one to load."""
    classes: Mapping[int, str]
    """Number → name, as the weights have it; empty for built-in ones."""
    licence: str
    """As the file says, or ``unknown``."""
    source: str
    """Where it was taken from."""
    shipped: bool = False
    """Whether its files lie in the package, and not in the store."""

    @property
    def sha256(self) -> str:
        """Of the file, or of the list of hashes when there are several."""
        if len(self.files) == 1:
            return next(iter(self.files.values()))
        lines = "".join(f"{digest}  {Path(file).name}\n" for file, digest in self.files.items())
        return hashlib.sha256(lines.encode()).hexdigest()

    @property
    def file(self) -> str:
        """Path in the store of the file to load."""
        return next(iter(self.files))


@dataclass(frozen=True, slots=True)
class Checked:
    """One file after it was hashed again."""

    name: str
    """Of the weights it belongs to."""
    file: str
    """Path in the store."""
    state: Literal["sound", "damaged", "missing"]
    """Against the catalogue or the record."""
    sha256: str
    """As found; empty when missing."""


class Store:
    """The weights of one folder. Raises ``ModelError`` for a record that cannot be read."""

    def __init__(self, folder: Path, *, packaged: Path = PACKAGE) -> None:
        self.folder = folder
        self._packaged = packaged

    def built_in(self, entry: Entry) -> Path | None:
        """A built-in file, checked; ``None`` when it is not installed."""
        folders = (self._packaged, self.folder)
        file = next((f for folder in folders if (f := folder / entry.file).exists()), None)
        if file is not None:
            _demand(file, entry.sha256)
        return file

    def installed(self) -> list[Installed]:
        """Built-in ones first, then ours, then the others in the order of their installation."""
        known = (*BUILT_IN, *HEARING, *IDENTITY, *CLOCK)
        present = [entry for entry in known if (self.folder / entry.file).exists()]
        ours = [entry for entry in PACKAGED if (self._packaged / entry.file).exists()]
        return [
            *(_as_installed(entry) for entry in present),
            *(_as_installed(entry, shipped=True) for entry in ours),
            *self.detectors(),
        ]

    def detectors(self) -> list[Installed]:
        """Object detectors, ours first and the latest last; files are not read."""
        return [*self.shipped(), *self.recorded()]

    def shipped(self) -> list[Installed]:
        """Detectors of our own that came with the package."""
        there = (entry for entry in SHIPPED if (self._packaged / entry.file).exists())
        return [_as_shipped(entry) for entry in there if entry.sha256]

    def recorded(self) -> list[Installed]:
        """Detectors that were fetched, imported or trained, in the order of their installation."""
        return [_installed(row) for row in self._book()["weights"]]

    def path(self, installed: Installed) -> Path:
        """The file to load; it is not looked at."""
        return self._of(installed) / installed.file

    def card(self, installed: Installed) -> ScoreCard | None:
        """What it was measured to be worth. Raises ``ModelError`` for a damaged card."""
        return read_card(self.path(installed), installed.sha256)

    def history(self) -> list[Activation]:
        """Every choice of a detector and every step back, oldest first."""
        return [Activation(**row) for row in self._book()["activations"]]

    @property
    def is_old(self) -> bool:
        """Whether the record is of a time when the last detector installed was used."""
        return self._book()["version"] < VERSION and bool(self.recorded())

    def note(self, activation: Activation) -> None:
        """Add a choice to the history."""
        book = self._book()
        rows = [*book["activations"], asdict(activation)]
        self._write(book | {"version": VERSION, "activations": rows})

    def checked(self, installed: Installed) -> Path:
        """The file to load, after hashing all of them. Raises ``ModelError`` when one changed."""
        for file, digest in installed.files.items():
            _demand(self._of(installed) / file, digest)
        return self.path(installed)

    def verify(self) -> Iterator[Checked]:
        """Every file hashed again; a damaged one is told, not raised."""
        for installed in self.installed():
            for file, digest in installed.files.items():
                yield _checked(installed.name, self._of(installed) / file, file, digest)

    def add(self, installed: Installed) -> None:
        """Record weights whose files are in place; an earlier one of that name is replaced."""
        book = self._book()
        others = [row for row in book["weights"] if row["name"] != installed.name]
        self._write(book | {"weights": [*others, _row(installed)]})

    @contextmanager
    def aside(self) -> Iterator[Path]:
        """A folder on the same disk to make things in; gone afterwards."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(prefix=".making-", dir=self.folder))
        except OSError as reason:
            raise StorageError(
                _("Cannot write to {folder}: {reason}.").format(
                    folder=self.folder, reason=spoken(reason)
                ),
                hint=_("Choose a folder you may write to with PROCTOR_MODELS."),
            ) from reason
        try:
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def keep(self, made: Path, name: str) -> Path:
        """Move a finished file or folder into the store, in one step."""
        target = self.folder / name
        for file in [made] if made.is_file() else sorted(made.iterdir()):
            _sync(file)
        if target.is_dir():
            shutil.rmtree(target)
        made.replace(target)
        return target

    def _of(self, installed: Installed) -> Path:
        return self._packaged if installed.shipped else self.folder

    def _write(self, book: Mapping[str, Any]) -> None:
        write_whole(self.folder / RECORD, json.dumps(book, indent=1, ensure_ascii=False).encode())

    def _book(self) -> dict[str, Any]:
        try:
            text = (self.folder / RECORD).read_text(encoding="utf-8")
        except FileNotFoundError:
            return {"version": VERSION, "weights": [], "activations": []}
        try:
            return _checked_book(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError) as reason:
            raise ModelError(
                _("{file} is damaged.").format(file=self.folder / RECORD),
                hint=_("Remove it and import the weights again: proctor models import FILE"),
            ) from reason


def hashed(folder: Path, files: list[Path]) -> Mapping[str, str]:
    """Paths relative to ``folder`` with their hashes, as ``Installed.files`` wants them."""
    return {file.relative_to(folder).as_posix(): fingerprint(file) for file in files}


def _demand(file: Path, digest: str) -> None:
    if not file.exists():
        text = _("{file} is missing from {folder}.").format(file=file.name, folder=file.parent)
        raise ModelError(text, hint=_again())
    if fingerprint(file) != digest:
        text = _("{file} is damaged: it is not the file that was installed.").format(file=file)
        raise ModelError(text, hint=_again())


def _again() -> str:
    return _("Install it again with: proctor models install, or proctor models import FILE")


def _checked(name: str, path: Path, file: str, digest: str) -> Checked:
    if not path.exists():
        return Checked(name, file, "missing", "")
    found = fingerprint(path)
    return Checked(name, file, "sound" if found == digest else "damaged", found)


def _as_installed(entry: Entry, *, shipped: bool = False) -> Installed:
    files = {entry.file: entry.sha256}
    return Installed(
        entry.name, "built-in", files, {}, entry.licence, entry.source, shipped=shipped
    )


def _as_shipped(entry: Entry) -> Installed:
    return Installed(
        name=entry.name,
        family="openvino",
        files={entry.file: entry.sha256, **dict(entry.beside)},
        classes=dict(enumerate(entry.classes)),
        licence=entry.licence,
        source=entry.source,
        shipped=True,
    )


def _checked_book(told: Any) -> dict[str, Any]:
    """The record in its present form; raises what a damaged one raises."""
    old = isinstance(told, list)
    book: dict[str, Any] = {"version": 1, "weights": told, "activations": []} if old else told
    for row in book["weights"]:
        _installed(row)
    for row in book["activations"]:
        Activation(**row)
    return {"version": int(book["version"]), **book}


def _row(installed: Installed) -> dict[str, Any]:
    names = [installed.classes[number] for number in sorted(installed.classes)]
    row = asdict(installed) | {"classes": names}
    del row["shipped"]
    return row


def _installed(row: Mapping[str, Any]) -> Installed:
    return Installed(
        name=str(row["name"]),
        family=row["family"],
        files={str(file): str(digest) for file, digest in row["files"].items()},
        classes={number: str(name) for number, name in enumerate(row["classes"])},
        licence=str(row["licence"]),
        source=str(row["source"]),
    )


def _sync(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
