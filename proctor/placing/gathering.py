"""One set of places from several recordings of the same camera."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from statistics import fmean, median

from proctor.geometry import Box
from proctor.places import SAT_AT, Place
from proctor.placing import at_spot_of
from proctor.placing.seats import MARGIN, in_reading_order

OFTEN = 0.5
"""Of three recordings and more, a seat must have been found in so many; one may show a visitor."""


@dataclass(frozen=True, slots=True)
class Found:
    """The places of one recording."""

    places: tuple[Place, ...]
    """As its log has them."""
    size: tuple[int, int]
    """(width, height) of the picture, pixels."""


def gathered(recordings: Sequence[Found]) -> tuple[Place, ...]:
    """Seats that were found again and again, or the cabin of the best evidence; newest last."""
    if not recordings:
        return ()
    cabins = [found.places for found in recordings if _driver(found.places)]
    return _cabin(cabins) if cabins else _seats(recordings)


def _driver(places: Sequence[Place]) -> Place | None:
    return next((place for place in places if place.kind == "driver"), None)


def _cabin(cabins: Sequence[tuple[Place, ...]]) -> tuple[Place, ...]:
    """What was seen goes before what is usual, the wheel before hands, the newer before the old."""
    weight = {"wheel": 3, "hands": 2, "default": 1}

    def rank(number: int) -> tuple[int, float, int]:
        driver = _driver(cabins[number])
        why = weight.get(driver.why, 0) if driver else 0
        return why, (driver.sure or 0.0) if driver else 0.0, number

    best = cabins[max(range(len(cabins)), key=rank)]
    return tuple(place for place in best if place.kind in ("driver", "passenger"))


def _seats(recordings: Sequence[Found]) -> tuple[Place, ...]:
    groups: list[list[Place]] = []
    for found in reversed(recordings):
        before = list(groups)  # two seats of one recording are two seats
        for place in (place for place in found.places if place.kind in SAT_AT):
            near = [group for group in before if at_spot_of(place, group[0])]
            group = min(near, key=lambda group: _apart(place, group[0]), default=None)
            if group is None:
                groups.append([place])
            else:
                before.remove(group)
                group.append(place)
    least = OFTEN * len(recordings) if len(recordings) >= 3 else 1
    seats = [_middle(group) for group in groups if len(group) >= least]
    width, height = recordings[-1].size

    def spot(seat: Place) -> tuple[float, float, float]:
        body = seat.zone.width * width / (1 + 2 * MARGIN)
        return seat.anchor[0] * width, seat.anchor[1] * height, body

    ordered = in_reading_order(seats, spot)
    return tuple(replace(seat, name=f"seat-{n:02d}") for n, seat in enumerate(ordered, 1))


def _apart(one: Place, other: Place) -> float:
    return hypot(one.anchor[0] - other.anchor[0], one.anchor[1] - other.anchor[1])


def _middle(group: Sequence[Place]) -> Place:
    """The median of what several recordings say of one seat."""
    zone = Box(*(median(values) for values in zip(*(p.zone for p in group), strict=True)))
    x, y = (median(values) for values in zip(*(p.anchor for p in group), strict=True))
    shares = [place.sure for place in group if place.sure is not None]
    return replace(group[0], zone=zone, anchor=(x, y), sure=fmean(shares) if shares else None)
