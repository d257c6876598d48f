"""Pictures of people who are known: a folder per person, or the rendered clips by their truth."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from bench.clips import Clip, shipped
from proctor.geometry import Box
from proctor.perception import Image
from proctor.ports import Eyes
from streams.recording import open_recording

PICTURES = frozenset([".jpg", ".jpeg", ".png", ".bmp"])
MOST = 48
"""Pictures of one session; more of the same say nothing new."""
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Shot:
    """A head in a picture."""

    image: Image
    """The head and its surroundings."""
    head: Box
    """Pixels of ``image``."""


@dataclass(frozen=True, slots=True)
class Session:
    """Pictures of one person made on one occasion, in order of time."""

    person: str
    """Who; the same word, the same person."""
    name: str
    """Which occasion."""
    shots: tuple[Shot, ...]
    """At most ``MOST``."""


def of_folder(folder: Path, eyes: Eyes) -> Iterator[Session]:
    """``PERSON/SESSION/*.jpg``, ``PERSON/*.jpg`` (one session) and ``PERSON/*.mp4`` (one each).

    Of each picture the largest head counts.
    """
    for person in sorted(inside for inside in folder.iterdir() if inside.is_dir()):
        loose: list[Path] = []
        for file in sorted(person.iterdir()):
            if file.is_dir():
                yield _session(person.name, file.name, sorted(file.iterdir()), eyes)
            elif file.suffix.lower() in PICTURES:
                loose.append(file)
            else:
                shots = _largest(_frames(file), eyes)
                yield Session(person.name, file.name, tuple(shots))
        if loose:
            yield _session(person.name, "pictures", loose, eyes)


def of_clips() -> Iterator[Session]:
    """Rendered people of the clips that ship; a person exists in one clip only."""
    for clip in shipped():
        if clip.facts.get("source") is None and clip.name.startswith(("cabin", "hall")):
            yield from _of_clip(clip)


def _of_clip(clip: Clip) -> Iterator[Session]:
    truth = json.loads(clip.truth.read_text("utf-8"))
    frames = list(open_recording(clip.film).frames(0))
    shots: dict[int, list[Shot]] = {}
    for frame, told in zip(frames, truth["frames"], strict=False):
        for person in told["people"]:
            turned = max(abs(person["cam_yaw"]), abs(person["cam_pitch"]))
            if person["head"] and (person["head_seen"] or 0) > 0.7 and turned < 40:
                head = Box(*map(float, person["head"]))
                shots.setdefault(person["pid"], []).append(_cropped(frame.image, head))
    for pid, found in sorted(shots.items()):
        yield Session(f"{clip.name}-{pid}", clip.name, tuple(_evenly(found)))


def _session(person: str, name: str, files: Sequence[Path], eyes: Eyes) -> Session:
    wanted = _evenly([file for file in files if file.suffix.lower() in PICTURES])
    images = [cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR) for file in wanted]
    read = [np.asarray(image, np.uint8) for image in images if image is not None]
    return Session(person, name, tuple(_largest(read, eyes)))


def _frames(film: Path) -> list[Image]:
    return [frame.image for frame in _evenly(list(open_recording(film).frames(200_000)))]


def _largest(images: Sequence[Image], eyes: Eyes) -> Iterator[Shot]:
    for image in images:
        heads = [one.head for one in eyes.look(image, "hall").people if one.head is not None]
        if heads:
            yield _cropped(image, max(heads, key=lambda head: head.area))


def _cropped(image: Image, head: Box) -> Shot:
    height, width = image.shape[:2]
    around = head.grown(0.7).within(width, height)
    x, y = int(around.x0), int(around.y0)
    piece = image[y : int(around.y1), x : int(around.x1)].copy()
    return Shot(piece, Box(head.x0 - x, head.y0 - y, head.x1 - x, head.y1 - y))


def _evenly(things: Sequence[_Thing]) -> list[_Thing]:
    if len(things) <= MOST:
        return list(things)
    return [things[at] for at in np.linspace(0, len(things) - 1, MOST).round().astype(int)]
