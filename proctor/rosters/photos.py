"""Enrolment photos: which candidate a file shows, what is wrong with it, where it is kept.

Offices name such files after the serial or the identity number. Neither name enters the home: a
photo is kept under the SHA-256 of its bytes, in a folder for its owner alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from proctor.errors import StorageError
from proctor.home import Home
from proctor.i18n import _
from proctor.reasons import spoken
from proctor.rosters.attempt import Problem
from proctor.rosters.checking import Roster
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.numbers import is_right, masked
from proctor.rosters.photo import Photo
from proctor.rosters.pictures import size_of
from proctor.rosters.sealing import fingerprint_of
from proctor.storage import fingerprint, private_folder, regular_size, write_once

SUFFIXES = (".jpg", ".jpeg", ".png")
LEAST = 90
"""Pixels of the shorter side; of a smaller photo no face is large enough to be compared."""
LARGEST = 8 << 20
"""Bytes; no enrolment photo has more."""
MOST = 40_000_000
"""Pixels; a small file may claim to unpack to gigabytes."""


Look: TypeAlias = Callable[[bytes], None]
"""Unpacks a picture; raises ``ValueError``, in words, when that fails."""


@dataclass(frozen=True, slots=True)
class PhotoProblem:
    """Why a file was not taken, or that a candidate has none."""

    file: str
    """Its name, identity numbers masked; empty for a candidate without a photo."""
    serial: str
    """流水号 of the candidate; empty when it is unknown."""
    message: str
    """What is wrong, in the language in force."""


@dataclass(slots=True)
class Album:
    """What came of a heap of files."""

    photos: dict[str, Photo] = field(default_factory=dict)
    """Person → photo."""
    files: dict[str, Path] = field(default_factory=dict)
    """Person → its file."""
    problems: list[PhotoProblem] = field(default_factory=list)
    """Files that were not taken, and candidates without a photo."""
    seen: int = 0
    """Pictures that were looked at."""

    def take(self, person: str, path: Path, look: Look) -> None:
        """Add the photo of a person. Raises ``ValueError``, in words, when it is not taken."""
        self.seen += 1
        photo = checked_photo(person, path, look)
        first = self.photos.setdefault(person, photo)
        if first != photo:
            text = _("It shows the candidate of {file}, too, and is another picture.")
            raise ValueError(text.format(file=masked(self.files[person].name)))
        self.files.setdefault(person, path)


def checked_photo(person: str, path: Path, look: Look) -> Photo:
    """The photo in a file. Raises ``ValueError``, in words, when it is none that can be used."""
    try:
        size = regular_size(path)
        data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError:
        raise ValueError(_("There is no such file.")) from None
    except OSError as error:
        raise ValueError(_("It cannot be read: {reason}.").format(reason=spoken(error))) from None
    if size > LARGEST:
        raise ValueError(_("It has more than {n} MB.").format(n=LARGEST >> 20))
    width, height = size_of(data)
    if width * height > MOST:
        raise ValueError(_("It has more than {n} million pixels.").format(n=MOST // 1_000_000))
    if min(width, height) < LEAST:
        text = _("It has {width} × {height} pixels; the shorter side needs {least} or more.")
        raise ValueError(text.format(width=width, height=height, least=LEAST))
    look(data)
    return Photo(person, hashlib.sha256(data).hexdigest(), size, width, height)


def of_folder(folder: Path, attempts: Sequence[Enrolled], key: bytes, look: Look) -> Album:
    """The photos below ``folder``, each called like a serial or an identity number.

    Told are also the candidates without one who are examined on the days of those with one.
    """
    album, owners = Album(), _Owners(attempts, key)
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES):
        person = owners.of(path.stem)
        try:
            if person is None:
                album.seen += 1
                raise ValueError(_("No attempt on record has this serial or identity number."))
            album.take(person, path, look)
        except ValueError as error:
            serial = owners.serials.get(person or "", "")
            album.problems.append(PhotoProblem(masked(path.name), serial, str(error)))
    album.problems += _without(album, attempts)
    return album


class _Owners:
    """Whom a file is called after."""

    def __init__(self, attempts: Iterable[Enrolled], key: bytes) -> None:
        self.key = key
        self.persons = {one.serial: one.person for one in attempts}
        self.serials = {person: serial for serial, person in self.persons.items()}

    def of(self, stem: str) -> str | None:
        """The person; ``None`` for somebody who is not on record."""
        name = stem.strip()
        if name in self.persons:
            return self.persons[name]
        number = name.upper()
        person = fingerprint_of(number, self.key) if is_right(number) else ""
        return person if person in self.serials else None


def _without(album: Album, attempts: Iterable[Enrolled]) -> Iterator[PhotoProblem]:
    on_record = [one for one in attempts if not one.photo and one.person not in album.photos]
    days = {_day(one) for one in attempts if one.person in album.photos}
    told = {problem.serial for problem in album.problems}
    for one in on_record:
        if _day(one) in days and one.serial not in told:
            told.add(one.serial)
            yield PhotoProblem("", one.serial, _("The candidate has no photo."))


def _day(one: Enrolled) -> tuple[str, date]:
    return one.site, one.starts.astimezone().date()


def of_roster(roster: Roster, folder: Path, key: bytes, look: Look) -> tuple[Album, list[Problem]]:
    """The photos that a roster names, by paths relative to ``folder``, and the faults of cells."""
    album, problems = Album(), list[Problem]()
    for one in roster.pictured:
        person = fingerprint_of(one.attempt.id_number, key)
        try:
            album.take(person, _inside(folder, one.attempt.photo), look)
        except ValueError as error:
            value = masked(one.attempt.photo)[:60]
            problems.append(Problem(one.row, one.column, value, str(error)))
    return album, problems


def _inside(folder: Path, name: str) -> Path:
    """The file; a roster from elsewhere has no business outside of its own folder."""
    path = (folder / name.replace("\\", "/")).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ValueError(_("It lies outside of the folder of the roster."))
    return path


def put_away(home: Home, album: Album) -> None:
    """Keep the files of an album, each under the SHA-256 of its bytes.

    Raises ``StorageError``, also for a file that is not what it was when it was looked at.
    """
    for person, photo in album.photos.items():
        path = home.photo(photo.sha256)
        if not path.exists():
            for parent in (path.parent.parent, path.parent):
                private_folder(parent)
            write_once(path, _bytes_of(photo, album.files[person]), permissions=0o600)


def _bytes_of(photo: Photo, path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != photo.sha256:
        raise StorageError(
            _("{path} was changed while photos were taken in.").format(path=masked(str(path))),
            hint=_("Take them in again when nobody writes to that folder."),
        )
    return data


def photo_of(home: Home, sha256: str) -> Path:
    """The file of an enrolment photo.

    Raises ``StorageError`` when it is not there, or not the one that was taken in: whoever changes
    the picture changes who is taken for the candidate.
    """
    path = home.photo(sha256)
    if fingerprint(path) != sha256:
        raise StorageError(
            _("{path} is not the photo that was taken in.").format(path=path),
            hint=_("Put it back from a backup, or remove it and take the photo in again."),
        )
    return path
