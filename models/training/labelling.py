"""A picture with everything that is known about it, for training and for measuring.

One thing is known from a person: the thing of the reviewed flag. The rest is what the detector in
force is sure of. Where it is unsure of a class, the picture is not complete for that class, and
training learns nothing from its absence; where it is unsure of the very thing that is taught, the
surroundings are grown over that patch, so that the picture stays complete for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from models import formats
from models.catalogue import LABELS
from models.cuts import Square, tiled, whole
from models.detectors import Detector
from models.loading import load_detector
from models.sightings import whole_things
from models.training.labels import line
from models.training.privacy import MARGIN, painted_over
from proctor.geometry import Box
from proctor.learning import Truth
from proctor.perception import ROOMS, Detection, Image, Subject
from proctor.storage import fingerprint

SURE, UNSURE = 0.5, 0.15
"""Scores from which a guess is taken for a label, and below which for nothing."""
SAME = 0.3
"""Two boxes that share more tell of one thing."""
SIDE, STEP = 640, 0.67
"""Largest square in a hall, pixels, and the step between squares, in sides."""
CROP, ROOM = 320.0, 1.3
"""Smallest side of a crop, pixels, and its size over what it is about."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A picture ready to be stored."""

    image: Image
    """BGR."""
    boxes: tuple[tuple[str, Box], ...]
    """Label and box in pixels."""
    complete_for: tuple[str, ...]
    """Labels that are boxed wherever they are to be seen, in the order of ``LABELS``."""
    unknown: tuple[tuple[str, Box], ...]
    """Where a label may or may not be; pixels."""

    def text(self) -> str:
        """The label file of YOLO: class, centre, width and height in 0–1 of the picture."""
        height, width = self.image.shape[:2]
        return "".join(line(LABELS.index(label), box, width, height) for label, box in self.boxes)


class Guesser:
    """A detector that looks at a whole picture, and at all of it in full resolution."""

    def __init__(self, detector: Detector, sha256: str) -> None:
        self._detector = detector
        self.labels = detector.labels
        self.sha256 = sha256

    @classmethod
    def of(cls, file: Path, *, threads: int = 0) -> "Guesser":
        """Out of exported weights that lie anywhere. Raises ``ModelError``."""
        detector = load_detector(file, formats.class_names(file), threads=threads)
        return cls(detector, fingerprint(file))

    def look(self, image: Image, subject: Subject, least: float) -> dict[str, list[Detection]]:
        """Label → things, best first, each once; every label it knows is there."""
        height, width = image.shape[:2]
        squares = _squares(width, height, subject)
        found = self._detector.find(image, squares, least)
        return {
            label: whole_things(found, label, squares, width, height)
            for label in sorted(self.labels)
        }


def _squares(width: int, height: int, subject: Subject) -> list[Square]:
    """Fixed here and not by the eyes' plan, so that score cards of two versions can be compared."""
    short = min(width, height)
    side = min(short, SIDE) if subject in ROOMS else short
    return [whole(width, height), *tiled(width, height, side, STEP)]


def labelled(
    image: Image, guesser: Guesser, subject: Subject, thing: str, box: Box, truth: Truth
) -> Labelled:
    """The picture with the labels that follow; ``box`` is that of ``thing``, pixels."""
    guesses = guesser.look(image, subject, UNSURE)
    elsewhere = [g for g in guesses.get(thing, ()) if not _tells_of(g.box, box)]
    guesses = {**guesses, thing: elsewhere}
    doubts = {label: [g.box for g in gs if g.score < SURE] for label, gs in guesses.items()}
    boxes = [(label, g.box) for label, gs in guesses.items() for g in gs if g.score >= SURE]
    if truth == "present":
        boxes.append((thing, box))
    return Labelled(
        image=painted_over(image, (doubt for doubt in doubts[thing] if not _touches(doubt, box))),
        boxes=tuple(sorted(boxes)),
        complete_for=_complete(doubts, thing, box),
        unknown=tuple(sorted((label, b) for label, bs in doubts.items() for b in bs)),
    )


def _complete(doubts: Mapping[str, list[Box]], thing: str, box: Box) -> tuple[str, ...]:
    """Labels without a doubt left; doubts about the thing are painted over unless it is in them."""
    without = {label for label, found in doubts.items() if not found}
    if not any(_touches(doubt, box) for doubt in doubts[thing]):
        without.add(thing)
    return tuple(label for label in LABELS if label in without)


def _touches(doubt: Box, box: Box) -> bool:
    """Whether painting over the doubt would reach the box."""
    return doubt.grown(MARGIN).meet(box) > 0


def _tells_of(guess: Box, box: Box) -> bool:
    return guess.iou(box) > SAME or box.holds(*guess.centre) or guess.holds(*box.centre)


def crop(width: int, height: int, box: Box, around: Box | None) -> Box:
    """The square around a thing and whoever has it, inside the frame; whole pixels."""
    shown = box if around is None else _both(box, around)
    side = min(max(CROP, ROOM * max(shown.width, shown.height)), width, height)
    x, y = shown.centre
    x0 = round(min(max(0.0, x - side / 2), width - side))
    y0 = round(min(max(0.0, y - side / 2), height - side))
    return Box(x0, y0, x0 + int(side), y0 + int(side))


def _both(one: Box, other: Box) -> Box:
    low, high = map(min, one[:2], other[:2]), map(max, one[2:], other[2:])
    return Box(*low, *high)
