"""Before what the simulated camera hangs: shipped renderings, and real clips if given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from bench.clips import shipped
from proctor.perception import Image
from streams.recording import open_recording

Kind = Literal["real", "rendered"]
RATE = 5
"""Pictures a second that are kept of a clip."""
MOST = 150
"""Pictures that are kept of a clip."""
SIZE = 820, 461
"""Pixels of the scene, a part of which the camera sees."""


@dataclass(frozen=True)
class Scene:
    """One clip as a place before which a camera may hang for as long as one likes."""

    film: Path
    """The clip."""
    kind: Kind
    """Real, or rendered."""
    split: str
    """``tune`` or ``check``."""

    @property
    def name(self) -> str:
        """Without folder and ending."""
        return self.film.stem

    @property
    def family(self) -> str:
        """Halls, cabins, or the clip alone: cabins are the same car, seen from the same mount."""
        return self.name.split("_")[0] if self.kind == "rendered" else self.name

    @cached_property
    def pictures(self) -> list[Image]:
        """Cut to 16:9 and brought to ``SIZE``."""
        return list(self._read())

    def _read(self) -> Iterator[Image]:
        for number, frame in enumerate(open_recording(self.film).frames(1_000_000 // RATE)):
            if number == MOST:
                return
            yield _fitted(frame.image)

    def at(self, seconds: float) -> Image:
        """Forwards and backwards for ever: somebody always moves, and nothing ever jumps."""
        turn = 2 * max(1, len(self.pictures) - 1)
        step = round(seconds * RATE) % turn
        return self.pictures[min(step, turn - step) % len(self.pictures)]


def _fitted(image: Image) -> Image:
    height, width = image.shape[:2]
    wide, high = min(width, height * 16 // 9), min(height, width * 9 // 16)
    x, y = (width - wide) // 2, (height - high) // 2
    part = image[y : y + high, x : x + wide]
    return np.asarray(cv2.resize(part, SIZE, interpolation=cv2.INTER_AREA), np.uint8)


def scenes(clips: Path | None) -> list[Scene]:
    """The shipped clips of one camera and no fault, and those in ``clips``, every other to tune."""
    rendered = [
        Scene(clip.film, "rendered", clip.split)
        for clip in shipped()
        if not clip.name.startswith(("faults", "composite"))
    ]
    return [*rendered, *_real(clips)]


def _real(clips: Path | None) -> Sequence[Scene]:
    if clips is None:
        return []
    films = sorted(path for path in clips.iterdir() if path.suffix in (".mp4", ".gif", ".mkv"))
    splits = ("tune", "check")
    return [Scene(film, "real", splits[number % 2]) for number, film in enumerate(films)]
