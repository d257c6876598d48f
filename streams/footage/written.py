"""Segments as files: what they say of themselves, and what is left of one whose writer was killed.

Every segment carries in its tags when it began, so that a file without its line in the index, or
without its end, still knows its place.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from proctor.errors import RecordingError
from proctor.footage import Segment
from proctor.timeline import Microseconds
from streams.container import Container
from streams.copying import StreamCopy, dated
from streams.footage.day import SUFFIX, Day, name_of, start_in

SALVAGED = "-salvaged"
"""Stands in the name of what was saved, which so never meets a segment that was finished."""

_CAMERA, _START, _WATCH = "PROCTOR_CAMERA", "PROCTOR_START", "PROCTOR_WATCH"
_MEDIA = "PROCTOR_MEDIA_US"


def tags_of(segment: Segment) -> dict[str, str]:
    """What is written into the head of the file; the start as well as it is known by then."""
    return {
        _CAMERA: segment.camera,
        _START: segment.start.isoformat() if segment.start else "",
        _WATCH: segment.watch,
        _MEDIA: str(segment.media_us),
    }


def found(day: Day, path: Path) -> Segment:
    """A file that bears the name of a segment and is not in the index, as it should be there."""
    start = start_in(day.folder.name, path.name)
    salvaged = SALVAGED in path.stem
    bare = Segment(day.camera, path, start, 0, path.stat().st_size)
    try:
        read = _read(path)
    except RecordingError as error:
        return replace(bare, state="unreadable", note=error.message)
    whole = _placed(bare, read)
    if start is not None and whole.start is not None and not salvaged:
        # The name was chosen at the end, when the start was known better than in the tags.
        shift = (start - whole.start) // timedelta(microseconds=1)
        whole = replace(whole, start=start, media_us=max(0, whole.media_us + shift))
    return replace(whole, state="salvaged" if salvaged else "found")


def salvage(day: Day, part: Path) -> Segment | None:
    """What can be read of an unfinished segment as a whole one, not yet in the index.

    ``None`` when there is nothing in it. Afterwards ``part`` may go. Raises ``StorageError`` when
    the disk refuses.
    """
    start = start_in(day.folder.name, part.name[1:])
    bare = Segment(day.camera, part, start, 0, 0, "salvaged")
    try:
        target = _copied(day, part, bare)
    except RecordingError:
        return None
    return replace(found(day, target), state="salvaged")


def _copied(day: Day, part: Path, bare: Segment) -> Path:
    with Container(part) as container:
        segment = _placed(bare, _Read(0, 0, "", False, dict(container.file.metadata)))
        stem = name_of(segment.start).removesuffix(SUFFIX) if segment.start else part.stem[1:]
        target = day.folder / f"{stem}{SALVAGED}{SUFFIX}"
        if target.exists():  # saved already, by a process that was killed before it said so
            return target
        with StreamCopy(container.video, container.audio, target, tags=tags_of(segment)) as copy:
            for packet in dated(container.everything(0), container.stamps, copy.track):
                if copy.first is not None or packet.is_keyframe:
                    copy.add(packet)
            if copy.first is None:
                raise RecordingError(f"{part} has no pictures")
            copy.finish()
    return target


@dataclass(frozen=True, slots=True)
class _Read:
    length_us: Microseconds
    pictures: int
    codec: str
    audio: bool
    tags: Mapping[str, str]


def _read(path: Path) -> _Read:
    """What the file says, its packets counted through. Raises ``RecordingError``."""
    with Container(path) as container:
        ends = [(p.pts or container.zero) + (p.duration or 0) for p in container.packets()]
        return _Read(
            length_us=max(0, container.media(max(ends, default=container.zero))),
            pictures=len(ends),
            codec=container.video.codec_context.name,
            audio=container.audio is not None,
            tags=dict(container.file.metadata),
        )


def _placed(bare: Segment, read: _Read) -> Segment:
    """``bare`` with what the file says."""
    start = bare.start
    with contextlib.suppress(ValueError):
        start = datetime.fromisoformat(read.tags.get(_START, ""))
    return replace(
        bare,
        start=start,
        length_us=read.length_us,
        pictures=read.pictures,
        codec=read.codec,
        audio=read.audio,
        watch=read.tags.get(_WATCH, ""),
        media_us=_number(read.tags.get(_MEDIA)),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdecimal() else 0
