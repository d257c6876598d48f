"""Tracks of one walker put together: whoever walks is lost behind desks and between looks."""

from collections.abc import Iterable, Sequence
from math import hypot, isnan

from proctor.places import Sighting, anchor_of
from proctor.timeline import SECOND, Microseconds

LOST: Microseconds = 2 * SECOND
"""Longest time for which somebody on the way is not seen and still taken for the same."""
PACE = 1.5
"""Body heights a second; somebody who walks makes 0.8, and a body behind desks shows but a half."""
JITTER = 0.25
"""Body heights by which a head may be found elsewhere though nobody moved."""
ALIKE = 20.0
"""CIELAB distance up to which clothes are alike in other light."""


def chains_of(tracks: Iterable[Sequence[Sighting]]) -> dict[int, int]:
    """Track → the first track of the same person, itself where there is none before.

    ``tracks`` are the sightings of each, in order of time. A track goes on in the one that begins
    soonest after its end, within a walker's reach and in like clothes; each in one at most.
    """
    waiting = sorted(tracks, key=lambda track: track[0].media_us)
    first = {track[0].track: track[0].track for track in waiting}
    ended: list[Sighting] = []
    for track in waiting:
        before = min(
            (end for end in ended if _may_be(end, track[0])),
            key=lambda end: _away(end, track[0]),
            default=None,
        )
        if before is not None:
            ended.remove(before)
            first[track[0].track] = first[before.track]
        ended.append(track[-1])
    return first


def _may_be(last: Sighting, later: Sighting) -> bool:
    """Whether who was lost at ``last`` may be who is found at ``later``."""
    gap = later.media_us - last.media_us
    if not 0 < gap <= LOST:
        return False
    high = max(last.person.box.height, later.person.box.height)
    reach = (PACE * gap / SECOND + JITTER) * high
    return _away(last, later) <= reach and _alike(last, later)


def _away(one: Sighting, other: Sighting) -> float:
    """Pixels from head to head."""
    (x, y), (u, v) = anchor_of(one.person), anchor_of(other.person)
    return hypot(x - u, y - v)


def _alike(one: Sighting, other: Sighting) -> bool:
    """Whether clothes are alike, or those of one cannot be told."""
    apart = sum(
        (a - b) ** 2 for a, b in zip(one.person.clothes, other.person.clothes, strict=True)
    )
    return isnan(apart) or apart <= ALIKE**2
