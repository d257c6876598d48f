"""Who stood, among people who sit: their bodies are more upright in the picture."""

from collections.abc import Iterable
from statistics import median

from proctor.placing.stays import Stay

UPRIGHT = 1.85
"""How many times as upright as the others somebody stands; see ``uprightness``."""
FEWEST = 4
"""Others without whom nobody can tell how people sit here."""


class Postures:
    """Tells those who stood from those who sit by everybody's bodies."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        """``stays`` are those of everybody who may be sitting, one for each spot or person."""
        known = [(stay, uprightness(stay)) for stay in stays]
        self._upright = {id(stay): value for stay, value in known if value > 0}

    def stood(self, stay: Stay) -> bool:
        """Whether whoever stayed there was much more upright than the others."""
        others = [value for key, value in self._upright.items() if key != id(stay)]
        own = self._upright.get(id(stay)) or uprightness(stay)
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
