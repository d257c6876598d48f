"""The index of a camera's footage held against the disk; nothing is changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from proctor.errors import RecordingError, StorageError
from proctor.footage import GONE, Segment
from streams.container import Container
from streams.footage.day import Day, is_part, is_segment
from streams.footage.shelf import Shelf

Fault: TypeAlias = Literal[
    "missing", "size", "unindexed", "unfinished", "unreadable", "undecodable", "damaged-index"
]

_YOUNG_S = 120.0
"""While a camera is recorded, so young a file may be in the making."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as the index says."""

    camera: str
    """Whose footage."""
    path: Path
    """The segment, or the index itself."""
    fault: Fault
    """What is wrong."""
    detail: str = ""
    """Numbers, English."""


def problems(
    shelf: Shelf, *, decode: bool = False, told: Callable[[], None] = lambda: None
) -> Iterator[Problem]:
    """Everything that is wrong with a camera's footage. Raises ``StorageError``.

    With ``decode`` every picture is decoded. ``told`` hears of every segment.
    """
    busy = _busy(shelf)
    for day in shelf.days():
        entries, segments = day.entries(), day.segments()
        if day.damaged:
            yield Problem(shelf.camera, day.index.path, "damaged-index", f"{day.damaged} lines")
        for segment in segments:
            yield from _of_segment(segment, decode)
            told()
        yield from _strays(day, entries.there.keys() | entries.dropped, busy)


def _busy(shelf: Shelf) -> bool:
    """Whether another program records this camera."""
    try:
        shelf.take()
    except StorageError:
        return True
    shelf.leave()
    return False


def _strays(day: Day, known: Set[str], busy: bool) -> Iterator[Problem]:
    """Files that the index does not know; those that are being written are none."""
    for name in day.names():
        path = day.folder / name
        if name in known or not (is_segment(name) or is_part(name)):
            continue
        if not (busy and _age_s(path) < _YOUNG_S):
            yield Problem(day.camera, path, "unfinished" if is_part(name) else "unindexed")


def _of_segment(segment: Segment, decode: bool) -> Iterator[Problem]:
    camera, path = segment.camera, segment.path
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        yield Problem(camera, path, "missing")
        return
    if size != segment.size:
        yield Problem(camera, path, "size", f"{size} bytes, {segment.size} in the index")
    if segment.state in GONE:
        yield Problem(camera, path, "unreadable", segment.note)
    elif decode and (reason := _undecodable(segment)):
        yield Problem(camera, path, "undecodable", reason)


def _undecodable(segment: Segment) -> str:
    """Why not every picture comes out; empty when all do."""
    try:
        with Container(segment.path) as container:
            frames = [frame.is_corrupt for frame in container.pictures(container.packets())]
            pictures, damaged = len(frames), container.damaged + sum(frames)
    except RecordingError as error:
        return error.message
    if damaged or pictures < segment.pictures:
        return f"{pictures} of {segment.pictures} pictures, {damaged} damaged"
    return ""


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0
