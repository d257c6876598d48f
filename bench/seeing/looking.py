"""Looks at a clip: what the truth says of a picture, and what the eyes made of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.clips import Clip
from proctor.behind import EyesBehind
from proctor.geometry import Box
from proctor.perceive import perception_fingerprint
from proctor.perception import Detection, Frame, Image, Person, Sight, Subject
from proctor.ports import Eyes
from proctor.storage import write_whole
from proctor.timeline import Microseconds
from streams.recording import open_recording


@dataclass(frozen=True, slots=True)
class Look:
    """One picture."""

    media_us: Microseconds
    """Its moment."""
    image: Image
    """As decoded."""
    row: Mapping[str, Any]
    """The frame's row of the truth."""
    sight: Sight
    """What the eyes made of it."""


class RememberingEyes(EyesBehind):
    """Eyes that look at no picture twice; on disk as well when a folder is named.

    What lies in the folder is trusted as long as weights and settings are the same: name another
    folder after a change of code.
    """

    def __init__(self, eyes: Eyes, folder: Path | None = None) -> None:
        super().__init__(eyes)
        self._folder = folder
        self._known: dict[str, Sight] = {}

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """What the eyes behind see, or saw in the same picture before."""
        key = self._key(image, subject, within)
        if key not in self._known:
            self._known[key] = self._looked(key, image, subject, within)
        return self._known[key]

    def _looked(self, key: str, image: Image, subject: Subject, within: Sequence[Box]) -> Sight:
        if self._folder is None:
            return self.eyes.look(image, subject, within)
        note = self._folder / f"{key}.json"
        if note.exists():
            return sight_from(json.loads(note.read_text("utf-8")))
        sight = self.eyes.look(image, subject, within)
        note.parent.mkdir(parents=True, exist_ok=True)
        write_whole(note, json.dumps(asdict(sight), default=float).encode())
        return sight

    def _key(self, image: Image, subject: Subject, within: Sequence[Box]) -> str:
        words = f"{perception_fingerprint(self.eyes, subject)} {image.shape} {tuple(within)}"
        return hashlib.sha256(words.encode() + np.ascontiguousarray(image).tobytes()).hexdigest()


def sight_from(plain: Mapping[str, Any]) -> Sight:
    """A sight out of what ``asdict`` and JSON made of it."""
    things = plain["objects"]
    return Sight(
        tuple(_person(row) for row in plain["people"]),
        None
        if things is None
        else tuple(Detection(x["label"], Box(*x["box"]), x["score"]) for x in things),
    )


def _person(row: dict[str, Any]) -> Person:
    boxes = {"box": Box(*row["box"]), "head": row["head"] and Box(*row["head"])}
    hands = None if row["hands"] is None else tuple(Box(*box) for box in row["hands"])
    return Person(**{**row, **boxes, "hands": hands, "clothes": tuple(row["clothes"])})


def looks(clip: Clip, eyes: Eyes, every_us: Microseconds) -> Iterator[Look]:
    """A look at the first picture at or after each multiple of ``every_us`` with a known truth."""
    facts = clip.facts
    rows = {round(row["t"] * facts["fps"]): row for row in facts["frames"]}
    for frame in open_recording(clip.film).frames(every_us):
        row = rows.get(_number(frame, facts["fps"]))
        if row is not None:
            yield Look(frame.media_us, frame.image, row, eyes.look(frame.image, clip.subject))


def _number(frame: Frame, fps: float) -> int:
    return round(frame.media_us * fps / 1e6)
