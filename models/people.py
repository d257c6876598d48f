"""A person out of boxes, a heading and a face: directions, hands, mouth, and how sure of each."""

from collections.abc import Iterable
from math import copysign, cos, hypot, nan, pi, radians, sin

from models.clothing import UNKNOWN, Colour
from models.cuts import Square
from models.faces import Face, direction
from models.figures import Figure
from models.gaze import Gaze
from models.headings import Heading, apart
from proctor.geometry import Box
from proctor.perception import Person

FACE_SURE = 0.5
"""A mesh below this presence is drawn on hair or on a wall."""
MOUTH_FACE = 40.0
"""Smallest face, pixels, whose lips can be told apart."""
AGREE = 2.5
"""A mesh and a heading that differ by more standard deviations do not see the same head."""
BEHIND = radians(100)
"""A head turned farther than this shows no face, whatever the mesh says."""
CONFIDENT = radians(30)
"""A heading this sure may overrule a mesh ..."""
PLAIN, CERTAIN = 80.0, 0.8
"""... unless the face has so many pixels and the mesh is so sure of it."""
FACE_DROP = 0.1
"""How far the middle of the face lies below the middle of the head, in heads."""
PROFILE = radians(50)
"""From here on until as far from behind a head is seen in profile, with one ear."""
FACE_ROOM = 1.15
"""Side of the cut in which a face is looked for, in heads."""
EAR_DROP = 0.08
"""The same of the ears."""
FACE_AHEAD = 0.3
"""How far before the ear the middle of a face lies that is seen in profile, in head widths."""


def person(
    figure: Figure,
    heading: Heading | None,
    face: Face | None,
    gaze: Gaze | None,
    size: tuple[int, int],
    clothes: Colour = UNKNOWN,
) -> Person:
    """Everything the parts say; ``size`` is (width, height) of the frame."""
    facing = face if face is not None and belongs(face, figure, heading) else None
    yaw, pitch, roll, sigma = _direction(heading, facing)
    sight = gaze if facing is not None else None
    head = figure.head
    return Person(
        box=figure.box.within(*size),
        score=figure.score,
        head=None if head is None else head.within(*size),
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        direction_sigma=sigma,
        gaze_yaw=nan if sight is None else sight.yaw,
        gaze_pitch=nan if sight is None else sight.pitch,
        gaze_sigma=nan if sight is None else sight.sigma,
        mouth=facing.mouth if facing is not None and facing.size >= MOUTH_FACE else nan,
        hands=tuple(hand.within(*size) for hand in figure.hands),
        hand_ear=nan if head is None else hand_to_ear(figure.hands, head, yaw),
        hand_face=nan if head is None else hand_to_face(figure.hands, head, yaw),
        clothes=clothes,
    )


def belongs(face: Face, figure: Figure, heading: Heading | None) -> bool:
    """Whether a mesh is a face at all, and that of this head."""
    head = figure.head
    if head is None or face.score < FACE_SURE or not face.is_plausible:
        return False
    x, y, _ = (float(value) for value in face.mesh.mean(axis=0))
    near = hypot(x - head.centre[0], y - head.centre[1]) < 0.6 * head.height
    if not near or not 0.3 < face.size / max(1.0, head.height) < 1.5:
        return False
    if face.size >= PLAIN and face.score >= CERTAIN:
        return True
    return heading is None or heading.sigma > CONFIDENT or abs(heading.yaw) < BEHIND


def face_square(head: Box) -> Square:
    """The cut in which the face of that head is looked for."""
    x, y = head.centre
    return Square(x, y + FACE_DROP * head.height, max(1.0, head.height * FACE_ROOM))


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


def _direction(heading: Heading | None, face: Face | None) -> tuple[float, float, float, float]:
    """Yaw, pitch, roll and their standard deviation: of the mesh, of the heading, or of both.

    Both are weighed by their doubts. Where they contradict each other the surer one is believed.
    """
    if face is None:
        if heading is None:
            return nan, nan, nan, nan
        return heading.yaw, heading.pitch, nan, heading.sigma
    yaw, pitch, roll = direction(face.mesh)
    if heading is None:
        return yaw, pitch, roll, face.sigma
    turned, nodded = apart(heading.yaw, yaw), apart(heading.pitch, pitch)
    both = hypot(heading.sigma, face.sigma)
    if max(abs(turned), abs(nodded)) > AGREE * both:
        if heading.sigma < face.sigma:
            return heading.yaw, heading.pitch, roll, heading.sigma
        return yaw, pitch, roll, face.sigma
    share = (face.sigma / both) ** 2
    sigma = heading.sigma * face.sigma / both
    return apart(yaw + share * turned, 0.0), pitch + share * nodded, roll, sigma
