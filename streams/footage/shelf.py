"""All footage of one camera: its days, the one process that may write, what a crash left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from proctor.errors import StorageError
from proctor.footage import Segment
from proctor.i18n import _
from proctor.reasons import spoken
from proctor.timeline import Clock, SystemClock
from streams.footage import written
from streams.footage.day import Day, day_of, is_part, is_segment, unread
from streams.lines import sync_folder

_LOCK = ".writer"
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_EVER, _NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_LONGEST = timedelta(hours=1)
"""A segment that began so long before a moment cannot show it."""


@dataclass(slots=True)
class Mended:
    """What was found to be different from what the index said, and put in order."""

    salvaged: list[Segment] = field(default_factory=list)
    """Saved from files that a killed process left unfinished."""
    found: list[Segment] = field(default_factory=list)
    """Whole, but not in the index."""
    unreadable: list[Path] = field(default_factory=list)
    """Not in the index, and nothing can be read; they stay."""
    missing: list[Path] = field(default_factory=list)
    """In the index, but not on the disk."""
    removed: list[Path] = field(default_factory=list)
    """Without a picture, or to be deleted already."""
    damaged: int = 0
    """Lines of indexes that cannot be read."""

    def __bool__(self) -> bool:
        """Whether anything was out of order."""
        lists = (self.salvaged, self.found, self.unreadable, self.missing, self.removed)
        return bool(any(lists) or self.damaged)

    def sentences(self) -> Iterator[str]:
        """For the log and the account, English."""
        for count, text in (
            (len(self.salvaged), "segment(s) were salvaged from unfinished files"),
            (len(self.found), "segment(s) were not in the index"),
            (len(self.unreadable), "segment(s) without a line in the index cannot be read"),
            (len(self.missing), "segment(s) of the index are missing"),
            (len(self.removed), "leftover file(s) were removed"),
            (self.damaged, "line(s) of the index are damaged"),
        ):
            if count:
                yield f"{count} {text}."


class Shelf:
    """One camera's folder; reading is free to all, writing to whoever ``take``s it."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        """``folder`` bears the name of the camera, with what no name can hold spelt as %XX."""
        self.folder = folder
        self.camera = unquote(folder.name)
        self.clock = clock or SystemClock()
        self._days: dict[str, Day] = {}
        self._taken: int | None = None

    def days(self) -> list[Day]:
        """Oldest first. Raises ``StorageError``."""
        try:
            names = sorted(p.name for p in self.folder.glob(_DAY) if p.is_dir())
        except OSError as error:
            raise unread(self.folder, error) from error
        return [self._day(name) for name in names]

    def day(self, start: datetime) -> Day:
        """The day in which a segment that begins then belongs; its folder is made.

        Raises ``OSError``.
        """
        day = self._day(day_of(start))
        if not day.folder.is_dir():
            day.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder)
        return day

    def holding(self, path: Path) -> Day:
        """The day in whose folder a segment lies."""
        return self._day(path.parent.name)

    def _day(self, name: str) -> Day:
        return self._days.setdefault(name, Day(self.folder / name, self.camera))

    def segments(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> Iterator[Segment]:
        """What the index knows, by start; only what lies between the two moments if given."""
        first = day_of(start - _LONGEST) if start else ""
        last = day_of(end) if end else "9"
        for day in self.days():
            if first <= day.folder.name <= last:
                yield from (s for s in day.segments() if s.shows(start or _EVER, end or _NEVER))

    @property
    def ours(self) -> bool:
        """Whether we are the one who may write."""
        return self._taken is not None

    def take(self) -> None:
        """Become the one who writes, until ``leave`` or the end of the process.

        Raises ``StorageError`` when somebody else is, or the folder cannot be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise unwritten(self.folder, error) from error
        if not _locked(descriptor):
            os.close(descriptor)
            raise StorageError(
                _("The footage of camera {camera} is being written by another program.").format(
                    camera=self.camera
                ),
                hint=_("One program may record a camera at a time; give this one another name."),
            )
        self._taken = descriptor

    def leave(self) -> None:
        """Let others write; harmless when repeated."""
        if self._taken is not None:
            os.close(self._taken)
            self._taken = None

    def mend(self, latest: int | None = None) -> Mended:
        """Make index and folder agree after whatever happened; only after ``take``.

        ``latest`` limits it to so many days. Raises ``StorageError`` when the disk refuses.
        """
        told = Mended()
        for day in self.days()[-(latest or 0) :]:
            try:
                _mend(day, told, self.clock.now())
            except OSError as error:
                raise unwritten(day.folder, error) from error
        return told


def _mend(day: Day, told: Mended, now: datetime) -> None:
    known, names = day.entries(), day.names()
    told.damaged += day.damaged
    for name in filter(is_segment, names):
        if name in known.dropped:
            (day.folder / name).unlink(missing_ok=True)
            told.removed.append(day.folder / name)
        elif name not in known.there or name in known.missing:
            segment = written.found(day, day.folder / name)
            day.add(segment)
            _tell(told, segment)
    for name in sorted(known.there.keys() - known.missing - set(names)):
        day.miss(name, now)
        told.missing.append(day.folder / name)
    for name in filter(is_part, names):
        _mend_part(day, day.folder / name, told)


def _tell(told: Mended, segment: Segment) -> None:
    match segment.state:
        case "unreadable":
            told.unreadable.append(segment.path)
        case "salvaged":
            told.salvaged.append(segment)
        case _:
            told.found.append(segment)


def _mend_part(day: Day, part: Path, told: Mended) -> None:
    if written.SALVAGED in part.name:  # killed while it saved another one, which still lies there
        part.unlink()
        return
    segment = written.salvage(day, part)
    if segment is None:
        told.removed.append(part)
    elif segment.path.name not in day.entries().there:
        day.add(segment)
        told.salvaged.append(segment)
    part.unlink()


def _locked(descriptor: int) -> bool:
    if os.name == "nt":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def unwritten(path: Path, error: OSError) -> StorageError:
    """What the disk says when footage cannot be kept."""
    return StorageError(
        _("{path} cannot be written: {reason}").format(path=path, reason=spoken(error)),
        hint=_("Check that the disk has room and that the folder may be written to."),
    )


def shelves(root: Path) -> list[Shelf]:
    """The cameras of which there is footage, by name. Raises ``StorageError``."""
    try:
        return [Shelf(folder) for folder in sorted(root.iterdir()) if folder.is_dir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise unread(root, error) from error
