"""How far the installed eyes agree with a teacher on real footage that has no truth.

``python -m bench.agreed --teacher WEIGHTS CLIP …``: of the people of whom an object detector of
COCO's classes is sure, how many our eyes find; of ours, how many the teacher knows even faintly. A
teacher is no truth: it misses people behind desks, and takes chairs for people. It tells whether
something went wrong, not how good it is.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.models import folder_of
from models.eyes import NO_DETECTOR, load_eyes
from models.training.labelling import Guesser
from proctor.geometry import Box
from proctor.ports import Eyes
from streams.recording import open_recording

EVERY_US = 500_000
SURE, FAINT = 0.5, 0.05
"""Scores from which the teacher is sure of somebody, and from which it knows of somebody."""
SAME = 0.4
"""Share of overlap from which two boxes are one person."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """People of one clip."""

    pictures: int
    sure: int
    """Of whom the teacher is sure."""
    found: int
    """Of those, whom we found."""
    ours: int
    known: int
    """Of ours, whom the teacher knows at least faintly."""
    with_head: int
    """Of ours, whose head we found."""


def agreement(clip: Path, teacher: Guesser, eyes: Eyes) -> Agreement:
    """Counts over two pictures a second."""
    counts = [0] * 6
    for frame in open_recording(clip).frames(EVERY_US):
        said = teacher.look(frame.image, "road", FAINT)["person"]
        people = eyes.look(frame.image, "hall").people
        ours = [person.box for person in people]
        sure = [thing.box for thing in said if thing.score >= SURE]
        counts[0] += 1
        counts[1] += len(sure)
        counts[2] += sum(any(_same(box, other) for other in ours) for box in sure)
        counts[3] += len(ours)
        counts[4] += sum(any(_same(box, thing.box) for thing in said) for box in ours)
        counts[5] += sum(person.head is not None for person in people)
    return Agreement(*counts)


def _same(one: Box, other: Box) -> bool:
    """Whether they overlap enough, or one holds most of the other: boxes end where they please."""
    smaller = min(one.area, other.area)
    return one.iou(other) >= SAME or (smaller > 0 and one.meet(other) >= 0.8 * smaller)


def main(words: Sequence[str] | None = None) -> None:
    """A row for each clip."""
    parser = argparse.ArgumentParser(prog="python -m bench.agreed", description=__doc__)
    parser.add_argument("clips", type=Path, nargs="+")
    parser.add_argument("--teacher", type=Path, required=True, help="COCO weights, .xml or .onnx")
    asked = parser.parse_args(words)
    teacher = Guesser.of(asked.teacher)
    eyes = load_eyes(folder_of(), detector=NO_DETECTOR)
    titles = ("clip", "pictures", "teacher's people found", "ours known to it", "with head")
    sys.stdout.write(f"| {' | '.join(titles)} |\n|---|---|---|---|---|\n")
    for clip in asked.clips:
        row = agreement(clip, teacher, eyes)
        found, known = f"{row.found}/{row.sure}", f"{row.known}/{row.ours}"
        heads = f"{row.with_head}/{row.ours}"
        sys.stdout.write(f"| {clip.stem} | {row.pictures} | {found} | {known} | {heads} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
