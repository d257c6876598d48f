"""ID_SWAP."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import EXAMS, Sense, Subject
from proctor.places import PEOPLED, PICTURE_PLACE, Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp, spread, usual
from proctor.rules.units import Multiple, Share
from proctor.timeline import SECOND, Microseconds, Span, microseconds

Colour: TypeAlias = NDArray[np.float64]
"""L*, a*, b* as usual in some stretch; ``NaN`` when too little was seen, (3,)."""

Values: TypeAlias = NDArray[np.floating]
"""Per sample, ``NaN`` where nothing was made out, (N,)."""

AXES = ("clothes_l", "clothes_a", "clothes_b")
WEIGHTS = np.array([0.5, 1.0, 1.0])
"""Lamps and shadows change lightness first, so it counts half."""
SURELY = 0.1
"""Likeness under ``unlike`` at which faces are surely not one person's."""
WINDOW: Microseconds = 60 * SECOND
"""Longest stretch before and after an absence that is compared."""
FEWEST = 3
"""Samples without which nothing is usual in half of a stretch."""
GREY = 6.0
"""Mean distance of strongest and weakest colour, 0–255, below which a picture has no colours."""
HIGHER, LARGER = 0.4, 0.12
"""How much higher and how much larger another head is, sureness 0.5, heights of the first."""
NOISY = 3.0
"""It must also be so many times what heads scatter."""


