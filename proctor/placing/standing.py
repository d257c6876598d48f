"""Who stood where nobody sits: staff at a door or before the rows are there first, and then go."""

from collections.abc import Sequence
from statistics import median

from proctor.places import Sighting
from proctor.placing.stays import Paths, Stay

UPRIGHT = 1.85
"""How many times as upright as the others somebody stands; see ``uprightness``."""
FEWEST = 4
"""Others without whom nobody can tell how people sit here."""


class Standing:
    """Tells those who stood from those who sit, by their paths and by everybody's bodies."""

    def __init__(self, sightings: Sequence[Sighting], stays: Sequence[Stay]) -> None:
        """``stays`` are those of everybody who may be sitting, one for each spot."""
        self._paths = Paths(sightings)
        known = [(stay, uprightness(stay)) for stay in stays]
        self._upright = {id(stay): value for stay, value in known if value > 0}

    def stood(self, stay: Stay) -> bool:
        """Whether that person goes on to stop elsewhere on a round, or was much more upright."""
        if self._paths.patrols(stay.sightings[0].track):
            return True
        others = [value for key, value in self._upright.items() if key != id(stay)]
        own = self._upright.get(id(stay), 0.0)
        return len(others) >= FEWEST and own >= UPRIGHT * median(others)


def uprightness(stay: Stay) -> float:
    """Height of the body in heads times its height over its breadth; 0 without a head.

    Either alone depends on the camera and on what desks hide: from above everybody is short, at a
    desk without a front everybody is tall. Legs make the one greater, arms at the sides the other.
    """
    heads = [s.person.head.height for s in stay.sightings if s.person.head is not None]
    body = stay.body
    if not heads or not body.width:
        return 0.0
    return body.height / max(1.0, median(heads)) * body.height / body.width
