"""Where people are examined or serve, and who was seen: words that all of the core shares.

Zones are in 0–1 of the frame, so they hold at any resolution. ``proctor.placing`` finds places.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from proctor.geometry import Box
from proctor.perception import Person
from proctor.timeline import Microseconds

Kind: TypeAlias = Literal[
    "seat", "post", "driver", "passenger", "back", "aisle", "picture", "cell", "sound", "clock"
]
"""The last four are no spots where people are: the picture as such, one camera's part of it, the
audio track, and the clock that is burnt into the picture."""

PEOPLED: tuple[Kind, ...] = ("seat", "post", "driver", "passenger")
"""Kinds of places at which somebody is examined or serves; a post is a clerk's, at a counter."""
SAT_AT: tuple[Kind, ...] = ("seat", "post")
"""Kinds that are found by where people stay."""

Why: TypeAlias = Literal["", "sat", "wheel", "hands", "alone", "cell", "default", "given"]
"""How a place was found: people sat there; the steering wheel or hands held high were seen there;
only one person is in the car; that person has a cell of a composite; nothing was seen, so it is as
usual; somebody said so."""

AISLE = "aisle"
BACK = "back"
"""Name of the place of whoever is in a car and neither its driver nor the passenger."""


@dataclass(frozen=True, slots=True)
class Place:
    """One spot in the picture with a name."""

    name: str
    """``seat-01`` …, ``post-01`` … in reading order, ``driver``, ``passenger``, ``back`` …"""
    kind: Kind
    """What happens there."""
    zone: Box
    """0–1 of the frame; where a person of this place is seen."""
    anchor: tuple[float, float]
    """0–1 of the frame; where the head of the person of this place usually is."""
    why: Why = ""
    """How it was found; empty when it needed no finding."""
    sure: float | None = None
    """Share of looks that say so, 0–1; ``None`` when none could."""


WHOLE = Box(0.0, 0.0, 1.0, 1.0)
PICTURE_PLACE = Place("picture", "picture", WHOLE, (0.5, 0.5))
CLOCK_PLACE = Place("clock", "clock", WHOLE, (0.5, 0.5))
SOUND_PLACE = Place("sound", "sound", WHOLE, (0.5, 0.5))
AISLE_PLACE = Place(AISLE, "aisle", WHOLE, (0.5, 0.5))
BACK_PLACE = Place(BACK, "back", WHOLE, (0.5, 0.3))
DRIVER_RIGHT = (
    Place("driver", "driver", Box(0.5, 0.0, 1.0, 1.0), (0.75, 0.3), "default"),
    Place("passenger", "passenger", Box(0.0, 0.0, 0.5, 1.0), (0.25, 0.3), "default"),
)
DRIVER_ALONE = (Place("driver", "driver", WHOLE, (0.5, 0.35), "alone"),)


def anchor_of(person: Person) -> tuple[float, float]:
    """Where the head is, pixels; guessed from the body when no head was found."""
    if person.head is not None:
        return person.head.centre
    return person.box.centre[0], person.box.y0 + 0.15 * person.box.height


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person at one moment, as tracking left it."""

    media_us: Microseconds
    """Moment of the sample."""
    track: int
    """Same number, same person, as far as the tracker can tell."""
    person: Person
    """Pixels of the frame."""
