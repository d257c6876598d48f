"""Clips with a truth and flags to tell stories with; seconds everywhere."""

from collections.abc import Sequence

from proctor.evaluation import Act, Case, Claim, Reference, ReferenceEvent
from proctor.geometry import Box
from proctor.timeline import Span, microseconds

LEFT, RIGHT = Box(0.0, 0.2, 0.4, 1.0), Box(0.6, 0.2, 1.0, 1.0)


def span(start: float, end: float) -> Span:
    return Span(microseconds(start), microseconds(end))


def event(
    start: float,
    end: float,
    *,
    code: str = "PEEK",
    place: str = "left",
    visible: float | None = 1.0,
) -> ReferenceEvent:
    return ReferenceEvent(code, place, span(start, end), visible)


def act(name: str, start: float, end: float, *, place: str = "left") -> Act:
    return Act(name, place, span(start, end))


def flag(
    start: float,
    end: float,
    score: float = 0.5,
    *,
    code: str = "PEEK",
    place: str = "left",
    clip: str = "clip",
) -> Claim:
    return Claim(clip, code, place, span(start, end), score)


def case(
    events: Sequence[ReferenceEvent] = (),
    flags: Sequence[Claim] = (),
    *,
    acts: Sequence[Act] = (),
    minutes: float = 10,
    clip: str = "clip",
    codes: frozenset[str] | None = None,
) -> Case:
    truth = Reference(
        clip=clip,
        source=f"{clip}.truth.json",
        sha256="",
        camera="front",
        duration_us=microseconds(60 * minutes),
        places={"left": LEFT, "right": RIGHT},
        events=tuple(events),
        acts=tuple(acts),
        codes=codes,
    )
    return Case(truth, tuple(flags))
