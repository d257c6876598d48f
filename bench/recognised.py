"""Whether detectors trained on photographs (COCO) find the people and phones of rendered clips.

``python -m bench.recognised CLIP.mp4 STILL.jpg ... [--models DIR]``: each picture needs its truth
beside it, ``CLIP.truth.json`` or ``STILL.json``. Every installed detector looks at the squares that
``proctor analyze`` would show it.

A person counts when the head is visible by at least 0.3 and the visible box is at least 20 pixels
high; found by a box of score 0.25 and IoU 0.3 that no other person has taken. A phone counts when
the longer side of its visible box has at least 60 pixels; found by a box of score 0.25, IoU 0.2.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.clips import SUBJECTS, Clip
from bench.models import folder_of
from models.detectors import Detector, suppressed
from models.objects import YoloDetector
from models.plans import plan
from models.weights import Installed, Store
from proctor.errors import ModelError, ProctorError, TruthError
from proctor.evaluation.intervals import wilson
from proctor.geometry import Box
from proctor.perception import Image
from proctor.storage import fingerprint
from streams.recording import open_recording

HEAD_SEEN, PERSON_HEIGHT, PHONE_SIDE = 0.3, 20, 60
SCORE = 0.25
EVERY_US = 500_000
"""Pictures nearer than that are so alike that they say nothing new."""
LABELS: Mapping[str, float] = {"person": 0.3, "phone": 0.2}
"""What is looked for → least IoU of a hit."""
SAME = 0.6
"""Overlap from which two boxes of neighbouring squares are one thing."""
TITLE = "## Do renderings look real to a detector of photographs?"
MEANING = f"""People count when the head is visible by {HEAD_SEEN} and the visible box is at least
{PERSON_HEIGHT} pixels high (found: score {SCORE}, IoU {LABELS["person"]}, one box for one person);
phones when the longer side of the visible box has {PHONE_SIDE} pixels (found: score {SCORE}, IoU
{LABELS["phone"]}). Counted are pictures, so neighbours are alike: the intervals (Wilson, 95 %) are
too narrow. Of a clip two pictures a second are taken. The detectors see the squares that
`proctor analyze` would show them."""


@dataclass(frozen=True, slots=True)
class Footage:
    """A clip or a still with its truth."""

    picture: Path
    """The ``.mp4``, ``.jpg`` or ``.png``."""
    truth: Mapping[str, Any]
    """What its truth file says; of a still, that is one frame."""

    @property
    def view(self) -> str:
        """Scene, camera and, where the truth says it, light."""
        camera = self.truth["camera"]
        name = camera["name"] if isinstance(camera, dict) else camera
        return " ".join(filter(None, (self.truth["scene"], name, self.truth.get("light"))))

    def pictures(self) -> Iterator[tuple[Image, Mapping[str, Any]]]:
        """A picture every half second that the truth knows, with its row of the truth."""
        if "frames" not in self.truth:
            yield np.asarray(cv2.imread(str(self.picture)), np.uint8), self.truth
            return
        rows = {round(row["t"] * self.truth["fps"]): row for row in self.truth["frames"]}
        for frame in open_recording(self.picture).frames(EVERY_US):
            row = rows.get(round(frame.media_us * self.truth["fps"] / 1e6))
            if row is not None:
                yield frame.image, row


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of one sort there were, and how many were found."""

    found: int = 0
    there: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.found + other.found, self.there + other.there)

    def __str__(self) -> str:
        """Count, share and 95 % interval; a dash of nothing."""
        if not self.there:
            return "–"
        low, high = wilson(self.found, self.there)
        share = self.found / self.there
        return f"{self.found}/{self.there} = {share:.0%} ({low:.0%}–{high:.0%})"


@dataclass(frozen=True, slots=True)
class Row:
    """What one detector found in one clip or still."""

    name: str
    view: str
    detector: str
    people: Tally
    phones: Tally


def read(picture: Path) -> Footage:
    """A picture with the truth beside it; raises ``TruthError`` when there is none."""
    notes = (picture.with_suffix(".truth.json"), picture.with_suffix(".json"))
    for note in notes:
        if picture.exists() and note.exists():
            return Footage(picture, json.loads(note.read_text("utf-8")))
    raise TruthError(f"{picture} or its truth ({notes[0].name}) is missing.")


def detectors(folder: Path) -> dict[str, Detector]:
    """Every object detector of the store, by name; raises ``ModelError`` when there is none."""
    store = Store(folder)
    found = {row.name: _loaded(store, row) for row in store.detectors()}
    if not found:
        raise ModelError(
            f"No object detector is installed in {folder}.",
            hint="Import one: proctor models import FILE",
        )
    return found


def _loaded(store: Store, row: Installed) -> Detector:
    file = store.checked(row)
    if file.suffix == ".pt":
        from models.ultra import UltralyticsDetector

        return UltralyticsDetector(file)
    return YoloDetector(file, row.classes)


