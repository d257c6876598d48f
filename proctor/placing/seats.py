"""A hall's seats: the spots where somebody stayed; everything else is the aisle."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import hypot, inf
from typing import TypeVar

from proctor.geometry import Box
from proctor.places import Kind, Place, Sighting
from proctor.placing.paths import Paths
from proctor.placing.standing import Postures
from proctor.placing.stays import FIRST, STAYS, Stay, stays_of
from proctor.timeline import SECOND, Microseconds, Span, total_us

SHARE = 0.15
"""Of the recording that somebody must have sat at a spot."""
LEAST: Microseconds = 4 * SECOND
LATE: Microseconds = 60 * SECOND
"""People who walk also stand: who was not there at first must stay longer."""
ENOUGH: Microseconds = 180 * SECOND
"""Who comes late or leaves early had a seat all the same."""
MARGIN = 0.25
"""What a zone has around the body on every side, in sizes of the body."""
ROW = 0.6
"""Heads that differ in height by less than so many body widths sit in one row."""

_Item = TypeVar("_Item")


@dataclass(slots=True)
class _Spot:
    """Stays around one point; the longest one says where it is."""

    stays: list[Stay]
    box: Box
    at: tuple[float, float]

    @property
    def sat_us(self) -> Microseconds:
        """How long somebody stayed here, in all."""
        return total_us(stay.span for stay in self.stays)

    @property
    def taken_at_first(self) -> bool:
        """Whether somebody was here when the recording began."""
        return any(stay.span.start_us <= FIRST for stay in self.stays)

    @property
    def left_us(self) -> Microseconds:
        """When somebody was here last."""
        return max(stay.span.end_us for stay in self.stays)

    def distance(self, span: Span, head: tuple[float, float], width: float) -> float:
        """How far a stay is from the spot, body widths; infinite when it belongs elsewhere.

        Half a body width apart is one spot. Up to one width it is so too when the two do not
        happen at once (somebody leans over) or the stay is a visit, less than half as long. Whoever
        was there at first did not come for a visit.
        """
        away = hypot(head[0] - self.at[0], head[1] - self.at[1]) / min(self.box.width, width)
        longest = self.stays[0].span
        apart = 2 * span.overlap_us(longest) < span.duration_us
        visit = span.start_us > FIRST and 2 * span.duration_us < longest.duration_us
        return away if away < (1.0 if apart or visit else 0.5) else inf


def find_seats(
    sightings: Sequence[Sighting],
    width: int,
    height: int,
    whole_us: Microseconds,
    kind: Kind = "seat",
    *,
    growing: bool = False,
    step_us: Microseconds = 0,
) -> tuple[Place, ...]:
    """Seats, or posts: spots where people stayed, named ``seat-01`` … in reading order.

    A spot that was taken when the recording began is a seat from 15 % of the recording, at least
    four seconds (or half of a shorter one) and at most three minutes; one at which somebody
    arrived later needs a minute besides, because people who walk also stand. So do those who are
    there first and leave within a minute, if they stood or went on a round; while a recording is
    ``growing`` nobody knows yet whether they will. ``step_us``: from one look to the next, at most.
    """
    least = min(LEAST, whole_us // 2)
    enough = min(max(int(whole_us * SHARE), least), ENOUGH)
    spots = [
        spot
        for spot in _spots(stays_of(sightings))
        if spot.sat_us >= (enough if spot.taken_at_first else max(enough, LATE))
    ]
    paths = Paths(sightings, step_us)
    ordered = in_reading_order(
        _sat_at(spots, sightings, paths, growing=growing), lambda spot: (*spot.at, spot.box.width)
    )
    return tuple(
        _seat(kind, n, spot, (width, height), whole_us) for n, spot in enumerate(ordered, 1)
    )


def _sat_at(
    spots: Sequence[_Spot], sightings: Sequence[Sighting], paths: Paths, *, growing: bool
) -> list[_Spot]:
    """Without those at which somebody stood for less than a minute and then left, or may leave."""
    last_us = max((sighting.media_us for sighting in sightings), default=0)
    stays_us = inf if growing else last_us - STAYS
    postures = Postures(spot.stays[0] for spot in spots)

    def stood(stay: Stay) -> bool:
        return paths.patrols(stay.sightings[0].track) or postures.stood(stay)

    return [
        spot
        for spot in spots
        if spot.sat_us >= LATE or spot.left_us > stays_us or not stood(spot.stays[0])
    ]


def _spots(stays: Sequence[Stay]) -> list[_Spot]:
    """Spots around the longest stays; a stay goes to the nearest spot that it may belong to."""
    spots: list[_Spot] = []
    lasting = (stay for stay in stays if stay.span.duration_us >= SECOND)
    for stay in sorted(lasting, key=lambda s: (-s.span.duration_us, s.span, s.x, s.y)):
        span, head, body = stay.span, stay.head, stay.body
        away = [spot.distance(span, head, body.width) for spot in spots]
        if min(away, default=inf) == inf:
            spots.append(_Spot([stay], body, head))
        else:
            spots[away.index(min(away))].stays.append(stay)
    return spots


def in_reading_order(
    items: Iterable[_Item], spot: Callable[[_Item], tuple[float, float, float]]
) -> list[_Item]:
    """Rows from the top, each from the left; ``spot`` gives x, y and width of somebody there.

    All in pixels; rows of large people lie farther apart than rows of small ones.
    """
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda item: (spot(item)[1], spot(item)[0])):
        first = spot(rows[-1][0]) if rows else None
        _, y, width = spot(item)
        if first and y - first[1] < ROW * min(first[2], width):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [item for row in rows for item in sorted(row, key=lambda item: spot(item)[0])]


def _seat(
    kind: Kind, number: int, spot: _Spot, size: tuple[int, int], whole_us: Microseconds
) -> Place:
    scale = 1 / size[0], 1 / size[1]
    zone = spot.box.grown(MARGIN).within(*size).scaled(*scale)
    anchor = spot.at[0] * scale[0], spot.at[1] * scale[1]
    share = min(1.0, spot.sat_us / max(whole_us, 1))
    return Place(f"{kind}-{number:02d}", kind, zone, anchor, "sat", share)
