"""Where tracks stayed, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, hypot
from statistics import median

from proctor.geometry import Box
from proctor.places import Sighting, anchor_of
from proctor.timeline import SECOND, Microseconds, Span

STAYS: Microseconds = 3 * SECOND
"""Who remains around one spot for so long has stayed; less than any rule on people asks for."""
AROUND = 0.5
"""Body widths around a spot that are still at it."""
FIRST: Microseconds = 3 * SECOND
"""Who is seen by then was there when the recording began."""

_FOLLOWS_S = 5.0
"""A spot follows its head with this time constant: it forgives slumping and no strolling."""


@dataclass(slots=True)
class Stay:
    """Sightings of one track that remain around one spot."""

    sightings: list[Sighting]
    x: float
    """Pixels; follows the head slowly."""
    y: float

    @classmethod
    def begun(cls, sighting: Sighting) -> "Stay":
        """A stay of one sighting."""
        return cls([sighting], *anchor_of(sighting.person))

    def takes(self, sighting: Sighting) -> bool:
        """Whether the head is still around the spot; if so the sighting is added."""
        x, y = anchor_of(sighting.person)
        last = self.sightings[-1]
        width = max(sighting.person.box.width, last.person.box.width)
        if hypot(x - self.x, y - self.y) > AROUND * width:
            return False
        passed_s = (sighting.media_us - last.media_us) / SECOND
        share = 1 - exp(-passed_s / _FOLLOWS_S)
        self.x += share * (x - self.x)
        self.y += share * (y - self.y)
        self.sightings.append(sighting)
        return True

    @property
    def span(self) -> Span:
        """From the first to the last sighting."""
        return Span(self.sightings[0].media_us, self.sightings[-1].media_us)

    @property
    def body(self) -> Box:
        """Median body box, pixels."""
        boxes = [s.person.box for s in self.sightings]
        return Box(*(median(values) for values in zip(*boxes, strict=True)))

    @property
    def head(self) -> tuple[float, float]:
        """Median head position, pixels."""
        anchors = [anchor_of(s.person) for s in self.sightings]
        return median(x for x, _ in anchors), median(y for _, y in anchors)


def stays_of(sightings: Iterable[Sighting]) -> list[Stay]:
    """Every sighting in one stay, those of a track one after the other; most last no time."""
    latest: dict[int, Stay] = {}
    stays: list[Stay] = []
    for sighting in sightings:
        stay = latest.get(sighting.track)
        if stay is None or not stay.takes(sighting):
            latest[sighting.track] = Stay.begun(sighting)
            stays.append(latest[sighting.track])
    return stays
