"""Annotations of CVAT: “CVAT for video 1.1”, and the tags of “CVAT for images 1.1”.

A track labelled with a flag code is an event for as long as its shapes are not ``outside``; the
attribute ``place`` names where, and boxes say where in the picture. Tags on consecutive frames are
one event. Labels that are no codes (``person``) are passed over, but one in capitals is taken for a
misspelt code and refused. Codes that the task does not declare as labels were not looked for. What
lies before ``start_frame`` and after ``stop_frame`` was not annotated; frames are numbered as in
the video, whatever step the task took.
https://docs.cvat.ai/docs/manual/advanced/xml_format/
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from xml.etree.ElementTree import Element

from proctor.errors import TruthError
from proctor.evaluation.cvat_shapes import FRAMES, Frames, Stretch, code, stretches
from proctor.evaluation.markup import document, number, wrong
from proctor.evaluation.references import Reference, ReferenceEvent
from proctor.evaluation.truth import split_of
from proctor.geometry import Box
from proctor.i18n import _
from proctor.timeline import Span, microseconds

_RATES = (0.1, 1000.0)
"""Frames a second that a video may have."""
_SIDES = (1, 1e6)
"""Pixels that a side of the picture may have."""


def read_cvat(path: Path, fps: float | None = None) -> Reference:
    """The reference in a CVAT export; ``fps`` for files that do not say it, which is most.

    Raises ``TruthError`` naming file, place and cure.
    """
    top = _annotations(path)
    rate = _fps(top, path, fps)
    frames = _frames(top, path)
    found = list(stretches(top, frames, path))
    events = [ReferenceEvent(one.code, one.place, _span(one.first, one.end, rate)) for one in found]
    annotated = _span(frames.first, frames.end or frames.first, rate)
    return Reference(
        clip=Path(top.findtext("meta//source") or path).stem.removesuffix(".cvat"),
        source=str(path),
        sha256="",
        camera="",
        start_us=annotated.start_us,
        duration_us=annotated.duration_us,
        places=_places(top, found, path),
        events=tuple(sorted(events, key=lambda event: event.span)),
        codes=_codes(top, found, path),
        split=split_of(path),
    )


def _annotations(path: Path) -> Element:
    top = document(path)
    if top.tag != "annotations":
        raise wrong(path, _("it begins with <{tag}>").format(tag=top.tag))
    if len(top.findall("meta//task")) > 1:
        raise wrong(path, _("it holds several tasks, and a task is one video"))
    return top


def _fps(top: Element, path: Path, given: float | None) -> float:
    said = given or top.findtext("meta//fps") or top.findtext("meta//frame_rate")
    if not said:
        raise TruthError(
            _("{file} does not say how many frames a second its video has.").format(file=path),
            hint=_("Say it with --fps, such as --fps 25."),
        )
    return number(said, path, "fps", *_RATES)


def _frames(top: Element, path: Path) -> Frames:
    """Which frames were annotated; the end is open when the file does not say."""

    def said(name: str, low: float) -> int | None:
        text = top.findtext(f"meta//{name}")
        return None if text is None else int(number(text, path, name, low, FRAMES))

    first = said("start_frame", 0) or 0
    last, size = said("stop_frame", first), said("size", 0)
    name, _equals, step = (top.findtext("meta//frame_filter") or "").partition("=")
    every = int(number(step, path, name, 1, FRAMES)) if name.strip() == "step" else 1
    end = last + 1 if last is not None else first + size * every if size else None
    return Frames(first, end, every)


def _codes(top: Element, found: Iterable[Stretch], path: Path) -> frozenset[str]:
    """What was looked for: every code among the labels."""
    declared = (code(name.text or "", path) for name in top.iterfind("meta//label/name"))
    codes = frozenset(filter(None, declared)) | {one.code for one in found}
    if not codes:
        raise TruthError(
            _("{file}: none of its labels is a flag code.").format(file=path),
            hint=_("Labels that count are called like codes, such as PHONE."),
        )
    return codes


def _places(top: Element, found: Iterable[Stretch], path: Path) -> Mapping[str, Box]:
    """The middle box of every place that has boxes, 0–1 of the frame."""
    sides = [top.findtext(f"meta//original_size/{side}") for side in ("width", "height")]
    boxes: dict[str, list[Box]] = defaultdict(list)
    for one in found:
        boxes[one.place] += one.boxes
    if not all(sides):
        return {}
    width, height = (number(side, path, "original_size", *_SIDES) for side in sides)
    return {
        place: Box(*map(median, zip(*drawn, strict=True))).scaled(1 / width, 1 / height)
        for place, drawn in boxes.items()
        if drawn
    }


def _span(first: int, end: int, rate: float) -> Span:
    return Span(microseconds(first / rate), microseconds(end / rate))
