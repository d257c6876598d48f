"""Pictures out of clips whose truth is known: shipped ones, or the office's ``*.truth.json``."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from models.catalogue import LABELS
from models.training.measuring import Shown
from models.training.reviews import jpeg
from proctor.errors import TruthError
from proctor.evaluation.looking import Look
from proctor.geometry import Box
from proctor.i18n import _
from proctor.perception import Subject
from proctor.ports import Cutter
from proctor.storage import write_whole
from proctor.timeline import SECOND, microseconds

EVERY = SECOND
"""Between two pictures of a clip."""
SEEN = 0.3
"""Share that must be visible for a thing to be asked for."""
SMALLEST = {"person": 14, "head": 8, "hand": 8, "phone": 8, "paper": 8, "wheel": 20}
"""Pixels of the longer side below which a thing is not asked for."""
_DAY_S, _FAR = 86_400.0, 1e6

Thing: TypeAlias = tuple[str, Box, float]
"""Label, box in pixels, share that is visible."""


def truthful(truth: Path, folder: Path, cutter: Cutter) -> list[Shown]:
    """A picture a second of the clip beside ``truth``, stored in ``folder``.

    Raises ``TruthError`` when the truth cannot be read, tells no frames, or has no clip.
    """
    top = Look.into(truth)
    clip = truth.with_name(f"{top['clip'].text()}.mp4")
    if not clip.exists():
        raise TruthError(
            _("There is no {clip} beside {truth}.").format(clip=clip.name, truth=truth.name),
            hint=_("Put the clip beside its truth, under the name that the truth gives it."),
        )
    subject: Subject = "hall" if top["scene"].text() == "hall" else "road"
    found = []
    for at_us, things in _moments(top):
        frame = cutter.still(clip, at_us + 1000)
        file = folder / "images" / clip.stem / f"{at_us // 1000:08d}.jpg"
        if not file.exists():
            write_whole(file, jpeg(frame.image))
        found.append(_shown(file, things, subject))
    return found


def _shown(file: Path, things: list[Thing], subject: Subject) -> Shown:
    plain = [_is_plain(*thing) for thing in things]
    named = [(label, box) for label, box, _seen in things]
    return Shown(
        file=file,
        things=tuple(n for n, asked in zip(named, plain, strict=True) if asked),
        complete_for=frozenset(LABELS),
        subject=subject,
        hidden=tuple(n for n, asked in zip(named, plain, strict=True) if not asked),
    )


def _is_plain(label: str, box: Box, seen: float) -> bool:
    return seen >= SEEN and max(box.width, box.height) >= SMALLEST[label]


def _moments(top: Look) -> Iterator[tuple[int, list[Thing]]]:
    after = 0
    for frame in top["frames"].each():
        at_us = microseconds(frame["t"].number(0, _DAY_S))
        if at_us >= after:
            after = at_us + EVERY
            yield at_us, list(_things(frame))


def _things(frame: Look) -> Iterator[Thing]:
    for person in frame["people"].each():
        yield "person", _box(person["box"]), 1.0
        for label in ("head", "phone", "paper"):
            if label in person:
                yield label, _box(person[label]), _share(person, f"{label}_seen")
        for side in ("l", "r"):
            if side in person["hands"]:
                yield "hand", _box(person["hands"][side]), _share(person["hands_seen"], side)
    for thing in frame["things"].each() if "things" in frame else ():
        label = thing["thing"].text()
        if label in LABELS and "box" in thing:
            yield label, _box(thing["box"]), _share(thing, "seen")


def _share(row: Look, name: str) -> float:
    """What is visible; 0 when the truth does not say."""
    return row[name].number(0, 1) if name in row else 0.0


def _box(look: Look) -> Box:
    return Box(*(side.number(-_FAR, _FAR) for side in look.each(4)))
