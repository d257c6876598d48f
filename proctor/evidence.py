"""Files that show a flag: a stream-copied clip with pre- and post-roll, and annotated key frames.

The recording stays untouched. Every file is written before the record names it, under a path that
follows from the flag, so a run that was killed and started again makes the same files.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from proctor.codes import CODES
from proctor.errors import RecordingError
from proctor.findings import PICTURE, Evidence, EvidenceKind, Flag
from proctor.geometry import Box
from proctor.home import Home
from proctor.observations import Columns, LogHeader, ObservationLog
from proctor.perception import Frame
from proctor.ports import Cutter, Painter
from proctor.storage import fingerprint, write_once
from proctor.timeline import SECOND, Microseconds, Span

ROLL: Microseconds = 5 * SECOND
"""Footage kept before and after what is flagged."""

PLAYABLE = frozenset((".mp4", ".mov", ".m4v", ".ts", ".mts", ".m2ts"))
"""Recordings whose clips become MP4, which every player and browser takes."""


@dataclass(frozen=True, slots=True)
class Collected:
    """Evidence made, and what could not be made."""

    evidence: tuple[Evidence, ...]
    """Clip first, then key frames, flag by flag."""
    faults: tuple[str, ...] = ()
    """Sentences for people."""


@dataclass(frozen=True, slots=True)
class Collector:
    """Makes evidence for the flags of one recording."""

    home: Home
    cutter: Cutter
    painter: Painter

    def collect(self, flags: Iterable[Flag], recording: Path, log: ObservationLog) -> Collected:
        """Clip and key frames of every flag; what fails is told, not raised."""
        evidence: list[Evidence] = []
        faults: list[str] = []
        for flag in flags:
            try:
                evidence.append(self.clip(flag, recording, log.header.account.span))
            except RecordingError as error:
                faults.append(f"{flag.code} {flag.id}: no clip: {error.message}")
            try:
                evidence.extend(self.stills(flag, recording, log))
            except RecordingError as error:
                faults.append(f"{flag.code} {flag.id}: no key frame: {error.message}")
        return Collected(tuple(evidence), tuple(faults))

    def clip(
        self, flag: Flag, recording: Path, whole: Span, offset_us: Microseconds = 0
    ) -> Evidence:
        """Bit-exact copy of the packets around the flag; ``offset_us`` is the file's zero."""
        wanted = flag.span.widened(ROLL, ROLL).within(whole)
        shifted = Span(max(0, wanted.start_us - offset_us), max(0, wanted.end_us - offset_us))
        target, copied = self._copied(recording, shifted, self.home.evidence(flag.id))
        span = Span(copied.start_us + offset_us, copied.end_us + offset_us)
        note = f"stream copy of {recording.name}, from the keyframe before; not re-encoded"
        return self._item(flag, "clip", target, span, note)

    def clips(self, flag: Flag, files: Iterable[tuple[Path, Span]]) -> list[Evidence]:
        """Files that were copied from a camera's segments into the flag's folder."""
        note = "stream copy across the camera's segments, from the keyframe before; not re-encoded"
        return [self._item(flag, "clip", path, span, note) for path, span in files]

    def _copied(self, recording: Path, span: Span, folder: Path) -> tuple[Path, Span]:
        """An MP4 where pictures and sound surely fit into one, else Matroska, which takes more."""
        folder.mkdir(parents=True, exist_ok=True)
        mp4, mkv = folder / "clip.mp4", folder / "clip.mkv"
        if recording.suffix.lower() not in PLAYABLE:
            return mkv, self.cutter.clip(recording, span, mkv)
        try:
            return mp4, self.cutter.clip(recording, span, mp4)
        except RecordingError:
            return mkv, self.cutter.clip(recording, span, mkv)

    def stills(
        self, flag: Flag, recording: Path, log: ObservationLog, offset_us: Microseconds = 0
    ) -> list[Evidence]:
        """Annotated pictures of the surest moment, the start and the end; equal ones once.

        ``offset_us`` is the file's zero.
        """
        last = max(flag.span.start_us, flag.span.end_us - 1)
        frames: dict[Microseconds, Frame] = {}
        for at in (flag.peak_us, flag.span.start_us, last):
            frame = self.cutter.still(recording, max(0, at - offset_us))
            frame = replace(frame, media_us=frame.media_us + offset_us)
            frames.setdefault(frame.media_us, frame)
        return [
            self.key_frame(flag, frame, log, number)
            for number, frame in enumerate(frames.values(), 1)
        ]

    def key_frame(self, flag: Flag, frame: Frame, log: ObservationLog, number: int) -> Evidence:
        """One annotated picture, stored."""
        boxes = boxes_at(flag, frame, log)
        picture = self.painter.key_frame(frame.image, boxes, caption(flag, frame, log.header))
        target = self.home.evidence(flag.id) / f"key-{number}.jpg"
        write_once(target, picture)
        note = f"frame at {frame.media_us / SECOND:.3f} s, decoded and annotated"
        return self._item(flag, "key-frame", target, Span(frame.media_us, frame.media_us), note)

    def _item(self, flag: Flag, kind: EvidenceKind, path: Path, span: Span, note: str) -> Evidence:
        size, digest = path.stat().st_size, fingerprint(path)
        relative = self.home.relative(path)
        return Evidence(flag.id, kind, relative, digest, size, span, note)


def caption(flag: Flag, frame: Frame, header: LogHeader) -> str:
    """What, where and when, in both languages, so that a picture speaks for itself."""
    code = CODES[flag.code]
    wall = header.clock.wall(frame.media_us)
    when = wall.astimezone().strftime("%Y-%m-%d %H:%M:%S") if wall else "--"
    media = f"{frame.media_us / SECOND:.2f} s"
    return f"疑似 {code.zh} · {code.name} · {header.camera} · {flag.place} · {when} · {media}"


def boxes_at(flag: Flag, frame: Frame, log: ObservationLog) -> Mapping[str, Box]:
    """Body (and the phone a flag is about) at the sample nearest to the frame, pixels."""
    here = log.columns.get(flag.place)
    if flag.place == PICTURE or here is None or not len(here.times):
        return {}
    row = int(np.abs(here.times - frame.media_us).argmin())
    height, width = frame.image.shape[:2]
    found = {flag.place: _box(here, row, "")}
    if flag.code == "PHONE":
        found["phone"] = _box(here, row, "phone_")
    zones = {place.name: place.zone for place in log.header.places}
    found[flag.place] = found[flag.place] or zones.get(flag.place)
    return {name: box.scaled(width, height) for name, box in found.items() if box is not None}


def _box(here: Columns, row: int, prefix: str) -> Box | None:
    box = Box(*(float(here[f"{prefix}{side}"][row]) for side in ("x0", "y0", "x1", "y1")))
    return None if any(np.isnan(box)) else box
