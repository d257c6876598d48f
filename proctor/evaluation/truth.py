"""Truth files (``*.truth.json``): what a rendered or hand-annotated clip shows.

Only what an evaluation needs is read, and checked; ``truth.schema.json`` describes the whole.
"""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from proctor.codes import CODES
from proctor.evaluation.looking import Look
from proctor.evaluation.references import Act, Reference, ReferenceEvent
from proctor.geometry import Box
from proctor.i18n import _
from proctor.timeline import Span, microseconds

VERSION = 2
"""The newest version; files without a number are of version 1."""

SPLITS = ("tune", "check")
"""Folders whose name says what their clips may be used for."""

_DAY_S = 86_400.0
_FAR, _WIDEST = 1e9, 1e6
"""Pixels from the corner of the picture, and of its sides."""
_LATE_S = 0.5
"""An event may end so much after the last frame, for it may be rounded."""


def read_truth(path: Path) -> Reference:
    """The reference in a truth file. Raises ``TruthError`` naming file, place and cure."""
    top = Look.into(path)
    if "version" in top and top["version"].number(1, 1e6) > VERSION:
        raise top["version"].wrong(_("at most {version}").format(version=VERSION))
    length_s = top["duration_s"].number(0.001, _DAY_S)
    _each_once(top["events"])
    return Reference(
        clip=top["clip"].text(),
        source=str(path),
        sha256=_sha256(top),
        camera=top["camera"]["name"].text() if "camera" in top else "",
        duration_us=microseconds(length_s),
        places=_places(top),
        events=tuple(sorted(_events(top, length_s), key=lambda event: event.span)),
        acts=tuple(sorted(_acts(top, length_s), key=lambda act: act.span)),
        split=split_of(path),
    )


def split_of(path: Path) -> str:
    """``tune`` or ``check`` when the file lies in such a folder, else empty."""
    return next((name for name in SPLITS if path.absolute().parent.name == name), "")


def code_of(look: Look) -> str:
    """One of the office's codes; a misspelt one is refused with what may have been meant."""
    code = look.text()
    if code not in CODES:
        near = get_close_matches(code.upper(), CODES, n=1)
        meant = _("a code such as {code}").format(code=near[0] if near else "PHONE")
        raise look.wrong(meant)
    return code


def _sha256(top: Look) -> str:
    if "sha256" not in top:
        return ""
    text = top["sha256"].text().lower()
    if len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise top["sha256"].wrong(_("64 hex digits"))
    return text


def _places(top: Look) -> Mapping[str, Box]:
    """Boxes of the places where somebody is or something happens, 0–1 of the frame."""
    if "places" not in top:
        return {}
    width, height = (side.number(1, _WIDEST) for side in top["size"].each(2))
    busy = {event["place"].text() for event in top["events"].each()}
    found: dict[str, Box] = {}
    for place in top["places"].each():
        name = place["place"].text()
        if name in found:
            raise place["place"].wrong(_("a name that no other place has"))
        if "box" in place and (_taken(place) or name in busy):
            found[name] = _box(place["box"]).scaled(1 / width, 1 / height)
    return found


def _taken(place: Look) -> bool:
    return place["taken"].truth() if "taken" in place else True


def _box(look: Look) -> Box:
    box = Box(*(side.number(-_FAR, _FAR) for side in look.each(4)))
    if not box.area:
        raise look.wrong(_("a box as [left, top, right, bottom]"))
    return box


def _each_once(events: Look) -> None:
    """Refuses the same event twice: one of the two could never be found."""
    before: set[str] = set()
    for event in events.each():
        said = event.spelt()
        if said in before:
            raise event.wrong(_("another event than all before it"))
        before.add(said)


def _events(top: Look, length_s: float) -> list[ReferenceEvent]:
    """One for each that happens: what two places do together stands there twice."""
    once: list[ReferenceEvent] = []
    for event in _told(top, length_s):
        twin = next((n for n, other in enumerate(once) if _is_twin(event, other)), None)
        if twin is None:
            once.append(event)
        elif event.visible is not None:  # whoever is seen better shows it
            best = max(event.visible, once[twin].visible or 0.0)
            once[twin] = replace(once[twin], visible=best)
    return once


def _is_twin(event: ReferenceEvent, other: ReferenceEvent) -> bool:
    """Whether the other is the same happening, told of the other place."""
    pair = event.place, event.other
    return (
        event.code == other.code
        and pair == (other.other, other.place)
        and (event.span.overlap_us(other.span) > 0)
    )


def _told(top: Look, length_s: float) -> list[ReferenceEvent]:
    return [
        ReferenceEvent(
            code=code_of(event["code"]),
            place=event["place"].text(),
            span=_lasting(event, length_s),
            visible=event["visible"].number(0, 1) if "visible" in event else None,
            other=event["with"].text() if "with" in event else "",
        )
        for event in top["events"].each()
    ]


def _acts(top: Look, length_s: float) -> list[Act]:
    if "acts" not in top:
        return []
    return [
        Act(act["act"].text(), act["place"].text(), _span(act, length_s))
        for act in top["acts"].each()
    ]


def _span(entry: Look, length_s: float) -> Span:
    start = entry["start_s"].number(0, length_s)
    end = entry["end_s"].number(start, length_s + _LATE_S)
    return Span(microseconds(start), microseconds(min(end, length_s)))


def _lasting(event: Look, length_s: float) -> Span:
    span = _span(event, length_s)
    if not span.duration_us:  # nothing shares time with it, so nothing could ever find it
        raise event["end_s"].wrong(_("later than its start, and both within the clip"))
    return span
