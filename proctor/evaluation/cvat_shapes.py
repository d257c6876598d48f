"""What is drawn and tagged in an export of CVAT, as stretches of frames."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from xml.etree.ElementTree import Element

from proctor.codes import CODES
from proctor.errors import TruthError
from proctor.evaluation.markup import exported, number
from proctor.geometry import Box
from proctor.i18n import _

FRAMES = 1e8
"""The highest number a frame may have: 46 days at 25 a second."""
_FAR = 1e9
"""Pixels from the corner of the picture."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Which frames of the video were annotated."""

    first: int
    """Number in the video, from 0."""
    end: int | None
    """The first one after them; ``None`` when the file does not say."""
    step: int = 1
    """Every how many frames one was shown to the annotators."""

    def holds(self, frame: int) -> bool:
        """Whether it is among them."""
        return self.first <= frame and (self.end is None or frame < self.end)

    def until(self, frame: int) -> int:
        """``frame``, or the end when that comes first."""
        return frame if self.end is None else min(frame, self.end)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Something that was marked without a break."""

    code: str
    """The flag code it is labelled with."""
    place: str
    """Of the attribute, or the track's own name; empty when neither says where."""
    first: int
    """Its first frame."""
    end: int
    """The first frame that is no longer of it."""
    boxes: tuple[Box, ...] = ()
    """Pixels; none for tags and shapes that are no boxes."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """One shape of a track, or one tag of a frame."""

    frame: int
    """Number in the video."""
    outside: bool
    """Whether the track is not to be seen from here on."""
    place: str
    """Of the attribute, or the track's own name when there is a box."""
    box: Box | None
    """Pixels; ``None`` for tags and shapes that are no boxes."""


def stretches(top: Element, frames: Frames, path: Path) -> Iterator[Stretch]:
    """Everything that is labelled with a code. Raises ``TruthError`` naming place and cure."""
    yield from _tracks(top, frames, path)
    yield from _tags(top, frames, path)


def _tracks(top: Element, frames: Frames, path: Path) -> Iterator[Stretch]:
    for n, track in enumerate(top.iterfind("track")):
        label = code(track.get("label") or "", path)
        if label:
            name = f"track-{track.get('id', n)}"
            shapes = [_shape(one, name, frames, path) for one in track]
            for run, end in _visible(sorted(shapes, key=lambda one: one.frame), frames.step):
                boxes = tuple(shape.box for shape in run if shape.box is not None)
                yield Stretch(label, run[0].place, run[0].frame, frames.until(end), boxes)


def _shape(element: Element, name: str, frames: Frames, path: Path) -> _Shape:
    where = f"{name} <{element.tag}>"
    box = None
    if element.tag == "box":
        sides = ("xtl", "ytl", "xbr", "ybr")
        box = Box(*(number(element.get(s), path, f"{where} {s}", -_FAR, _FAR) for s in sides))
    outside = (element.get("outside") or "").lower() in ("1", "true")
    return _Shape(
        frame=_frame(element.get("frame"), f"{where} frame", frames, path, anywhere=outside),
        outside=outside,
        place=_place(element) or (name if box else ""),
        box=box,
    )


def _frame(
    text: str | None, where: str, frames: Frames, path: Path, *, anywhere: bool = False
) -> int:
    """A number of a frame, which must have been annotated unless it may be ``anywhere``."""
    frame = int(number(text, path, where, 0, FRAMES))
    if not anywhere and not frames.holds(frame):
        raise TruthError(
            _("{file}: {where} is {frame}, outside the frames that were annotated.").format(
                file=path, where=where, frame=frame
            ),
            hint=exported(),
        )
    return frame


def _visible(shapes: Iterable[_Shape], step: int) -> Iterator[tuple[Sequence[_Shape], int]]:
    """Runs of shapes that are not outside, each with the first frame after it."""
    run: list[_Shape] = []
    for shape in shapes:
        if not shape.outside:
            run.append(shape)
        elif run and shape.frame > run[0].frame:
            yield run, shape.frame
            run = []
        else:
            run = []
    if run:
        yield run, run[-1].frame + step


def _tags(top: Element, frames: Frames, path: Path) -> Iterator[Stretch]:
    tagged: dict[tuple[str, str], list[int]] = defaultdict(list)
    for image in top.iterfind("image"):
        frame = _frame(image.get("id"), "<image> id", frames, path)
        for mark in image:
            label = code(mark.get("label") or "", path)
            if label and mark.tag != "tag":
                raise _no_length(path, label, mark.tag)
            if label:
                tagged[label, _place(mark)].append(frame)
    for (label, place), marked in tagged.items():
        for first, end in _consecutive(sorted(marked), frames.step):
            yield Stretch(label, place, first, frames.until(end))


def _no_length(path: Path, label: str, shape: str) -> TruthError:
    return TruthError(
        _("{file}: {label} is a <{shape}> on single images, so nobody knows how long.").format(
            file=path, label=label, shape=shape
        ),
        hint=exported(),
    )


def _consecutive(marked: Iterable[int], step: int) -> Iterator[tuple[int, int]]:
    """First frame and first frame after each run without a gap."""
    run: list[int] = []
    for frame in marked:
        if run and frame > run[-1] + step:
            yield run[0], run[-1] + step
            run = []
        run.append(frame)
    if run:
        yield run[0], run[-1] + step


def _place(element: Element) -> str:
    return (element.findtext("attribute[@name='place']") or "").strip()


def code(label: str, path: Path) -> str:
    """The label if it is a code, empty if it is something else; refuses a misspelt code."""
    label = label.strip()
    if label in CODES:
        return label
    if label.isupper() and (near := get_close_matches(label, CODES, n=1)):
        raise TruthError(
            _("{file}: the label {label} is no flag code.").format(file=path, label=label),
            hint=_("Did you mean {code}?").format(code=near[0]),
        )
    return ""
