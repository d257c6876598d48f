"""Annotations of CVAT: “CVAT for video 1.1”, and the tags of “CVAT for images 1.1”.

A track labelled with a flag code is an event for as long as its shapes are not ``outside``; the
attribute ``place`` names where, and boxes say where in the picture. Tags on consecutive frames are
one event. Labels that are no codes (``person``) are passed over, but one in capitals is taken for a
misspelt code and refused. Codes that the task does not declare as labels were not looked for.
https://docs.cvat.ai/docs/manual/advanced/xml_format/
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from statistics import median
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError, fromstring

from proctor.codes import CODES
from proctor.errors import TruthError
from proctor.evaluation.looking import unreadable
from proctor.evaluation.references import Reference, ReferenceEvent
from proctor.evaluation.truth import split_of
from proctor.geometry import Box
from proctor.i18n import _
from proctor.timeline import Span, microseconds


@dataclass(frozen=True, slots=True)
class _Shape:
    """One shape of a track, or one tag of a frame."""

    frame: int
    """Number in the video, from 0."""
    outside: bool
    """Whether the track is not to be seen from here on."""
    place: str
    """Of the attribute, or the track's own name."""
    box: Box | None
    """Pixels; ``None`` for tags and shapes that are no boxes."""


_Stretch: TypeAlias = tuple[str, Sequence[_Shape], int]
"""Code, visible shapes, first frame no longer inside."""


def read_cvat(path: Path, fps: float | None = None) -> Reference:
    """The reference in a CVAT export; ``fps`` for files that do not say it, which is most.

    Raises ``TruthError`` naming file, place and cure.
    """
    top = _document(path)
    rate = _fps(top, path, fps)
    stretches = [*_tracks(top, path), *_tags(top, path)]
    events = [
        ReferenceEvent(code, shapes[0].place, _span(shapes[0].frame, end, rate))
        for code, shapes, end in stretches
    ]
    declared = (_code(name.text or "", path) for name in top.iterfind("meta//label/name"))
    return Reference(
        clip=Path(top.findtext("meta//source") or path).stem.removesuffix(".cvat"),
        source=str(path),
        sha256="",
        camera="",
        duration_us=microseconds(_frames(top, path) / rate),
        places=_places(top, stretches),
        events=tuple(sorted(events, key=lambda event: event.span)),
        codes=frozenset(filter(None, declared)) | {event.code for event in events},
        split=split_of(path),
    )


def _document(path: Path) -> Element:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:  # CVAT writes none; bombs are made of them
            raise _wrong(path, _("it declares a document type of its own"))
        top = fromstring(text)  # noqa: S314 - no declarations, so nothing can be expanded
    except ParseError as error:
        raise _wrong(path, _("it is not XML: {fault}").format(fault=error)) from error
    if top.tag != "annotations":
        raise _wrong(path, _("it begins with <{tag}>").format(tag=top.tag))
    return top


def _fps(top: Element, path: Path, given: float | None) -> float:
    said = top.findtext("meta//fps") or top.findtext("meta//frame_rate")
    rate = given if given is not None else _number(said, path, "fps") if said else None
    if rate is None or rate <= 0:
        raise TruthError(
            _("{file} does not say how many frames a second its video has.").format(file=path),
            hint=_("Say it with --fps, such as --fps 25."),
        )
    return rate


def _frames(top: Element, path: Path) -> float:
    """Frames annotated; 0 when the file does not say."""
    first, last = top.findtext("meta//start_frame"), top.findtext("meta//stop_frame")
    if first is not None and last is not None:
        return _number(last, path, "stop_frame") - _number(first, path, "start_frame") + 1
    size = top.findtext("meta//size")
    return _number(size, path, "size") if size else 0


def _tracks(top: Element, path: Path) -> Iterator[_Stretch]:
    for n, track in enumerate(top.iterfind("track")):
        code = _code(track.get("label") or "", path)
        if code:
            name = f"track-{track.get('id', n)}"
            shapes = sorted((_shape(one, name, path) for one in track), key=lambda one: one.frame)
            for stretch, end in _visible(shapes):
                yield code, stretch, end


