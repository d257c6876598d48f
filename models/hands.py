"""Whose hands: those of a picture shared out among the people in it, all at once.

One after the other they would go wrong where two people are close: whoever is asked first takes the
neighbour's. So every hand is held against everybody, and the sharing that costs least in all wins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np

from proctor.assignment import assigned
from proctor.geometry import Box
from proctor.perception import Detection

REACH = 3.0
"""An arm reaches so many heads beyond the box of its body."""
ARM = 6.0
"""Heads, with what lies outside of the body counted more: nothing so far away is somebody's."""
OUTSIDE = 2.0
"""How many times a way outside of the body's box counts: a body is found with its arms."""
STRANGE = 1.0
"""A hand farther from somebody than from its nearest by so many heads is not theirs."""
AGAIN = 0.45
"""Two boxes that share so much are one hand, found with more and with less of its arm."""
SHOULDER = 0.8, 0.9
"""How far a shoulder lies beside and below the middle of its head, heads."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may have hands, pixels of the frame."""

    head: Box | None
    """``None`` when it is hidden."""
    box: Box
    """Of the body."""
    size: float
    """Height of the head, also of one that is hidden."""

    @property
    def shoulders(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Left and right in the picture; under a hidden head at the top of the body."""
        x, y = self.head.centre if self.head else (self.box.centre[0], self.box.y0)
        aside, below = (share * self.size for share in SHOULDER)
        down = y + (below if self.head else 0.0)
        return (x - aside, down), (x + aside, down)

    def away(self, hand: Box) -> float:
        """How far a hand is from being theirs, heads: as far as the shoulder, more outside."""
        x, y = hand.centre
        arm = min(hypot(x - a, y - b) for a, b in self.shoulders) / self.size
        return arm + OUTSIDE * self.outside(hand)

    def outside(self, hand: Box) -> float:
        """From the middle of a hand to the body, heads; 0 within."""
        x, y = hand.centre
        dx = max(self.box.x0 - x, 0.0, x - self.box.x1)
        dy = max(self.box.y0 - y, 0.0, y - self.box.y1)
        return hypot(dx, dy) / self.size


def given(hands: Sequence[Detection], people: Sequence[Owner]) -> list[list[Box]]:
    """The hands of each, at most two, the surest first; ``hands`` come best first.

    A hand that is nearest to somebody who has two surer ones goes to somebody else only if it is
    hardly farther from them; a cuff or a shadow beside two hands is thus nobody's.
    """
    hands = _once(hands)
    if not hands or not people:
        return [[] for _ in people]
    away = np.array([[person.away(hand.box) for person in people] for hand in hands])
    reached = np.array([[p.outside(hand.box) <= REACH for p in people] for hand in hands])
    near = reached & (away <= away.min(axis=1, keepdims=True) + STRANGE)
    sure = np.array([[hand.score] for hand in hands])
    gains = np.where(near, sure * np.maximum(ARM - away, 0.01), 0.0)
    owner = {hand: slot // 2 for hand, slot in assigned(np.repeat(gains, 2, axis=1))}
    return [
        [hand.box for place, hand in enumerate(hands) if owner.get(place) == number]
        for number in range(len(people))
    ]


def _once(hands: Sequence[Detection]) -> list[Detection]:
    """Each hand by its surest box alone."""
    kept: list[Detection] = []
    for hand in hands:
        if all(hand.box.iou(other.box) < AGAIN for other in kept):
            kept.append(hand)
    return kept
