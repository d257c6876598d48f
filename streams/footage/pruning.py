"""Deleting what is older or more than it may be, on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from proctor.errors import StorageError
from proctor.footage import Limits, Need, Segment, Surplus, surplus
from streams.footage.day import Day
from streams.footage.shelf import Shelf, unwritten


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was deleted, and what was not ours to delete."""

    gone: list[Surplus] = field(default_factory=list)
    """The oldest first."""
    busy: list[str] = field(default_factory=list)
    """Cameras that another program records: it prunes them itself."""

    @property
    def size(self) -> int:
        """Bytes that are free again."""
        return sum(one.segment.size for one in self.gone)


def due(
    shelves: Sequence[Shelf], limits: Limits, needs: Iterable[Need], now: datetime
) -> Iterator[Surplus]:
    """What should be deleted. Raises ``StorageError`` when an index cannot be read."""
    if limits.endless:
        return
    held = {shelf.camera: sum(day.held() for day in shelf.days()) for shelf in shelves}
    yield from surplus(_oldest_first(shelves), held, limits, needs, now)


def pruned(
    shelves: Sequence[Shelf], limits: Limits, needs: Iterable[Need], now: datetime
) -> Pruned:
    """What was deleted: first in the index, then on the disk. Raises ``StorageError``.

    Shelves that are not ours are taken meanwhile; those that somebody else writes are left alone.
    """
    told = Pruned()
    by_camera = {shelf.camera: shelf for shelf in shelves}
    for one in [*due(shelves, limits, needs, now)]:
        shelf = by_camera[one.segment.camera]
        if shelf.camera in told.busy:
            continue
        with _writing(shelf) as allowed:
            if not allowed:
                told.busy.append(shelf.camera)
                continue
            _drop(shelf, one, now)
            told.gone.append(one)
    return told


def _drop(shelf: Shelf, one: Surplus, now: datetime) -> None:
    path = one.segment.path
    try:
        shelf.holding(path).drop(one.segment, one.why, now)
    except OSError as error:
        raise unwritten(path, error) from error


@contextmanager
def _writing(shelf: Shelf) -> Iterator[bool]:
    """Whether the shelf may be written now."""
    if shelf.ours:
        yield True
        return
    try:
        shelf.take()
    except StorageError:
        yield False
        return
    try:
        yield True
    finally:
        shelf.leave()


def _oldest_first(shelves: Sequence[Shelf]) -> Iterator[Segment]:
    """Segments of all cameras by start, a day at a time."""
    days: dict[str, list[Day]] = {}
    for shelf in shelves:
        for day in shelf.days():
            days.setdefault(day.folder.name, []).append(day)
    for _name, same in sorted(days.items()):
        found = [segment for day in same for segment in day.segments() if segment.start]
        yield from sorted(found, key=lambda s: (s.start, s.path))
