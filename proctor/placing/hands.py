"""Whose hands: those of a picture shared out among the people in it, all at once.

One after the other they would go wrong where two people are close: whoever is asked first takes the
neighbour's. So every hand is held against everybody, and the sharing that costs least in all wins.
In a car they are shared out again when all looks are in order of time: a hand that points across
the driver is nearer to the driver's shoulders, but the driver's own hands are where they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import copysign, cos, hypot, nan, pi, radians, sin

import numpy as np

from proctor.assignment import assigned
from proctor.geometry import Box
from proctor.looked import Looked
from proctor.perception import Detection, Person
from proctor.places import Sighting
from proctor.timeline import Microseconds

REACH = 3.0
"""An arm reaches so many heads beyond the box of its body."""
ARM = 6.0
"""Heads, with what lies outside of the body counted more: nothing so far away is somebody's."""
OUTSIDE = 2.0
"""How many times a way outside of the body's box counts: a body is found with its arms."""
STRANGE = 1.0
"""A hand farther from somebody than from its nearest by so many heads is not theirs ..."""
CLOSE = 0.35
"""... unless it lies in their body's box, or no more than so many heads outside: on an arm."""
AGAIN = 0.45
"""Two boxes that share so much are one hand, found with more and with less of its arm."""
SHOULDER = 0.8, 0.9
"""How far a shoulder lies beside and below the middle of its head, heads."""
MOVED = 1.5
"""What it costs, in heads of distance, to be a head or more from where one's hands were before."""
LATELY: Microseconds = 1_500_000
"""Hands seen longer ago say nothing of where they are now."""
FACE_DROP = 0.1
"""How far the middle of the face lies below the middle of the head, in heads."""
EAR_DROP = 0.08
"""The same of the ears."""
PROFILE = radians(50)
"""From here on until as far from behind a head is seen in profile, with one ear."""
FACE_AHEAD = 0.3
"""How far before the ear the middle of a face lies that is seen in profile, in head widths."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may have hands, pixels of the frame."""

    head: Box | None
    """``None`` when it is hidden."""
    box: Box
    """Of the body."""
    size: float
    """Height of the head, also of one that is hidden."""
    before: tuple[Box, ...] = ()
    """Their hands a look ago, if anybody knows."""

    @property
    def shoulders(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Left and right in the picture; under a hidden head at the top of the body."""
        x, y = self.head.centre if self.head else (self.box.centre[0], self.box.y0)
        aside, below = (share * self.size for share in SHOULDER)
        down = y + (below if self.head else 0.0)
        return (x - aside, down), (x + aside, down)

    def away(self, hand: Box) -> float:
        """How far a hand is from being theirs, heads: as far as the shoulder, more outside.

        And as far as from where a hand of theirs was, if that is known; at most a head.
        """
        x, y = hand.centre
        arm = min(hypot(x - a, y - b) for a, b in self.shoulders) / self.size
        gaps = [hypot(x - old.centre[0], y - old.centre[1]) for old in self.before]
        moved = min([*gaps, self.size]) / self.size
        return arm + OUTSIDE * self.outside(hand) + MOVED * moved

    def outside(self, hand: Box) -> float:
        """From the middle of a hand to the body, heads; 0 within."""
        x, y = hand.centre
        dx = max(self.box.x0 - x, 0.0, x - self.box.x1)
        dy = max(self.box.y0 - y, 0.0, y - self.box.y1)
        return hypot(dx, dy) / self.size


def given(hands: Sequence[Detection], people: Sequence[Owner]) -> list[list[Box]]:
    """The hands of each, at most two, the surest first; ``hands`` come best first.

    A hand that is nearest to somebody who has two surer ones goes to somebody else only if it is
    hardly farther from them, or on their arm; a cuff or a shadow beside two hands is thus nobody's.
    """
    hands = _once(hands)
    if not hands or not people:
        return [[] for _ in people]
    away = np.array([[person.away(hand.box) for person in people] for hand in hands])
    outside = np.array([[person.outside(hand.box) for person in people] for hand in hands])
    near = (away <= away.min(axis=1, keepdims=True) + STRANGE) | (outside <= CLOSE)
    sure = np.array([[hand.score] for hand in hands])
    gains = np.where(near & (outside <= REACH), sure * np.maximum(ARM - away, 0.01), 0.0)
    owner = {hand: slot // 2 for hand, slot in assigned(np.repeat(gains, 2, axis=1))}
    return [
        [hand.box for place, hand in enumerate(hands) if owner.get(place) == number]
        for number in range(len(people))
    ]


def followed(samples: Iterable[Looked]) -> Iterator[Looked]:
    """Looks at a car in order of time, with every hand given to whoever had it before."""
    known: dict[int, tuple[Microseconds, tuple[Box, ...]]] = {}
    for sample in samples:
        people = tuple(_shared(sample, known))
        for sighting in people:
            if sighting.person.hands:
                known[sighting.track] = sample.media_us, sighting.person.hands
        yield replace(sample, people=people)


def _shared(
    sample: Looked, known: dict[int, tuple[Microseconds, tuple[Box, ...]]]
) -> Sequence[Sighting]:
    """Everybody of a look with the hands that are theirs; ``known``: track → when, and its hands.

    Nothing changes where somebody sits alone, nobody's hands are known, or one would be nobody's.
    """
    people = [who for who in sample.people if who.person.head is not None]
    hands = [hand for who in people for hand in who.person.hands or ()]
    past = [known.get(who.track, (0, ())) for who in people]
    before = [hands if sample.media_us - at <= LATELY else () for at, hands in past]
    if len(people) < 2 or not hands or not any(before):
        return sample.people
    owners = [_owner(who.person, old) for who, old in zip(people, before, strict=True)]
    own = given([Detection("hand", hand, 1.0) for hand in hands], owners)
    if sum(map(len, own)) < len(hands):
        return sample.people
    theirs = {id(who): tuple(boxes) for who, boxes in zip(people, own, strict=True)}
    return [
        replace(who, person=with_hands(who.person, theirs.get(id(who), who.person.hands)))
        for who in sample.people
    ]


def _owner(person: Person, before: tuple[Box, ...]) -> Owner:
    height = person.head.height if person.head else 1.0
    return Owner(person.head, person.box, max(1.0, height), before)


def with_hands(person: Person, hands: tuple[Box, ...] | None) -> Person:
    """The same person with those hands, and as far from the head as they are."""
    if hands is None or hands == person.hands:
        return person
    ear, face = nan, nan
    if person.head is not None:
        ear = hand_to_ear(hands, person.head, person.yaw)
        face = hand_to_face(hands, person.head, person.yaw)
    return replace(person, hands=hands, hand_ear=ear, hand_face=face)


def hand_to_ear(hands: Iterable[Box], head: Box, yaw: float) -> float:
    """From the middle of the nearest hand to the nearest ear, head widths; NaN without hands.

    Ears lie at the sides of a head seen from the front or from behind, and move to its middle as
    it turns; of a head in profile one ear is seen, and a hand where the other would be is at the
    cheek.
    """
    out = head.width / 2 * (cos(yaw) if yaw == yaw else 1.0)
    x, y = head.centre[0], head.centre[1] + EAR_DROP * head.height
    sides = (copysign(1.0, yaw),) if _in_profile(yaw) else (-1.0, 1.0)
    gaps = [_away(hand, x + side * out, y) for hand in hands for side in sides]
    return min(gaps) / max(1.0, head.width) if gaps else nan


def hand_to_face(hands: Iterable[Box], head: Box, yaw: float) -> float:
    """From the middle of the nearest hand to that of the face, head widths; NaN without hands.

    The face moves to the side to which the head is turned: a hand in the middle of a profile is at
    the ear.
    """
    ahead = FACE_AHEAD * head.width * (sin(yaw) if yaw == yaw else 0.0)
    x, y = head.centre[0] - ahead, head.centre[1] + FACE_DROP * head.height
    gaps = [_away(hand, x, y) for hand in hands]
    return min(gaps) / max(1.0, head.width) if gaps else nan


def _in_profile(yaw: float) -> bool:
    return PROFILE <= abs(yaw) <= pi - PROFILE


def _away(hand: Box, x: float, y: float) -> float:
    """From a point to the middle of the hand, pixels."""
    middle = hand.centre
    return hypot(middle[0] - x, middle[1] - y)


def _once(hands: Sequence[Detection]) -> list[Detection]:
    """Each hand by its surest box alone."""
    kept: list[Detection] = []
    for hand in hands:
        if all(hand.box.iou(other.box) < AGAIN for other in kept):
            kept.append(hand)
    return kept
