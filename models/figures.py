"""Whose head, whose body, whose hands: boxes of parts put together into human beings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from proctor.geometry import Box
from proctor.perception import Detection
from proctor.placing.hands import Owner, given

HEAD, BODY = 0.4, 0.55
"""Scores from which a head, and a body whose head is hidden, are somebody's."""
BACKED = 0.2
"""Score from which a head or a body counts when the other is there too."""
SURE_TOGETHER = 0.6
"""What two such parts must say together, when neither is enough alone."""
AGAIN = 0.3
"""Two boxes around the same head that share so much are the same body."""
NESTED = 0.8
"""A body that lies within another by this share may be of the same person."""
WHOLLY = 0.95
"""The same where their heads hardly tell it."""
ONE_HEAD, TOUCHING = 0.5, 0.05
"""Share of the smaller head that lies in the larger one, from which both are one; and touch."""
UNSURE = 0.75
"""Below this score a head that touches the one of the body around it may be a print on a shirt."""
INSIDE = 0.6
"""Share of a head that lies in the box of its body."""
LEAST_HEAD = 0.08
"""Height of a head over that of its body; somebody who stands is eight heads tall."""
HAND = 0.3
"""Score from which a hand is a hand."""
SMALLEST = 8.0
"""Pixels; nothing can be said of smaller heads."""
BROAD, TALL = 2.2, 3.3
"""Breadth and height of someone seated, from the crown to the lap, in heads."""


@dataclass(slots=True)
class Figure:
    """One human being as boxes, pixels of the frame."""

    head: Box | None
    """With hair; ``None`` when it is hidden."""
    box: Box
    """What is visible of the body, else what a body below that head would fill."""
    score: float
    """Confidence that somebody is there, 0–1."""
    hands: list[Box] = field(default_factory=list)
    """At most two, the surest first."""

    @property
    def head_size(self) -> float:
        """Height of the head, pixels; guessed from the body when it is hidden."""
        if self.head is not None:
            return max(1.0, self.head.height)
        box = self.box
        return max(1.0, min(box.height / TALL, box.width / BROAD * 1.2))


def figures(
    heads: Sequence[Detection], bodies: Sequence[Detection], hands: Sequence[Detection]
) -> list[Figure]:
    """The people of one picture, surest first; every part is given best first."""
    pairs = _pairs(heads, bodies)
    both = [(heads[h], bodies[b]) for h, b in pairs.items()]
    found = [_of(head, body) for head, body in both if _is_somebody(head, body)]
    alone = [
        head
        for place, head in enumerate(heads)
        if place not in pairs and head.score >= HEAD and not _is_part(head, found)
    ]
    found += [Figure(head.box, seated_box(head.box), head.score) for head in alone]
    taken = set(pairs.values())
    headless = [b for place, b in enumerate(bodies) if place not in taken and b.score >= BODY]
    known = [(figure.head, figure.box) for figure in found if figure.head is not None]
    found += [
        Figure(None, body.box, body.score)
        for body in headless
        if not any(_is_again(body.box, head, box) for head, box in known)
    ]
    found = _once(sorted(found, key=lambda figure: (-figure.score, figure.box)))
    seen = [hand for hand in hands if hand.score >= HAND]
    owners = [Owner(figure.head, figure.box, figure.head_size) for figure in found]
    for figure, own in zip(found, given(seen, owners), strict=True):
        figure.hands = own
    return found


def _is_again(body: Box, head: Box, known: Box) -> bool:
    """Whether a body without a head is another box around somebody of that head and body.

    A torso, or somebody together with desk and screen, may share little with it; a poster is no
    body at all.
    """
    nested = _nested(body, known) >= NESTED and head.height > LEAST_HEAD * body.height
    return body.holds(*head.centre) and (nested or body.iou(known) >= AGAIN)


def _is_part(head: Detection, found: Sequence[Figure]) -> bool:
    """Whether a doubtful head without a body lies on a body: legs and bags look like heads."""
    if head.score >= UNSURE:
        return False
    return any(head.box.meet(body.box) >= NESTED * head.box.area for body in found)


def _once(found: Sequence[Figure]) -> list[Figure]:
    """Without those who are parts of somebody surer; ``found`` and the result surest first."""
    kept: list[Figure] = []
    for figure in found:
        if not any(_is_double(figure, other) for other in kept):
            kept.append(figure)
    return kept


def _is_double(figure: Figure, surer: Figure) -> bool:
    """Whether two bodies, one within the other, have one head, or one of them hardly a head.

    Somebody in the row before may lie within another's box, too, but has a head of their own.
    """
    if figure.head is None or surer.head is None:
        return False
    heads, bodies = _nested(figure.head, surer.head), _nested(figure.box, surer.box)
    if heads >= ONE_HEAD:
        return bodies >= NESTED
    return figure.score < UNSURE and heads >= TOUCHING and bodies >= WHOLLY


def _nested(one: Box, other: Box) -> float:
    """Share of the smaller of two boxes that lies in the larger one, 0–1."""
    return one.meet(other) / max(1.0, min(one.area, other.area))


def seated_box(head: Box) -> Box:
    """Crown to lap of somebody seated with that head."""
    x, _ = head.centre
    half = head.height * BROAD / 2
    return Box(x - half, head.y0, x + half, head.y0 + head.height * TALL)


def _is_somebody(head: Detection, body: Detection) -> bool:
    """Whether either part would do alone, or both do together."""
    alone = head.score >= HEAD or body.score >= BODY
    return alone or _of(head, body).score >= SURE_TOGETHER


def _of(head: Detection, body: Detection) -> Figure:
    return Figure(head.box, body.box, 1 - (1 - head.score) * (1 - body.score))


def _pairs(heads: Sequence[Detection], bodies: Sequence[Detection]) -> dict[int, int]:
    """Place of a head → place of its body; each body has one head, the likeliest first."""
    choices = [
        (_strangeness(head, body), h, b)
        for h, head in enumerate(heads)
        for b, body in enumerate(bodies)
        if head.score >= BACKED and body.score >= BACKED and _may_be_of(head.box, body.box)
    ]
    pairs: dict[int, int] = {}
    for _, h, b in sorted(choices):
        if h not in pairs and b not in pairs.values():
            pairs[h] = b
    return pairs


def _may_be_of(head: Box, body: Box) -> bool:
    if head.height < SMALLEST or head.meet(body) < INSIDE * head.area:
        return False
    return LEAST_HEAD < head.height / max(1.0, body.height) <= 1.0


def _strangeness(head: Detection, body: Detection) -> float:
    """How far the head is from where it would be if the body stood upright, and how unsure."""
    x, _ = head.box.centre
    middle, _ = body.box.centre
    size = max(1.0, head.box.height)
    aside = abs(x - middle) / max(1.0, body.box.width)
    below = max(0.0, head.box.y0 - body.box.y0) / size
    return below + aside + (1 - head.score) * (1 - body.score)
