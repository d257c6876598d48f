"""What tracks did: whether they stayed or passed, and whose path is a round."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from math import hypot
from statistics import median

from proctor.places import Sighting, anchor_of
from proctor.placing.chains import chains_of
from proctor.placing.standing import Postures
from proctor.placing.stays import FIRST, STAYS, Stay, stays_of
from proctor.timeline import SECOND, Microseconds

LEANS = 1.0
"""Body widths to which somebody who stays somewhere leans over without leaving."""
SETTLED: Microseconds = 60 * SECOND
"""Who stays at one spot so long is not on patrol."""
STOPS_APART = 2.0
"""Body widths between two stops of somebody on patrol; a seat's own person slumps by less."""
WALKS = 2.0
"""Whoever walks so many times as long as they stop anywhere came for the walk, not for the stop."""


class Paths:
    """For every sighting of a recording: whether that person stays, or only passes."""

    def __init__(self, sightings: Sequence[Sighting], step_us: Microseconds = 0) -> None:
        """``step_us``: from one look at the whole picture to the next, at most."""
        self._passing: set[tuple[int, Microseconds]] = set()
        self._stays: dict[int, list[Stay]] = {}
        self._looks: dict[int, int] = {}
        self._walked_us: dict[int, Microseconds] = {}
        self._patrols: dict[int, bool] = {}
        self._asked: dict[tuple[int, tuple[float, float], float], Microseconds] = {}
        by_track: dict[int, list[Stay]] = {}
        for stay in stays_of(sightings):
            by_track.setdefault(stay.sightings[0].track, []).append(stay)
        for track, stays in by_track.items():
            self._judge(track, stays)
        self._chains = {
            track: chain
            for chain in chains_of(map(_sightings, by_track.values()), step_us)
            for track in chain
        }
        self._follow({id(chain): chain for chain in self._chains.values()}.values(), by_track)
        self._postures = Postures(
            max(stays, key=_lasted) for stays in self._stays.values() if stays
        )

    def passes(self, sighting: Sighting) -> bool:
        """Whether this person is on the way, at that moment, from somewhere to somewhere."""
        return (sighting.track, sighting.media_us) in self._passing

    def glimpsed(self, sighting: Sighting) -> bool:
        """Whether that track was seen but once, so that nobody knows what it did."""
        return self._looks.get(sighting.track, 1) == 1

    def patrols(self, track: int) -> bool:
        """Whether that track is of somebody who goes round: stops here and there, or only walks.

        One way in, one stop, one way out is a visit and no patrol. What a track does not tell by
        itself all tracks of that walker may.
        """
        if track not in self._patrols:
            chain = self._chains.get(track, {track})
            self._patrols[track] = self._go_round({track}) or self._go_round(chain)
        return self._patrols[track]

    def _go_round(self, tracks: Collection[int]) -> bool:
        """Whether there are two stops of a round, or much walking for one; none of a minute.

        Whoever sat at a spot when the recording began has a seat there: that is no stop.
        """
        stays = [stay for track in tracks for stay in self._stays.get(track, ())]
        longest = max(map(_lasted, stays), default=0)
        walked = sum(self._walked_us.get(track, 0) for track in tracks)
        seat = self._seat_among(stays)
        stops = [stay for stay in stays if seat is None or not _same_spot(stay, seat)]
        if not stops or longest >= SETTLED:
            return False
        return _apart(stops) or walked >= WALKS * longest

    def _seat_among(self, stays: Sequence[Stay]) -> Stay | None:
        """Where that person was when the recording began, unless they stood."""
        first = min(stays, key=lambda stay: stay.span, default=None)
        if first is None or first.span.start_us > FIRST or self._postures.stood(first):
            return None
        return first

    def longest_us(self, at: tuple[float, float], reach: float) -> Microseconds:
        """How long whoever stayed longest within ``reach`` of the point ``at`` did so, pixels."""
        return max((self.stayed_us(track, at, reach) for track in self._stays), default=0)

    def stayed_us(self, track: int, at: tuple[float, float], reach: float) -> Microseconds:
        """How long the track stayed within ``reach`` of the point ``at``, pixels."""
        key = track, at, reach
        if key not in self._asked:
            stays = self._stays.get(track, ())
            near = (s for s in stays if hypot(s.x - at[0], s.y - at[1]) <= reach)
            self._asked[key] = sum(stay.span.duration_us for stay in near)
        return self._asked[key]

    def _judge(self, track: int, stays: Sequence[Stay]) -> None:
        long = [stay for stay in stays if stay.span.duration_us >= STAYS]
        everything = _sightings(stays)
        self._stays[track], self._looks[track] = long, len(everything)
        if not long and not _went(everything):
            return
        for sighting in (s for stay in stays if stay not in long for s in stay.sightings):
            if not any(_leans(sighting, stay) for stay in long):
                self._passing.add((track, sighting.media_us))
        self._walked_us[track] = sum(
            min(one.media_us - before.media_us, STAYS)
            for before, one in pairwise(sorted(everything, key=lambda s: s.media_us))
            if (track, one.media_us) in self._passing
        )

    def _follow(
        self, chains: Iterable[Collection[int]], stays: Mapping[int, Sequence[Stay]]
    ) -> None:
        """Who was seen but once passes, where the chain that they belong to went somewhere.

        Two seconds on, nobody who walks is near enough to be told for the same by a tracker.
        """
        for chain in chains:
            once = [track for track in chain if self._looks[track] == 1]
            if not once or len(chain) == 1:
                continue
            everything = _sightings(stay for track in chain for stay in stays[track])
            long = [stay for track in chain for stay in self._stays[track]]
            if long or _went(everything):
                for (sighting,) in (_sightings(stays[track]) for track in once):
                    if not any(_leans(sighting, stay) for stay in long):
                        self._passing.add((sighting.track, sighting.media_us))


def _lasted(stay: Stay) -> Microseconds:
    return stay.span.duration_us


def _sightings(stays: Iterable[Stay]) -> list[Sighting]:
    """All sightings of one track's stays, in order of time."""
    return [sighting for stay in stays for sighting in stay.sightings]


def _apart(stops: Sequence[Stay]) -> bool:
    """Whether any two stops are at different spots."""
    return any(not _same_spot(one, other) for one, other in combinations(stops, 2))


def _same_spot(one: Stay, other: Stay) -> bool:
    """Whether two stays are less than ``STOPS_APART`` from each other."""
    reach = STOPS_APART * max(one.body.width, other.body.width)
    return hypot(one.x - other.x, one.y - other.y) <= reach


def _leans(sighting: Sighting, stay: Stay) -> bool:
    x, y = anchor_of(sighting.person)
    return hypot(x - stay.x, y - stay.y) <= LEANS * sighting.person.box.width


def _went(sightings: Sequence[Sighting]) -> bool:
    """Whether the head got farther than a body width, at the ends or between them."""
    x0, y0 = anchor_of(sightings[0].person)
    width = median(s.person.box.width for s in sightings)
    anchors = (anchor_of(s.person) for s in sightings)
    return any(hypot(x - x0, y - y0) > width for x, y in anchors)
