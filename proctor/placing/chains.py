"""Tracks of one walker put together: whoever walks is lost behind desks and between looks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot, isnan

from proctor.places import Sighting, anchor_of
from proctor.timeline import SECOND, Microseconds

LOST: Microseconds = 2 * SECOND
"""Longest time for which somebody on the way is not seen and still taken for the same."""
SLACK = 1.25
"""Or so many times the step of the scan, if that is longer: cameras set keyframes unevenly."""
PACE = 1.5
"""Body heights a second; somebody who walks makes 0.8, and a body behind desks shows but a half."""
JITTER = 0.25
"""Body heights by which a head may be found elsewhere though nobody moved."""
ALIKE = 20.0
"""CIELAB distance up to which clothes are alike in other light."""


def chains_of(tracks: Iterable[Sequence[Sighting]], step_us: Microseconds = 0) -> list[set[int]]:
    """Tracks of one person each; every track is in one chain.

    ``tracks`` are the sightings of each, in order of time. Where a track is lost it goes on in what
    begins or comes back soonest, within a walker's reach and in like clothes, unless somebody would
    be at two spots at once. ``step_us``: from one look at the whole picture to the next, at most.
    """
    lost_us = max(LOST, round(SLACK * step_us))
    pieces = sorted(
        (piece for track in tracks for piece in _pieces(track, lost_us)),
        key=lambda p: p[0].media_us,
    )
    chains = {piece[0].track: {piece[0].track} for piece in pieces}
    seen: dict[int, set[Microseconds]] = {track: set() for track in chains}
    for piece in pieces:
        seen[piece[0].track].update(sighting.media_us for sighting in piece)
    lost: list[Sighting] = []
    for piece in pieces:
        lost = [last for last in lost if piece[0].media_us - last.media_us <= lost_us]
        before = min(
            (
                last
                for last in lost
                if _may_be(last, piece[0])
                if _never_both(chains[last.track], chains[piece[0].track], seen)
            ),
            key=lambda last: _away(last, piece[0]),
            default=None,
        )
        if before is not None:
            lost.remove(before)
            _join(chains, before.track, piece[0].track)
        lost.append(piece[-1])
    return list({id(chain): chain for chain in chains.values()}.values())


def _pieces(track: Sequence[Sighting], lost_us: Microseconds) -> Iterator[Sequence[Sighting]]:
    """A track where it was not lost for longer than ``lost_us``."""
    begin = 0
    for k, (one, later) in enumerate(pairwise(track), start=1):
        if later.media_us - one.media_us > lost_us:
            yield track[begin:k]
            begin = k
    yield track[begin:]


def _never_both(one: set[int], other: set[int], seen: Mapping[int, set[Microseconds]]) -> bool:
    """Whether two chains are one, or no look shows both: nobody is at two spots at once."""
    if one is other:
        return True
    moments = set[Microseconds]().union(*(seen[track] for track in one))
    return all(moments.isdisjoint(seen[track]) for track in other)


def _join(chains: dict[int, set[int]], one: int, other: int) -> None:
    """Both tracks, and all in a chain with either, are of one person."""
    together = chains[one] | chains[other]
    chains.update(dict.fromkeys(together, together))


def _may_be(last: Sighting, later: Sighting) -> bool:
    """Whether who was lost at ``last`` may be who is found at ``later``, not long after."""
    gap = later.media_us - last.media_us
    if gap <= 0:
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
    apart = sum((a - b) ** 2 for a, b in zip(one.person.clothes, other.person.clothes, strict=True))
    return isnan(apart) or apart <= ALIKE**2
