"""STAFF_MISCONDUCT."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns
from proctor.perception import SUBJECTS, Sense, Subject
from proctor.phases import ON_DUTY, Phase
from proctor.places import Kind, Place
from proctor.rules.absence import absent
from proctor.rules.base import Rule, Scene, Sureness, around, ramp, usual
from proctor.rules.bodies import in_heads, swaying
from proctor.rules.floor import middle
from proctor.rules.hours import hour_of_day
from proctor.rules.lasting import lasting
from proctor.rules.phone import Phone
from proctor.rules.units import HeadHeights
from proctor.timeline import SECOND, microseconds

STRAYS = 0.1
"""Share of samples of an unattended post that may show somebody, who passes by."""
CHANCE = 1e-6
"""Accepted probability of missing a clerk who is there so often in a row."""
STILL = 0.15
"""Sway of a sleeper's head, head widths, over ``STILL_US``."""
STILL_US = 10 * SECOND


@dataclass(frozen=True, slots=True)
class StaffMisconduct(Rule):
    """Staff who use a phone on duty, sleep, or leave their post.

    Flags: a phone in the hand of whoever sits beside the driver or at a counter, or of somebody in
        the aisle of a hall, from ten seconds; as in PHONE, what single pictures say adds up. Beside
        the driver and at a counter, a head that has sunk by its own height and lies there without a
        stir for a minute. At a counter, a post at which nobody is for ``away_s`` in opening hours:
        those of the schedule, else ``opens_h`` to ``closes_h`` of the profile.
    Lets be: a call of a few seconds; tablets and papers; a phone that no hand is near; a head that
        nods over a tablet; an errand shorter than ``away_s``; empty posts before the doors open,
        after they close, and where nobody told the hours or what time it was. Of examiners in a
        hall neither sleep nor absence is judged: where they should be, nobody has told.
    """

    code: ClassVar[str] = "STAFF_MISCONDUCT"
    version: ClassVar[int] = 4
    subjects: ClassVar[tuple[Subject, ...]] = SUBJECTS
    kinds: ClassVar[tuple[Kind, ...]] = ("passenger", "post", "aisle")
    phases: ClassVar[tuple[Phase, ...]] = ON_DUTY
    needs: ClassVar[tuple[Sense, ...]] = ("person", "phone")
    shows: ClassVar[tuple[str, ...]] = ("person", "phone", "phone_hand", "head_y0")

    threshold: float = 0.3
    """Mean confidence, in shares of ``most``, from which a sample counts, 0–1."""
    hold_s: float = 10.0
    gap_s: float = 2.5
    over_s: float = 4.0
    """Time over which what the detector says of a phone is taken together, seconds."""
    away_s: float = 300.0
    """How long a post must be unattended, seconds."""
    opens_h: float = 0.0
    """When the counters open, hours of the day; without hours no empty post is flagged."""
    closes_h: float = 0.0
    """When they close, hours of the day."""
    zone_h: float = 8.0
    """Hours by which the day of the site is ahead of UTC."""
    asleep_s: float = 60.0
    """How long a head must lie still, seconds."""
    sunk: HeadHeights = 1.0
    """How far under its usual place a head has sunk at which sureness is 0.5, head heights."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """The surest of what can be seen at such a place."""
        if place.kind == "aisle":
            return self._phone_in_aisle(here) if scene.subject == "hall" else _nothing(here)
        phone = Phone(over_s=self.over_s).sureness(here, place, scene)
        ways = [phone, self._asleep(here, scene)]
        if place.kind == "post":
            ways.append(self._away(here, scene))
        return np.asarray(np.fmax.reduce(ways))

    def _phone_in_aisle(self, here: Columns) -> Sureness:
        most = Phone().most
        sure = np.minimum(np.asarray(here["phone"], np.float64), most) / most
        return around(sure, here.times, microseconds(self.over_s / 2))

    def _asleep(self, here: Columns, scene: Scene) -> Sureness:
        """A head that lies low and still for long; ``NaN`` without a head."""
        weights = scene.weights(here)
        tall = usual(here["head_y1"] - here["head_y0"], weights=weights)
        down = (middle(here, "y") - usual(middle(here, "y"), weights=weights)) / max(tall, 1e-3)
        still = _sway(here, scene) <= STILL
        sure = np.where(still, ramp(down, 0.5 * self.sunk, 1.5 * self.sunk), np.minimum(down, 0.0))
        low = lasting(sure >= 0.5, here, scene, self.asleep_s, self.gap_s)
        return np.where(np.isnan(down), np.nan, np.where(low, sure, 0.0))

    def _away(self, here: Columns, scene: Scene) -> Sureness:
        """1 where nobody is at a post for long while the doors are open."""
        open_now = self._open(here, scene)
        if open_now is None:
            return _nothing(here)
        sure = absent(here, open_now, CHANCE, STRAYS)
        long = lasting(sure > 0, here, scene, self.away_s, self.gap_s)
        return np.where(long, sure, np.minimum(sure, 0))

    def _open(self, here: Columns, scene: Scene) -> NDArray[np.bool_] | None:
        """Whether the doors are open; a schedule says it by asking. ``None``: nobody can tell."""
        if scene.phases.known:
            return np.ones(len(here.times), bool)
        hour = hour_of_day(here.times, scene.clock, self.zone_h)
        if hour is None or self.closes_h <= self.opens_h:
            return None
        return np.asarray((hour >= self.opens_h) & (hour < self.closes_h))


def _nothing(here: Columns) -> Sureness:
    """Nobody can tell."""
    return np.full(len(here.times), np.nan)


def _sway(here: Columns, scene: Scene) -> NDArray[np.floating]:
    """How much the head sways, in its usual widths, (N,)."""
    places = (middle(here, "x"), middle(here, "y"))
    parts = [swaying(place, here, STILL_US) for place in in_heads(*places, here, scene)]
    return np.asarray(np.maximum(*parts))