def wanted(row: Mapping[str, Any]) -> dict[str, list[Box]]:
    """Boxes that ought to be found in a picture, by label."""
    people = [p for p in row["people"] if p["head_seen"] >= HEAD_SEEN]
    boxes = [Box(*p["box"]) for p in people]
    held = [p["phone"] for p in row["people"]]
    loose = [x["box"] for x in row.get("things", ()) if x["thing"] == "phone"]
    phones = [Box(*box) for box in (*held, *loose) if box]
    return {
        "person": [box for box in boxes if box.height >= PERSON_HEIGHT],
        "phone": [box for box in phones if max(box.width, box.height) >= PHONE_SIDE],
    }


def hits(there: Sequence[Box], given: Sequence[Box], least: float) -> int:
    """How many of ``there`` are met by a box of their own, the closest pairs first."""
    pairs = sorted(
        ((a.iou(b), i, k) for i, a in enumerate(there) for k, b in enumerate(given)), reverse=True
    )
    met: set[int] = set()
    used: set[int] = set()
    for overlap, i, k in pairs:
        if overlap >= least and i not in met and k not in used:
            met.add(i)
            used.add(k)
    return len(met)


def looked(footage: Footage, detector: Detector) -> dict[str, Tally]:
    """What a detector found of each label in all pictures of a clip."""
    sums = dict.fromkeys(LABELS, Tally())
    subject = SUBJECTS[footage.truth["scene"]]
    for image, row in footage.pictures():
        there = wanted(row)
        if not any(there.values()):
            continue
        squares = plan(image.shape[1], image.shape[0], subject).objects
        found = detector.find(image, squares, SCORE)
        for label, least in LABELS.items():
            given = [thing.box for thing in suppressed(found.detections(label), SAME)]
            sums[label] += Tally(hits(there[label], given, least), len(there[label]))
    return sums


def measured(footage: Sequence[Footage], eyes: Mapping[str, Detector]) -> Iterator[Row]:
    """One row for each clip and detector."""
    for part in footage:
        for name, detector in eyes.items():
            sums = looked(part, detector)
            yield Row(part.picture.stem, part.view, name, sums["person"], sums["phone"])


def table(rows: Sequence[Row]) -> str:
    """The rows, and their sums by detector and view, as Markdown."""
    lines = ["| clip | view | detector | people found | phones found |", "|---|---|---|---|---|"]
    lines += [_line(row) for row in rows]
    for detector in dict.fromkeys(row.detector for row in rows):
        own = [row for row in rows if row.detector == detector]
        views = dict.fromkeys(row.view for row in own)
        for view in views if len(own) > len(views) > 1 else ():
            part = [row for row in own if row.view == view]
            if len(part) > 1:
                lines.append(_line(_sum(part, view, detector)))
        if len(own) > 1:
            lines.append(_line(_sum(own, "every view", detector)))
    return "\n".join(lines)


def _sum(rows: Sequence[Row], view: str, detector: str) -> Row:
    people = sum((row.people for row in rows), Tally())
    return Row("all", view, detector, people, sum((row.phones for row in rows), Tally()))


def _line(row: Row) -> str:
    return f"| {row.name} | {row.view} | {row.detector} | {row.people} | {row.phones} |"


def section(store: Path, clips: Sequence[Clip], work: Path) -> str:
    """The part of the accuracy page: these clips before every detector of that folder.

    What ``work`` remembers of a clip is not looked at again.
    """
    eyes = detectors(store)
    weights = [f"{row.name} {row.sha256}" for row in Store(store).detectors()]
    rows = [row for clip in clips for row in _remembered(clip, eyes, weights, work)]
    return f"{TITLE}\n\n{MEANING}\n\n{table(rows)}\n"


def _remembered(
    clip: Clip, eyes: Mapping[str, Detector], weights: Sequence[str], work: Path
) -> list[Row]:
    """The rows of one clip, kept under the hash of everything they follow from."""
    source = (MEANING, str(EVERY_US), fingerprint(clip.film), fingerprint(clip.truth), *weights)
    note = work / f"{hashlib.sha256(chr(10).join(source).encode()).hexdigest()[:16]}.json"
    if not note.exists():
        rows = list(measured([read(clip.film)], eyes))
        note.parent.mkdir(parents=True, exist_ok=True)
        note.write_text(json.dumps([asdict(row) for row in rows]), "utf-8")
    kept = json.loads(note.read_text("utf-8"))
    sums, view = ("people", "phones"), read(clip.film).view
    return [
        Row(**row | {name: Tally(**row[name]) for name in sums} | {"view": view}) for row in kept
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Print the table of the given clips and stills."""
    parser = argparse.ArgumentParser(prog="python -m bench.recognised", description=__doc__)
    parser.add_argument("pictures", nargs="+", type=Path, help="clips (.mp4) or stills")
    parser.add_argument("--models", type=Path, help="folder of the models")
    asked = parser.parse_args(words)
    try:
        eyes = detectors(folder_of(asked.models))
        rows = list(measured([read(picture) for picture in asked.pictures], eyes))
    except ProctorError as reason:
        sys.exit(f"{reason.message}\n{reason.hint}".strip())
    sys.stdout.write(f"{table(rows)}\n")


if __name__ == "__main__":
    main()