@dataclass(frozen=True, slots=True)
class IdSwap(Rule):
    """Somebody else sits there after an absence.

    Flags: a seat that was left for ``away_s`` seconds, and whose person then wears other colours
        by ``differs``, well beyond what light and posture do to them, while the others in the
        picture have not changed likewise; from the beginning of the new stay on, not only in one
        half of it. In a picture without colours, as in infrared light, a lighter or darker dress
        must go with a head of another size or height. Where faces were compared, a likeness below
        ``unlike`` is enough, one above ``alike`` denies it, and between them colours decide. The
        flag is raised once, when they sit down.
    Lets be: who comes for the next exam; lamps switched on or off; somebody who comes back as they
        went; a stay too short to tell. A jacket that was taken off outside looks like another
        person: faces must decide.
    """

    code: ClassVar[str] = "ID_SWAP"
    subjects: ClassVar[tuple[Subject, ...]] = EXAMS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver")
    needs: ClassVar[tuple[Sense, ...]] = ("person", "head")
    shows: ClassVar[tuple[str, ...]] = (*AXES, "face_alike")
    version: ClassVar[int] = 2

    hold_s: float = 1.0
    gap_s: float = 2.0
    stay_s: float = 5.0
    """Shortest stay after it, and half of it before: others stop at a free seat, too, seconds."""
    away_s: float = 3.0
    """Shortest absence after which somebody may be somebody else, seconds."""
    differs: float = 15.0
    """Difference of colours (CIE 1976, lightness by half) at which sureness is 0.5."""
    noisy: Multiple = 3.0
    """It must also be so many times what the colours scatter before and after."""
    alike: Share = 0.6
    """Likeness of faces that denies an exchange, 0–1."""
    unlike: Share = 0.42
    """Likeness of faces that proves one, sureness 0.5, 0–1."""
    told_s: float = 10.0
    """How long after the return the flag lasts, seconds."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The difference between the stays around an absence, just after it; else 0."""
        told = [here[column] for column in self.shows]
        if all(np.isnan(column).all() for column in told):
            return np.full(len(here.times), np.nan)
        sure = np.where(np.isnan(here["person"]), np.nan, 0.0)
        least = microseconds(self.stay_s)
        found = ((stay, _lasts(here, stay)) for stay in _stays(here, microseconds(self.away_s)))
        stays = [(stay, lasts) for stay, lasts in found if lasts >= least // 2]
        turns = scene.phases.turns(place, here.times)
        for (before, _), (after, lasts) in pairwise(stays):
            if lasts < least or turns[before.stop - 1] != turns[after.start]:
                continue
            value = self._exchanged(here, place, scene, before, after)
            until = here.times[after.start] + microseconds(self.told_s)
            last = min(after.stop, int(np.searchsorted(here.times, until)))
            part = slice(after.start, last)
            sure[part] = np.where(np.isnan(sure[part]), np.nan, value)
        return sure

    def _exchanged(
        self, here: Columns, place: Place, scene: Scene, before: slice, after: slice
    ) -> float:
        faces = here["face_alike"][after]
        known = faces[~np.isnan(faces)]
        if len(known) and known[-1] >= self.alike:
            return 0.0
        if len(known) and known[-1] <= self.unlike:
            return float(ramp(known[-1:], self.unlike + SURELY, self.unlike - SURELY)[0])
        old, new = _window(here, before, late=True), _window(here, after, late=False)
        sure = min(self._differ(here, place, scene, old, part) for part in (new, *_halves(new)))
        if sure > 0 and _is_grey(scene, old, new):
            return min(sure, _built(here.during(old), here.during(new)))
        return sure

    def _differ(self, here: Columns, place: Place, scene: Scene, old: Span, new: Span) -> float:
        """How sure other colours are worn in ``new`` than in ``old``; 0 where nobody knows."""
        was, worn = here.during(old), here.during(new)
        common = _common(place, scene, old, new)
        apart = float(np.linalg.norm(WEIGHTS * (_colour(worn) - _colour(was) - common)))
        noise = hypot(_scatter(was), _scatter(worn))
        if np.isnan(apart):
            return 0.0
        return float(ramp(np.array(apart / max(self.differs, self.noisy * noise)), 0.5, 1.5))


def _stays(here: Columns, away_us: Microseconds) -> Iterator[slice]:
    """Rows from each sitting down to the next leaving: absences and unseen time in between."""
    seen = np.flatnonzero(here["person"] > 0)
    if not len(seen):
        return
    gone = np.flatnonzero(np.diff(here.times[seen]) > away_us)
    starts, stops = np.append(seen[0], seen[gone + 1]), np.append(seen[gone], seen[-1])
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        yield slice(start, stop + 1)


def _lasts(here: Columns, stay: slice) -> Microseconds:
    return int(here.times[stay.stop - 1] - here.times[stay.start])


def _window(here: Columns, stay: slice, *, late: bool) -> Span:
    """The end of a stay, or its beginning, without the moments of sitting down or standing up."""
    start, end = int(here.times[stay.start]), int(here.times[stay.stop - 1])
    edge = min(SECOND, (end - start) // 4)
    start, end = start + edge, end - edge
    return Span(max(start, end - WINDOW), end) if late else Span(start, min(end, start + WINDOW))


def _halves(span: Span) -> tuple[Span, Span]:
    middle = span.start_us + span.duration_us // 2
    return Span(span.start_us, middle), Span(middle, span.end_us)


def _is_grey(scene: Scene, *spans: Span) -> bool:
    """Whether the picture has hardly any colours, as in infrared light."""
    if PICTURE_PLACE.name not in scene.columns:
        return False
    colours = scene.columns[PICTURE_PLACE.name]
    return any(usual(colours.during(span)["colour"], FEWEST) < GREY for span in spans)


def _built(was: Columns, sits: Columns) -> float:
    """How sure somebody of another build sits there: a higher, lower, larger or smaller head."""
    tall, tall_now = (part["head_y1"] - part["head_y0"] for part in (was, sits))
    size = usual(tall, FEWEST)
    higher = _change(was["head_y0"], sits["head_y0"], HIGHER * size)
    larger = _change(tall, tall_now, LARGER * size)
    return float(ramp(np.fmax(higher, larger), 0.5, 1.5))


def _change(was: Values, now: Values, limit: float) -> Values:
    """How much the usual value changed, in shares of ``limit`` or of the noise; 0 if unknown."""
    noise = NOISY * hypot(spread(was), spread(now))
    gap = abs(usual(now, FEWEST) - usual(was, FEWEST))
    return np.asarray(np.nan_to_num(np.array(gap / max(limit, noise, 1e-9))))


def _colour(part: Columns) -> Colour:
    return np.array([usual(part[axis], FEWEST) for axis in AXES])


def _scatter(part: Columns) -> float:
    """How much the colour scatters in a stretch, all axes together."""
    return float(np.linalg.norm(WEIGHTS * np.array([spread(part[axis]) for axis in AXES])))


def _common(place: Place, scene: Scene, before: Span, after: Span) -> Colour:
    """How the others' colours changed in the same time: lamps, exposure, sun; 0 without others."""
    changes = [
        _colour(there.during(after)) - _colour(there.during(before))
        for name, there in scene.columns.items()
        if name != place.name and scene.places[name].kind in PEOPLED
    ]
    known = [change for change in changes if not np.isnan(change).any()]
    return np.median(np.array(known), axis=0) if known else np.zeros(3)