def _shape(element: Element, name: str, path: Path) -> _Shape:
    where = f"{name} <{element.tag}>"
    box = None
    if element.tag == "box":
        sides = [_number(element.get(side), path, f"{where} {side}") for side in _SIDES]
        box = Box(*sides)
    return _Shape(
        frame=int(_number(element.get("frame"), path, f"{where} frame")),
        outside=element.get("outside") == "1",
        place=_place(element) or name,
        box=box,
    )


def _visible(shapes: Iterable[_Shape]) -> Iterator[tuple[Sequence[_Shape], int]]:
    """Runs of shapes that are not outside, each with the first frame after it."""
    run: list[_Shape] = []
    for shape in shapes:
        if not shape.outside:
            run.append(shape)
        elif run:
            yield run, shape.frame
            run = []
    if run:
        yield run, run[-1].frame + 1


def _tags(top: Element, path: Path) -> Iterator[_Stretch]:
    tagged: dict[tuple[str, str], list[_Shape]] = defaultdict(list)
    for image in top.iterfind("image"):
        frame = int(_number(image.get("id"), path, "<image> id"))
        for tag in image.iterfind("tag"):
            if code := _code(tag.get("label") or "", path):
                place = _place(tag)
                tagged[code, place].append(_Shape(frame, False, place, None))
    for (code, _place_name), shapes in tagged.items():
        for run in _consecutive(sorted(shapes, key=lambda one: one.frame)):
            yield code, run, run[-1].frame + 1


def _consecutive(shapes: Iterable[_Shape]) -> Iterator[list[_Shape]]:
    run: list[_Shape] = []
    for shape in shapes:
        if run and shape.frame > run[-1].frame + 1:
            yield run
            run = []
        run.append(shape)
    if run:
        yield run


def _places(top: Element, stretches: Iterable[_Stretch]) -> Mapping[str, Box]:
    """The middle box of every place that has boxes, 0–1 of the frame."""
    width, height = (float(top.findtext(f"meta//original_size/{s}") or 0) for s in _SIZE)
    boxes: dict[str, list[Box]] = defaultdict(list)
    for _code_name, shapes, _end in stretches:
        for shape in shapes:
            if shape.box is not None:
                boxes[shape.place].append(shape.box)
    if not (width and height):
        return {}
    return {
        place: Box(*(median(side) for side in zip(*found, strict=True))).scaled(
            1 / width, 1 / height
        )
        for place, found in boxes.items()
    }


_SIDES = ("xtl", "ytl", "xbr", "ybr")
_SIZE = ("width", "height")


def _place(element: Element) -> str:
    return (element.findtext("attribute[@name='place']") or "").strip()


def _code(label: str, path: Path) -> str:
    """The label if it is a code, empty if it is something else."""
    label = label.strip()
    if label in CODES:
        return label
    if label.isupper() and (near := get_close_matches(label, CODES, n=1)):
        raise TruthError(
            _("{file}: the label {label} is no flag code.").format(file=path, label=label),
            hint=_("Did you mean {code}?").format(code=near[0]),
        )
    return ""


def _span(first: int, end: int, rate: float) -> Span:
    return Span(microseconds(first / rate), microseconds(end / rate))


def _number(text: str | None, path: Path, where: str) -> float:
    try:
        return float(text or "")
    except ValueError as error:
        raise TruthError(
            _("{file}: {where} must be a number, not {found}.").format(
                file=path, where=where, found=repr(text)
            ),
            hint=_("Export it again from CVAT as “CVAT for video 1.1”."),
        ) from error


def _wrong(path: Path, why: str) -> TruthError:
    return TruthError(
        _("{file} is not an annotation file of CVAT: {why}.").format(file=path, why=why),
        hint=_("Export it again from CVAT as “CVAT for video 1.1”."),
    )
