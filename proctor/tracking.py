"""Who is who from sample to sample: one tracker per stream.

Samples lie 0.2–0.5 s apart and exam candidates sit, so position and size decide; there is no
motion model and no appearance. A track that was not seen for ``patience_us`` is over.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proctor.geometry import Floats, iou_matrix
from proctor.perception import Person
from proctor.places import Sighting, anchor_of
from proctor.timeline import SECOND, Microseconds

REACH = 1.0
"""A head may move by so many body widths between two samples."""


@dataclass(slots=True)
class _Track:
    number: int
    person: Person
    seen_us: Microseconds


class Tracker:
    """Gives people numbers that last; the nearest and best overlapping pair is matched first."""

    def __init__(self, patience_us: Microseconds = 3 * SECOND) -> None:
        self._patience_us = patience_us
        self._tracks: list[_Track] = []
        self._next = 1

    def update(self, media_us: Microseconds, people: Sequence[Person]) -> list[Sighting]:
        """Sightings in the order of ``people``; moments must not go back."""
        self._tracks = [t for t in self._tracks if media_us - t.seen_us <= self._patience_us]
        numbers = dict(self._pairs(people))
        sightings = []
        for index, person in enumerate(people):
            track = numbers.get(index) or self._begin(person, media_us)
            track.person, track.seen_us = person, media_us
            sightings.append(Sighting(media_us, track.number, person))
        return sightings

    def _begin(self, person: Person, media_us: Microseconds) -> _Track:
        track = _Track(self._next, person, media_us)
        self._next += 1
        self._tracks.append(track)
        return track

    def _pairs(self, people: Sequence[Person]) -> list[tuple[int, _Track]]:
        if not people or not self._tracks:
            return []
        cost = _cost(people, [track.person for track in self._tracks])
        pairs = []
        for _ in range(min(cost.shape)):
            row, column = divmod(int(np.argmin(cost)), cost.shape[1])
            if cost[row, column] > REACH:
                break
            pairs.append((row, self._tracks[column]))
            cost[row, :] = cost[:, column] = np.inf
        return pairs


def _cost(people: Sequence[Person], known: Sequence[Person]) -> Floats:
    """Head distance in body widths, less half the overlap of the bodies, (people, known)."""
    heads = np.array([anchor_of(p) for p in people], np.float32)
    before = np.array([anchor_of(p) for p in known], np.float32)
    widths = np.array([max(p.box.width, 1.0) for p in known], np.float32)
    distance = np.linalg.norm(heads[:, None] - before[None], axis=2) / widths[None]
    boxes = [np.array([p.box for p in group], np.float32) for group in (people, known)]
    cost: Floats = (distance - 0.5 * iou_matrix(boxes[0], boxes[1])).astype(np.float32)
    return cost
