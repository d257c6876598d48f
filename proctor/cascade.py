"""Where a recording is looked at again, more closely, after the scan."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from proctor.asking import asks
from proctor.geometry import Box
from proctor.places import PICTURE_PLACE, Place
from proctor.rules.base import LONGEST_SAMPLE, Scene
from proctor.sampling import SamplingPlan
from proctor.timeline import SECOND, Microseconds, Span, merged, total_us

MINUTE: Microseconds = 60 * SECOND
PICTURE = PICTURE_PLACE.name


@dataclass(frozen=True, slots=True)
class Closer:
    """The closer looks that a scan asked for."""

    places: Mapping[str, tuple[Span, ...]]
    """Name of a place → when; of ``picture``: when its health is measured more often."""
    audits: tuple[Span, ...] = ()
    """When the whole picture is looked at, whatever the scan said."""
    left_out_us: Microseconds = 0
    """Time of places that asked for more than one may have in a minute."""

    @property
    def spans(self) -> list[Span]:
        """All of them together, sorted and apart: what must be decoded."""
        spans = [span for spans in self.places.values() for span in spans]
        return merged([*spans, *self.audits])

    @property
    def asked_us(self) -> Microseconds:
        """Time of all places together, ``picture`` left out."""
        return sum(total_us(spans) for name, spans in self.places.items() if name != PICTURE)

    def audited(self, at_us: Microseconds) -> bool:
        """Whether the whole picture is looked at then."""
        return _holds(self.audits, at_us)

    def at(self, at_us: Microseconds) -> frozenset[str]:
        """Names of the places that are looked at then."""
        return frozenset(name for name, spans in self.places.items() if _holds(spans, at_us))


def _holds(spans: Sequence[Span], at_us: Microseconds) -> bool:
    index = bisect_right(spans, at_us, key=lambda span: span.start_us) - 1
    return index >= 0 and at_us < spans[index].end_us


def closer_looks(scene: Scene, plan: SamplingPlan, recording: str, whole: Span) -> Closer:
    """What the columns of a scan ask for in ``whole``, and what is drawn by lot.

    Costs are bounded: no place has more than ``plan.most_us`` of any minute; what asks beyond that
    is left out, told in ``left_out_us``, and has the samples of the scan.
    """
    places: dict[str, tuple[Span, ...]] = {}
    left_out = 0
    sparse = scene.longest_us > LONGEST_SAMPLE
    for place in scene.places.values():
        if place.kind == "picture" and not sparse:
            continue
        wanted = _wanted(place, scene, plan, whole)
        spans = capped(wanted, plan.most_us)
        left_out += total_us(wanted) - total_us(spans)
        if spans:
            places[place.name] = tuple(spans)
    return Closer(places, plan.audits(recording, whole), left_out)


def probes(scene: Scene, plan: SamplingPlan) -> Closer:
    """Single looks beside the moments of a sparse scan that ask, to see what lasts."""
    places: dict[str, tuple[Span, ...]] = {}
    if scene.longest_us <= LONGEST_SAMPLE or not plan.probe_us:
        return Closer(places)
    for place in scene.places.values():
        here = scene.columns[place.name]
        if place.kind == "picture" or not len(here.times):
            continue
        asking = here.times[asks(here, place, scene)].tolist()
        looks = (at + away for at in asking for away in (-plan.probe_us, plan.probe_us))
        spans = merged(Span(max(0, at), max(0, at) + plan.dense_us) for at in looks)
        if spans:
            places[place.name] = tuple(spans)
    return Closer(places)


def _wanted(place: Place, scene: Scene, plan: SamplingPlan, whole: Span) -> list[Span]:
    here = scene.columns[place.name]
    asking = np.flatnonzero(asks(here, place, scene, plan.lasting_us))
    around = plan.around_us
    if place.kind == "picture":  # what stands still may do so since before the sample before
        around_it = zip(here.times[np.maximum(asking - 2, 0)], here.times[asking], strict=True)
        return merged(Span(int(a), int(b) + around).within(whole) for a, b in around_it)
    moments = here.times[asking].tolist()
    spans = (Span(max(0, at - around), at + around).within(whole) for at in moments)
    return merged(spans)


def capped(spans: Iterable[Span], most_us: Microseconds) -> list[Span]:
    """The first ``most_us`` of every minute of the recording; ``spans`` are sorted and apart."""
    kept: list[Span] = []
    spent: dict[int, Microseconds] = {}
    for piece in (piece for span in spans for piece in _by_minute(span)):
        minute = piece.start_us // MINUTE
        length = min(piece.duration_us, most_us - spent.get(minute, 0))
        if length > 0:
            spent[minute] = spent.get(minute, 0) + length
            kept.append(Span(piece.start_us, piece.start_us + length))
    return merged(kept)


def _by_minute(span: Span) -> Iterable[Span]:
    start = span.start_us
    while start < span.end_us:
        end = min(span.end_us, (start // MINUTE + 1) * MINUTE)
        yield Span(start, end)
        start = end


def region(place: Place, size: tuple[int, int]) -> Box:
    """Pixels in which a person of the place, and their hands, are found; ``size`` of the picture.

    The zone, and as far around the anchor as a person still belongs to the place; of a passenger as
    far as an arm may reach, which is the driver's wheel.
    """
    zone, (x, y) = place.zone, place.anchor
    dx, dy = (1.0 if place.kind == "passenger" else 0.6) * zone.width, 0.6 * zone.height
    box = Box(
        min(zone.x0, x - dx), min(zone.y0, y - dy), max(zone.x1, x + dx), max(zone.y1, y + dy)
    )
    return box.scaled(*size).within(*size)
