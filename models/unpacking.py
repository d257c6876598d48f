"""Models out of the packages that carry them."""

import tarfile
import zipfile
from pathlib import Path

from models.catalogue import CARRIER, CARRIERS, IDENTITY, IDENTITY_CARRIER, Entry
from models.weights import Checked, Store
from proctor.errors import ModelError
from proctor.i18n import _
from proctor.storage import fingerprint, write_whole


def unpack(store: Store, carrier: Path) -> list[Checked]:
    """The files of the catalogue out of a wheel that carries some; nothing else of it is read.

    Raises ``ModelError`` when it carries none, or a file is not the one of the catalogue.
    """
    try:
        with zipfile.ZipFile(carrier) as archive:
            package, entries = _carried(archive)
            contents = [(entry, _member(archive, entry)) for entry in entries]
    except (zipfile.BadZipFile, KeyError) as reason:
        raise ModelError(
            _("{file} does not carry the built-in models.").format(file=carrier.name),
            hint=_("Fetch it with: pip download --no-deps {package}").format(package=CARRIER),
        ) from reason
    return [_placed(store, entry, data, package) for entry, data in contents]


def _carried(archive: zipfile.ZipFile) -> tuple[str, tuple[Entry, ...]]:
    """The package that a wheel is, and what is wanted of it; ``KeyError`` when it is none."""
    there = set(archive.namelist())
    for package, entries in CARRIERS:
        if {_path(entry) for entry in entries} <= there:
            return package, entries
    raise KeyError(archive.filename)


def _member(archive: zipfile.ZipFile, entry: Entry) -> bytes:
    with archive.open(_path(entry)) as opened:
        return opened.read(entry.size + 1)


def _path(entry: Entry) -> str:
    """Inside the package."""
    return entry.source.split(" ")[1]


def unpack_identity(store: Store, carrier: Path) -> list[Checked]:
    """The files for faces out of the source package that carries them; the rest is not read.

    Raises ``ModelError`` when a file is missing or not the one of the catalogue.
    """
    try:
        with tarfile.open(carrier) as archive:
            contents = [(entry, _packed(archive, entry)) for entry in IDENTITY]
    except (tarfile.TarError, KeyError, EOFError, OSError) as reason:
        raise ModelError(
            _("{file} does not carry the models for faces.").format(file=carrier.name),
            hint=_("Fetch it with: pip download --no-deps {package}").format(
                package=IDENTITY_CARRIER
            ),
        ) from reason
    return [_placed(store, entry, data, IDENTITY_CARRIER) for entry, data in contents]


def _packed(archive: tarfile.TarFile, entry: Entry) -> bytes:
    package, inside = entry.source.split(" ")
    top = package.replace("-", "_").replace("==", "-")
    opened = archive.extractfile(f"{top}/{inside}")
    if opened is None:
        raise KeyError(inside)
    return opened.read(entry.size + 1)


def _placed(store: Store, entry: Entry, data: bytes, carrier: str) -> Checked:
    with store.aside() as aside:
        made = aside / entry.file
        write_whole(made, data)
        found = fingerprint(made)
        if found != entry.sha256:
            raise ModelError(
                _("{file} is not the one the catalogue knows.").format(file=entry.file),
                hint=_("Fetch {package} again from a source you trust.").format(package=carrier),
            )
        store.keep(made, entry.file)
    return Checked(entry.name, entry.file, "sound", found)
