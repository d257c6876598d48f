"""One sample with everything made out in it, and who is at one place of it."""

from dataclasses import dataclass, field

from proctor.geometry import Box
from proctor.perception import Detection, Health
from proctor.places import Place, Sighting
from proctor.timeline import Microseconds


@dataclass(frozen=True, slots=True)
class Looked:
    """Everything made out in one sample."""

    media_us: Microseconds
    """Moment of the sample."""
    size: tuple[int, int]
    """(width, height) of the picture, pixels."""
    health: Health | None
    """Of the picture; ``None`` when it was not measured."""
    people: tuple[Sighting, ...]
    """With track numbers."""
    objects: tuple[Detection, ...] | None
    """``None`` when no model knows objects."""
    damaged: int
    """Packets damaged since the sample before."""
    within: tuple[Box, ...] = ()
    """Regions that were looked at, pixels; empty: the whole picture."""
    places: frozenset[str] | None = None
    """Names of the places that get a row; ``None``: all that were looked at."""

    def saw(self, place: Place) -> bool:
        """Whether it was looked at the spot where the place's person has the head."""
        if self.places is not None:
            return place.name in self.places
        x, y = place.anchor[0] * self.size[0], place.anchor[1] * self.size[1]
        return not self.within or any(region.holds(x, y) for region in self.within)


@dataclass(slots=True)
class Members:
    """Who is at one place."""

    people: list[Sighting] = field(default_factory=list)
    """The place's own person first."""
    passing: int = 0
    """How many more walk past."""
    patrol: int = 0
    """How many more stop there on their rounds."""
    hidden: bool = False
    """Whether nobody can be seen there for somebody who stands before it."""
