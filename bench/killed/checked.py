"""What lies in the folder, held against what was sent and what was acknowledged."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import av
from av.error import FFmpegError

from proctor.footage import Segment
from proctor.timeline import SECOND, Microseconds, Span
from streams.footage.day import INDEX
from streams.footage.shelf import Shelf

_TICK: Microseconds = 1_000
"""Matroska counts in milliseconds."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A clip as it was sent, again and again."""

    pictures: Mapping[str, int]
    """Digest of a packet → its number in the clip."""
    sounds: Mapping[str, int]
    """Likewise."""
    step_us: Microseconds
    """Between two pictures."""

    @classmethod
    def of(cls, clip: Path) -> "Sent":
        """Read it."""
        (pictures, stamps), (sounds, _) = _packets(clip, "video"), _packets(clip, "audio")
        step = (stamps[-1] - stamps[0]) // (len(stamps) - 1)
        return cls(_numbered(pictures), _numbered(sounds), step)


@dataclass(slots=True)
class Findings:
    """What is wrong, if anything, and what there is."""

    segments: dict[str, int] = field(default_factory=dict)
    """By state."""
    pictures: int = 0
    """Decoded."""
    seconds: float = 0.0
    """Of footage."""
    acknowledged: int = 0
    """Segments that were acknowledged and are as they should be."""
    faults: list[str] = field(default_factory=list)
    """Sentences."""


def leftovers(folder: Path) -> list[str]:
    """Unfinished files, and files that the index does not know."""
    shelf = Shelf(folder)
    known = {segment.path for segment in shelf.segments()}
    files = {path for path in folder.rglob("*") if path.is_file()}
    ours = {path for path in files if path.name in (INDEX, ".writer", ".reserve")}
    lost = [f"in the index, but not there: {path}" for path in sorted(known - files)]
    return lost + [f"not in the index: {path}" for path in sorted(files - known - ours)]


def checked(folder: Path, sent: Sent, acknowledged: Mapping[Path, Span]) -> Findings:
    """Every segment decoded from end to end, and held against what was sent."""
    found = Findings()
    shelf = Shelf(folder)
    segments = {segment.path: segment for segment in shelf.segments()}
    found.faults += leftovers(folder)
    for path in acknowledged:
        if path not in segments:
            found.faults.append(f"acknowledged, but not in the index: {path}")
    for path, segment in segments.items():
        found.segments[segment.state] = found.segments.get(segment.state, 0) + 1
        faults = [*_faults(segment, sent, acknowledged.get(path))]
        found.faults += faults
        found.acknowledged += path in acknowledged and not faults
        found.pictures += len(_packets(path, "video")[0])
        found.seconds += segment.length_us / SECOND
    return found


def _faults(segment: Segment, sent: Sent, promised: Span | None) -> Iterable[str]:
    path = segment.path
    pictures, stamps = _packets(path, "video")
    sounds, _stamps = _packets(path, "audio")
    yield from (f"{fault}: {path}" for fault in _not_as_sent(pictures, sent.pictures, "pictures"))
    yield from (f"{fault}: {path}" for fault in _not_as_sent(sounds, sent.sounds, "sounds"))
    if (decoded := _decoded(path)) != len(pictures):
        yield f"{decoded} of {len(pictures)} pictures can be decoded: {path}"
    if abs(len(pictures) * sent.step_us - segment.length_us) > 2 * _TICK:
        yield f"{len(pictures)} pictures, but a length of {segment.length_us} us: {path}"
    if any(abs(b - a - sent.step_us) > 2 * _TICK for a, b in pairwise(stamps)):
        yield f"stamps are not as they were sent: {path}"
    if segment.size != path.stat().st_size:
        yield f"the index has another size: {path}"
    number = sent.pictures.get(pictures[0]) if pictures else None
    if number != round(segment.media_us / sent.step_us) % len(sent.pictures):
        yield f"begins with another picture than its start says: {path}"
    span = Span(segment.media_us, segment.media_us + segment.length_us)
    if promised is not None and promised != span:
        yield f"{promised} was acknowledged, the index has {span}: {path}"


def _not_as_sent(digests: list[str], numbers: Mapping[str, int], what: str) -> Iterable[str]:
    """Whether the packets are a run of those sent, none changed, lost or doubled."""
    found = [numbers.get(digest) for digest in digests]
    if None in found:
        yield f"{found.count(None)} {what} were never sent"
        return
    steps = pairwise(found)
    if any((b or 0) != ((a or 0) + 1) % len(numbers) for a, b in steps):
        yield f"{what} are missing inside"


def _packets(path: Path, kind: str) -> tuple[list[str], list[Microseconds]]:
    """Digests and stamps of the packets of a track, in order of decoding."""
    digests, stamps = [], []
    with av.open(str(path)) as file:
        for track in file.streams.get({kind: 0}):
            for packet in file.demux(track):
                if packet.size:
                    digests.append(hashlib.sha256(bytes(packet)).hexdigest())
                    stamps.append(round((packet.pts or 0) * track.time_base * SECOND))
    return digests, stamps


def _numbered(digests: list[str]) -> dict[str, int]:
    numbers = {digest: number for number, digest in enumerate(digests)}
    if len(numbers) != len(digests):
        raise ValueError("two packets of the clip are the same")
    return numbers


def _decoded(path: Path) -> int:
    """Pictures that come out whole."""
    try:
        with av.open(str(path)) as file:
            return sum(not frame.is_corrupt for frame in file.decode(video=0))
    except FFmpegError:
        return -1
