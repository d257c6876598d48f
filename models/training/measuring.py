"""How good a detector is on pictures that nobody taught it, and whether another one is better.

Every detector is read off at its own threshold: the lowest score at which it gives no more than
``FALSE`` false boxes a picture. So what is compared is what an office would get for the same
trouble, not how loud a network speaks.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.catalogue import LABELS
from models.training import labels
from models.training.labelling import Guesser
from models.training.reviews import Picture, label_of
from proctor.geometry import Box
from proctor.learning import Truth
from proctor.perception import Detection, Subject
from proctor.storage import fingerprint

FALSE = 0.1
"""False boxes of a class a picture that an office puts up with."""
LEAST = 0.02
"""Guesses below this score are not asked for."""
HIT = 0.4
"""Overlap from which a guess is the thing: phones are a few pixels wide, and held."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture to be measured by."""

    file: Path
    """JPEG."""
    things: tuple[tuple[str, Box], ...]
    """Label and box in pixels."""
    complete_for: frozenset[str]
    """Labels that are boxed wherever they are to be seen; only these are measured."""
    subject: Subject = "hall"
    """Which exam it shows."""
    hidden: tuple[tuple[str, Box], ...] = ()
    """Things too small or too hidden to be asked for; who finds them is not wrong either."""
    flag: str = ""
    """The reviewed flag it shows, if any."""
    about: tuple[str, Box, Truth] | None = None
    """What the flag is about, where, and whether it is there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One detector on a set of pictures."""

    pictures: int
    """How many."""
    sha256: str
    """Over the hashes of the pictures, sorted."""
    threshold: Mapping[str, float]
    """Label → score at which it was read off; above 1 when no score is quiet enough."""
    found: Mapping[str, tuple[bool, ...]]
    """Label that the detector knows → whether each thing was found, in order of the pictures."""
    right: Mapping[str, bool]
    """Flag → whether it is raised exactly when the thing is there."""


def measured(
    guesser: Guesser,
    shown: Sequence[Shown],
    tell: Callable[[int, int], None] = lambda _done, _whole: None,
) -> Measured:
    """How the detector does on the pictures."""
    guesses = []
    for done, picture in enumerate(shown, 1):
        guesses.append(guesser.look(labels.picture(picture.file), picture.subject, LEAST))
        tell(done, len(shown))
    asked = {label for picture in shown for label in picture.complete_for}
    known = [label for label in LABELS if label in asked & guesser.labels]
    rows = {label: _matched(label, shown, guesses) for label in known}
    at = {label: _threshold(falses, seen) for label, (_hits, falses, seen) in rows.items()}
    return Measured(
        pictures=len(shown),
        sha256=_together(shown),
        threshold=at,
        found={
            label: tuple(h >= at[label] for h in hits) for label, (hits, _f, _s) in rows.items()
        },
        right=_right(shown, guesses, at),
    )


def of_reviews(folder: Path, pictures: Iterable[Picture]) -> list[Shown]:
    """The held-out pictures of an export."""
    return [
        Shown(
            file=folder / picture.name,
            things=things_of(folder / picture.name),
            complete_for=frozenset(picture.complete_for),
            subject=picture.subject,
            flag=picture.flag,
            about=(picture.thing, Box(*picture.box), picture.truth),
        )
        for picture in pictures
        if picture.side == "held-out"
    ]


def things_of(file: Path) -> tuple[tuple[str, Box], ...]:
    """Labels and boxes of a picture, pixels."""
    height, width = labels.picture(file).shape[:2]
    return tuple(
        (LABELS[int(number)], Box(*corners).scaled(width, height))
        for number, *corners in labels.boxes(label_of(file)).astype(float).tolist()
    )


def _matched(
    label: str, shown: Sequence[Shown], guesses: Sequence[Mapping[str, Sequence[Detection]]]
) -> tuple[list[float], list[float], int]:
    """Score at which each thing is found (0: never), scores of false boxes, pictures that count."""
    hits: list[float] = []
    falses: list[float] = []
    seen = 0
    for picture, guess in zip(shown, guesses, strict=True):
        if label not in picture.complete_for:
            continue
        seen += 1
        boxes = [box for name, box in picture.things if name == label]
        scores = [0.0] * len(boxes)
        excused = boxes + [box for name, box in picture.hidden if name == label]
        for said in guess.get(label, ()):
            free = [n for n, box in enumerate(boxes) if not scores[n] and said.box.iou(box) >= HIT]
            if free:
                scores[max(free, key=lambda n: said.box.iou(boxes[n]))] = said.score
            elif not any(said.box.iou(box) >= HIT for box in excused):
                falses.append(said.score)
        hits += scores
    return hits, falses, seen


def _threshold(falses: Sequence[float], pictures: int) -> float:
    """The lowest score at which at most ``FALSE`` false boxes a picture remain."""
    allowed = int(FALSE * pictures)
    ranked = sorted(falses, reverse=True)
    return LEAST if len(ranked) <= allowed else float(np.nextafter(np.float64(ranked[allowed]), 2))


def _right(
    shown: Sequence[Shown],
    guesses: Sequence[Mapping[str, Sequence[Detection]]],
    at: Mapping[str, float],
) -> dict[str, bool]:
    """A flag is right when the thing is seen in any of its pictures, or in none when absent."""
    raised: dict[str, bool] = {}
    present: dict[str, bool] = {}
    for picture, guess in zip(shown, guesses, strict=True):
        if picture.about is None:
            continue
        label, box, truth = picture.about
        sure = [g for g in guess.get(label, ()) if g.score >= at.get(label, np.inf)]
        seen = any(g.box.iou(box) >= HIT or box.holds(*g.box.centre) for g in sure)
        raised[picture.flag] = raised.get(picture.flag, False) or seen
        present[picture.flag] = truth == "present"
    return {flag: raised[flag] == present[flag] for flag in sorted(raised)}


def _together(shown: Iterable[Shown]) -> str:
    import hashlib

    lines = sorted(fingerprint(picture.file) for picture in shown)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
