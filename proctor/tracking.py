"""Who is who from look to look: one tracker per stream.

Association in rounds as in ByteTrack (Zhang et al. 2021, arXiv:2110.06864), made for looks that
lie 0.1–2 s apart: sure people near to where a track should be, then sure people farther off for
those who walk, then doubtful people for the tracks that are left. Heads are compared, not boxes:
bodies hide behind desks and colleagues, and two boxes of somebody who walks do not overlap at two
looks a second. Who sits is awaited at the seat, who walks is awaited along the way.
docs/design/tracks.md says why and how good it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import exp, hypot, log
from typing import TypeAlias

from proctor.assignment import paired
from proctor.geometry import Box
from proctor.perception import Person
from proctor.places import Sighting, anchor_of
from proctor.timeline import SECOND, Microseconds

DOUBTFUL = 0.3
"""People of a lower score continue tracks; they begin one only when seen twice at one spot."""
REACH = 1.0
"""A head may be so many body widths from where it was expected."""
STRIDE = 2.5
"""Who walks covers so many body widths a second, about 1.2 m/s."""
FARTHEST = 2.0
"""Body widths; farther than that nobody is the same."""
SETTLED: Microseconds = 3 * SECOND
"""Who stayed so long sits, or at least means to stay."""

_SPOT = 0.5
"""Body widths around a spot that count as staying there."""
_FOLLOWS_S = 5.0
"""A spot follows its head with this time constant: it forgives slumping and no strolling."""
_SIZE = 0.5
"""What a head e times as large costs, in body widths."""
_OVERLAP = 0.5
"""What a whole overlap of the bodies is worth, in body widths."""
_AHEAD_S = 1.0
"""Nobody walks straight on unseen for longer."""


@dataclass(slots=True)
class _Track:
    number: int
    """0 while it is but a guess from one doubtful person."""
    person: Person
    at: tuple[float, float]
    seen_us: Microseconds
    spot: tuple[float, float]
    spot_us: Microseconds
    speed: tuple[float, float] = (0.0, 0.0)
    """Pixels a second."""
    looks: int = 1
    missed_us: Microseconds = 0
    """How long it was looked for in vain."""
    seat: tuple[float, float] | None = None
    """Where it settled, while it is around there."""

    @property
    def width(self) -> float:
        return max(self.person.box.width, 1.0)

    def expected(self, media_us: Microseconds) -> tuple[float, float]:
        """Where the head should be, pixels."""
        if self.seat is not None:
            return self.at
        ahead = min((media_us - self.seen_us) / SECOND, _AHEAD_S)
        return self.at[0] + ahead * self.speed[0], self.at[1] + ahead * self.speed[1]

    def see(self, person: Person, media_us: Microseconds) -> None:
        """The track goes on with ``person``."""
        at, passed = anchor_of(person), max((media_us - self.seen_us) / SECOND, 1e-3)
        share = 1.0 if self.looks == 1 else 0.5
        self.speed = (
            self.speed[0] + share * ((at[0] - self.at[0]) / passed - self.speed[0]),
            self.speed[1] + share * ((at[1] - self.at[1]) / passed - self.speed[1]),
        )
        self._settle(at, media_us, 1 - exp(-passed / _FOLLOWS_S))
        self.person, self.at, self.seen_us = person, at, media_us
        self.looks, self.missed_us = self.looks + 1, 0

    def _settle(self, at: tuple[float, float], media_us: Microseconds, share: float) -> None:
        if _apart(at, self.spot) > _SPOT * self.width:
            self.spot, self.spot_us = at, media_us
        x, y = self.spot
        self.spot = x + share * (at[0] - x), y + share * (at[1] - y)
        if media_us - self.spot_us >= SETTLED:
            self.seat = self.spot
        elif self.seat is not None and _apart(at, self.seat) > 1.5 * self.width:
            self.seat = None


_Gate: TypeAlias = Callable[[_Track, Person], float]
"""How much a pair would gain; 0 forbids it."""


@dataclass(slots=True)
class Tracker:
    """Gives people numbers that last. A number is never given to a second person knowingly."""

    patience_us: Microseconds = 8 * SECOND
    """How long somebody is looked for in vain before the track is over."""
    patience_seated_us: Microseconds = 20 * SECOND
    """The same for who had settled: detectors lose people at desks in runs."""
    _tracks: list[_Track] = field(default_factory=list)
    _last_us: Microseconds | None = None
    _next: int = 1

    def update(
        self, media_us: Microseconds, people: Sequence[Person], within: Sequence[Box] = ()
    ) -> list[Sighting]:
        """Sightings in the order of ``people``, without doubtful people whom no track expects.

        ``within`` are the regions that were looked at, pixels; a track whose head should be
        outside of them does not age. Empty: everything was looked at. Moments must not go back.
        """
        self._age(media_us, within)
        found = self._matched(media_us, people)
        sightings = []
        for index, person in enumerate(people):
            track = found.get(index)
            if track is None:
                track = self._begin(person, media_us)
            else:
                track.see(person, media_us)
                track.number = track.number or self._number()
            if track.number:
                sightings.append(Sighting(media_us, track.number, person))
        return sightings

    def _age(self, media_us: Microseconds, within: Sequence[Box]) -> None:
        """Time in which a track was looked for counts; what is left is who may still be seen."""
        passed = 0 if self._last_us is None else media_us - self._last_us
        self._last_us = media_us
        for track in self._tracks:
            if not within or any(b.holds(*track.expected(media_us)) for b in within):
                track.missed_us += passed
        self._tracks = [t for t in self._tracks if t.missed_us <= self._patience(t)]

    def _patience(self, track: _Track) -> Microseconds:
        return self.patience_us if track.seat is None else self.patience_seated_us

    def _begin(self, person: Person, media_us: Microseconds) -> _Track:
        at = anchor_of(person)
        number = self._number() if person.score >= DOUBTFUL else 0
        track = _Track(number, person, at, media_us, at, media_us)
        self._tracks.append(track)
        return track

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _matched(self, media_us: Microseconds, people: Sequence[Person]) -> dict[int, _Track]:
        """Index of a person → their track."""
        sure = [i for i, person in enumerate(people) if person.score >= DOUBTFUL]
        doubtful = [i for i, person in enumerate(people) if person.score < DOUBTFUL]
        found: dict[int, _Track] = {}
        rounds: tuple[tuple[Sequence[int], _Gate], ...] = (
            (sure, lambda track, person: _near(track, person, media_us)),
            (sure, lambda track, person: _far(track, person, media_us)),
            (doubtful, lambda track, person: _near(track, person, media_us)),
        )
        for indices, gate in rounds:
            taken = {id(track) for track in found.values()}
            tracks = [track for track in self._tracks if id(track) not in taken]
            gains = {
                (i, n): gain
                for i in indices
                if i not in found
                for n, track in enumerate(tracks)
                if (gain := gate(track, people[i])) > 0
            }
            found |= {i: tracks[n] for i, n in paired(gains)}
        return found


def _near(track: _Track, person: Person, media_us: Microseconds) -> float:
    """What is left of the reach around where the head was expected, or sat."""
    at, width = anchor_of(person), track.width
    away = _apart(at, track.expected(media_us))
    if track.seat is not None:
        away = min(away, _apart(at, track.seat) + 0.2 * width)
    if away > REACH * width:
        return 0.0
    return REACH + _OVERLAP - _cost(track, person, away) + 1e-6


def _far(track: _Track, person: Person, media_us: Microseconds) -> float:
    """What is left of the way that somebody who walks may have gone meanwhile."""
    if track.seat is not None or not track.number:
        return 0.0
    gone = STRIDE * (media_us - track.seen_us) / SECOND
    away = min(_apart(anchor_of(person), p) for p in (track.at, track.expected(media_us)))
    reach = min(REACH + gone, FARTHEST)
    if away > (reach + _OVERLAP) * track.width:  # no overlap makes up for that
        return 0.0
    return max(0.0, reach - _cost(track, person, away))


def _cost(track: _Track, person: Person, away: float) -> float:
    """Body widths, more for another size, less for bodies that overlap."""
    before, now = track.person, person
    old, new = before.head or before.box, now.head or now.box
    if (before.head is None) != (now.head is None):
        old, new = before.box, now.box
    size = abs(log(max(new.width, 1.0) / max(old.width, 1.0)))
    return away / track.width + _SIZE * size - _OVERLAP * track.person.box.iou(person.box)


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])
