"""The clips that ship, with their truth: ``tune`` may set thresholds, ``check`` may not."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from proctor.evaluation import Reference, read
from proctor.perception import Subject
from proctor.storage import fingerprint

WORLD = Path(__file__).parent.parent / "tests" / "footage" / "world"
SPLITS = ("check", "tune")
"""What clips may be used for, and the folders of their names."""
SUBJECTS: Mapping[str, Subject] = {"hall": "hall", "cabin": "road"}
"""Which exam a scene belongs to."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip that ships."""

    split: str
    """``tune`` or ``check``."""
    film: Path
    """The recording."""

    @property
    def name(self) -> str:
        """Without folder and ending."""
        return self.film.stem

    @property
    def truth(self) -> Path:
        """The truth file beside it."""
        return self.film.with_suffix(".truth.json")

    @property
    def reference(self) -> Reference:
        """The truth, as an evaluation reads it."""
        return read(self.truth)

    @property
    def facts(self) -> dict[str, Any]:
        """What the truth file says."""
        found: dict[str, Any] = json.loads(self.truth.read_text("utf-8"))
        return found

    @property
    def subject(self) -> Subject:
        """The exam that it shows."""
        return SUBJECTS[self.facts["scene"]]


def shipped(only: Iterable[str] = ()) -> list[Clip]:
    """The clips by split and name; only some of them if any are named."""
    return lying_in(WORLD, only)


def lying_in(world: Path, only: Iterable[str] = ()) -> list[Clip]:
    """As ``shipped``, of a folder with one for each split."""
    wanted = set(only)
    return [
        Clip(split, film)
        for split in SPLITS
        for film in sorted((world / split).glob("*.mp4"))
        if not wanted or film.stem in wanted
    ]


def named(clips: Iterable[Clip]) -> str:
    """The clips in words, each with the beginning of its hash: two pages tell apart by it."""
    split: dict[str, list[str]] = {}
    for clip in clips:
        told = f"{clip.name} ({fingerprint(clip.film)[:8]})"
        split.setdefault(clip.split, []).append(told)
    return "; ".join(f"`{name}`: {', '.join(told)}" for name, told in split.items())


def laid_out(clips: Iterable[Clip], folder: Path) -> dict[str, Path]:
    """The clips as a recorder would name them, camera and moment in the name; by subject."""
    shutil.rmtree(folder, ignore_errors=True)
    folders: dict[str, Path] = {}
    for clip in clips:
        facts = clip.facts
        subject = clip.subject
        moment = datetime.fromisoformat(facts["clock_start"])
        folders[subject] = folder / subject
        folders[subject].mkdir(parents=True, exist_ok=True)
        shutil.copy(clip.film, folders[subject] / f"{clip.name}_{moment:%Y%m%d_%H%M%S}.mp4")
    return folders
